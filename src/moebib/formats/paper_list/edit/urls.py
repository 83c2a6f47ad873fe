"""The forms in which paper lists write links to one work: abs or pdf, with or without ".pdf", http, dx.doi.org."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it.common.utils import unescapeAll

from moebib.formats.paper_list.urls import repair_url
from moebib.records.identifier import Identifier, Scheme
from moebib.records.links import find_link
from moebib.text.urls import without_scheme

__all__ = ["UrlForm", "pdf_of", "read_url", "read_url_form", "same_pages"]


class UrlForm(NamedTuple):
    """How a list writes the page of an identifier: ``before`` and ``after`` its value."""

    scheme: Scheme
    before: str
    after: str

    def write(self, identifier: Identifier) -> str | None:
        """The page of *identifier*; ``None`` if it has another scheme.

        >>> form = read_url_form("http://arxiv.org/pdf/2401.06066v2.pdf")
        >>> form.write(find_link("https://arxiv.org/abs/2405.00001"))
        'http://arxiv.org/pdf/2405.00001.pdf'
        """
        if identifier.scheme is not self.scheme:
            return None
        url = f"{self.before}{identifier.value}{self.after}"
        return url if find_link(url) == identifier else None


@lru_cache(maxsize=5_000)
def read_url_form(url: str) -> UrlForm | None:
    """The form of *url*; ``None`` if there is no identifier in it."""
    identifier = find_link(url)
    if identifier is None or identifier.scheme is Scheme.URL:
        return None
    start = url.lower().find(identifier.value.lower())
    if start < 0:
        return None
    after = re.sub(r"^v\d+", "", url[start + len(identifier.value) :])
    return UrlForm(identifier.scheme, url[:start], after)


@lru_cache(maxsize=5_000)
def read_url(written: str) -> str:
    r"""The URL that *written*, the destination of a link or the value of an attribute, stands for.

    >>> read_url("https://a.example/x\\(y&amp;z")
    'https://a.example/x(y&z'
    """
    url = unescapeAll(html.unescape(written)).strip()
    return repair_url(url)[0] or url


@lru_cache(maxsize=5_000)
def same_pages(url: str) -> frozenset[str]:
    """What *url* has in common with other links to the same page: its identifier, and its text but for details."""
    identifier = find_link(url)
    page = unquote(without_scheme(url.partition("#")[0])).lower()
    if identifier is None or identifier.scheme is Scheme.URL:
        return frozenset((page,))
    return frozenset((page, str(identifier.canonical)))


_PDF = {
    Scheme.ARXIV: UrlForm(Scheme.ARXIV, "https://arxiv.org/pdf/", ""),
    Scheme.OPENREVIEW: UrlForm(Scheme.OPENREVIEW, "https://openreview.net/pdf?id=", ""),
    Scheme.ACL: UrlForm(Scheme.ACL, "https://aclanthology.org/", ".pdf"),
}


def pdf_of(identifier: Identifier) -> str | None:
    """The PDF of the work with *identifier*, where its place follows from that.

    >>> pdf_of(find_link("https://arxiv.org/abs/2401.06066"))
    'https://arxiv.org/pdf/2401.06066'
    """
    form = _PDF.get(identifier.scheme)
    return form.write(identifier) if form else None
