"""Differences between records and between lists."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.merging.diff import FieldDiff, are_equivalent, diff_entries, diff_records
from moebib.records.date import parse_date
from moebib.records.model import Model
from moebib.records.name import parse_name
from moebib.records.publication import Origin, Version
from moebib.records.record import Record
from strategies import records, whole


def work(key: str = "doe2024sparse", **fields: Any) -> Record:
    plain = {"type": "paper-conference", "title": "Sparse Experts", "issued": "2024", "container_title_short": "ISYS"}
    return Record.model_validate({"id": key, **plain, **fields})


def test_fields_are_in_the_order_of_an_entry_file() -> None:
    diffs = diff_records(work(volume="3", note="x"), work(author=["Doe, Jane"], page="1-2", note="y"))
    assert diffs == (
        FieldDiff("author", None, ["Doe, Jane"]),
        FieldDiff("volume", "3", None),
        FieldDiff("page", None, "1-2"),
        FieldDiff("note", "x", "y"),
    )
    assert [diff.is_conflict for diff in diffs] == [False, False, False, True]


def test_ignored_fields_are_not_compared() -> None:
    assert diff_records(work("a"), work("b", volume="3"), ignore={"id", "volume"}) == ()


@pytest.mark.parametrize(("old", "new", "removed", "added", "is_reordered"), [
    (["a", "b"], ["b", "c"], ["a"], ["c"], False),
    (["a", "b"], ["b", "a"], [], [], True),
    (None, ["a"], [], ["a"], False),
    ("a", "b", ["a"], ["b"], False),
    ("a", None, ["a"], [], False),
])  # fmt: skip
def test_removed_and_added_elements(
    old: Any, new: Any, removed: list[Any], added: list[Any], is_reordered: bool
) -> None:
    diff = FieldDiff("tags", old, new)
    assert (diff.removed, diff.added, diff.is_reordered) == (removed, added, is_reordered)


@pytest.mark.parametrize(("old", "new", "parts"), [
    ({"code": ["a"]}, {"code": ["a"], "data": ["b"]}, [("f.data", None, ["b"])]),
    ({"code": ["a"]}, None, [("f.code", ["a"], None)]),
    ([{"genre": "x"}, {"note": "y"}], [{"genre": "x"}, {"note": "z"}], [("f.1", {"note": "y"}, {"note": "z"})]),
    (None, [{"genre": "x"}], [("f", None, [{"genre": "x"}])]),
    (["a"], ["b"], [("f", ["a"], ["b"])]),
    ("a", None, [("f", "a", None)]),
])  # fmt: skip
def test_a_table_differs_only_in_its_changed_parts(old: Any, new: Any, parts: list[Any]) -> None:
    assert FieldDiff("f", old, new).parts() == tuple(parts)


@pytest.mark.parametrize(("field", "a", "b"), [
    ("author", (parse_name("Doe, Jane"),), (parse_name("Doe, J."),)),
    ("issued", parse_date("2024"), parse_date("2024-05")),
    ("translator", (parse_name("Doe, Jane"),), (parse_name("Doe, J."),)),
    ("event_date", parse_date("2024"), parse_date("2024-05")),
    ("accessed", parse_date("2024-05"), parse_date("2024-05-02")),
    ("page", "12--34", "12-34"),
    ("container_title", "Proc. of the Conference on Imagined Systems", "Conference on Imagined Systems"),
    ("note", "Best paper!", "best paper"),
])  # fmt: skip
def test_values_that_mean_the_same_are_equivalent(field: str, a: Any, b: Any) -> None:
    assert are_equivalent(field, a, b)
    assert a != b


def test_entries_are_added_renamed_changed_or_removed() -> None:
    old = [work("a"), work("b", title="Bee"), work("c", title="Sea"), work("e")]
    new = [work("c", title="Sea"), work("d", title="Dee"), work("bee", title="Bee", ids=["b"]), work("e", volume="3")]
    assert [(diff.kind, diff.entry.id, diff.fields) for diff in diff_entries(old, new)] == [
        ("added", "d", ()), ("renamed", "bee", ()), ("changed", "e", (FieldDiff("volume", None, "3"),)),
        ("removed", "a", ()),
    ]  # fmt: skip


def test_where_and_when_a_value_was_fetched_is_no_difference() -> None:
    origin = {"source": "crossref", "date": "2026-11-24", "digest": "00000000"}
    fetched: dict[str, Any] = {"origin": {"title": origin}, "versions": [{"label": "v1", "origin": {"title": origin}}]}
    refetched: dict[str, Any] = {"origin": {"title": {**origin, "source": "dblp"}}, "versions": [{"label": "v1"}]}
    assert diff_entries([work(**refetched)], [work(**fetched)]) == []


@given(whole(Record), st.data())
def test_every_other_field_of_an_origin_is_compared(record: Record, data: st.DataObject) -> None:
    field = data.draw(st.sampled_from([name for name in Origin.model_fields if name not in ("date", "digest")]))
    a, b = data.draw(whole(Origin)), data.draw(whole(Origin))
    a = a.evolve(digest="")
    b = a.evolve(**{field: getattr(b, field)})
    before, after = {"title": a}, {"title": b}
    in_version = (record.evolve(versions=[Version(origin=origins)]) for origins in (before, after))
    for old, new in ((record.evolve(origin=before), record.evolve(origin=after)), in_version):
        assert bool(diff_entries([old], [new])) == (a != b)


def test_models_have_differences_too() -> None:
    hydra = Model(id="hydra", name="Hydra", layers=12)
    (diff,) = diff_entries([hydra], [hydra.evolve(layers=24)])
    assert (diff.kind, diff.fields) == ("changed", (FieldDiff("layers", 12, 24),))


@given(records(), records())
def test_only_equal_records_have_no_differences(a: Record, b: Record) -> None:
    assert (diff_records(a, b) == ()) == (a == b)
    b = b.evolve(id=a.id, origin=a.origin, ids=a.ids)
    assert (diff_entries([a], [b]) == []) == (a == b)
