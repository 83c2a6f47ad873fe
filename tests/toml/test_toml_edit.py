"""Edits of entries with any field, however it is spelled: the new values are read back, and comments stay."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.fields import FieldPath
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.toml.dump import dump_key, dump_model, dump_record, dump_value, plain_entry
from moebib.toml.edit import edit, edit_model, edit_record
from moebib.toml.positions import decode, scan
from strategies import examples, whole


def parse(text: str, key: str) -> Record:
    return Record.model_validate({**tomllib.loads(text), "id": key})


def spelled(data: Mapping[str, Any], draw: Any) -> str:
    """*data* as a person may write it: with inline tables, dotted keys, and headers without those above them."""
    lines, tables = _spelled((), data, draw)
    return "\n".join([*lines, *tables, ""])


def _spelled(path: FieldPath, data: Mapping[str, Any], draw: Any) -> tuple[list[str], list[str]]:
    """The lines of the fields of a table, and the lines of the tables in it that have headers."""
    lines: list[str] = []
    tables: list[str] = []
    for key, value in data.items():
        style = draw(st.sampled_from(("inline", "dotted", "header", "implicit")))
        header = dump_key(tuple(part for part in (*path, key) if isinstance(part, str)))
        is_list = isinstance(value, list) and bool(value) and all(isinstance(element, dict) for element in value)
        is_table = isinstance(value, dict) and bool(value)
        if style in ("header", "implicit") and is_list:
            for number, element in enumerate(value):
                inner, below = _spelled((*path, key, number), element, draw)
                tables += [f"[[{header}]]  # {number}", *inner, *below]
        elif style == "implicit" and is_table and all(isinstance(inner, dict) and inner for inner in value.values()):
            for name, table in value.items():
                inner, below = _spelled((*path, key, name), table, draw)
                tables += [f"[{header}.{dump_key((name,))}]", *inner, *below]
        elif style in ("header", "implicit") and is_table:
            inner, below = _spelled((*path, key), value, draw)
            tables += [f"[{header}]", *inner, *below]
        elif style == "dotted" and is_table:
            lines += _dotted((key,), value)
        else:
            lines.append(f"{dump_key((key,))} = {dump_value(value)}  # inline")
    return lines, tables


def _dotted(path: FieldPath, value: Any) -> Iterator[str]:
    if isinstance(value, dict) and value:
        for key, inner in value.items():
            yield from _dotted((*path, key), inner)
    else:
        yield f"{dump_key(path)} = {dump_value(value)}"


def _paths(value: Any, path: FieldPath = ()) -> set[FieldPath]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return {path}.union(*(_paths(value, (*path, key)) for key, value in inner))


AUTHOR = '[origin.author]  # theirs\nsource = "a"\ndate = "2026-01-01"\n'


@pytest.mark.parametrize(("text", "want", "expected"), [
    (AUTHOR, {"title": {"source": "b", "disputed": [{"value": "A"}]}},
     f'{AUTHOR}\n[origin.title]\nsource = "b"\n\n[[origin.title.disputed]]\nvalue = "A"\n'),
    ('# top\n[t.u.v]\nx = 1\n', {"y": 2}, '\n[t.u]\ny = 2\n\n# top\n[t.u.v]\nx = 1\n'),
    ('t.u.v.x = 1  # x\n', {"y": 2}, 't.u.v.x = 1  # x\nt.u.y = 2\n'),
])  # fmt: skip
def test_a_table_without_a_header_gets_another_field(text: str, want: dict[str, Any], expected: str) -> None:
    have = tomllib.loads(text)
    new = {"origin": {**have["origin"], **want}} if "origin" in have else {"t": {"u": {**have["t"]["u"], **want}}}
    edited = edit(text, have, new)
    assert tomllib.loads(edited) == new
    assert edited == expected


@pytest.mark.parametrize("end", ["", "\n"])
def test_a_field_with_a_dotted_key_is_not_inserted_below_a_new_table(end: str) -> None:
    have = {"type": "book", "extra": {"pages": "3"}}
    new = {"type": "book", "versions": [{"type": "article"}], "extra": {"class": "a"}}
    assert tomllib.loads(edit(f'type = "book"\nextra.pages = "3"{end}', have, new)) == new


@examples(50)
@given(whole(Model), whole(Model))
def test_an_edited_model_is_read_as_the_new_one(old: Model, new: Model) -> None:
    text = edit_model(dump_model(old, schema=None), new.evolve(id=old.id))
    assert Model.model_validate({**tomllib.loads(text), "id": new.id}) == new
    assert edit_model(text, new) == text


@examples(50)
@given(whole(Record), whole(Record), st.data())
def test_entries_spelled_by_hand_are_edited_too(old: Record, new: Record, data: st.DataObject) -> None:
    text = spelled(plain_entry(old), data.draw)
    assert {(), *scan(text).spans} == _paths(decode(text))
    assert edit_record(text, old) == text
    edited = edit_record(text, new.evolve(id=old.id))
    assert parse(edited, new.id) == new


@examples(50)
@given(whole(Record), whole(Record), st.data())
def test_comments_at_what_does_not_change_stay(old: Record, new: Record, data: st.DataObject) -> None:
    have, want = plain_entry(old), plain_entry(new)
    changed = data.draw(st.sampled_from([*Record.model_fields]))
    want = {name: (want if name == changed else have).get(name) for name in Record.model_fields}
    want = {name: value for name, value in want.items() if value is not None}
    want["type"] = have["type"] if "type" not in want else want["type"]
    text = dump_record(old, schema=None)
    lines = []
    for statement in scan(text).statements:
        field = statement.path[0]
        lines += [f"# above {field}" * (field != changed), text[statement.start : statement.stop].rstrip("\n")]
        if "\n" not in lines[-1] and field != changed:
            lines[-1] += f"  # beside {field}"
    text = "\n".join(line for line in lines if line) + "\n"
    edited = edit(text, decode(text), want)
    assert tomllib.loads(edited) == want
    comments = [line.partition("# ")[2] for line in text.split("\n") if "# above" in line or "# beside" in line]
    for comment in comments:
        assert edited.count(comment) == text.count(comment), comment
