"""Confirm the values of an entry by those of sources: the origins say who gives a value, too, and since when.

No value is changed and no lock is opened. Idempotent: a source that confirmed a value before keeps its day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date as day
from typing import Any

from moebib.errors import InvalidIdentifier
from moebib.records.date import Date
from moebib.records.equivalence import (
    abbreviates,
    equivalent_dates,
    equivalent_names,
    equivalent_pages,
    equivalent_text,
    equivalent_venues,
)
from moebib.records.identifier import Scheme, parse_identifier
from moebib.records.publication import Confirmation, Origin
from moebib.records.record import Record
from moebib.text.markup import plain

__all__ = ["CONFIRMED", "confirm", "gives"]

_TEXTS = ("title", "volume", "issue", "number", "publisher")
CONFIRMED = (*_TEXTS, "author", "issued", "container_title", "page")
"""The fields that are facts about a publication, which independent sources can give."""
_COPIES: Mapping[str, str] = {"doi": "crossref", "datacite": "arxiv", "hugging-face": "arxiv"}
"""Sources that repeat what another one has, which are one source with it."""
_OF_SCHEMES: Mapping[Scheme, str] = {
    Scheme.ARXIV: "arxiv", Scheme.ACL: "acl", Scheme.DBLP: "dblp", Scheme.OPENREVIEW: "openreview", Scheme.URL: "page",
}  # fmt: skip
"""The schemes of identifiers that only one source describes."""


def gives(field: str, stored: Record, found: Record) -> bool:
    """Whether *found* has the value of *stored* in *field*, at least as completely: no initials, no mere year."""
    old, new = getattr(stored, field), getattr(found, field)
    if not old or not new:
        return False
    if field == "author":
        return not (new.others or abbreviates(new, old)) and len(new) == len(old) and equivalent_names(old, new)
    if isinstance(old, Date):
        return equivalent_dates(old, new) and len(new.parts) >= len(old.parts)
    if field == "page":
        return equivalent_pages(old, new) and len(new) >= len(old)
    if field == "container_title":
        return equivalent_venues(plain(old), plain(new))
    return equivalent_text(plain(old), plain(new))


def confirm(record: Record, sources: Mapping[str, Sequence[str]], today: day) -> Record:
    """*record* with the *sources* of each field noted in its origin; a field without an origin stays locked."""
    values = record.to_dict()
    origins = {**record.origin}
    for field, names in sources.items():
        if names and values.get(field) is not None:
            origins[field] = _confirmed(record.origin.get(field), names, values[field], today)
    return record.evolve(origin=origins)


def _confirmed(origin: Origin | None, sources: Sequence[str], value: Any, today: day) -> Origin:
    if origin is None:
        origin = Origin(source=sources[0], date=today)
    elif origin.digest and not origin.fits(value):  # its evidence was for the value before it was edited
        origin = origin.evolve(confirmed=0, confirmed_by=())
    known = {other.source: other for other in origin.confirmed_by}
    seen = tuple(known.get(name) or Confirmation(source=name, date=today) for name in dict.fromkeys([*known, *sources]))
    of_origin = _service(origin.source) if origin.digest == "" or origin.fits(value) else ""
    independent = {_COPIES.get(name, name) for name in (of_origin, *(other.source for other in seen)) if name}
    return origin.evolve(confirmed_by=seen, confirmed=max(origin.confirmed, len(independent)))


def _service(source: str) -> str:
    """The independent source that an origin names; empty if it is unknown, as for a DOI, which several sources have."""
    try:
        identifier = parse_identifier(source)
    except InvalidIdentifier:
        return "" if " " in source else source  # as in "another bibliography"
    return _OF_SCHEMES.get(identifier.scheme, "")
