"""Three-way merges by field: nothing is lost or invented, and conflicts are real."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.fields import FieldPath
from moebib.three_way.fields import merge_fields

NAMES = st.sampled_from(["title", "issued", "volume", "tags", "identifiers", "links", "origin"])
SCALARS = st.sampled_from(["a", "b", "c"])
LISTS = st.lists(SCALARS, max_size=3, unique=True)


def _tables(names: st.SearchStrategy[str]) -> st.SearchStrategy[dict[str, Any]]:
    plain = st.dictionaries(st.sampled_from(["title", "issued", "volume"]), SCALARS)
    lists = st.dictionaries(st.sampled_from(["tags", "identifiers"]), LISTS)
    tables = st.dictionaries(st.just("links"), st.dictionaries(st.sampled_from(["code", "pdf"]), LISTS, min_size=1))
    return st.tuples(plain, lists, tables).map(lambda parts: {**parts[0], **parts[1], **parts[2]})


TABLES = _tables(NAMES)


def _leaves(data: Any, path: tuple[str, ...] = ()) -> set[tuple[tuple[str, ...], str]]:
    """Every value, and every element of a list, with its path."""
    if isinstance(data, dict):
        return {leaf for key, value in data.items() for leaf in _leaves(value, (*path, key))}
    return {(path, value) for value in (data if isinstance(data, list) else [data])}


@given(TABLES, TABLES)
def test_a_change_by_one_side_is_taken(base: dict[str, Any], changed: dict[str, Any]) -> None:
    assert merge_fields(base, changed, base).data == changed
    assert _leaves(merge_fields(base, base, changed).data) == _leaves(changed)
    assert merge_fields(base, changed, changed).data == changed


@given(TABLES, TABLES, TABLES)
def test_no_merge_loses_a_value_or_invents_one(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]
) -> None:
    data, conflicts = merge_fields(base, ours, theirs)
    in_base, in_ours, in_theirs, merged = map(_leaves, (base, ours, theirs, data))
    assert merged <= in_ours | in_theirs
    added = (in_ours | in_theirs) - in_base
    in_conflict = set(conflicts)
    decided = {leaf for leaf in in_base | added if not any(leaf[0][: len(path)] == path for path in in_conflict)}
    assert added & decided <= merged
    assert in_base & in_ours & in_theirs & decided <= merged
    removed = (in_base - in_ours) | (in_base - in_theirs)
    assert not removed & decided & merged
    for path in conflicts:
        assert _at(ours, path) != _at(theirs, path)


def _at(data: Any, path: FieldPath) -> Any:
    for step in path:
        data = data.get(step) if isinstance(data, dict) else None
    return data


@given(TABLES, TABLES, TABLES)
def test_both_sides_see_the_same_conflicts(base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any]) -> None:
    assert merge_fields(base, ours, theirs).conflicts.keys() == merge_fields(base, theirs, ours).conflicts.keys()


def fetched(source: str, date: str) -> dict[str, Any]:
    return {"origin": {"title": {"source": source, "date": date}}}


@pytest.mark.parametrize(("base", "ours", "theirs", "merged"), [
    ({"a": 1}, {"a": 1, "b": 2}, {"a": 1, "c": 3}, {"a": 1, "b": 2, "c": 3}),
    ({"a": 1, "b": 2}, {"b": 2}, {"a": 1, "b": 3}, {"b": 3}),
    ({"tags": ["x", "y"]}, {"tags": ["x"]}, {"tags": ["x", "y", "z"]}, {"tags": ["x", "z"]}),
    ({"tags": ["x"]}, {"tags": ["w", "x"]}, {"tags": ["x", "y"]}, {"tags": ["w", "x", "y"]}),
    ({}, {"tags": ["x"]}, {"tags": ["y"]}, {"tags": ["x", "y"]}),
    ({"tags": ["x", "y"]}, {"tags": ["x", "y", "z"]}, {"tags": ["x"]}, {"tags": ["x", "z"]}),
    ({"tags": ["x", "y"]}, {"tags": ["y"]}, {"tags": ["x"]}, {"tags": []}),
    ({"versions": [{"a": 1}, {"a": 2}]}, {"versions": [{"a": 1, "b": 1}, {"a": 2}]}, {"versions": [{"a": 1}, {"a": 3}]},
     {"versions": [{"a": 1, "b": 1}, {"a": 3}]}),
    ({"versions": [{"a": 1}]}, {"versions": [{"a": 1, "b": 1}]}, {"versions": [{"a": 1, "c": 1}]},
     {"versions": [{"a": 1, "b": 1, "c": 1}]}),
    ({"versions": [{"a": 1}]}, {"versions": []}, {"versions": [{"a": 1}, {"a": 2}]}, {"versions": [{"a": 2}]}),
    ({"author": ["A"]}, {"author": ["A"]}, {"author": ["A", "B"]}, {"author": ["A", "B"]}),
    ({"links": {"code": ["x"]}}, {"links": {"code": ["x"], "pdf": ["p"]}}, {"links": {"code": ["x", "y"]}},
     {"links": {"code": ["x", "y"], "pdf": ["p"]}}),
    (fetched("a", "2024-01-01"), fetched("a", "2025-01-01"),
     fetched("b", "2026-01-01"), fetched("b", "2026-01-01")),
    # Of two fetches the origin is that of the value, or the later one; remarks are merged apart from it.
    ({"title": "A", "origin": {"title": {"date": "1", "digest": "a"}}},
     {"title": "A", "origin": {"title": {"date": "3", "digest": "a"}}},
     {"title": "B", "origin": {"title": {"date": "2", "digest": "b"}}},
     {"title": "B", "origin": {"title": {"date": "2", "digest": "b"}}}),
    ({"title": "A", "origin": {"title": {"date": "1", "digest": "a"}}},
     {"title": "A", "origin": {"title": {"date": "2", "digest": "a", "confirmed": 2}}},
     {"title": "A", "origin": {"title": {"date": "3", "digest": "a", "remark": "r"}}},
     {"title": "A", "origin": {"title": {"date": "3", "digest": "a", "remark": "r"}}}),
    ({"title": "A", "origin": {"title": {"date": "1", "digest": "a"}}},
     {"title": "A", "origin": {"title": {"date": "1", "digest": "a", "remark": "r"}}},
     {"title": "A", "origin": {"title": {"date": "2", "digest": "a"}}},
     {"title": "A", "origin": {"title": {"date": "2", "digest": "a", "remark": "r"}}}),
    ({"versions": [{"note": "n", "origin": {"note": {"date": "1"}}}]},
     {"versions": [{"note": "n", "origin": {"note": {"date": "2"}}}]},
     {"versions": [{"note": "m", "origin": {"note": {"date": "3"}}}]},
     {"versions": [{"note": "m", "origin": {"note": {"date": "3"}}}]}),
    ({"relations": [{"kind": "x", "key": "a"}]}, {"relations": [{"kind": "x", "key": "a"}, {"kind": "x", "key": "b"}]},
     {"relations": []}, {"relations": [{"kind": "x", "key": "b"}]}),
])  # fmt: skip
def test_changes_that_do_not_overlap_are_merged(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], merged: dict[str, Any]
) -> None:
    assert merge_fields(base, ours, theirs) == (merged, {})


@pytest.mark.parametrize(("base", "ours", "theirs", "conflicts"), [
    ({"a": 1}, {"a": 2}, {"a": 3}, {("a",): 3}),
    ({"a": 1}, {}, {"a": 3}, {("a",): 3}),
    ({"a": 1}, {"a": 2}, {}, {("a",): None}),
    ({"author": ["A"]}, {"author": ["A", "B"]}, {"author": ["A", "C"]}, {("author",): ["A", "C"]}),
    ({"status": {"kind": "x", "date": "1"}}, {}, {"status": {"kind": "x", "date": "2"}},
     {("status",): {"kind": "x", "date": "2"}}),
    ({"versions": [{"a": 1}]}, {"versions": [{"a": 2}]}, {"versions": [{"a": 3}]}, {("versions", 0, "a"): 3}),
    ({"versions": [{"a": 1}]}, {"versions": []}, {"versions": [{"a": 3}]}, {("versions",): [{"a": 3}]}),
    ({}, {"versions": [{"identifiers": ["arxiv:1"]}]}, {"versions": [{"identifiers": ["arxiv:1"], "note": "n"}]},
     {("versions",): [{"identifiers": ["arxiv:1"], "note": "n"}]}),
    ({"versions": [{"author": ["A"]}]}, {"versions": [{"author": ["A", "B"]}]}, {"versions": [{"author": ["C", "A"]}]},
     {("versions", 0, "author"): ["C", "A"]}),
    ({"versions": [{"a": 1, "b": 1}, {"a": 2}]}, {"versions": [{"a": 2}, {"a": 1, "b": 2}]},
     {"versions": [{"a": 1, "b": 3}, {"a": 2}]}, {("versions",): [{"a": 1, "b": 3}, {"a": 2}]}),
    ({}, {"relations": [{"kind": "x", "key": "b"}]}, {"relations": [{"kind": "y", "key": "b"}]},
     {("relations",): [{"kind": "y", "key": "b"}]}),
    ({"title": "A", "origin": {"title": {"date": "1", "remark": "r"}}},
     {"title": "A", "origin": {"title": {"date": "2", "remark": "s"}}},
     {"title": "A", "origin": {"title": {"date": "2", "remark": "t"}}}, {("origin", "title", "remark"): "t"}),
    ({"layers": [1]}, {"layers": [1, 2]}, {"layers": [1, 3]}, {("layers",): [1, 3]}),
    ({"status": {"kind": "x"}}, {"status": {"kind": "y"}}, {"status": {"kind": "z"}}, {("status", "kind"): "z"}),
])  # fmt: skip
def test_changes_that_overlap_are_conflicts(
    base: dict[str, Any], ours: dict[str, Any], theirs: dict[str, Any], conflicts: dict[Any, Any]
) -> None:
    merged = merge_fields(base, ours, theirs)
    assert merged.conflicts == conflicts
    assert merged.data == ours
