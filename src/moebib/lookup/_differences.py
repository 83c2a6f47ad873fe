"""In what a reference and the answers about it do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from moebib.lookup.reconcile import assemble
from moebib.records.answer import Found
from moebib.records.equivalence import alike_name, alike_names, alike_text, is_cut
from moebib.records.name import Name
from moebib.records.record import Record, Version
from moebib.records.venue import alike_venues, is_archive

__all__ = ["Difference", "differences", "published_among"]


class Difference(NamedTuple):
    """A field in which the reference and the sources do not agree."""

    field: Literal["title", "authors", "year", "venue", "identifiers"]
    here: str
    there: str
    source: str

    def __str__(self) -> str:
        return f"{self.field}: {self.here} here, {self.there} by {self.source}"


def differences(record: Record, own: Sequence[Found]) -> Iterator[Difference]:
    """In title, authors, year and venue; the year may be that of any version, and the venue may be abbreviated."""
    told = assemble(own).record
    versions = [version for one in own for version in _versions(one)]
    if record.title and not any(alike_text(record.title, title) for one in own for title in one.record.titles):
        yield Difference("title", repr(record.title), repr(told.title), _source(told, "title"))
    lists = [version.author for version in versions if version.author]
    if record.author and lists and not any(alike_names(record.author, names) for names in lists):
        yield Difference("authors", *_first_difference(record.author, told.author), _source(told, "author"))
    years = sorted({version.issued.year for version in versions if version.issued})
    if record.issued and years and record.issued.year not in years:
        there = ", ".join(map(str, years))
        yield Difference("year", str(record.issued.year), there, _source(told, "issued"))
    published = published_among(own)
    if record.venue and published and not _is_at_one_of(record, published):
        here = record.container_title or record.venue
        yield Difference("venue", repr(here), repr(published[0].venue), _source(told, "container_title"))


def _versions(answer: Found) -> list[Record | Version]:
    return [answer.record, *answer.record.versions]


def _source(told: Record, field: str) -> str:
    return told.origin[field].source if field in told.origin else "the sources"


def _first_difference(here: Sequence[Name], there: Sequence[Name]) -> tuple[str, str]:
    """The first place where two lists part, and how long they are."""
    lists = [names[: len(names) - is_cut(names)] for names in (here, there)]
    shared = min(map(len, lists))
    at = next((i for i in range(shared) if not alike_name(lists[0][i], lists[1][i])), shared)
    shown = [f"{names[at].display()!r} ({at + 1} of {len(names)})" if at < len(names) else f"only {len(names)}"
             for names in lists]  # fmt: skip
    return shown[0], shown[1]


def published_among(own: Iterable[Found]) -> list[Record]:
    """The publications among the answers, and not the preprints."""
    venues = ((one.record, one.record.venue) for one in own if not one.record.is_preprint)
    return [record for record, venue in venues if venue and not is_archive(venue)]


def _is_at_one_of(record: Record, published: Iterable[Record]) -> bool:
    """Whether the venue is that of a publication; a preprint may be cited as one."""
    mine = [name for name in (record.container_title, record.container_title_short, record.event_title) if name]
    theirs = [
        name
        for one in published
        for name in (one.container_title, one.container_title_short, one.event_title, one.collection_title)
        if name
    ]
    return any(is_archive(name) or any(alike_venues(name, other) for other in theirs) for name in mine)
