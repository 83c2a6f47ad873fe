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
    by_year: dict[str, int]
    by_venue: dict[str, int]
    by_section: dict[str, int]


def count(library: Library) -> Counts:
    """Works by year (oldest first), venue (most frequent first) and section (in the order of the README)."""
    years = Counter(str(record.issued.year) for record in library if record.issued)
    venues = Counter(record.venue for record in library if record.venue)
    return Counts(
        works=len(library),
        models=len(library.models),
        with_code=sum(bool(record.links.code) for record in library),
        published=sum(not record.is_preprint for record in library),
        by_year=dict(sorted(years.items())),
        by_venue=dict(sorted(venues.items(), key=lambda item: (-item[1], item[0]))),
        by_section={section.tag: len(library.tagged(section.tag)) for section in library.config.sections},
    )
