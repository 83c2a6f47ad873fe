"""Fields: what two people made of one entry, field by field, given what it was before (a three-way merge).

What only one of the two changed is as they made it; what both changed in the same way is so, too. Lists whose order
says nothing are joined element by element. What both changed otherwise is a conflict, and stays as *ours* has it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

__all__ = ["Joined", "Path", "join"]

Path = tuple[str, ...]

_IN_ORDER = frozenset({"author", "editor"})
"""Lists of which the order says something: to join them would be to guess."""
_ABSENT: Any = object()


class Joined(NamedTuple):
    """The fields after the merge, and the conflicts: the way to each, and what *theirs* has there."""

    data: dict[str, Any]
    conflicts: dict[Path, Any]
    """``None`` where *theirs* has removed the field."""


def join(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> Joined:
    """The fields of an entry file, as ``tomllib`` reads them, after both changes.

    >>> join({"a": 1, "tags": ["x"]}, {"a": 2, "tags": ["x", "y"]}, {"a": 1, "tags": ["x", "z"], "b": 3}).data
    {'a': 2, 'tags': ['x', 'y', 'z'], 'b': 3}
    >>> join({"a": 1}, {"a": 2}, {"a": 3})
    Joined(data={'a': 2}, conflicts={('a',): 3})
    """
    conflicts: dict[Path, Any] = {}
    return Joined(_join_tables(base, ours, theirs, (), conflicts), conflicts)


def _join_tables(
    base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any], path: Path, conflicts: dict[Path, Any]
) -> dict[str, Any]:
    joined = {}
    for key in _in_order(ours, theirs):
        was, own, other = (table.get(key, _ABSENT) for table in (base, ours, theirs))
        value = _join_values(was, own, other, (*path, key), conflicts)
        if value is not _ABSENT:
            joined[key] = value
    return joined


def _in_order(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> list[str]:
    """The keys of both: those that only *theirs* has stand behind the key that they follow there."""
    keys = list(ours)
    before = None
    for key in theirs:
        if key not in ours:
            keys.insert(keys.index(before) + 1 if before is not None else 0, key)
        before = key
    return keys


def _join_values(was: Any, own: Any, other: Any, path: Path, conflicts: dict[Path, Any]) -> Any:
    if own == other or other == was:
        return own
    if own == was:
        return other
    if all(isinstance(one, dict) or one is _ABSENT for one in (own, other)):
        own, other = (one if isinstance(one, dict) else {} for one in (own, other))
        return _join_tables(was if isinstance(was, dict) else {}, own, other, path, conflicts)
    if isinstance(own, list) and isinstance(other, list) and path[-1] not in _IN_ORDER:
        return _join_lists(was if isinstance(was, list) else [], own, other)
    if path[0] == "origin" and isinstance(own, str) and isinstance(other, str):
        return max(own, other, key=_fetched)
    conflicts[path] = None if other is _ABSENT else other
    return own


def _join_lists(was: Sequence[Any], own: Sequence[Any], other: Sequence[Any]) -> list[Any]:
    """*own* without what *other* took out, and with what it put in, behind the element that it follows there.

    What both put in at one place stands there in the order ours, theirs.
    """
    joined = [one for one in own if one in other or one not in was]
    before: list[Any] = []
    for one in other:
        if one not in joined and one not in was:
            at = next((joined.index(earlier) + 1 for earlier in reversed(before) if earlier in joined), 0)
            while at < len(joined) and joined[at] not in was and joined[at] not in other:
                at += 1
            joined.insert(at if before else len(joined), one)
        before.append(one)
    return joined


def _fetched(origin: str) -> str:
    """The date in "crossref 2026-11-24 5f0c2a91": of two fetches of one field, the later one is believed."""
    return [*origin.split(" "), "", ""][1]
