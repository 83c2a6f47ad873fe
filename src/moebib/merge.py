"""Merge: two records of one work into one, losing nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeVar

from moebib.library import Library
from moebib.record import Record
from moebib.search import fold

__all__ = ["differing", "find_same", "unite"]

Value = TypeVar("Value")


def find_same(library: Library, record: Record) -> Record | None:
    """The work in *library* that *record* is: by an identifier, else by an equal title that nothing contradicts."""
    for identifier in record.all_identifiers:
        if identifier.is_of_one_work and (found := library.find(identifier)):
            return found
    by_title = (library.titled(title) for title in record.titles)
    return next((known for known in by_title if known and not _contradict(known, record)), None)


def unite(known: Record, found: Record) -> Record:
    """*known* with the sections, labels, links, identifiers and other titles of *found*; what it says itself stays."""
    links = {kind: _union(urls, getattr(found.links, kind)) for kind, urls in known.links}
    titles = {fold(title) for title in known.titles}
    new_titles = [title for title in found.titles if fold(title) not in titles]
    return known.evolve(
        identifiers=_union(known.identifiers, (new for new in found.identifiers if new not in known.all_identifiers)),
        tags=_union(known.tags, found.tags),
        keyword=_union(known.keyword, found.keyword),
        aliases=_union(known.aliases, new_titles),
        links=links,
    )


def _contradict(a: Record, b: Record) -> bool:
    """Whether the two have different identifiers of one scheme, as works of one title by other people do."""
    schemes = {found.scheme for found in a.all_identifiers if found.is_of_one_work}
    return any((other := b.identifier(scheme)) and other != a.identifier(scheme) for scheme in schemes)


def differing(known: Record, found: Record) -> list[str]:
    """The fields of which both say something, and not the same; what :func:`unite` unites is none of them."""
    united = {"id", "identifiers", "tags", "keyword", "aliases", "links", "versions", "origin", "extra"}
    fields = [name for name in Record.model_fields if name not in united]
    return [name for name in fields if len({getattr(one, name) or None for one in (known, found)} - {None}) > 1]


def _union(known: Iterable[Value], found: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*known, *found)))
