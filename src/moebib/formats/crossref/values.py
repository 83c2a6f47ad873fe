"""Values in Crossref's JSON: lists, names, dates, and the identifiers of a work."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from moebib.errors import InputError
from moebib.formats.csl.values import from_date
from moebib.normalise.fields import identifiers, text
from moebib.normalise.names import all_names, name_in_parts, organisation, untyped_name
from moebib.records.date import Date
from moebib.records.identifier import Identifier
from moebib.records.name import Name

__all__ = ["date_of", "first_text", "listed", "own_identifiers", "people"]

_SEASONS_OF_CSL = frozenset(("13", "14", "15", "16"))


def own_identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """The DOI of the work, and its aliases."""
    return identifiers(*(f"doi:{text(doi)}" for doi in (work.get("DOI"), *listed(work, "aliases"))))


def listed(work: Mapping[str, Any], name: str) -> list[Any]:
    """The values of a field; a list of one item may be given as that item."""
    value = work.get(name)
    return value if isinstance(value, list) else [value] if isinstance(value, (str, dict)) else []


def first_text(work: Mapping[str, Any], *names: str) -> str:
    """The first text in the fields *names*; empty if there is none."""
    return next(filter(None, (text(value) for name in names for value in listed(work, name))), "")


def people(value: object) -> tuple[Name, ...] | None:
    """The names in a list of people; empty without a list, ``None`` if one is invalid.

    Some publishers register a person without any name beside the others, which is left out.
    """
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(person, dict) for person in value):
        return None
    named = [
        person for person in value if any(text(person.get(part)) for part in ("family", "given", "name", "literal"))
    ]
    return all_names(_person(person, [other.get("literal") for other in named]) for person in named)


def _person(person: Mapping[str, Any], literals: Sequence[object]) -> Name | None:
    if name := organisation(person.get("name")):
        return name
    if text(person.get("literal")):  # other agencies than Crossref write people so, too
        return untyped_name(person.get("literal"), literals)
    return name_in_parts(person.get("family"), person.get("given"), person.get("suffix"))


def date_of(value: object) -> Date | None:
    """The date; ``None`` if it has no parts, as ``[[null]]``, or not only such as a date can have.

    Month 13 is spring in CSL, but a mistake at Crossref, where spring is month 21.
    """
    ranges: Any = value.get("date-parts") if isinstance(value, dict) else value
    try:
        date, is_whole = from_date(ranges)
    except InputError:
        return None
    months = [part[1] for part in ranges if isinstance(part, list) and part[1:]]
    is_exact = is_whole and not any(str(month) in _SEASONS_OF_CSL for month in months)
    return date if date.year and is_exact else None
