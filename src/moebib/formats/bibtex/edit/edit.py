"""Edits: changes to a .bib file that leave every other byte as it is."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.edit._splice import new_entry, renamed, with_field, without_fields
from moebib.formats.bibtex.syntax.blocks import LINE_BREAK, Kind, newline_of
from moebib.formats.bibtex.syntax.scanner import scan
from moebib.formats.bibtex.writer import Entry

__all__ = ["Add", "Drop", "Edit", "Remove", "Rename", "Set", "edit"]

_NEWLINE = f"(?:{LINE_BREAK.pattern})"


class Set(NamedTuple):
    """Give an entry a field, or another value to the one it has.

    An entry is named by its key or, where a key stands there twice, by the offset at which it starts.
    """

    entry: str | int
    field: str
    value: str
    """LaTeX without delimiters: it gets those of its neighbours."""
    is_written: bool = False
    """The value is as it shall stand in the file: ``jan``, ``acm # { Letters}``."""


class Remove(NamedTuple):
    """Take a field from an entry, all of the name if there are several."""

    entry: str | int
    field: str


class Rename(NamedTuple):
    """Give an entry another key. What names it elsewhere (``crossref``) stays as it is."""

    entry: str | int
    key: str


class Add(NamedTuple):
    """Add an entry behind the last one, written as that is."""

    new: Entry


class Drop(NamedTuple):
    """Take an entry from the file."""

    entry: str | int


Edit = Set | Remove | Rename | Add | Drop


def edit(text: str, edits: Iterable[Edit]) -> str:
    r"""The text of a .bib file after *edits*, one after the other; only the bytes that they are about change.

    >>> edit('@book{a,\n Title = "A", % mine\n Year  = 1999\n}', [Set("a", "title", "B"), Set("a", "url", "u")])
    '@book{a,\n Title = "B", % mine\n Year  = 1999,\n Url   = "u"\n}'

    Raises:
        InputError: If there is no such entry, a key or value cannot be one, or the entry is so broken that more would
            change.
    """
    file = _File(text)
    for one in edits:
        file.apply(one)
    return "".join(unit.raw for unit in file.units)


class _Unit:
    """A block, as it has become."""

    def __init__(self, raw: str, kind: Kind, key: str = "", start: int = -1) -> None:
        self.raw = raw
        self.kind = kind
        self.key = key
        self.start = start


class _File:
    def __init__(self, text: str) -> None:
        self.newline = newline_of(text)
        self.units = [_Unit(block.raw, block.kind, block.key, block.start) for block in scan(text)]
        self.entries: dict[str | int, list[_Unit]] = {}
        for unit in self.units:
            if unit.kind == "entry":
                self.entries.setdefault(unit.start, []).append(unit)
                self._know(unit)

    def apply(self, one: Edit) -> None:
        """Do one edit."""
        if isinstance(one, Add):
            self._add(one.new)
            return
        unit = self._find(one.entry)
        block = next(scan(unit.raw))
        if isinstance(one, Set):
            unit.raw = with_field(block, one.field, one.value, self.newline, is_written=one.is_written)
        elif isinstance(one, Remove):
            unit.raw = without_fields(block, one.field)
        elif isinstance(one, Rename):
            unit.raw = renamed(block, one.key)
            self._forget(unit)
            unit.key = one.key
            self._know(unit)
        else:
            self._drop(self.units.index(unit))
            self._forget(unit)
            self.entries.pop(unit.start, None)

    def _know(self, unit: _Unit) -> None:
        for key in {unit.key, unit.key.lower()}:
            self.entries.setdefault(key, []).append(unit)

    def _forget(self, unit: _Unit) -> None:
        for key in {unit.key, unit.key.lower()}:
            self.entries[key].remove(unit)

    def _find(self, name: str | int) -> _Unit:
        """The first entry of this key or, where there is none, the first whose key differs in case alone."""
        found = self.entries.get(name) or (self.entries.get(name.lower()) if isinstance(name, str) else None)
        if not found:
            raise InputError(f"no entry {name!r} in this file")
        return found[0]

    def _add(self, entry: Entry) -> None:
        places = [place for place, unit in enumerate(self.units) if unit.kind == "entry"]
        if places:
            last = places[-1]
            before = self.units[last - 1].raw if len(places) > 1 else ""
            between = before if re.fullmatch(f"{_NEWLINE}+", before) else self.newline * 2
            model = next(scan(self.units[last].raw))
        else:
            last = len(self.units) - 1
            text = self.units[last].raw if self.units else "\n"
            between, model = "" if text.endswith(("\n", "\r")) else self.newline, None
        new = _Unit(new_entry(entry, model, self.newline), "entry", entry.key)
        end = [] if model else [_Unit(self.newline, "between")]
        self.units[last + 1 : last + 1] = [_Unit(between, "between"), new, *end]
        self._know(new)

    def _drop(self, place: int) -> None:
        """Take a block out, and the blank lines of one side of it."""
        nothing = _Unit("", "between")
        before = self.units[place - 1] if place else nothing
        after = self.units[place + 1] if place + 1 < len(self.units) else nothing
        if before.kind == after.kind == "between" and any(
            one.kind != "between" for one in scan(before.raw + after.raw)
        ):
            raise InputError(f"the text around the entry {self.units[place].key!r} would become one without it")
        del self.units[place]
        if before.kind == "between" and place + 1 >= len(self.units) and not after.raw.strip():
            before.raw = before.raw.rstrip() + (after.raw if before.raw else "")
            after.raw = ""
        elif after.kind == "between" and (place == 0 or before.raw.endswith(("\n", "\r"))):
            after.raw = re.sub(rf"\A(?:[ \t]*{_NEWLINE})+", "", after.raw)
