"""A TOML text changed as little as possible: only what differs is rewritten, comments and blank lines stay.

The old and the new data are compared; each difference becomes one or more splices of the text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from moebib.toml.arrays import changes, edit_array
from moebib.toml.dump import WIDTH, dump_field, dump_list, dump_table, dump_value
from moebib.toml.positions import Path, Place, Statement, scan

__all__ = ["edit"]

# Comment lines right below a statement are about it, unless a statement follows at once.
_COMMENTS_BELOW = re.compile(r"(?:[ \t]*#[^\n]*(?:\n|\Z))*(?=[ \t]*\r?\n|\Z)")


def edit(text: str, have: Mapping[str, Any], want: Mapping[str, Any]) -> str:
    r"""*text*, which says *have*, changed to say *want*; a new field goes after the one before it in *want*.

    *have* may spell a value otherwise than the text does (a name in its canonical form), but not have other
    list elements than it.

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
        self.places = scan(text)
        self.splices: list[tuple[int, int, str]] = []

    def edit(self, have: Mapping[str, Any], want: Mapping[str, Any]) -> str:
        self._edit_table((), have, want)
        pieces, at = [], 0
        # Stable: of two insertions at one place the first made comes first, and both before a removal.
        for start, stop, new in sorted(self.splices, key=lambda splice: splice[:2]):
            pieces += [self.text[at:start], re.sub(r"\r?\n", self.line_break, new)]
            at = stop
        return "".join([*pieces, self.text[at:]])

    def _edit_table(self, path: Path, have: Mapping[str, Any], want: Mapping[str, Any]) -> None:
        for key in have.keys() - want.keys():
            self._remove((*path, key))
        above: list[Path] = []
        for key, value in want.items():
            if key not in have or have[key] != value:
                self._set((*path, key), have.get(key), value, above)
            above = [(*path, key), *above]

    def _set(self, path: Path, old: Any, new: Any, above: Sequence[Path]) -> None:
        place = self.places.at.get(path)
        if place is None:
            self._insert(path, new, above)
        elif place.value is not None:
            self.splices.append((place.value, place.stop, self._changed(path, place, old, new)))
        elif isinstance(new, list):
            self._edit_tables(path, old or [], new)
        else:
            self._edit_table(path, old or {}, new)

    def _changed(self, path: Path, place: Place, old: Any, new: Any) -> str:
        """The value that stands at *place*, made to say *new*."""
        if not isinstance(new, list):
            return dump_value(new)
        begin = place.value or place.start
        if not old and "#" not in self.text[begin : place.stop]:
            return dump_field(path[-1:], new).partition(" = ")[2]
        value = edit_array(self.text, self.places, path, old or [], new)
        is_too_long = begin - place.start + len(value) > WIDTH and "\n" not in value
        return dump_list(new) if is_too_long else value

    def _edit_tables(self, path: Path, old: Sequence[Any], new: Sequence[Any]) -> None:
        """An array of tables."""
        for change in changes(old, new):
            here = (*path, change.at)
            if change.kind == "replace":
                self._edit_table(here, old[change.at], new[change.new])
            elif change.kind == "delete":
                self._remove(here)
            elif change.at:
                self._insert_table(self._end(self._under((*path, change.at - 1))), path, [new[change.new]])
            else:
                self._insert_table(self._above(self.places.at[here].start), path, [new[change.new]])

    def _remove(self, path: Path) -> None:
        for statement in self._under(path):
            start = statement.start
            if statement.path == statement.table and self.text[:start].endswith(("\n\n", "\n\r\n")):
                start -= 2 if self.text[start - 2] == "\r" else 1
            self.splices.append((start, statement.stop, ""))

    def _insert(self, path: Path, value: Any, above: Sequence[Path]) -> None:
        table = path[:-1]
        if table and table not in {statement.path for statement in self.places.statements}:
            last = self._under(table)[-1]  # the table is made by dotted keys
            self._insert_lines(last.stop, dump_field(path[len(last.table) :], value) + "\n")
        elif isinstance(value, dict) or (isinstance(value, list) and isinstance(value[0], dict)):
            tables = (found for found in map(self._under, above) if found and found[0].table != table)
            self._insert_table(self._end(next(tables, self._in(table))), path, value)
        else:
            fields = (found for found in map(self._under, above) if found and found[0].table == table)
            block = next(fields, self._in(table)[:1])
            self._insert_lines(block[-1].stop if block else 0, dump_field(path[-1:], value) + "\n")

    def _insert_table(self, at: int, path: Path, value: Any) -> None:
        """With a blank line above, and below if more follows."""
        above = "" if self.text[:at].endswith(("\n\n", "\n\r\n")) else "\n"
        below = "" if self.text[at : at + 1] in ("", "\n", "\r") else "\n"
        self._insert_lines(at, above + dump_table(path, value) + below)

    def _insert_lines(self, at: int, lines: str) -> None:
        is_on_new_line = at == 0 or self.text[at - 1] == "\n"
        self.splices.append((at, at, lines if is_on_new_line else "\n" + lines))

    def _under(self, path: Path) -> list[Statement]:
        return [found for found in self.places.statements if found.path[: len(path)] == path]

    def _in(self, table: Path) -> list[Statement]:
        return [found for found in self.places.statements if found.table == table]

    def _end(self, block: Sequence[Statement]) -> int:
        at = block[-1].stop if block else 0
        below = _COMMENTS_BELOW.match(self.text, at)
        return below.end() if below else at

    def _above(self, at: int) -> int:
        """Where the comment lines right above begin."""
        while at:
            start = self.text.rfind("\n", 0, at - 1) + 1
            if not self.text[start:at].lstrip().startswith("#"):
                break
            at = start
        return at
