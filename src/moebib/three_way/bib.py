""".bib files, entry by entry and field by field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from functools import partial

from moebib.errors import InputError
from moebib.formats.bibtex import BibDocument, Block, Edit, Remove, Set, apply_edits
from moebib.text.lines import newline_of
from moebib.three_way.marks import Result, marked
from moebib.three_way.units import Name, Unit, join_units

__all__ = ["join_bib"]

_HEAD = re.compile(r"(?s).*\n\s*\n")
_COMMA = re.compile(r"[ \t]*,?")


def join_bib(base: str, ours: str, theirs: str, as_lines: str | None = None) -> Result:
    """The .bib file after both changes; strings, comments and preambles are taken whole.

    *as_lines* is what a merge by lines gives without conflict: where it says the same it is taken, for the comments.
    """
    newline = newline_of(ours)
    units, conflicts = join_units(_units(base), _units(ours), _units(theirs), partial(_both_changed, newline))
    text = _text(units, newline)
    if as_lines is not None and not conflicts and _contents(as_lines) == _contents(text):
        return Result(as_lines)
    return Result(text, tuple(conflicts))


def _units(text: str) -> list[Unit]:
    """The blocks, each with the blank lines and comments right above it, and the text behind the last.

    What stands above the first, up to a blank line, is of the file, and a unit of its own.
    """
    units: list[Unit] = []
    seen: Counter[tuple[str, str]] = Counter()
    lead = ""
    for block in BibDocument(text).blocks:
        if block.kind == "between":
            lead = block.raw
            head = None if units else _HEAD.match(lead)
            if head:
                units.append(Unit(Name("between", head[0].strip()), head[0]))
                lead = lead[head.end() :]
            continue
        kind, key = block.kind, block.key if block.kind == "entry" and block.key else block.raw.strip()
        units.append(Unit(Name(kind, key, seen[kind, key]), block.raw, lead))
        seen[kind, key] += 1
        lead = ""
    return [*units, Unit(Name("end", "the end of the file"), "", lead)]


def _text(units: Iterable[Unit], newline: str) -> str:
    """The text; a block that was the first of its file, and is not any more, gets a blank line above."""
    text: list[str] = []
    for unit in units:
        is_close = unit.raw and text and not unit.lead and not text[-1].endswith("\n")
        text += [newline * 2 if is_close else unit.lead, unit.raw]
    return "".join(text)


def _contents(text: str) -> list[tuple[str, str, object]]:
    """What the blocks of a text say, in their order."""
    blocks = (block for block in BibDocument(text).blocks if block.kind != "between")
    return [(one.type.lower(), one.key, _fields(one) or one.raw) for one in blocks]


def _fields(block: Block | None) -> dict[str, str] | None:
    """Name -> value as written; ``None`` if the entry is broken, or has a field twice."""
    fields = {field.name.lower(): field.value for field in block.fields} if block else {}
    is_sound = not block or (not block.problem and len(fields) == len(block.fields))
    return fields if is_sound else None


def _both_changed(newline: str, old: Unit | None, own: Unit, other: Unit) -> tuple[Unit, list[str]]:
    lead, conflicts = own.lead, []
    was, mine, their = (unit.lead.strip() if unit else "" for unit in (old, own, other))
    if mine == was:
        lead = own.lead if their == was else other.lead
    elif their not in (was, mine):
        lead = f"{newline}{marked(mine, their, newline)}"
        conflicts.append(f"the comment above {own.name.key}")
    raw, more = _join_raw(old.raw if old else "", own.raw, other.raw, newline)
    return own._replace(raw=raw, lead=lead), [*conflicts, *more]


def _join_raw(was: str, own: str, other: str, newline: str) -> tuple[str, list[str]]:
    """One block after both changes."""
    if own == other or other == was:
        return own, []
    if own == was:
        return other, []
    before, mine, their = (next(iter(BibDocument(raw).blocks), None) for raw in (was, own, other))
    if mine and their:
        with_type = _with_type(before, mine, their)
        fields = [_fields(block) for block in (before, mine, their)]
        if with_type is not None and None not in fields:
            try:
                return _join_fields(with_type, mine, [found or {} for found in fields], newline)
            except InputError:  # the entry is so odd that more than the field would change
                pass
    return marked(own, other, newline).rstrip("\r\n"), [mine.key if mine else ""]


def _with_type(before: Block | None, mine: Block, their: Block) -> str | None:
    """The entry of *mine* with the type that it has in the end; ``None`` if both have changed it."""
    was, own, other = (block.type.lower() if block else "" for block in (before, mine, their))
    if other in (was, own):
        return mine.raw
    return mine.raw.replace(mine.type, their.type, 1) if own == was else None


def _join_fields(text: str, mine: Block, fields: list[dict[str, str]], newline: str) -> tuple[str, list[str]]:
    """*text*, the entry of *mine*, with what only *theirs* has changed in the *fields*; both values of the others."""
    before, own, other = fields
    edits: list[Edit] = []
    conflicts: dict[str, str | None] = {}
    for name in dict.fromkeys((*own, *other)):
        old, ours, theirs = (found.get(name) for found in (before, own, other))
        if theirs in (ours, old):
            continue
        if ours != old:
            conflicts[name] = theirs
        elif theirs is None:
            edits.append(Remove(mine.start, name))
        else:
            edits.append(Set(mine.start, name, theirs, is_written=True))
    marked_text = _mark(apply_edits(BibDocument(text), edits), conflicts, newline)
    return marked_text, [f"{mine.key}.{name}" for name in conflicts]


def _mark(text: str, conflicts: dict[str, str | None], newline: str) -> str:
    """Both values of the fields between marks, on lines of their own."""
    block = next(iter(BibDocument(text).blocks))
    there = {field.name.lower(): field for field in block.fields}
    behind_key = block.key_start + len(block.key) + 1
    places = sorted(conflicts, key=lambda name: there[name].start if name in there else behind_key, reverse=True)
    for name in places:
        theirs = conflicts[name]
        start = stop = behind_key
        if field := there.get(name):
            end = _COMMA.match(text, field.end)
            start, stop = field.start, end.end() if end else field.end
        both = marked(text[start:stop], f"{name} = {theirs}," if theirs is not None else "", newline)
        text = f"{text[:start]}{newline}{both}{text[stop:].lstrip()}"
    return text
