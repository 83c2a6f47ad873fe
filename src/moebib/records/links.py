"""Links in entries, and the identifiers to which they lead."""

from __future__ import annotations

import re
from functools import lru_cache

from moebib.records.archives import archive_of_identifier
from moebib.records.identifier import Identifier, Scheme, find_identifier, find_page, parse_identifier
from moebib.records.identifier_readers import read_url
from moebib.text.urls import is_http_url

__all__ = ["find_link", "page_of_work", "parse_link"]


@lru_cache(maxsize=20_000)  # reading a list looks several times at each link
def find_link(url: str) -> Identifier | None:
    """The identifier of the work that is at *url*, or the URL itself; ``None`` if it is invalid.

    A repository of Hugging Face is no identifier of the papers that are files in it.

    >>> str(find_link("https://huggingface.co/a/b/resolve/main/report.pdf"))
    'url:https://huggingface.co/a/b/resolve/main/report.pdf'
    """
    identifier = find_identifier(url)
    return find_identifier(f"url:{url}") if identifier and _is_file(identifier, url) else identifier


def parse_link(url: str) -> Identifier:
    """The identifier of the work of an entry with this link: as :func:`parse_identifier`, or the URL itself.

    The link of a published article may lead to its preprint, its data, or another version, whose DOI is not its own:
    such a DOI is taken only from its own link. Files are as in :func:`find_link`.

    >>> [str(parse_link(url)) for url in ("https://dl.acm.org/doi/10.5555/1", "https://doi.org/10.5281/zenodo.7")]
    ['doi:10.5555/1', 'doi:10.5281/zenodo.7']
    >>> str(parse_link("https://zenodo.org/records/7"))
    'url:https://zenodo.org/records/7'

    Raises:
        InvalidIdentifier: If it is not an http(s) link.
    """
    identifier = parse_identifier(url)
    is_own = url.partition("://")[2].lower().removeprefix("dx.").startswith("doi.org/")
    is_other = _is_file(identifier, url) or (
        identifier.scheme is Scheme.DOI and not is_own and (archive_of_identifier(identifier) or find_page(url))
    )
    return parse_identifier(f"url:{url}") if is_other else identifier


def page_of_work(text: str) -> Identifier | None:
    """The identifier to which the link *text* leads, or the URL itself.

    ``None`` is a page that a record may have, although a character of it is not allowed in a URL, as many sites have.

    Raises:
        InvalidIdentifier: If it is not an http(s) link, or more than one.
    """
    return find_identifier(text) if is_http_url(text) else read_url(text, text)


def _is_file(identifier: Identifier, url: str) -> bool:
    """Whether it is a file in a repository of Hugging Face."""
    return identifier.scheme is Scheme.HF and re.search(r"/(?:blob|raw|resolve)/", url) is not None
