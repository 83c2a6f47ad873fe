"""Identifiers and links in RIS: ``DO``, ``SN`` and ``UR``, in both directions."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats._doi import doi_of_arxiv
from moebib.formats.ris.unread import UnreadTags
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.identifiers_in_text import split_dois
from moebib.records.links import page_of_work
from moebib.records.record import Record
from moebib.text.urls import with_scheme, without_scheme

__all__ = [
    "RisIdentifiers", "is_doi", "read_dois", "read_links", "read_pubmed", "read_serials", "repeated_dois",
    "write_identifiers",
]  # fmt: skip

_OLD_PAGE = re.compile(r"https?://(?:www\.)?ncbi\.nlm\.nih\.gov/pubmed/\d{1,8}/?", re.I | re.A)
"""The page of a work in PubMed before 2020, as EndNote has it."""
_SERIALS = (Scheme.ISSN, Scheme.ISBN)


class RisIdentifiers(NamedTuple):
    """The identifiers in a value, a page that is not the page of one, and the problem with the rest."""

    identifiers: list[Identifier]
    page: str | None = None
    problem: str = ""


def write_identifiers(record: Record) -> Iterator[tuple[str, str]]:
    """``DO`` for the first DOI, ``UR`` for each page, the preferred one first, ``SN`` for each ISBN and ISSN."""
    dois = [identifier for identifier in record.identifiers if identifier.scheme is Scheme.DOI][:1]
    values = [doi.value for doi in dois] or [doi_of_arxiv(record)]
    yield from (("DO", value) for value in values if value)
    pages = (identifier.url for identifier in record.identifiers if identifier not in dois)
    yield from (("UR", page) for page in dict.fromkeys([record.url, *pages]) if page)
    yield from (("SN", identifier.value) for identifier in record.identifiers if identifier.scheme in _SERIALS)


_DOI = re.compile(r"(?:(?:doi:\s*)?|https?://(?:dx\.)?doi\.org/)10\.\d{4,9}/\S+", re.I)


def is_doi(text: str) -> bool:
    """Whether a text, in a tag for others, is a DOI."""
    return _DOI.fullmatch(text) is not None


def repeated_dois(texts: Iterable[str], identifiers: Collection[Identifier]) -> list[str]:
    """Those of *texts* that are DOIs among *identifiers*, as publishers repeat them in notes."""
    return [text for text in texts if is_doi(text) and set(read_dois(text).identifiers) <= set(identifiers)]


def read_dois(value: str) -> RisIdentifiers:
    """The DOIs in a ``DO``: bare or as links, possibly several; those of PubMed in EndNote have "[doi]" behind them."""
    dois: list[Identifier] = []
    words = value.replace("[doi]", " [doi] ").split() if "[doi]" in value else []
    value = " ".join(word for word, mark in pairwise(words) if mark == "[doi]") or value
    for text in split_dois(value):
        try:
            dois.append(parse_identifier(f"doi:{text}"))
        except InputError as error:
            return RisIdentifiers(dois, problem=str(error))
    return RisIdentifiers(dois)


def read_pubmed(tags: UnreadTags) -> Iterator[Identifier]:
    """The PMCID, which PubMed and EndNote write as ``C2``, and the PMID.

    That is ``AN`` of PubMed, ``C2`` of Scopus, ``PM`` of Embase and ``C3`` of Cochrane.
    """
    databases = " ".join(tags.values("DB"))
    patterns = (
        (Scheme.PMCID, "C2", r"(PMC\d+)"),
        (Scheme.PMID, "AN", r"(\d{1,8})" if re.search("pubmed|medline", databases, re.I) else ""),
        (Scheme.PMID, "C2", r"(\d{7,8})" if "Scopus" in databases else ""),
        (Scheme.PMID, "PM", r"(?:PUBMED )?(\d{1,8})"),
        (Scheme.PMID, "C3", r"PUBMED (\d{1,8})"),
    )
    for scheme, name, pattern in patterns:
        for tag in tags.take(name) if pattern else ():
            if match := re.fullmatch(pattern, tag.value, re.I | re.A):
                yield Identifier(scheme, match[1].upper())
            else:
                tags.leave(tag)


def read_serials(value: str) -> RisIdentifiers:
    """The ISBNs and ISSNs in an ``SN``: "0302-9743, 1611-3349 (online)", "ISBN-13: 978-0-262-03384-8"."""
    bare = re.sub(r"\([^)]*\)|\b(?:e-?)?IS[BS]N(?:-?1[03])?\b:?", " ", value, flags=re.I).strip()
    for pieces in ([bare], re.split(r"[\s,;/]+", bare)):
        serials = [_serial(piece) for piece in pieces if piece]
        if serials and all(serials):
            return RisIdentifiers([serial for serial in serials if serial])
    return RisIdentifiers([], problem=f"neither an ISBN nor an ISSN: {value!r}")


def _serial(text: str) -> Identifier | None:
    for scheme in _SERIALS:
        try:
            return parse_identifier(f"{scheme}:{text}")
        except InputError:
            continue
    return None


def read_links(value: str) -> Iterator[RisIdentifiers]:
    """Each link in a ``UR``, which may contain several: the identifier whose landing page it is, else the page."""
    for text in map(with_scheme, re.split(r"\s*;\s*(?=https?://|www\.)|\s+(?=https?://)", value)):
        try:
            identifier = page_of_work(text)
        except InputError as error:
            yield RisIdentifiers([], problem=str(error))
            continue
        is_own_page = (
            identifier
            and identifier.scheme is not Scheme.URL
            and (_page(text) == _page(identifier.url or "") or _OLD_PAGE.fullmatch(text) is not None)
        )
        yield RisIdentifiers([identifier]) if identifier and is_own_page else RisIdentifiers([], page=text)


def _page(url: str) -> str:
    return without_scheme(url).lower()
