"""The links in a .bib file: in ``url``, which is verbatim."""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import unquote

from moebib.errors import InputError
from moebib.formats.bibtex.verbatim import verbatim_text
from moebib.records.identifier import Identifier, Scheme, parse_identifier, schemes
from moebib.records.links import parse_link
from moebib.records.record import Record
from moebib.text.urls import HOST, HTTP_URL, starts_with_http, with_scheme, without_scheme

__all__ = ["LONGEST", "OTHER_LINKS", "UrlField", "is_link_of", "read_link", "read_url", "trimmed", "unwrapped"]

LONGEST = 2_000
"""Longer fields are not searched for links and identifiers."""
OTHER_LINKS = ("link", "ee", "bdsk-url-1", "opturl", "uri")
"""Fields of links in other programs (DBLP, BibDesk), for an entry without ``url``."""
_URL = re.compile(HTTP_URL, re.I)
_HOST = re.compile(HOST, re.I | re.A)
_WRAPPED = re.compile(r"\s*\{?\s*\\(?:url|path|nolinkurl|texttt|tt)\b\s*\{?(.*?)\}*\s*\.?\s*", re.S)
_HREF = re.compile(r"\s*\\href\s*\{([^{}]*)\}\s*\{(.*)\}\s*", re.S)
_BRACKETED = re.compile(r"https?://[^\s/<\"\x00-\x20\x7f][^\s\"\x00-\x1f\x7f]*<[^\s\"\x00-\x1f\x7f]*", re.I)
_BROKEN = re.compile(
    r"https?://[^\s/<>\"]+/[^\s<>\"]*[^\s<>\".,;:]"
    r"(?: (?!https?:|www\.)(?:[\w%.-]*[/_=%&?#][^\s<>\"()]*|"
    r"[\w-]+\.(?:pdf|[xs]?html?|php|aspx?|jsp|txt|docx?|xml|ps|zip)))+",
    re.I | re.A,
)
"""A link with spaces, each before what can only be a part of one: a path, a query or the name of a file."""
_OF_ONE_WORK = {*schemes(Scheme.DBLP, names="work")} - {Scheme.URL}


def read_link(latex: str) -> Identifier | str:
    """The identifier whose landing page a link is, else the link.

    Raises:
        InputError: If the value is not an http(s) link.
    """
    url = verbatim_text(latex)
    identifier = parse_identifier(url if starts_with_http(url) else f"url:{url}")
    return identifier if identifier.scheme is not Scheme.URL and identifier.url == url else url


class UrlField(NamedTuple):
    """The content of ``url``: a link, an identifier to which it leads, and whether the field has nothing else."""

    identifier: Identifier | None
    url: str | None
    exact: bool
    text: str
    """The link as it is written."""


def read_url(latex: str) -> UrlField:
    r"""The link in a field, which may also contain text and other links.

    >>> read_url("http://dx.doi.org/10.1145/3503221")  # doctest: +ELLIPSIS
    UrlField(identifier=Identifier(...'10.1145/3503221'...), url=None, exact=True, text='http://dx.doi.org/10.1145/3503221')
    >>> read_url("www.a.example/x and more")
    UrlField(identifier=None, url='http://www.a.example/x', exact=False, text='http://www.a.example/x')

    Raises:
        InputError: If there is no http(s) link.
    """
    if href := _HREF.fullmatch(latex):
        return read_url(href[1])._replace(exact=False)
    text = unwrapped(latex)
    if _URL.fullmatch(text):
        return _linked(text, exact=True)
    if _BRACKETED.fullmatch(text):  # an old DOI, of which angle brackets are part
        return _linked(text.replace("<", "%3C").replace(">", "%3E"), exact=False)
    if broken := _BROKEN.fullmatch(text):
        # At the end of a part of the path, it is where a line was broken.
        return _linked(re.sub(r"(?<=[/?&=_-]) | (?=[/?&=_-])", "", broken[0]).replace(" ", "%20"), exact=False)
    if link := _URL.search(re.sub(r"\\url\s*\{([^{}]*)\}", r"\1 ", text)):
        return _linked(trimmed(link[0]), exact=False)
    if host := _HOST.match(text):
        return _linked("http://" + trimmed(host[0]), exact=False)
    identifier = parse_identifier(text)
    return UrlField(identifier if identifier.scheme in _OF_ONE_WORK else None, None, exact=False, text=text)


def _linked(url: str, *, exact: bool) -> UrlField:
    url = with_scheme(url)
    try:
        identifier = parse_link(url)
    except InputError:
        return UrlField(None, url, exact, url)
    if identifier.scheme is Scheme.URL:
        return UrlField(None, url, exact, url)
    if identifier.url and identifier.version is None and _page(identifier.url) == _page(url):
        return UrlField(identifier, None, exact, url)
    return UrlField(identifier if identifier.scheme in _OF_ONE_WORK else None, url, exact, url)


def _page(url: str) -> str:
    """The URL without differences that do not make another page."""
    page = without_scheme(unquote(url))
    return page.lower() if page.lower().startswith("doi.org/") else page


def is_link_of(latex: str, record: Record) -> bool:
    """Whether a field is only a link, which is that of *record*."""
    try:
        link = read_url(latex)
    except InputError:
        return False
    return link.exact and (link.identifier in record.identifiers if not link.url else link.url == record.url)


def trimmed(url: str) -> str:
    """The URL without the punctuation of the sentence around it."""
    url = url.rstrip(".,;:'}")
    return url[:-1] if url.endswith(")") and "(" not in url else url


def unwrapped(latex: str) -> str:
    """The link without the command and the braces around it."""
    wrapped = _WRAPPED.fullmatch(latex) if "\\" in latex and len(latex) < LONGEST else None
    text = verbatim_text(wrapped[1] if wrapped else latex)
    return text[1:-1].strip() if text.startswith("{") and text.endswith("}") else text
