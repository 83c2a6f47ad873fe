"""Edits a TOML text as little as possible: only what differs is rewritten; comments and empty lines stay.

The old and the new data are compared, and each difference becomes one or more splices of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from moebib.records.fields import FieldPath
from moebib.records.format1 import to_rename, upgraded
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.toml.arrays import edit_array, steps_between
from moebib.toml.dump import WIDTH, dump_field, dump_list, dump_table, dump_value, is_table, plain_entry
from moebib.toml.positions import TomlSpan, TomlStatement, decode, end_of_key, scan

__all__ = ["edit", "edit_model", "edit_record", "migrate_entry"]

# Comment lines directly below a statement belong to it, unless another statement follows directly.
_COMMENTS_BELOW = re.compile(r"(?:[ \t]*#[^\n]*(?:\n|\Z))*(?=[ \t]*\r?\n|\Z)")


def edit_record(text: str, record: Record) -> str:
    """The entry file *text* with the values of *record*, changed as little as possible; unchanged if it has them.

    Raises:
        tomllib.TOMLDecodeError: If *text* is not TOML.
        pydantic.ValidationError: If *text* is not a valid record.
    """
    return _edit(text, record)


def edit_model(text: str, model: Model) -> str:
    """The file *text* of a model, changed as little as possible; see :func:`edit_record`."""
    return _edit(text, model)


def _edit(text: str, entry: Record | Model) -> str:
    text = migrate_entry(text)
    data = decode(text)
    have = plain_entry(type(entry).model_validate({**data, "id": entry.id}))
    want = plain_entry(entry)
    if "id" in data:
        have, want = {"id": data["id"], **have}, {"id": entry.id, **want}
    return edit(text, have, want)


def migrate_entry(text: str) -> str:
    r"""The entry file *text* in record format 2, changed as little as possible; unchanged if it is in this format.

    >>> print(migrate_entry('experts_total = 8  # per layer\n'), end="")
    experts_routed = 8  # per layer

    Raises:
        tomllib.TOMLDecodeError: If *text* is not TOML.
    """
    data = decode(text)
    for old, new in to_rename(data).items():
        start = scan(text).spans[old,].start
        text = text[:start] + new + text[end_of_key(text, start) :]
    data = decode(text)
    return edit(text, data, upgraded(data))


def edit(text: str, have: Mapping[str, Any], want: Mapping[str, Any]) -> str:
    r"""*text*, whose values are *have*, with the values *want*; a new field goes after the one before it in *want*.

    *have* may spell a value differently than the text (a name in its canonical form), but must have the same list
    elements.

    >>> text = 'a = 1  # one\nc = ["x", "y"]\n'
    >>> print(edit(text, {"a": 1, "c": ["x", "y"]}, {"a": 2, "b": 0, "c": ["y"]}), end="")
    a = 2  # one
    b = 0
    c = ["y"]
    """
    return text if have == want else _Editor(text).edit(have, want)


class _Editor:
    def __init__(self, text: str) -> None:
        self.text = text
        self.line_break = "\r\n" if "\r\n" in text else "\n"
        self.positions = scan(text)
        self.splices: list[tuple[int, int, bool, str]] = []
        """Start and end of what is replaced, whether by a table with a header (below it, a field would be one of its
        fields, so those come first), and the new text."""

    def edit(self, have: Mapping[str, Any], want: Mapping[str, Any]) -> str:
        self._edit_table((), have, want)
        pieces, at = [], 0
        # The sort is stable: insertions at the same offset stay in their order, before a removal.
        for start, stop, _, new in sorted(self.splices, key=lambda splice: splice[:3]):
            pieces += [self.text[at:start], re.sub(r"\r?\n", self.line_break, new)]
            at = stop
        return "".join([*pieces, self.text[at:]])

    def _edit_table(self, path: FieldPath, have: Mapping[str, Any], want: Mapping[str, Any]) -> None:
        for key in have.keys() - want.keys():
            self._remove((*path, key))
        above: list[FieldPath] = []
        # A field that is inserted below a table would become one of its fields.
        for key, value in sorted(want.items(), key=lambda field: is_table((*path, field[0]), field[1])):
            if key not in have or have[key] != value:
                self._set((*path, key), have.get(key), value, above)
            above = [(*path, key), *above]

    def _set(self, path: FieldPath, old: Any, new: Any, above: Sequence[FieldPath]) -> None:
        span = self.positions.spans.get(path)
        if span is None:
            self._insert(path, new, above)
        elif isinstance(old, dict) and isinstance(new, dict) and old.keys() == new.keys():
            self._edit_table(path, old, new)
        elif span.value is not None:
            self.splices.append((span.value, span.stop, False, self._changed(path, span, old, new)))
        elif isinstance(new, list):
            self._edit_tables(path, old or [], new)
        else:
            self._edit_table(path, old or {}, new)

    def _changed(self, path: FieldPath, span: TomlSpan, old: Any, new: Any) -> str:
        """The text of the value at *span* with the value *new*."""
        if not isinstance(new, list) or isinstance(old, str):
            return dump_value(new)
        begin = span.value or span.start
        if isinstance(old, str) or (not old and "#" not in self.text[begin : span.stop]):
            return dump_field(path[-1:], new).partition(" = ")[2]
        value = edit_array(self.text, self.positions, path, old or [], new)
        is_too_long = begin - span.start + len(value) > WIDTH and "\n" not in value
        return dump_list(new) if is_too_long else value

    def _edit_tables(self, path: FieldPath, old: Sequence[Any], new: Sequence[Any]) -> None:
        """An array of tables."""
        for step in steps_between(old, new):
            here = (*path, step.at)
            if step.kind == "replace":
                self._edit_table(here, old[step.at], new[step.new])
            elif step.kind == "delete":
                self._remove(here)
            elif step.at:
                self._insert_table(self._end(self._under((*path, step.at - 1))), path, [new[step.new]])
            else:
                self._insert_table(self._above(self.positions.spans[here].start), path, [new[step.new]])

    def _remove(self, path: FieldPath) -> None:
        for statement in self._under(path):
            start = statement.start
            if statement.path == statement.table and self.text[:start].endswith(("\n\n", "\n\r\n")):
                start -= 2 if self.text[start - 2] == "\r" else 1
            self.splices.append((start, statement.stop, False, ""))

    def _insert(self, path: FieldPath, value: Any, above: Sequence[FieldPath]) -> None:
        table = path[:-1]
        if table and table not in {statement.path for statement in self.positions.statements}:
            self._insert_without_header(path, value)
        elif is_table(path, value):
            blocks = (block for block in map(self._under, above) if block and block[0].table != table)
            self._insert_table(self._end(next(blocks, self._in(table))), path, value)
        else:
            blocks = (block for block in map(self._under, above) if block and block[0].table == table)
            block = next(blocks, self._in(table)[:1])
            self._insert_lines(block[-1].stop if block else 0, dump_field(path[-1:], value) + "\n")

    def _insert_without_header(self, path: FieldPath, value: Any) -> None:
        """Insert a field into a table that only dotted keys, or headers of tables in it, mention."""
        block = self._under(path[:-1])
        dotted = [statement for statement in block if len(statement.table) < len(path) - 1]
        if dotted:
            last = dotted[-1]
            self._insert_lines(last.stop, dump_field(path[len(last.table) :], value) + "\n")
        elif isinstance(value, dict):
            self._insert_table(self._end(block), path, value)
        else:
            self._insert_table(self._above(block[0].start), path[:-1], {path[-1]: value})

    def _insert_table(self, at: int, path: FieldPath, value: Any) -> None:
        """Insert a table with an empty line above it, and one below if more follows."""
        above = "" if self.text[:at].endswith(("\n\n", "\n\r\n")) else "\n"
        below = "" if self.text[at : at + 1] in ("", "\n", "\r") else "\n"
        self._insert_lines(at, above + dump_table(path, value) + below, has_header=True)

    def _insert_lines(self, at: int, lines: str, *, has_header: bool = False) -> None:
        is_on_new_line = at == 0 or self.text[at - 1] == "\n"
        self.splices.append((at, at, has_header, lines if is_on_new_line else "\n" + lines))

    def _under(self, path: FieldPath) -> list[TomlStatement]:
        """The statements of the value at *path* and of all values in it."""
        return [statement for statement in self.positions.statements if statement.path[: len(path)] == path]

    def _in(self, table: FieldPath) -> list[TomlStatement]:
        """The header and the fields of *table*, without its sub-tables."""
        return [statement for statement in self.positions.statements if statement.table == table]

    def _end(self, block: Sequence[TomlStatement]) -> int:
        """The end of a block with the comments that belong to its last statement."""
        at = block[-1].stop if block else 0
        below = _COMMENTS_BELOW.match(self.text, at)
        return below.end() if below else at

    def _above(self, at: int) -> int:
        """The start of the comment lines directly above *at*."""
        while at:
            start = self.text.rfind("\n", 0, at - 1) + 1
            if not self.text[start:at].lstrip().startswith("#"):
                break
            at = start
        return at
