"""Actions: works of a list that stand in it twice: to find them, make them one, or remember that they are two."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.errors import InputError, InvalidRecord
from moebib.matching.duplicates import Pair, find_pairs
from moebib.merging.merge import Conflict, merge_records
from moebib.records.record import Model, Record
from moebib.store import ChangeSet, Entries
from moebib.text.suggest import suggest

__all__ = [
    "Merged", "find_duplicates", "find_work", "following", "merge", "merge_sure", "read_sound", "tell_apart",
]  # fmt: skip


class Merged(NamedTuple):
    """Two works that were made one, or would be."""

    keep: str
    drop: str
    conflicts: tuple[Conflict, ...]
    changes: ChangeSet


def find_duplicates(root: Path) -> list[Pair]:
    """The pairs of works in the list of *root* that are probably one, the nearest first.

    Raises:
        InvalidRecord: If an entry cannot be read.
    """
    return _pairs(read_sound(root))


def merge(root: Path, keep: str, drop: str, *, write: bool = True) -> Merged:
    """Make the works *keep* and *drop* one, under the first key.

    Raises:
        InputError: If there is no such work, or both keys are of one.
    """
    with store.lock(root, write=write):
        return _merge(root, read_sound(root), keep, drop, write=write)


def merge_sure(root: Path, above: float, *, write: bool = True) -> list[Merged]:
    """Make every pair one whose likeness (1 - distance) is at least *above*; the earlier key stays."""
    done: list[Merged] = []
    with store.lock(root, write=write):
        entries = read_sound(root)
        gone: dict[str, str] = {}
        for pair in _pairs(entries):
            keep, drop = (_now(gone, record.id) for record in pair[:2])
            if 1 - float(pair.distance) >= above and keep != drop:
                done.append(_merge(root, entries, keep, drop, write=write))
                gone[drop] = keep
                if write:
                    entries = read_sound(root)
    return done


def _now(gone: dict[str, str], key: str) -> str:
    while key in gone:
        key = gone[key]
    return key


def tell_apart(root: Path, a: str, b: str, *, write: bool = True) -> ChangeSet:
    """Remember in ``moebib.toml`` that *a* and *b* are two works.

    Raises:
        InputError: If there is no such work.
    """
    with store.lock(root, write=write):
        entries = read_sound(root)
        pair = sorted((find_work(entries, a).id, find_work(entries, b).id))
        known = [list(one) for one in entries.config.different]
        texts = store.plan_config(root, different=known if pair in known else [*known, pair])
        changes = ChangeSet.plan(root, texts)
        if write:
            changes.apply()
    return changes


def read_sound(root: Path) -> Entries:
    """All entries of the list in *root*, also where two contradict each other.

    Raises:
        InvalidRecord: If one cannot be read.
    """
    entries = store.read_entries(root)
    if entries.findings:
        raise InvalidRecord(entries.findings)
    return entries


def _pairs(entries: Entries) -> list[Pair]:
    return find_pairs(entries.works, {frozenset(pair) for pair in entries.config.different})


def _merge(root: Path, entries: Entries, keep: str, drop: str, *, write: bool) -> Merged:
    kept, dropped = find_work(entries, keep), find_work(entries, drop)
    if kept is dropped:
        raise InputError(f"{keep!r} and {drop!r} are keys of one work already")
    merged, conflicts = merge_records(kept, dropped)
    models = following(entries.models, dropped.id, kept.id)
    dropped_file = store.file_of(entries.config, Record, dropped.id)
    changes = ChangeSet.plan(root, {**store.plan_entries(root, [merged], models), dropped_file: None})
    if write:
        changes.apply()
    return Merged(kept.id, dropped.id, conflicts, changes)


def following(models: Iterable[Model], old: str, new: str) -> list[Model]:
    """The models that named the work *old*, which is now called *new*."""
    return [model.evolve(paper=new) for model in models if (model.paper or "").lower() == old.lower()]


def find_work(entries: Entries, key: str) -> Record:
    """The work that *key* is a present or former key of, in any case.

    Raises:
        InputError: If there is none.
    """
    known = {one.lower(): record for record in reversed(entries.works) for one in (*record.ids, record.id)}
    if key.lower() not in known:
        raise InputError(f"no entry {key!r}{suggest(key.lower(), known)}")
    return known[key.lower()]
