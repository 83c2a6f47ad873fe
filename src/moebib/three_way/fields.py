"""Three-way merge of the fields of one entry.

A field that only one side changed gets that side's value, and so does one that both changed in the same way. Lists
whose order means nothing are merged element by element. Any other field that both changed is a conflict, and keeps the
value of *ours*.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

__all__ = ["KeyPath", "MergedFields", "merge_fields"]

KeyPath = tuple[str, ...]

_ORDERED = frozenset({"author", "editor"})
"""Lists whose order has a meaning: merging their elements would be a guess."""
_ABSENT: Any = object()


class MergedFields(NamedTuple):
    """The fields after the merge, and the conflicts: the path of each, and the value that *theirs* has there."""

    data: dict[str, Any]
    conflicts: dict[KeyPath, Any]
    """``None`` where *theirs* has removed the field."""


def merge_fields(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> MergedFields:
    """The fields of an entry file, as ``tomllib`` reads them, with the changes of both sides.

    >>> merge_fields({"a": 1, "tags": ["x"]}, {"a": 2, "tags": ["x", "y"]}, {"a": 1, "tags": ["x", "z"], "b": 3}).data
    {'a': 2, 'tags': ['x', 'y', 'z'], 'b': 3}
    >>> merge_fields({"a": 1}, {"a": 2}, {"a": 3})
    MergedFields(data={'a': 2}, conflicts={('a',): 3})
    """
    conflicts: dict[KeyPath, Any] = {}
    return MergedFields(_merge_tables(base, ours, theirs, (), conflicts), conflicts)


def _merge_tables(
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    path: KeyPath,
    conflicts: dict[KeyPath, Any],
) -> dict[str, Any]:
    # The keys that only theirs has come after the key that they follow there.
    keys = list(ours)
    previous = None
    for key in theirs:
        if key not in ours:
            keys.insert(keys.index(previous) + 1 if previous is not None else 0, key)
        previous = key
    merged = {}
    for key in keys:
        of_base, of_ours, of_theirs = (table.get(key, _ABSENT) for table in (base, ours, theirs))
        value = _merge_values(of_base, of_ours, of_theirs, (*path, key), conflicts)
        if value is not _ABSENT:
            merged[key] = value
    return merged


def _merge_values(base: Any, ours: Any, theirs: Any, path: KeyPath, conflicts: dict[KeyPath, Any]) -> Any:
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if all(isinstance(value, dict) or value is _ABSENT for value in (ours, theirs)):
        base, ours, theirs = (value if isinstance(value, dict) else {} for value in (base, ours, theirs))
        return _merge_tables(base, ours, theirs, path, conflicts)
    if isinstance(ours, list) and isinstance(theirs, list) and path[-1] not in _ORDERED:
        return _merge_lists(base if isinstance(base, list) else [], ours, theirs)
    if path[0] == "origin" and isinstance(ours, str) and isinstance(theirs, str):
        return max(ours, theirs, key=_fetched)
    conflicts[path] = None if theirs is _ABSENT else theirs
    return ours


def _merge_lists(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> list[Any]:
    """*ours* without what *theirs* removed, and with what it added, after the element that it follows there.

    What both sides added at one place is in the order ours, theirs.
    """
    merged = [element for element in ours if element in theirs or element not in base]
    before: list[Any] = []
    for element in theirs:
        if element not in merged and element not in base:
            at = next((merged.index(earlier) + 1 for earlier in reversed(before) if earlier in merged), 0)
            while at < len(merged) and merged[at] not in base and merged[at] not in theirs:
                at += 1
            merged.insert(at if before else len(merged), element)
        before.append(element)
    return merged


def _fetched(origin: str) -> str:
    """The date in "crossref 2026-11-24 5f0c2a91": of two fetches of one field, the later one wins."""
    return [*origin.split(" "), "", ""][1]
