"""`moebib stats`: works by year, venue and section."""

from __future__ import annotations

from collections import Counter
from typing import NamedTuple

from moebib.library.library import Library

__all__ = ["Counts", "count"]


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
        by_section={section.tag: len(library.tagged(section.tag)) for section in library.config.sections},
    )
