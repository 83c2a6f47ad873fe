"""Entry files in TOML, field by field."""

from __future__ import annotations

import tomllib

from moebib.text.lines import newline_of
from moebib.three_way.fields import Path, join
from moebib.three_way.marks import Result, marked
from moebib.toml.dump import dump_field
from moebib.toml.edit import edit
from moebib.toml.positions import decode, scan

__all__ = ["join_entry"]


def join_entry(base: str, ours: str, theirs: str, as_lines: str | None = None) -> Result | None:
    """The entry file after both changes; ``None`` where one of the texts is not TOML.

    *as_lines* is what a merge by lines gives without conflict: where it says the same it is taken, for the comments.
    """
    try:
        was, own, other = map(decode, (base, ours, theirs))
    except tomllib.TOMLDecodeError:
        return None
    joined = join(was, own, other)
    if as_lines is not None and not joined.conflicts and _says(as_lines, joined.data):
        return Result(as_lines)
    text = edit(ours, own, joined.data)
    for path, value in joined.conflicts.items():
        text = _mark(text, path, value)
    return Result(text, tuple(".".join(path) for path in joined.conflicts))


def _says(text: str, data: dict[str, object]) -> bool:
    try:
        return decode(text) == data
    except tomllib.TOMLDecodeError:
        return False


def _mark(text: str, path: Path, theirs: object) -> str:
    """Both values of a field between conflict marks, where *ours* stands."""
    new = "" if theirs is None else dump_field(path[-1:], theirs)
    statements = scan(text).statements
    statement = next((one for one in statements if one.path == path), None)
    if statement is None:
        # Ours has removed it: it stands at the end of what has no table.
        first = next((one.start for one in statements if one.path == one.table and one.path), len(text))
        return f"{text[:first]}{marked('', new, newline_of(text))}{text[first:]}"
    own = text[statement.start : statement.stop]
    return f"{text[: statement.start]}{marked(own, new, newline_of(text))}{text[statement.stop :]}"
