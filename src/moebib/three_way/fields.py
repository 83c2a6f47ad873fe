"""Three-way merge of the fields of one entry.

A field that only one side changed gets that side's value, and so does one that both changed in the same way. Lists of
texts whose order means nothing are merged element by element, and lists of tables table by table. Any other field that
both changed is a conflict, and keeps the value of *ours*.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, get_args

from pydantic import BaseModel

from moebib.records.fields import FieldPath
from moebib.records.model import Model
from moebib.records.name import Names
from moebib.records.record import Record

__all__ = ["MergedFields", "merge_fields"]

_ABSENT: Any = object()
_FETCH = ("source", "date", "digest", "confirmed", "confirmed_by")
"""What belongs together in an origin."""


class MergedFields(NamedTuple):
    """The fields after the merge, and the conflicts: the path of each, and the value that *theirs* has there."""

    data: dict[str, Any]
    conflicts: dict[FieldPath, Any]
    """``None`` where *theirs* has removed the field."""


def merge_fields(base: Mapping[str, Any], ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> MergedFields:
    """The fields of an entry file, as ``tomllib`` reads them, with the changes of both sides.

    >>> merge_fields({"a": 1, "tags": ["x"]}, {"a": 2, "tags": ["x", "y"]}, {"a": 1, "tags": ["x", "z"], "b": 3}).data
    {'a': 2, 'tags': ['x', 'y', 'z'], 'b': 3}
    >>> merge_fields({"a": 1}, {"a": 2}, {"a": 3})
    MergedFields(data={'a': 2}, conflicts={('a',): 3})
    """
    conflicts: dict[FieldPath, Any] = {}
    return MergedFields(_merge_tables(base, ours, theirs, (), conflicts), conflicts)


def _merge_tables(
    base: Mapping[str, Any],
    ours: Mapping[str, Any],
    theirs: Mapping[str, Any],
    path: FieldPath,
    conflicts: dict[FieldPath, Any],
) -> dict[str, Any]:
    # The keys that only theirs has come after the key that they follow there.
    keys = list(ours)
    previous = None
    for key in theirs:
        if key not in ours:
            keys.insert(keys.index(previous) + 1 if previous is not None else 0, key)
        previous = key
    merged: dict[str, Any] = dict.fromkeys(keys, _ABSENT)
    for key in sorted(keys, key=lambda key: key == "origin"):  # which origin is right depends on the other values
        values = [table.get(key, _ABSENT) for table in (base, ours, theirs)]
        if key == "origin":
            sides = [{name for name, value in merged.items() if value == side.get(name)} for side in (ours, theirs)]
            values = _with_one_fetch(values, sides)
        of_base, of_ours, of_theirs = values
        merged[key] = _merge_values(of_base, of_ours, of_theirs, (*path, key), conflicts)
    return {key: value for key, value in merged.items() if value is not _ABSENT}


def _with_one_fetch(origins: Sequence[Any], sides: Sequence[Collection[str]]) -> list[Any]:
    """The origins at base, ours and theirs, with the same one on all sides for a field that both sides fetched.

    It is that of the merged value (*sides* has the fields that have the value of ours, and of theirs) or, if both have
    that, the later one. Disputed values and remarks are not of one fetch: they are merged by themselves.
    """
    base, ours, theirs = ({**side} if isinstance(side, dict) else {} for side in origins)
    for name in ours.keys() & theirs.keys():
        if not all(isinstance(side.get(name, {}), dict) for side in (base, ours, theirs)):
            continue  # the format before this one
        of_base, of_ours, of_theirs = (_fetch_of(side.get(name, {})) for side in (base, ours, theirs))
        if of_ours == of_theirs or of_base in (of_ours, of_theirs):
            continue
        of_value = [origin for origin, names in zip((of_ours, of_theirs), sides, strict=True) if name in names]
        fetched = max(
            of_value or (of_ours, of_theirs), key=lambda fetch: (str(fetch.get("date")), str(fetch.get("confirmed", 0)))
        )
        for side in (base, ours, theirs):
            others = {key: value for key, value in side.get(name, {}).items() if key not in _FETCH}
            side[name] = {**fetched, **others}
    return [new if isinstance(old, dict) else old for old, new in zip(origins, (base, ours, theirs), strict=True)]


def _fetch_of(origin: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in origin.items() if name in _FETCH}


def _merge_values(base: Any, ours: Any, theirs: Any, path: FieldPath, conflicts: dict[FieldPath, Any]) -> Any:
    if theirs in (ours, base):
        return ours
    if ours == base:
        return theirs
    if isinstance(ours, dict) and isinstance(theirs, dict):
        return _merge_tables(base if isinstance(base, dict) else {}, ours, theirs, path, conflicts)
    if isinstance(ours, list) and isinstance(theirs, list):
        of_base = base if isinstance(base, list) else []
        elements = [*of_base, *ours, *theirs]
        if all(isinstance(element, str) for element in elements) and path[-1] not in _ordered():
            return _merge_lists(of_base, ours, theirs)
        if all(isinstance(element, dict) for element in elements) and _are_separate(of_base, ours, theirs):
            return _merge_lists(of_base, ours, theirs)
        if all(isinstance(element, dict) for element in elements) and _are_in_places(of_base, ours, theirs):
            tables = enumerate(zip(of_base, ours, theirs, strict=True))
            return [_merge_values(*values, (*path, number), conflicts) for number, values in tables]
    conflicts[path] = None if theirs is _ABSENT else theirs
    return ours


@cache
def _ordered() -> frozenset[str]:
    """The fields with lists of names, whose order has a meaning: merging their elements would be a guess."""
    return frozenset(_fields_with_names(Record)) | frozenset(_fields_with_names(Model))


def _fields_with_names(kind: Any) -> list[str]:
    """The fields of an entry, and of the tables in it, whose values contain names."""
    if not (isinstance(kind, type) and issubclass(kind, BaseModel)):
        return [name for inner in get_args(kind) for name in _fields_with_names(inner)]
    own = [name for name, field in kind.model_fields.items() if field.annotation is Names]
    return own + [name for field in kind.model_fields.values() for name in _fields_with_names(field.annotation)]


def _are_separate(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> bool:
    """Whether the sides changed, removed and added different tables: none of *base* twice, none with one name."""
    new = [[table for table in side if table not in base] for side in (ours, theirs)]
    names, others = ({name for table in side for name in _names_of(table)} for side in new)
    return names.isdisjoint(others) and all(table in ours or table in theirs for table in base)


def _names_of(table: Mapping[str, Any]) -> list[str]:
    """What identifies a table in its list: the identifiers of a version, the other work of a relation, a name."""
    named = [table[name] for name in ("key", "identifier", "name") if name in table]
    return [str(name) for name in (*table.get("identifiers", ()), *named)]


def _are_in_places(base: Sequence[Any], ours: Sequence[Any], theirs: Sequence[Any]) -> bool:
    """Whether the tables are those of *base*, changed but neither moved, added nor removed."""
    if not len(base) == len(ours) == len(theirs):
        return False
    return all(
        old in (our, their) or (our not in base and their not in base)
        for old, our, their in zip(base, ours, theirs, strict=True)
    )


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
