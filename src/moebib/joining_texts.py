"""Joining texts: entry files, .bib files and exports, as two people changed them (a three-way merge)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import NamedTuple

from moebib.bibtex.blocks import Block
from moebib.bibtex.edit import Edit, Remove, Set, edit
from moebib.bibtex.scan import scan
from moebib.joining import Path, join
from moebib.toml.edit import edit as edit_toml
from moebib.toml.places import decode
from moebib.toml.places import scan as places_of
from moebib.toml.values import dump_field

__all__ = ["Result", "join_bib", "join_entry", "join_json"]

_OURS, _BETWEEN, _THEIRS = "<<<<<<< ours", "=======", ">>>>>>> theirs"
_ITEM = re.compile(r"  \{\n(?:    .*\n)+  \}")
_ID = re.compile(r'^    "id": (".*?"),?$', re.MULTILINE)


class Result(NamedTuple):
    """The text after the merge, and what could not be decided: it stands in the text between conflict marks."""

    text: str
    conflicts: tuple[str, ...] = ()


def join_entry(base: str, ours: str, theirs: str, as_lines: str | None = None) -> Result | None:
    """Entry files in TOML, field by field; ``None`` where one of them is not TOML.

    *as_lines* is what a merge by lines gives without conflict: where it says the same it is taken, for the comments.
    """
    try:
        was, own, other = map(decode, (base, ours, theirs))
    except tomllib.TOMLDecodeError:
        return None
    joined = join(was, own, other)
    if as_lines is not None and not joined.conflicts and _says(as_lines, joined.data):
        return Result(as_lines)
    text = edit_toml(ours, own, joined.data)
    for path, value in joined.conflicts.items():
        text = _mark_toml(text, path, value)
    return Result(text, tuple(".".join(path) for path in joined.conflicts))


def _says(text: str, data: dict[str, object]) -> bool:
    try:
        return decode(text) == data
    except tomllib.TOMLDecodeError:
        return False


def _mark_toml(text: str, path: Path, theirs: object) -> str:
    """Both values of a field between conflict marks, where *ours* stands."""
    statement = next((one for one in places_of(text).statements if one.path == path), None)
    new = "" if theirs is None else dump_field(path[-1:], theirs) + "\n"
    if statement is None:
        # Ours has removed it: both stand at the end of what has no table.
        first = next((one.start for one in places_of(text).statements if one.path == one.table and one.path), len(text))
        return f"{text[:first]}{_OURS}\n{_BETWEEN}\n{new}{_THEIRS}\n{text[first:]}"
    own = text[statement.start : statement.stop]
    own = own if own.endswith("\n") else f"{own}\n"
    return f"{text[: statement.start]}{_OURS}\n{own}{_BETWEEN}\n{new}{_THEIRS}\n{text[statement.stop :]}"


class _Unit(NamedTuple):
    """A piece of a file that can be told from others by its name, with the text before it."""

    name: tuple[str, str]
    lead: str
    raw: str


def join_bib(base: str, ours: str, theirs: str) -> Result:
    """.bib files, entry by entry and field by field; strings, comments and preambles whole."""
    conflicts: list[str] = []

    def both_changed(was: str, own: str, other: str) -> str:
        text, wrong = _join_bib_entry(was, own, other)
        conflicts.extend(wrong)
        return text

    (was, _), (own, tail), (other, _) = (_bib_units(text) for text in (base, ours, theirs))
    text = _join_units(was, own, other, both_changed, conflicts)
    return Result(text + tail, tuple(conflicts))


def _bib_units(text: str) -> tuple[list[_Unit], str]:
    """The blocks, each with the blank lines and comments right above it, and the text behind the last.

    What stands above the first, up to a blank line, is of the file, and a unit of its own.
    """
    units: list[_Unit] = []
    lead = ""
    for block in scan(text):
        if block.kind == "between":
            lead = block.raw
            head = re.match(r"(?s).*\n\s*\n", lead) if not units else None
            if head:
                units.append(_Unit(("between", head[0].strip()), "", head[0]))
                lead = lead[head.end() :]
            continue
        name = block.key.lower() if block.kind == "entry" and block.key else block.raw.strip()
        units.append(_Unit((block.kind, name), lead, block.raw))
        lead = ""
    return units, lead


def _join_bib_entry(was: str, own: str, other: str) -> tuple[str, list[str]]:
    """One entry that both have changed."""
    before, mine, their = (next(scan(raw), None) if raw else None for raw in (was, own, other))
    if mine is None or their is None:
        return own or other, []
    fields = [_raw_fields(block) for block in (before, mine, their)]
    edits: list[Edit] = []
    conflicts: list[tuple[str, str | None]] = []
    for name in dict.fromkeys((*fields[1], *fields[2])):
        old, ours, theirs = (found.get(name) for found in fields)
        if ours == theirs or theirs == old:
            continue
        if ours != old:
            conflicts.append((name, theirs))
        elif theirs is None:
            edits.append(Remove(mine.start, name))
        else:
            edits.append(Set(mine.start, name, theirs, is_written=True))
    text = edit(own, edits)
    for name, value in conflicts:
        text = _mark_bib(text, name, value)
    return text, [f"{mine.key}.{name}" for name, _ in conflicts]


def _raw_fields(block: Block | None) -> dict[str, str]:
    return {field.name.lower(): field.value for field in block.fields} if block else {}


def _mark_bib(text: str, name: str, theirs: str | None) -> str:
    block = next(scan(text))
    field = next((one for one in block.fields if one.name.lower() == name), None)
    new = f"{name} = {theirs},\n" if theirs is not None else ""
    if field is None:
        at = block.key_start + len(block.key) + 1
        return f"{text[:at]}\n{_OURS}\n{_BETWEEN}\n{new}{_THEIRS}{text[at:]}"
    end = re.compile(r"[ \t]*,?").match(text, field.end)
    stop = end.end() if end else field.end
    own = text[field.start : stop]
    return f"{text[: field.start]}\n{_OURS}\n{own}\n{_BETWEEN}\n{new}{_THEIRS}\n{text[stop:].lstrip()}"


def join_json(base: str, ours: str, theirs: str) -> Result | None:
    """CSL-JSON as moebib writes it, item by item and line by line; ``None`` where one of them is in another form."""
    was, own, other = (_json_units(text) for text in (base, ours, theirs))
    if was is None or own is None or other is None:
        return None
    text = _join_units(was, own, other, _join_lines, [], between=",\n")
    return Result(f"[\n{text}\n]\n" if text else "[]\n")


def _json_units(text: str) -> list[_Unit] | None:
    items = _ITEM.findall(text)
    if text != ("[\n" + ",\n".join(items) + "\n]\n" if items else "[]\n"):
        return None
    names = [_ID.search(item) for item in items]
    if not all(names):
        return None
    return [_Unit(("item", name[1] if name else ""), "", item) for name, item in zip(names, items, strict=True)]


def _join_lines(was: str, own: str, other: str) -> str:
    """One item that both have changed: a variable a line."""
    before, mine, their = (_lines(raw) for raw in (was, own, other))
    return "  {\n" + ",\n".join(join(before, mine, their).data.values()) + "\n  }"


def _lines(raw: str) -> dict[str, str]:
    """Variable -> its line, without the comma."""
    return {line.split(":", 1)[0]: line.removesuffix(",") for line in raw.splitlines()[1:-1]}


def _join_units(
    base: Sequence[_Unit],
    ours: Sequence[_Unit],
    theirs: Sequence[_Unit],
    both_changed: Callable[[str, str, str], str],
    conflicts: list[str],
    *,
    between: str | None = None,
) -> str:
    """The units of *ours* with what *theirs* changed, removed and added; what is added stands where it does there."""
    was = {unit.name: unit.raw for unit in base}
    others = {unit.name: unit for unit in theirs}
    joined = list(_kept(ours, was, others, both_changed, conflicts))
    there = {unit.name for unit in ours}
    by_key = _is_by_key(ours) and _is_by_key(theirs)
    place = 0
    for unit in theirs:
        if unit.name in there:
            place = next((i + 1 for i, one in enumerate(joined) if one.name == unit.name), place)
            continue
        if unit.name in was:
            if unit.raw == was[unit.name]:
                continue
            conflicts.append(f"{unit.name[1][:60]} (removed by ours, changed by theirs)")
        at = _place_by_key(joined, unit) if by_key and unit.name[0] in _KEYED else place
        joined.insert(at, unit)
        place = at + 1
    return between.join(one.raw for one in joined) if between else _with_leads(joined)


_KEYED = ("entry", "item")


def _is_by_key(units: Sequence[_Unit]) -> bool:
    """Whether the entries stand in the order of their keys, as in all that `build` writes."""
    keys = [unit.name[1] for unit in units if unit.name[0] in _KEYED]
    return keys == sorted(keys)


def _place_by_key(units: Sequence[_Unit], new: _Unit) -> int:
    later = (i for i, unit in enumerate(units) if unit.name[0] in _KEYED and unit.name[1] > new.name[1])
    return next(later, len(units))


def _with_leads(units: Sequence[_Unit]) -> str:
    """The text; a block that was the first of its file, and is not any more, gets a blank line above."""
    text: list[str] = []
    for unit in units:
        is_close = text and not unit.lead and not text[-1].endswith("\n")
        text += ["\n\n" if is_close else unit.lead, unit.raw]
    return "".join(text)


def _kept(
    ours: Iterable[_Unit],
    was: dict[tuple[str, str], str],
    theirs: dict[tuple[str, str], _Unit],
    both_changed: Callable[[str, str, str], str],
    conflicts: list[str],
) -> Iterator[_Unit]:
    for unit in ours:
        old, other = was.get(unit.name), theirs.get(unit.name)
        if other is None:
            if old is None:
                yield unit
            elif unit.raw != old:
                conflicts.append(f"{unit.name[1][:60]} (changed by ours, removed by theirs)")
                yield unit
        elif unit.raw == other.raw or other.raw == old:
            yield unit
        elif unit.raw == old:
            yield unit._replace(raw=other.raw)
        else:
            yield unit._replace(raw=both_changed(old or "", unit.raw, other.raw))
