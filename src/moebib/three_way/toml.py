"""Three-way merge of entry files in TOML, field by field."""

from __future__ import annotations

import tomllib

from moebib.text.lines import newline_of
from moebib.three_way.fields import KeyPath, merge_fields
from moebib.three_way.markers import MergedText, with_markers
from moebib.toml.dump import dump_field
from moebib.toml.edit import edit
from moebib.toml.positions import decode, scan

__all__ = ["merge_toml"]


def merge_toml(base: str, ours: str, theirs: str, by_lines: str | None = None) -> MergedText | None:
    """The entry file with the changes of both sides; ``None`` if one of the texts is not TOML.

    *by_lines* is a merge by lines without conflicts: if it has the same values, it is returned, since it keeps the
    comments of both sides.
    """
    try:
        of_base, of_ours, of_theirs = map(decode, (base, ours, theirs))
    except tomllib.TOMLDecodeError:
        return None
    merged = merge_fields(of_base, of_ours, of_theirs)
    if by_lines is not None and not merged.conflicts and _has_values(by_lines, merged.data):
        return MergedText(by_lines)
    text = edit(ours, of_ours, merged.data)
    for path, value in merged.conflicts.items():
        text = _mark_conflict(text, path, value)
    return MergedText(text, tuple(".".join(path) for path in merged.conflicts))


def _has_values(text: str, data: dict[str, object]) -> bool:
    try:
        return decode(text) == data
    except tomllib.TOMLDecodeError:
        return False


def _mark_conflict(text: str, path: KeyPath, theirs: object) -> str:
    """Both values of a field between conflict markers, where *ours* has it."""
    new = "" if theirs is None else dump_field(path[-1:], theirs)
    newline = newline_of(text)
    statements = scan(text).statements
    statement = next((statement for statement in statements if statement.path == path), None)
    if statement is None:
        # Ours has removed the field: it is inserted after the fields that are in no table.
        tables = (statement.start for statement in statements if statement.path == statement.table and statement.path)
        first = next(tables, len(text))
        return f"{text[:first]}{with_markers('', new, newline)}{text[first:]}"
    ours = text[statement.start : statement.stop]
    return f"{text[: statement.start]}{with_markers(ours, new, newline)}{text[statement.stop :]}"
