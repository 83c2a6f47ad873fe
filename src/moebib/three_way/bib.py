"""Three-way merge of .bib files, entry by entry and field by field."""

from __future__ import annotations

import re
from collections import Counter
from functools import partial

from moebib.errors import InputError
from moebib.formats.bibtex import BibDocument, Block, Edit, RemoveField, SetField, apply_edits
from moebib.text.lines import newline_of
from moebib.three_way.markers import MergedText, with_markers
from moebib.three_way.units import Unit, UnitName, merge_units

__all__ = ["merge_bib"]

_HEAD = re.compile(r"(?s).*\n\s*\n")
_COMMA = re.compile(r"[ \t]*,?")


def merge_bib(base: str, ours: str, theirs: str, by_lines: str | None = None) -> MergedText:
    """The .bib file with the changes of both sides; strings, comments and preambles are merged as a whole.

    *by_lines* is a merge by lines without conflicts: if it has the same entries, it is returned, since it keeps the
    comments of both sides.
    """
    newline = newline_of(ours)
    units, conflicts = merge_units(_units(base), _units(ours), _units(theirs), partial(_merge_block, newline))
    parts: list[str] = []
    for unit in units:
        # A block that was the first of its file, and is not any more, gets an empty line above.
        is_close = unit.raw and parts and not unit.lead and not parts[-1].endswith("\n")
        parts += [newline * 2 if is_close else unit.lead, unit.raw]
    text = "".join(parts)
    if by_lines is not None and not conflicts and _contents(by_lines) == _contents(text):
        return MergedText(by_lines)
    return MergedText(text, tuple(conflicts))


def _units(text: str) -> list[Unit]:
    """The blocks, each with the empty lines and comments right above it, and the text after the last one.

    The text above the first block, up to an empty line, is about the file: it is a unit of its own.
    """
    units: list[Unit] = []
    seen: Counter[tuple[str, str]] = Counter()
    lead = ""
    for block in BibDocument(text).blocks:
        if block.kind == "between":
            lead = block.raw
            head = None if units else _HEAD.match(lead)
            if head:
                units.append(Unit(UnitName("between", head[0].strip()), head[0]))
                lead = lead[head.end() :]
            continue
        kind, key = block.kind, block.key if block.kind == "entry" and block.key else block.raw.strip()
        units.append(Unit(UnitName(kind, key, seen[kind, key]), block.raw, lead))
        seen[kind, key] += 1
        lead = ""
    return [*units, Unit(UnitName("end", "the end of the file"), "", lead)]


def _contents(text: str) -> list[tuple[str, str, object]]:
    """Type, key and fields of the blocks of a text, in order."""
    blocks = (block for block in BibDocument(text).blocks if block.kind != "between")
    return [(block.type.lower(), block.key, _fields(block) or block.raw) for block in blocks]


def _fields(block: Block | None) -> dict[str, str] | None:
    """Name -> value as written; ``None`` if the entry is not well formed, or has a field twice."""
    fields = {field.name.lower(): field.value for field in block.fields} if block else {}
    is_sound = not block or (not block.problem and len(fields) == len(block.fields))
    return fields if is_sound else None


def _merge_block(newline: str, base: Unit | None, ours: Unit, theirs: Unit) -> tuple[Unit, list[str]]:
    """A block that both sides changed, with the comments above it."""
    lead, conflicts = ours.lead, []
    of_base, of_ours, of_theirs = (unit.lead.strip() if unit else "" for unit in (base, ours, theirs))
    if of_ours == of_base:
        lead = ours.lead if of_theirs == of_base else theirs.lead
    elif of_theirs not in (of_base, of_ours):
        lead = f"{newline}{with_markers(of_ours, of_theirs, newline)}"
        conflicts.append(f"the comment above {ours.name.key}")
    raw, of_raw = _merge_raw(base.raw if base else "", ours.raw, theirs.raw, newline)
    return ours._replace(raw=raw, lead=lead), [*conflicts, *of_raw]


def _merge_raw(base: str, ours: str, theirs: str, newline: str) -> tuple[str, list[str]]:
    if theirs in (ours, base):
        return ours, []
    if ours == base:
        return theirs, []
    of_base, of_ours, of_theirs = (_first_block(raw) for raw in (base, ours, theirs))
    if of_ours and of_theirs:
        with_type = _with_merged_type(of_base, of_ours, of_theirs)
        fields = [_fields(block) for block in (of_base, of_ours, of_theirs)]
        if with_type is not None and None not in fields:
            try:
                return _merge_entry(with_type, of_ours, [names or {} for names in fields], newline)
            except InputError:  # the entry is so malformed that more than the field would change
                pass
    return with_markers(ours, theirs, newline).rstrip("\r\n"), [of_ours.key if of_ours else ""]


def _first_block(raw: str) -> Block | None:
    return next(iter(BibDocument(raw).blocks), None)


def _with_merged_type(base: Block | None, ours: Block, theirs: Block) -> str | None:
    """The text of *ours* with the merged entry type; ``None`` if both sides have changed the type."""
    of_base, of_ours, of_theirs = (block.type.lower() if block else "" for block in (base, ours, theirs))
    if of_theirs in (of_base, of_ours):
        return ours.raw
    return ours.raw.replace(ours.type, theirs.type, 1) if of_ours == of_base else None


def _merge_entry(text: str, ours: Block, fields: list[dict[str, str]], newline: str) -> tuple[str, list[str]]:
    """*text*, the entry of *ours*, with the *fields* (of base, ours and theirs) merged."""
    edits: list[Edit] = []
    conflicts: dict[str, str | None] = {}
    for name in dict.fromkeys((*fields[1], *fields[2])):
        of_base, of_ours, of_theirs = (values.get(name) for values in fields)
        if of_theirs in (of_ours, of_base):
            continue
        if of_ours != of_base:
            conflicts[name] = of_theirs
        elif of_theirs is None:
            edits.append(RemoveField(ours.start, name))
        else:
            edits.append(SetField(ours.start, name, of_theirs, is_written=True))
    merged = _mark_conflicts(apply_edits(BibDocument(text), edits), conflicts, newline)
    return merged, [f"{ours.key}.{name}" for name in conflicts]


def _mark_conflicts(text: str, conflicts: dict[str, str | None], newline: str) -> str:
    """Both values of the fields between conflict markers, on lines of their own."""
    block = next(iter(BibDocument(text).blocks))
    fields = {field.name.lower(): field for field in block.fields}
    after_key = block.key_start + len(block.key) + 1
    names = sorted(conflicts, key=lambda name: fields[name].start if name in fields else after_key, reverse=True)
    for name in names:
        theirs = conflicts[name]
        start = stop = after_key
        if field := fields.get(name):
            comma = _COMMA.match(text, field.end)
            start, stop = field.start, comma.end() if comma else field.end
        both = with_markers(text[start:stop], f"{name} = {theirs}," if theirs is not None else "", newline)
        text = f"{text[:start]}{newline}{both}{text[stop:].lstrip()}"
    return text
