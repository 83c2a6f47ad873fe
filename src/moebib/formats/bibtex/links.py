"""Links, and identifiers that stand where no field for them is: in a URL, a note, the name of a journal."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote

from moebib.errors import InputError
from moebib.formats.bibtex.identifiers import bare
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.text.latex import decode

__all__ = ["Link", "find_arxiv", "link_alone", "read_serials", "read_url"]

_URL = re.compile(r"https?://[^\s/<>\"\x00-\x1f\x7f][^\s<>\"\x00-\x1f\x7f]*", re.I)
_HOST = re.compile(r"(?:www\.|(?=[\w.-]+/))(?:[\w-]+\.)+[a-z]{2,}(?:[/?][^\s<>\"\x00-\x1f\x7f]*)?", re.I | re.A)
_ALONE = re.compile(r"https?://[^\s{}\\]+?[.\s]*", re.I)
_WRAPPED = re.compile(r"\s*\{?\s*\\(?:url|path|nolinkurl|texttt|tt)\b\s*\{?(.*?)\}*\s*\.?\s*", re.S)
_HREF = re.compile(r"\s*\\href\s*\{([^{}]*)\}\s*\{(.*)\}\s*", re.S)
_BRACKETED = re.compile(r"https?://[^\s/<\"\x00-\x20\x7f][^\s\"\x00-\x1f\x7f]*<[^\s\"\x00-\x1f\x7f]*", re.I)
_LONGEST = 2_000
"""No field that tells a link or an identifier is longer; what is tried on others costs time in proportion."""
_OF_ONE_WORK = (Scheme.ARXIV, Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW, Scheme.PMID, Scheme.DBLP)
_ID = r"(\d{4}\.\d{4,5}(?:v\d+)?|[a-z-]+(?:\.[A-Z]{2})?/\d{7}(?:v\d+)?)(?![\d/])"
_ARXIV = re.compile(
    rf"\barxiv(?:\.org)?(?: *(?:e-?print|preprint))?(?:\s*[:/.,]\s*|\s+)(?:arxiv:\s*|(?:abs|pdf)/)?{_ID}", re.I
)
_CORR = re.compile(rf"(?:abs/|arXiv:)?{_ID}", re.I)
_SAYING = ("journal", "journaltitle", "howpublished", "booktitle", "publisher", "series", "volume", "number", "type")
_SERIALS = {"isbn": re.compile(r"[\dX][\dX -]{8,}[\dX]", re.I), "issn": re.compile(r"\d{4}-?\d{3}[\dX]", re.I)}


class Link(NamedTuple):
    """What a ``url`` is: a link, an identifier that it leads to, and whether the two say all of it."""

    identifier: Identifier | None
    url: str | None
    exact: bool
    text: str
    """The link as it stands there."""


def read_url(latex: str) -> Link:
    r"""The link in a field, which may hold text and other links beside it.

    >>> read_url("http://dx.doi.org/10.1145/3503221")  # doctest: +ELLIPSIS
    Link(identifier=Identifier(...'10.1145/3503221'...), url=None, exact=True, text='http://dx.doi.org/10.1145/3503221')
    >>> read_url("www.a.example/x and more")
    Link(identifier=None, url='http://www.a.example/x', exact=False, text='http://www.a.example/x')

    Raises:
        InputError: If there is no http(s) link.
    """
    if href := _HREF.fullmatch(latex):
        return read_url(href[1])._replace(exact=False)
    text = _unwrapped(latex)
    if _URL.fullmatch(text):
        return _linked(text, exact=True)
    if _BRACKETED.fullmatch(text):  # an old DOI: its angle brackets are part of it
        return _linked(text.replace("<", "%3C").replace(">", "%3E"), exact=False)
    found = _URL.search(re.sub(r"\\url\s*\{([^{}]*)\}", r"\1 ", text))
    if found:
        return _linked(_trimmed(found[0]), exact=False)
    if host := _HOST.match(text):
        return _linked("http://" + _trimmed(host[0]), exact=False)
    identifier = parse_identifier(text)
    return Link(identifier if identifier.scheme in _OF_ONE_WORK else None, None, exact=False, text=text)


def _linked(url: str, *, exact: bool) -> Link:
    try:
        found = parse_identifier(url)
    except InputError:
        return Link(None, url, exact, url)
    if found.scheme is Scheme.URL:
        return Link(None, url, exact, url)
    if found.url and found.version is None and _page(found.url) == _page(url):
        return Link(found, None, exact, url)
    return Link(found if found.scheme in _OF_ONE_WORK else None, url, exact, url)


def _page(url: str) -> str:
    """Without what makes no other page."""
    page = re.sub(r"^https?://(?:www\.|dx\.)?", "", unquote(url), flags=re.I).rstrip("/")
    return page.lower() if page.lower().startswith("doi.org/") else page


def _trimmed(url: str) -> str:
    """Without the punctuation of the sentence that it stands in."""
    url = url.rstrip(".,;:'}")
    return url[:-1] if url.endswith(")") and "(" not in url else url


def link_alone(latex: str) -> str | None:
    r"""The link that a field consists of: ``howpublished = {\url{http://a.example}}``."""
    if "://" not in latex or len(latex) > _LONGEST:
        return None
    text = next((one for one in (_unwrapped(latex), decode(latex)) if _ALONE.fullmatch(one)), "")
    return text.rstrip(". ") or None


def _unwrapped(latex: str) -> str:
    """Without the command around a link, and without braces around it."""
    wrapped = _WRAPPED.fullmatch(latex) if "\\" in latex and len(latex) < _LONGEST else None
    text = bare(wrapped[1] if wrapped else latex)
    return text[1:-1].strip() if text.startswith("{") and text.endswith("}") else text


def find_arxiv(fields: Mapping[str, str]) -> Identifier | None:
    """The arXiv ID that a venue or a note tells: "arXiv preprint arXiv:2401.06066", CoRR's volume "abs/2401.06066"."""
    for name in _SAYING:
        value = fields.get(name)
        if value and len(value) < _LONGEST and "rxiv" in value.lower() and (found := _ARXIV.search(value)):
            return _parsed(found[1])
    note = fields.get("note", "")
    if len(note) < _LONGEST and "rxiv" in note.lower() and (found := _ARXIV.match(note.lstrip("( "))):
        return _parsed(found[1])
    journal = fields.get("journal") or fields.get("journaltitle") or ""
    if journal.strip("{}").lower() in ("corr", "arxiv") and (found := _CORR.fullmatch(fields.get("volume", ""))):
        return _parsed(found[1])
    return None


def _parsed(value: str) -> Identifier | None:
    try:
        return parse_identifier(f"arxiv:{value}")
    except InputError:
        return None


def read_serials(name: str, latex: str) -> tuple[tuple[Identifier, ...], bool]:
    """The ISBNs or ISSNs in a field, and whether there is one and nothing else.

    Raises:
        InputError: If there is none.
    """
    value = bare(latex)
    try:
        return (parse_identifier(f"{name}:{value}"),), True
    except InputError:
        found = tuple(dict.fromkeys(one for text in _SERIALS[name].findall(value) if (one := _serial(name, text))))
        if not found:
            raise
        return found, False


def _serial(name: str, text: str) -> Identifier | None:
    try:
        return parse_identifier(f"{name}:{text.strip(' -')}")
    except InputError:
        return None
