"""`moebib dedupe`: find duplicate and related works, merge them, or record how they are related or that they differ."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.commands.entries import entries_with, find_work, read_valid
from moebib.errors import InputError, InvalidIdentifier
from moebib.matching.distance import compare
from moebib.matching.duplicates import Pair, find_pairs
from moebib.matching.related import RelatedPair, find_related
from moebib.merging.fill import Conflict
from moebib.merging.merge import merge_records
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.record import Record, Relation, RelationKind
from moebib.store import ChangeSet, Entries

__all__ = ["MergedPair", "Similar", "find_similar", "mark_different", "mark_related", "merge", "merge_similar"]


class MergedPair(NamedTuple):
    """Two works that were merged, or would be."""

    keep: str
    drop: str
    conflicts: tuple[Conflict, ...]
    changes: ChangeSet


class Similar(NamedTuple):
    """The pairs of works that are probably one, most similar first, and those that are probably related."""

    duplicates: list[Pair]
    related: list[RelatedPair]


def find_similar(root: Path) -> Similar:
    """The probable duplicates and related works in the list of *root*.

    Raises:
        InvalidRecord: If an entry cannot be read.
    """
    entries = read_valid(root)
    config = entries.config
    related = find_related(entries.works, config.different_pairs, people=config.known_people)
    return Similar(_pairs(entries), related)


def merge(root: Path, keep: str, drop: str, *, write: bool = True) -> MergedPair:
    """Merge the work *drop* into the work *keep*; nothing changes if that was done before.

    Raises:
        InputError: If there is no such work, or both keys are the same.
    """
    with store.lock(root, write=write):
        return _merge(root, read_valid(root), keep, drop, write=write)


def merge_similar(root: Path, similarity: float, *, write: bool = True) -> tuple[list[MergedPair], list[Pair]]:
    """Merge every pair whose similarity (1 - distance) is at least this; the earlier key is kept.

    Also returns the pairs that are as similar but are left to a person, because a detail such as the volume, the
    edition or the publisher differs: they may be two works.
    """
    merged: list[MergedPair] = []
    doubtful: list[Pair] = []
    with store.lock(root, write=write):
        entries = read_valid(root)
        merged_into: dict[str, str] = {}
        for pair in _pairs(entries):
            keep, drop = pair.first.id, pair.second.id
            while keep in merged_into:
                keep = merged_into[keep]
            while drop in merged_into:
                drop = merged_into[drop]
            if 1 - float(pair.distance) < similarity or keep == drop:
                continue
            # Each of them may have got details of a third work.
            first, second = find_work(entries, keep), find_work(entries, drop)
            if pair.distance.details or compare(first, second).details:
                doubtful.append(pair)
                continue
            merged.append(_merge(root, entries, keep, drop, write=write))
            merged_into[drop] = keep
            if write:
                entries = read_valid(root)
            else:
                work, _ = merge_records(first, second)
                others = (other for other in entries.works if other not in (first, second))
                entries = entries._replace(works=(*others, work))
    return merged, doubtful


def mark_different(root: Path, first: str, second: str, *, write: bool = True) -> ChangeSet:
    """Record in ``moebib.toml`` that two works are different works; *second* may be an identifier.

    Raises:
        InputError: If there is no such work, or both are the same.
    """
    with store.lock(root, write=write):
        entries = read_valid(root)
        work, other = _two_works(entries, first, second)
        pair = sorted((work.id, other.id if isinstance(other, Record) else str(other)))
        pairs = [list(different) for different in entries.config.different]
        texts = store.plan_config(root, different=pairs if pair in pairs else [*pairs, pair])
        changes = ChangeSet.plan(root, texts)
        if write:
            changes.apply()
    return changes


def mark_related(root: Path, first: str, kind: RelationKind, second: str, *, write: bool = True) -> ChangeSet:
    """Record the relation of the work *first* to the work *second*, a key or an identifier, in its entry.

    Raises:
        InputError: If there is no such work, or both are the same.
    """
    with store.lock(root, write=write):
        entries = read_valid(root)
        work, other = _two_works(entries, first, second)
        target = {"key": other.id} if isinstance(other, Record) else {"identifier": other}
        relation = Relation.model_validate({"kind": kind, **target})
        kept = (known for known in work.relations if known.evolve(kind=kind, source="") != relation)
        changes = ChangeSet.plan(root, store.plan_entries(root, [work.evolve(relations=(*kept, relation))], []))
        if write:
            changes.apply()
    return changes


def _pairs(entries: Entries) -> list[Pair]:
    return find_pairs(entries.works, entries.config.different_pairs, people=entries.config.known_people)


def _two_works(entries: Entries, first: str, second: str) -> tuple[Record, Record | Identifier]:
    work, other = find_work(entries, first), _work_or_identifier(entries, second)
    if other is work:
        raise InputError(f"{first!r} and {second!r} are one work; pass the keys of two")
    return work, other


def _work_or_identifier(entries: Entries, text: str) -> Record | Identifier:
    """The work with the key *text*, or else the identifier in *text*; keys may look like identifiers.

    Raises:
        InputError: If it is neither.
    """
    try:
        return find_work(entries, text)
    except InputError:
        try:
            return parse_identifier(text)
        except InvalidIdentifier:
            pass
        raise


def _merge(root: Path, entries: Entries, keep: str, drop: str, *, write: bool) -> MergedPair:
    kept, dropped = find_work(entries, keep), find_work(entries, drop)
    if kept is dropped:
        if keep.lower() == drop.lower():
            raise InputError(f"{keep!r} is one work; pass the keys of two")
        return MergedPair(kept.id, drop, (), ChangeSet())
    merged, conflicts = merge_records(kept, dropped)
    works, models = entries_with(entries, dropped.id, kept.id)
    works = [merged, *(work for work in works if work.id not in (kept.id, dropped.id))]
    dropped_file = store.file_of(entries.config, Record, dropped.id)
    changes = ChangeSet.plan(root, {**store.plan_entries(root, works, models), dropped_file: None})
    if write:
        changes.apply()
    return MergedPair(kept.id, dropped.id, conflicts, changes)
