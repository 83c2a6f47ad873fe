"""What changed in a list, in words."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given

from moebib.merging.diff import Difference, differences
from moebib.records.record import Model, Record
from strategies import records


def work(key: str = "doe2024sparse", **fields: Any) -> Record:
    plain = {"type": "paper-conference", "title": "Sparse Experts", "issued": "2024", "container_title_short": "ISYS"}
    return Record.model_validate({"id": key, **plain, **fields})


@pytest.mark.parametrize(("before", "after", "words"), [
    ({}, {"title": "Sparser Experts"}, 'title: "Sparse Experts" -> "Sparser Experts"'),
    ({}, {"volume": "3"}, 'volume: "3", which is new'),
    ({"volume": "3"}, {}, 'volume: "3" is gone'),
    ({"tags": ["a", "b"]}, {"tags": ["b", "c"]}, "tags: + c|tags: - a"),
    ({"tags": ["a", "b"]}, {"tags": ["b", "a"]}, "tags: in another order"),
    ({}, {"author": [f"Doe, {name}" for name in "ABCDEFG"]},
     "author: + Doe, A; Doe, B; Doe, C; Doe, D; Doe, E and 2 more"),
    ({}, {"links": {"code": ["https://example.org/a"]}}, "links.code: + https://example.org/a"),
    ({}, {"versions": [{"genre": "preprint"}]}, "versions: 0 -> 1"),
    ({"versions": [{"genre": "preprint", "issued": "2023"}]}, {"versions": [{"genre": "preprint", "issued": "2022"}]},
     'versions.0.issued: "2023" -> "2022"'),
    ({"status": {"kind": "corrected"}}, {"status": {"kind": "retracted"}}, 'status.kind: "corrected" -> "retracted"'),
    ({"type": "article", "genre": "preprint"}, {"genre": ""},
     'published: ISYS|type: "article" -> "paper-conference"|genre: "preprint" is gone'),
])  # fmt: skip
def test_a_change_is_told_by_field(before: dict[str, Any], after: dict[str, Any], words: str) -> None:
    assert differences([work(**before)], [work(**after)]) == [
        Difference("changed", "doe2024sparse", differences([], [work(**after)])[0].title, tuple(words.split("|")))
    ]


def test_what_came_what_went_and_what_is_called_otherwise() -> None:
    old = [work("a"), work("b", title="Bee"), work("c", title="Sea")]
    new = [work("c", title="Sea"), work("d", title="Dee"), work("bee", title="Bee", ids=["b"])]
    assert [(one.kind, one.key, one.words) for one in differences(old, new)] == [
        ("added", "d", ()), ("renamed", "bee", ("was b",)), ("removed", "a", ()),
    ]  # fmt: skip


def test_where_a_value_came_from_is_no_change() -> None:
    fetched = work(origin={"title": "crossref 2026-11-24 00000000"})
    assert differences([work()], [fetched]) == []


def test_models_are_told_too() -> None:
    (one,) = differences([Model(id="hydra", name="Hydra", layers=12)], [Model(id="hydra", name="Hydra", layers=24)])
    assert (one.kind, one.title, one.words) == ("changed", "Hydra", ('layers: "12" -> "24"',))


@given(records(), records())
def test_equal_records_have_no_differences_and_others_have(one: Record, other: Record) -> None:
    other = other.evolve(id=one.id, origin=one.origin, ids=one.ids)
    assert bool(differences([one], [other])) == (one != other)
