"""Three-way merges of entries: edits of different fields, or in different tables, are both in the merged text."""

from __future__ import annotations

import tomllib
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from moebib.records.model import Model
from moebib.records.publication import Origin
from moebib.records.record import Record
from moebib.three_way import merge_toml
from moebib.toml.dump import dump_model, dump_record, plain_entry
from moebib.toml.edit import edit
from moebib.toml.positions import decode
from strategies import examples, whole

ORIGINS = st.dictionaries(st.sampled_from([*Record.model_fields]), whole(Origin), max_size=3)


def merged(base: str, *edits: dict[str, Any]) -> dict[str, Any]:
    """The values of the merge of *base* with two of its edits."""
    ours, theirs = (edit(base, decode(base), edited) for edited in edits)
    text = merge_toml(base, ours, theirs)
    assert text is not None
    assert text.conflicts == ()
    return decode(text.text)


def _with_field(data: dict[str, Any], name: str, other: dict[str, Any]) -> dict[str, Any]:
    """*data* with the field as it is in *other*, which may have none."""
    changed = {**data, name: other.get(name)}
    return {field: value for field, value in changed.items() if value is not None}


@examples(40)
@given(whole(Record), whole(Record), whole(Record), st.data())
def test_edits_of_any_two_fields_are_both_in_the_merge(
    base: Record, ours: Record, theirs: Record, data: st.DataObject
) -> None:
    names = sorted({*base.to_dict(), *ours.to_dict(), *theirs.to_dict()} - {"id", "type", "origin"})
    assume(len(names) > 1)
    first, second = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
    have = plain_entry(base)
    edits = _with_field(have, first, plain_entry(ours)), _with_field(have, second, plain_entry(theirs))
    expected = _with_field(edits[0], second, plain_entry(theirs))
    assert merged(dump_record(base, schema=None), *edits) == expected
    assert merged(dump_record(base, schema=None), *reversed(edits)) == expected


@examples(40)
@given(whole(Model), whole(Model), whole(Model), st.data())
def test_edits_of_any_two_fields_of_a_model_are_both_in_the_merge(
    base: Model, ours: Model, theirs: Model, data: st.DataObject
) -> None:
    names = sorted({*base.to_dict(), *ours.to_dict(), *theirs.to_dict()} - {"id", "name", "origin", "not_applicable"})
    assume(len(names) > 1)
    first, second = data.draw(st.lists(st.sampled_from(names), min_size=2, max_size=2, unique=True))
    base = base.evolve(not_applicable=())
    have = plain_entry(base)
    edits = _with_field(have, first, plain_entry(ours)), _with_field(have, second, plain_entry(theirs))
    assert merged(dump_model(base, schema=None), *edits) == _with_field(edits[0], second, plain_entry(theirs))


@examples(40)
@given(whole(Record), ORIGINS, ORIGINS)
def test_origins_of_different_fields_are_both_in_the_merge(
    base: Record, ours: dict[str, Origin], theirs: dict[str, Origin]
) -> None:
    mine, other = (Record(id="a", type="book", origin=origin).to_dict().get("origin", {}) for origin in (ours, theirs))
    have = plain_entry(base.evolve(origin={"issued": {"source": "a", "date": "2026-01-01"}}))
    added = [{f"{name}.{side}": origin for name, origin in origins.items()}
             for side, origins in (("mine", mine), ("other", other))]  # fmt: skip
    edits = [{**have, "origin": {**have["origin"], **side}} for side in added]
    text = edit("", {}, have)
    assert merged(text, *edits)["origin"] == {**have["origin"], **added[0], **added[1]}


BASE = """\
type = "book"
title = "A"

[[versions]]
type = "article"
label = "v1"
identifiers = ["arxiv:2401.00001"]

[versions.origin]
note = { source = "a", date = "2026-01-01" }

[[versions]]
type = "article"
label = "v2"
identifiers = ["arxiv:2401.00001"]

[[relations]]
kind = "same-work"
key = "x"

[origin.title]
source = "a"
date = "2026-01-01"

[[origin.title.disputed]]
value = "B"
source = "b"
"""
RELATION = '\n[[relations]]\nkind = "extended-by"\nkey = "{}"\n'
DISPUTED = '\n[[origin.title.disputed]]\nvalue = "{}"\nsource = "c"\n'
VERSION = '\n[[versions]]\ntype = "article"\nlabel = "{0}"\nidentifiers = ["doi:10.1000/{0}"]\n'


@pytest.mark.parametrize(("ours", "theirs", "both"), [
    (('label = "v1"', 'label = "v1"\nnote = "n"'), ('label = "v2"', 'label = "v2"\nnote = "m"'), ("n", "m")),
    (('date = "2026-01-01" }', 'date = "2026-01-01", confirmed = 2 }'), ('title = "A"', 'title = "AA"'), (2, "AA")),
    (("\n[[relations]]", RELATION.format("y") + "\n[[relations]]"),
     ("\n[origin.title]", RELATION.format("z") + "\n[origin.title]"), ("y", "z")),
    (("\n[[origin", DISPUTED.format("C") + "\n[[origin"), ('source = "b"\n', 'source = "b"\n' + DISPUTED.format("D")),
     ("C", "D")),
    (("\n[[relations]]", VERSION.format("v3") + "\n[[relations]]"),
     ("\n[[versions]]", VERSION.format("v4") + "\n[[versions]]"), ("v3", "v4")),
    (('date = "2026-01-01"\n', 'date = "2026-01-01"\nremark = "r"\n'),
     ('date = "2026-01-01"\n', 'date = "2026-01-01"\nconfirmed = 3\n'), ("r", 3)),
])  # fmt: skip
def test_edits_of_nested_tables_are_both_in_the_merge(
    ours: tuple[str, str], theirs: tuple[str, str], both: tuple[Any, Any]
) -> None:
    sides = [BASE.replace(*change, 1) for change in (ours, theirs)]
    assert BASE not in sides
    for first, second in (sides, sides[::-1]):
        text = merge_toml(BASE, first, second)
        assert text is not None
        assert text.conflicts == ()
        data = tomllib.loads(text.text)
        assert all(value in _leaves(data) for value in both)
        assert Record.model_validate({"id": "a", **data})


def test_checkpoints_that_both_sides_add_are_in_the_merge() -> None:
    base = 'name = "Hydra"\n\n[[checkpoints]]\nname = "Base"\n'
    sides = [f'{base}\n[[checkpoints]]\nname = "{name}"\n' for name in ("Chat", "Code")]
    text = merge_toml(base, *sides)
    assert text is not None
    names = [checkpoint["name"] for checkpoint in tomllib.loads(text.text)["checkpoints"]]
    assert (names, text.conflicts) == (["Base", "Chat", "Code"], ())


def _leaves(data: Any) -> list[Any]:
    inner = data.values() if isinstance(data, dict) else data if isinstance(data, list) else None
    return [data] if inner is None else [leaf for value in inner for leaf in _leaves(value)]
