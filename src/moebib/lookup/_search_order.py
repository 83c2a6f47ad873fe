"""Which sources are searched for a title, if they have a search, and in which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moebib.lookup.coverage import covering
from moebib.records.record import Record
from moebib.sources import Source

__all__ = ["in_search_order", "sources_of_publications", "sources_of_titles"]

_PAPERS = frozenset({"article-journal", "paper-conference"})


def sources_of_titles(sources: Mapping[str, Source], reference: Record | None) -> list[str]:
    """The names of the sources to search for the title of *reference*."""
    kind = reference.type if reference else None
    return [name for name, source in sources.items() if source.searched_for is None or kind in source.searched_for]


def sources_of_publications(sources: Mapping[str, Source]) -> list[str]:
    """The names of those that have a record of each publication of a paper."""
    return [
        name
        for name in sources_of_titles(sources, None)
        if sources[name].about == "publication" and _PAPERS & (sources[name].types or _PAPERS)
    ]


def in_search_order(names: Sequence[str], sources: Mapping[str, Source], reference: Record | None) -> list[str]:
    """*names* with those first that cover works such as *reference*, and those last that allow few requests."""
    first = covering(names, reference) if reference else set()

    def order(name: str) -> tuple[bool, bool, int]:
        return sources[name].about == "work", name not in first, sources[name].rank.venue

    return sorted(names, key=order)
