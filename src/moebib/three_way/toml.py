"""Three-way merge of entry files in TOML, field by field."""

from __future__ import annotations

import copy
import re
import tomllib
from collections import Counter
from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import ValidationError

from moebib.records.fields import FieldPath
from moebib.records.format1 import upgraded
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.text.lines import newline_of
from moebib.three_way.fields import MergedFields, merge_fields
from moebib.three_way.markers import MergedText, have_conflicts, sides_of, with_markers, with_whole_in_markers
from moebib.toml.dump import dump_field, dump_table
from moebib.toml.edit import edit, migrate_entry
from moebib.toml.positions import decode, scan

__all__ = ["merge_toml"]

_STRING_OR_COMMENT = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3,5}(?!")|'{3}.*?'{3,5}(?!')|"(?:\\.|[^"\\\n])*"|'[^'\n]*'|(?P<comment>\#[^\r\n]*)""",
    re.S,
)


def merge_toml(base: str, ours: str, theirs: str, by_lines: str | None = None) -> MergedText | None:
    """The entry file with the changes of both sides; ``None`` if it can only be merged by lines.

    *by_lines* is a merge by lines without conflicts: if it has the same values, it is returned, since it keeps the
    comments of both sides. A text is only returned if both sides of all conflicts in it have the right values. Changes
    that are valid alone, but not together, are a conflict.
    """
    try:
        base, ours, theirs = map(migrate_entry, (base, ours, theirs))
        of_base, of_ours, of_theirs = map(decode, (base, ours, theirs))
    except tomllib.TOMLDecodeError:
        return None
    if have_conflicts(ours, theirs):
        return None
    merged = merge_fields(of_base, of_ours, of_theirs)
    if not merged.conflicts and _is_valid(of_ours) and _is_valid(of_theirs) and not _is_valid(merged.data):
        return with_whole_in_markers(ours, theirs)
    if by_lines is not None and not merged.conflicts and _has_values(by_lines, merged.data):
        return MergedText(by_lines)
    text: str | None = edit(ours, of_ours, merged.data)
    comments = [_comments(side) for side in (base, ours, theirs)]
    if comments[2] not in comments[:2] and text is not None:
        text = _with_comments(text, base, theirs)
        added, removed = comments[2] - comments[0], comments[0] - comments[2]
        if text is None or _comments(text) != comments[1] + added - removed:
            text = None
    for path, value in merged.conflicts.items():
        text = text and _mark_conflict(text, path, value)
    if text is not None and _is_as_meant(text, merged):
        return MergedText(text, tuple(".".join(map(str, path)) for path in merged.conflicts))
    return None if by_lines is None else with_whole_in_markers(ours, theirs)


def _is_as_meant(text: str, merged: MergedFields) -> bool:
    """Whether both sides of *text* have the values that they should have."""
    of_theirs = copy.deepcopy(merged.data)
    for path, value in merged.conflicts.items():
        table: Any = of_theirs
        for step in path[:-1]:
            table = table[step]
        table.pop(path[-1], None) if value is None else table.update({path[-1]: value})
    ours, theirs = sides_of(text)
    return _has_values(ours, merged.data) and _has_values(theirs, of_theirs)


def _is_valid(data: Mapping[str, Any]) -> bool:
    """Whether this is an entry, of a work or a model."""
    for kind in (Record, Model):
        try:
            kind.model_validate({"id": "new", **data})
        except ValidationError:
            continue
        return True
    return False


def _has_values(text: str, data: dict[str, object]) -> bool:
    try:
        return upgraded(decode(text)) == data
    except tomllib.TOMLDecodeError:
        return False


def _comments(text: str) -> Counter[str]:
    comments = (match["comment"] for match in _STRING_OR_COMMENT.finditer(text))
    return Counter(comment.rstrip() for comment in comments if comment)


class _Around(NamedTuple):
    """The text around a statement, with the comments above it and on its line."""

    above: str
    beside: str
    start: int
    stop: int
    """Where the statement starts, and where the text beside it does."""


def _around(text: str) -> dict[FieldPath, _Around]:
    """The text around each statement; that at the end of the file has no path."""
    statements, spans = scan(text)
    around, at = {}, 0
    for statement in statements:
        stop = spans[statement.path].stop
        around[statement.path] = _Around(text[at : statement.start], text[stop : statement.stop], statement.start, stop)
        at = statement.stop
    return {**around, (): _Around(text[at:], "", len(text), len(text))}


def _with_comments(text: str, base: str, theirs: str) -> str | None:
    """*text* with the comments that *theirs* changed; ``None`` if they were changed there, too."""
    of_base, of_text = _around(base), _around(text)
    nothing = _Around("", "", 0, 0)
    splices: list[tuple[int, int, str]] = []
    for path, new in _around(theirs).items():
        old, here = of_base.get(path, nothing), of_text.get(path)
        spans = ((here.start - len(here.above), here.start), (here.stop, here.stop + len(here.beside))) if here else ()
        for part, (before, after) in enumerate(zip(old[:2], new[:2], strict=True)):
            present = (here.above, here.beside)[part].strip() if here else ""
            if after.strip() in (before.strip(), present):
                continue
            if present != before.strip() or not spans:
                return None
            splices.append((*spans[part], after))
    for start, stop, after in sorted(splices, reverse=True):
        text = f"{text[:start]}{after}{text[stop:]}"
    return text


def _mark_conflict(text: str, path: FieldPath, theirs: object) -> str | None:
    """Both values of a field between conflict markers, where *ours* has it; ``None`` if there is no such place."""
    is_table = isinstance(theirs, dict) or (
        isinstance(theirs, list) and any(isinstance(element, dict) for element in theirs)
    )
    new = "" if theirs is None else dump_table(path, theirs) if is_table else dump_field(path[-1:], theirs)
    newline = newline_of(text)
    new = re.sub(r"\r?\n", newline, new)
    statements = scan(text).statements
    old = [statement for statement in statements if statement.path[: len(path)] == path]
    if old:
        start, stop = old[0].start, old[-1].stop
    elif is_table or len(path) > 1:
        in_table = [statement.stop for statement in statements if statement.table == path[:-1] and path[:-1]]
        start = stop = len(text) if is_table else in_table[-1] if in_table else -1
    else:
        # Ours has removed the field: it is inserted after the fields that are in no table.
        tables = (statement.start for statement in statements if statement.path == statement.table and statement.path)
        start = stop = next(tables, len(text))
    if start < 0:
        return None
    before = text[:start] if not start or text[start - 1] == "\n" else f"{text[:start]}{newline}"
    return f"{before}{with_markers(text[start:stop], new, newline)}{text[stop:]}"
