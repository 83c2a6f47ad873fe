"""Identifiers and links in RIS: ``DO``, ``SN``, ``UR`` and ``L1``, in both directions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from moebib.errors import InputError
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record
from moebib.text.urls import starts_with_http

__all__ = ["RisIdentifiers", "read_dois", "read_links", "read_serials", "write_identifiers"]

_SERIALS = (Scheme.ISSN, Scheme.ISBN)


class RisIdentifiers(NamedTuple):
    """What a value names: identifiers, a page that is none, and what is wrong with the rest."""

    identifiers: list[Identifier]
    page: str | None = None
    wrong: str = ""


def write_identifiers(record: Record) -> Iterator[tuple[str, str]]:
    """``DO`` is the first DOI, ``UR`` each page, ``SN`` each ISBN and ISSN; the page to send people to is first."""
    dois = [one for one in record.identifiers if one.scheme is Scheme.DOI][:1]
    yield from (("DO", one.value) for one in dois)
    pages = (one.url for one in record.identifiers if one not in dois)
    yield from (("UR", page) for page in dict.fromkeys([record.url, *pages]) if page)
    yield from (("SN", one.value) for one in record.identifiers if one.scheme in _SERIALS)


def read_dois(value: str) -> RisIdentifiers:
    """The DOIs in a ``DO``: bare, as links, several in a line."""
    found: list[Identifier] = []
    for text in re.split(r"[;,\s]+(?=10\.|http)", re.sub(r"\bdoi:\s*", "", value, flags=re.I)):
        try:
            found.append(parse_identifier(f"doi:{text}"))
        except InputError as error:
            return RisIdentifiers(found, wrong=str(error))
    return RisIdentifiers(found)


def read_serials(value: str) -> RisIdentifiers:
    """The ISBNs and ISSNs in an ``SN``: "0302-9743, 1611-3349 (online)", "ISBN-13: 978-0-262-03384-8"."""
    bare = re.sub(r"\([^)]*\)|\b(?:e-?)?IS[BS]N(?:-?1[03])?\b:?", " ", value, flags=re.I).strip()
    for pieces in ([bare], re.split(r"[\s,;/]+", bare)):
        found = [_serial(piece) for piece in pieces if piece]
        if found and all(found):
            return RisIdentifiers([one for one in found if one])
    return RisIdentifiers([], wrong=f"neither ISBN nor ISSN: {value!r}")


def _serial(text: str) -> Identifier | None:
    for scheme in _SERIALS:
        try:
            return parse_identifier(f"{scheme}:{text}")
        except InputError:
            continue
    return None


def read_links(value: str) -> Iterator[RisIdentifiers]:
    """Each link in a ``UR``, which may hold several: the identifier whose landing page it is, else itself."""
    for text in re.split(r"\s*;\s*(?=https?://)|\s+(?=https?://)", value):
        try:
            one = parse_identifier(text if starts_with_http(text) else f"url:{text}")
        except InputError as error:
            yield RisIdentifiers([], wrong=str(error))
            continue
        is_landing_page = one.scheme is not Scheme.URL and one.url is not None and _bare(text) == _bare(one.url)
        yield RisIdentifiers([one]) if is_landing_page else RisIdentifiers([], page=text)


def _bare(page: str) -> str:
    return re.sub(r"^https?://(?:www\.|dx\.)?", "", page, flags=re.I).rstrip("/").lower()
