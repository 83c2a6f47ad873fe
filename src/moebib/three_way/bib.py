"""Three-way merge of .bib files, entry by entry and field by field."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import NamedTuple, TypeVar

from moebib.errors import InputError
from moebib.formats.bibtex import BibDocument, Block, Edit, RemoveField, SetField, apply_edits, read_entries
from moebib.text.lines import newline_of
from moebib.three_way.markers import MergedText, have_conflicts, sides_of, with_markers, with_whole_in_markers
from moebib.three_way.units import Unit, UnitName, merge_units

__all__ = ["merge_bib"]

_HEAD = re.compile(r"(?s).*\n\s*\n")
_BETWEEN_ENTRIES = frozenset(("MB121", "MB124", "MB125", "MB129", "MB130", "MB132"))
_COMMA = re.compile(r"[ \t]*,?")


def merge_bib(base: str, ours: str, theirs: str, by_lines: str | None = None) -> MergedText | None:
    """The .bib file with the changes of both sides; ``None`` if it can only be merged by lines.

    Strings, comments and preambles are merged as a whole. *by_lines* is a merge by lines without conflicts: if it has
    the same entries, it is returned, since it keeps the comments of both sides. A text is only returned if it is read
    as the blocks that it is made of, on both sides of all conflicts, with no problem that neither file has.
    """
    if have_conflicts(ours, theirs):
        return None
    newline = newline_of(ours)
    of_base, of_ours, of_theirs = map(_units, (base, ours, theirs))
    if by_lines is not None:
        units, conflicts = merge_units(of_base, of_ours, of_theirs, _Merge(newline, keeps_comments=False).block)
        is_same = not conflicts and _contents(by_lines) == _contents(_joined(units, newline))
        if is_same and _problems(by_lines) <= _problems(ours) | _problems(theirs):
            return MergedText(by_lines)
    units, conflicts = merge_units(of_base, of_ours, of_theirs, _Merge(newline).block)
    text = _joined(units, newline)
    intended = zip(*(sides_of(unit.raw) for unit in units), strict=True) if units else ((), ())
    is_as_meant = all(
        not have_conflicts(side)
        and _blocks(side) == [block for raw in raws for block in _blocks(raw)]
        and _problems(side) <= _problems(ours) | _problems(theirs)
        for side, raws in zip(sides_of(text), intended, strict=True)
    )
    if is_as_meant:
        return MergedText(text, tuple(conflicts))
    return None if by_lines is None else with_whole_in_markers(ours, theirs)


def _joined(units: Iterable[Unit], newline: str) -> str:
    parts: list[str] = []
    for unit in units:
        # A block that was the first of its file, and is not any more, gets an empty line above.
        is_close = unit.raw and parts and not unit.lead and not parts[-1].endswith("\n")
        parts += [newline * 2 if is_close else unit.lead, unit.raw]
    return "".join(parts)


def _blocks(text: str) -> list[str]:
    return [block.raw for block in BibDocument(text).blocks if block.kind != "between"]


def _problems(text: str) -> set[tuple[str, str]]:
    """What is wrong between entries: a macro or parent that another one removed, a key that two added."""
    found = (finding for entry in read_entries(BibDocument(text)) for finding in entry.findings)
    return {(finding.code, finding.message) for finding in found if finding.code in _BETWEEN_ENTRIES}


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
            if head and head[0].strip():
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


class _Merge(NamedTuple):
    """How blocks that both sides changed are merged."""

    newline: str
    keeps_comments: bool = True
    """Whether it is a conflict if both sides changed comments within an entry, of which one could be lost."""

    def block(self, base: Unit | None, ours: Unit | None, theirs: Unit | None) -> tuple[Unit, list[str]]:
        """A block that both sides changed, with the comments above it."""
        if ours is None or theirs is None:
            kept = ours or theirs
            assert kept, "one side has changed it"
            comment = kept.lead.lstrip()
            raw = f"{comment}{kept.raw}"
            marked = with_markers(raw if ours else "", raw if theirs else "", self.newline).rstrip("\r\n")
            lead = kept.lead[: len(kept.lead) - len(comment)]
            return kept._replace(raw=marked, lead=lead or self.newline), []
        lead, conflicts = ours.lead, []
        of_base, of_ours, of_theirs = (unit.lead.strip() if unit else "" for unit in (base, ours, theirs))
        if of_ours == of_base:
            lead = ours.lead if of_theirs == of_base else theirs.lead
        elif of_theirs not in (of_base, of_ours):
            lead = f"{self.newline}{with_markers(of_ours, of_theirs, self.newline)}"
            conflicts.append(f"the comment above {ours.name.key}")
        raw, of_raw = self._raw(base.raw if base else "", ours.raw, theirs.raw)
        return ours._replace(raw=raw, lead=lead), [*conflicts, *of_raw]

    def _raw(self, base: str, ours: str, theirs: str) -> tuple[str, list[str]]:
        if theirs in (ours, base):
            return ours, []
        if ours == base:
            return theirs, []
        blocks = _BlockSides(*map(_first_block, (base, ours, theirs)))
        try:
            merged = self._entry(blocks)
        except InputError:  # the entry is so malformed that more than the field would change
            merged = None
        whole = with_markers(ours, theirs, self.newline).rstrip("\r\n")
        return merged or (whole, [blocks.ours.key if blocks.ours else ""])

    def _entry(self, blocks: _BlockSides) -> tuple[str, list[str]] | None:
        """The merged entry and its conflicts; ``None`` if it can only be merged as a whole."""
        _, ours, theirs = blocks
        fields = [_fields(block) for block in blocks]
        types = [block.type.lower() if block else "" for block in blocks]
        if not ours or not theirs or None in fields or len(set(_choice(*types))) > 1:
            return None
        comments = [block.other_text if block else [] for block in blocks]
        is_ours = comments[2] in comments[:2] or not self.keeps_comments
        if not is_ours and comments[1] != comments[0]:
            return None
        # The text is that of the side which changed the comments within the entry.
        start = ours if is_ours else theirs
        written = _fields(start) or {}
        names = dict.fromkeys(name for values in fields for name in values or ())
        choices = {name: _choice(*((values or {}).get(name) for values in fields)) for name in names}
        edits: list[Edit] = []
        for name, (value, other) in choices.items():
            if value == other != written.get(name):
                edits.append(RemoveField(0, name) if value is None else SetField(0, name, value, is_written=True))
        type_ = next(block.type for block in (ours, theirs) if block.type.lower() == _choice(*types)[0])
        raw = start.raw.replace(start.type, type_, 1)
        conflicts = {name: values for name, values in choices.items() if values[0] != values[1]}
        text = _with_marked_fields(apply_edits(BibDocument(raw), edits), conflicts, self.newline)
        for side, side_text in enumerate(sides_of(text)):
            (entry, *rest) = BibDocument(side_text).blocks
            intended = {name: values[side] for name, values in choices.items() if values[side] is not None}
            if rest or entry.problem or _fields(entry) != intended or entry.other_text != start.other_text:
                return None
        return text, [f"{ours.key}.{name}" for name in conflicts]


class _BlockSides(NamedTuple):
    base: Block | None
    ours: Block | None
    theirs: Block | None


def _first_block(raw: str) -> Block | None:
    return next(iter(BibDocument(raw).blocks), None)


Value = TypeVar("Value")


def _choice(base: Value, ours: Value, theirs: Value) -> tuple[Value, Value]:
    """The value that only one side changed, twice; both values if both sides changed it."""
    if theirs in (base, ours):
        return ours, ours
    return (theirs, theirs) if ours == base else (ours, theirs)


def _with_marked_fields(text: str, conflicts: Mapping[str, tuple[str | None, str | None]], newline: str) -> str:
    """Both values of the fields in *conflicts* between markers, on lines of their own."""
    block = next(iter(BibDocument(text).blocks))
    fields = {field.name.lower(): field for field in block.fields}
    after_key = block.key_start + len(block.key) + 1
    names = sorted(conflicts, key=lambda name: fields[name].start if name in fields else after_key, reverse=True)
    for name in names:
        start = stop = after_key
        written = name
        if field := fields.get(name):
            comma = _COMMA.match(text, field.end)
            start, stop = field.start, comma.end() if comma else field.end
            written = field.name
        before = text[:start].rstrip(" \t")
        ours, theirs = ("" if value is None else f"{written} = {value}," for value in conflicts[name])
        both = with_markers(ours, theirs, newline)
        text = f"{before}{'' if before.endswith(newline) else newline}{both}{text[stop:].lstrip()}"
    return text
