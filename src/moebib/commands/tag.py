"""`moebib tag`: put works into sections, and take them out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.commands.entries import find_entries, read_valid
from moebib.errors import InputError
from moebib.library.tags import find_tag, find_tags
from moebib.records.record import Record
from moebib.store import ChangeSet

__all__ = ["TaggedWork", "Tagging", "tag_works"]


class TaggedWork(NamedTuple):
    """What changes for a work."""

    key: str
    added: tuple[str, ...]
    removed: tuple[str, ...]


class Tagging(NamedTuple):
    """What was done, or would be."""

    works: tuple[TaggedWork, ...]
    """All works that were given; one that had these tags already has nothing added and removed."""
    changes: ChangeSet


def tag_works(
    root: Path, keys: Iterable[str], *, add: Sequence[str] = (), remove: Sequence[str] = (), write: bool = True
) -> Tagging:
    """Add and remove the tags that *add* and *remove* match, in all works with *keys*.

    A tag that no section has can be removed, but not added, unless the list has no sections.

    Raises:
        InputError: If there is no such work or tag, or the same tag is to be added and removed; then nothing changes.
        InvalidRecord: If an entry cannot be read.
    """
    with store.lock(root, write=write):
        entries = read_valid(root)
        works = []
        for entry in find_entries(entries, keys):
            if not isinstance(entry, Record):
                raise InputError(f"{entry.id!r} is a model, and only works are in sections")
            works.append(entry)
        added = find_tags(entries.config, add)
        known = dict.fromkeys((*entries.config.tags, *(tag for work in works for tag in work.tags)))
        removed = tuple(dict.fromkeys(find_tag(known, query) for query in remove))
        if both := [tag for tag in added if tag in removed]:
            raise InputError(f"the tag {both[0]!r} is to be added and removed")
        retagged = [
            work.evolve(tags=tuple(dict.fromkeys((*(tag for tag in work.tags if tag not in removed), *added))))
            for work in works
        ]
        pairs = list(zip(works, retagged, strict=True))
        changes = ChangeSet.plan(root, store.plan_entries(root, (new for old, new in pairs if new.tags != old.tags)))
        if write:
            changes.apply()
    tagged = (TaggedWork(old.id, _without(new.tags, old.tags), _without(old.tags, new.tags)) for old, new in pairs)
    return Tagging(tuple(tagged), changes)


def _without(tags: Iterable[str], others: Sequence[str]) -> tuple[str, ...]:
    return tuple(tag for tag in tags if tag not in others)
