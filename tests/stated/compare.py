"""A record compared, field by field, with what an answer states."""

from __future__ import annotations

import re
from typing import NamedTuple

from moebib.records.identifier import Scheme
from moebib.records.name import Name
from moebib.records.publication import Publication
from stated import OR, Person, Stated, digits, folded

__all__ = ["FIELDS", "Values", "compared"]

FIELDS = ("title", "authors", "year", "date", "container", "volume", "issue", "pages", "doi", "type")
_IN_A_VOLUME = ("article-journal", "paper-conference")
"""Types whose number is that of an article, which stands for its pages; a report has a number, too."""


class Values(NamedTuple):
    """What an answer states for a field, and what the record has, both as text."""

    stated: str
    got: str
    agree: bool


def compared(stated: Stated, record: Publication) -> dict[str, Values]:
    """The fields that the answer states or the record has.

    Case, accents, markup and punctuation are ignored. A name in reading order is compared word by word.
    """
    got = _stated_by(record)
    values: dict[str, Values] = {}
    for field in FIELDS:
        theirs, ours = getattr(stated, field), getattr(got, field)
        if field == "authors":
            values[field] = Values(_shown(theirs), _shown(ours), _are_same_people(theirs, ours))
        else:
            is_text = field in ("title", "container")
            agree = _letters(ours) in map(_letters, theirs.split(OR)) if is_text else theirs == ours
            # The record may have the month from elsewhere in the answer.
            is_more_precise = field == "date" and theirs != "" and ours.startswith(theirs)
            values[field] = Values(theirs, ours, agree or is_more_precise)
    return {field: value for field, value in values.items() if value.stated or value.got}


def _stated_by(record: Publication) -> Stated:
    """The fields of *record* in the form in which answers state them."""
    return Stated(
        identifiers=frozenset(f"doi:{name.value}" for name in record.identifiers if name.scheme is Scheme.DOI),
        title=record.title,
        authors=tuple(map(_person, record.author)),
        date=str(record.issued or ""),
        container=record.container_title or record.container_title_short or record.collection_title,
        volume=record.volume,
        issue=record.issue,
        pages=digits(record.page or (record.number if record.type in _IN_A_VOLUME else "")),
        type=record.type,
    )


def _person(name: Name) -> Person:
    family = " ".join(filter(None, (name.particle, name.family, name.suffix)))
    return (family, name.given) if name.family else ("", name.literal)


def _are_same_people(theirs: tuple[Person, ...], ours: tuple[Person, ...]) -> bool:
    if theirs and re.fullmatch(r"(?:et|and) al\.?|others", theirs[-1][1], re.I):
        theirs = theirs[:-1]
    return len(theirs) == len(ours) and all(map(_is_same, theirs, ours))


def _is_same(theirs: Person, ours: Person) -> bool:
    if theirs[0] and ours[0]:
        return _words(theirs[0]) == _words(ours[0]) and _words(theirs[1]) == _words(ours[1])
    return _words(_in_order(theirs)) == _words(_in_order(ours))


def _in_order(person: Person) -> str:
    family, comma, given = person[1].partition(", ")
    return " ".join(person[::-1]) if person[0] else f"{given} {family}" if comma else person[1]


def _letters(text: str) -> str:
    """Without spaces, which markup adds and takes away."""
    return folded(text).replace(" ", "")


def _words(name: str) -> str:
    return folded(re.sub(r"['’.-]", " ", name))


def _shown(people: tuple[Person, ...]) -> str:
    return "; ".join(", ".join(filter(None, person)) for person in people)
