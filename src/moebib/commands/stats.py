"""`moebib stats`: works by year, venue and section; values by how well they are confirmed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from moebib.library.library import Library
from moebib.records.publication import Origin

__all__ = ["Counts", "Truth", "count", "count_truth"]

_OF_THE_LIST = frozenset(
    {"id", "genre", "label", "tags", "ids", "aliases", "keyword", "remark", "versions", "relations", "origin", "extra",
     "not_applicable", "papers", "checkpoints", "abstract", "note", "accessed"}
)  # fmt: skip
"""The fields that are not stated by a source, but part of how a list describes a work."""


class Counts(NamedTuple):
    """How many works a list has, and how they are distributed."""

    works: int
    models: int
    with_code: int
    published: int
    versions: int
    """Other versions of works, such as preprints of publications."""
    by_status: dict[str, int]
    """Accepted, corrected, retracted and withdrawn works."""
    confirmed: int
    """Values that more than one source gives."""
    disputed: int
    """Values for which a source gives another one."""
    by_year: dict[str, int]
    by_venue: dict[str, int]
    by_section: dict[str, int]


def count(library: Library) -> Counts:
    """Works by year (oldest first), venue (most frequent first) and section (in the order of the README)."""
    years = Counter(str(record.issued.year) for record in library if record.issued)
    venues = Counter(record.venue for record in library if record.venue)
    statuses = Counter(record.status.kind for record in library if record.status)
    tables = [entry.origin for entry in (*library, *library.models)]
    tables += (version.origin for record in library for version in record.versions)
    origins = [origin for table in tables for origin in table.values()]
    return Counts(
        works=len(library),
        models=len(library.models),
        with_code=sum(bool(record.links.code) for record in library),
        published=sum(not record.is_preprint for record in library),
        versions=sum(len(record.versions) for record in library),
        by_status=dict(sorted(statuses.items())),
        confirmed=sum(origin.confirmed > 1 for origin in origins),
        disputed=sum(bool(origin.disputed) for origin in origins),
        by_year=dict(sorted(years.items())),
        by_venue=dict(sorted(venues.items(), key=lambda item: (-item[1], item[0]))),
        by_section={section.tag: len(library.in_section(section.tag)) for section in library.config.sections},
    )


class Truth(NamedTuple):
    """How the values of one field are confirmed; the first four numbers add up to the number of values."""

    several: int
    """Confirmed by two or more sources."""
    single: int
    """Given by one source."""
    named: int
    """With a source; how many others there are was not counted."""
    unconfirmed: int
    """Without an origin."""
    disputed: int
    """Some source gives another value."""
    verified: int = 0
    """Sources in which the value was found are named, with the day."""

    @property
    def values(self) -> int:
        """The number of values."""
        return self.several + self.single + self.named + self.unconfirmed


def count_truth(library: Library) -> dict[str, Truth]:
    """Field -> how its values are confirmed; fields of other versions and of models are "versions.x" and "models.x"."""
    counters: dict[str, Counter[str]] = {}
    for field, origin in _stated(library):
        counter = counters.setdefault(field, Counter())
        counter[_level(origin)] += 1
        counter["disputed"] += bool(origin and origin.disputed)
        counter["verified"] += bool(origin and origin.confirmed_by)
    return {field: Truth(*(counter[name] for name in Truth._fields)) for field, counter in counters.items()}


def _stated(library: Library) -> Iterator[tuple[str, Origin | None]]:
    """The field of each value that a source can state, and its origin."""
    for record in library:
        yield from _fields("", record.to_dict(), record.origin)
    for version in (version for record in library for version in record.versions):
        yield from _fields("versions.", version.to_dict(), version.origin)
    for model in library.models:
        yield from _fields("models.", model.to_dict(), model.origin)


def _fields(
    prefix: str, values: Mapping[str, Any], origins: Mapping[str, Origin]
) -> Iterator[tuple[str, Origin | None]]:
    yield from ((f"{prefix}{field}", origins.get(field)) for field in values if field not in _OF_THE_LIST)


def _level(origin: Origin | None) -> str:
    if origin is None:
        return "unconfirmed"
    return "several" if origin.confirmed > 1 else "single" if origin.confirmed else "named"
