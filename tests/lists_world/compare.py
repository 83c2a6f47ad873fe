"""Compares what was read of a list with what it states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from lists_world.lists import Stated
from lists_world.works import Person
from moebib.records.equivalence import equivalent_venues
from moebib.records.links import find_link
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = ["differences", "same_text"]


def same_text(one: str, other: str) -> bool:
    """Whether two texts are equal but for case, accents, punctuation and spaces."""
    return _letters(one) == _letters(other)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, fold(text))) or text


def differences(stated: Sequence[Stated], records: Sequence[Record]) -> Iterator[tuple[str, str]]:
    """Each fact of a list that was read in another way: its kind, and both values."""
    by_title = {_letters(plain(record.title)): record for record in records}
    titles = {_letters(plain(work.title)) for work in stated}
    for work in stated:
        record = by_title.get(_letters(plain(work.title)))
        if record is None:
            yield "title", f"line {work.line}: {work.title!r} is missing"
        else:
            yield from ((fact, f"line {work.line}: {text}") for fact, text in _differences(work, record))
    for record in records:
        if _letters(plain(record.title)) not in titles:
            yield "none", f"{record.title!r} is no work of the list"


def _differences(work: Stated, record: Record) -> Iterator[tuple[str, str]]:
    if work.types and record.type not in work.types:
        yield "type", f"{' or '.join(work.types)} is expected, {record.type} was read"
    expected = find_link(work.url) if work.url else None
    if expected and expected not in (*record.identifiers, record.link and find_link(record.link)):
        yield "url", f"{work.url} is stated, {record.link} was read"
    if work.code and work.code not in record.links.code:
        yield "code", f"{work.code} is stated, {record.links.code} was read"
    if work.venue and not (same_text(work.venue, record.venue) or equivalent_venues(work.venue, record.venue)):
        yield "venue", f"{work.venue!r} is stated, {record.venue!r} was read"
    if work.issued:
        issued = record.issued
        read = (issued.year, issued.month, issued.day) if issued else ()
        if read[: len(work.issued)] != work.issued:
            yield "issued", f"{work.issued} is stated, {issued} was read"
    if work.authors is not None:
        read_names = [name.display() for name in record.author]
        is_same = len(work.authors) == len(record.author) and all(map(_is, work.authors, record.author))
        if not is_same:
            yield (
                "authors",
                f"{[f'{person.given} {person.family}' for person in work.authors]} is stated, {read_names} was read",
            )


def _is(person: Person, name: Name) -> bool:
    """Whether it is the same person, whose given names may be initials."""
    if same_text(f"{person.given} {person.family}", name.display()):
        return True
    family = f"{name.particle} {name.family}"
    return same_text(person.family, family) and fold(person.given)[:1] == fold(name.given)[:1]
