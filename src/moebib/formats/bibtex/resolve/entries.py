"""Resolving: the entries of a .bib file one by one, each complete in itself and with a key of its own."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import NamedTuple

from moebib.errors import Finding
from moebib.formats.bibtex.resolve.family import Family
from moebib.formats.bibtex.resolve.index import Index
from moebib.formats.bibtex.resolve.keys import Keys
from moebib.formats.bibtex.resolve.macros import Budget, Macros
from moebib.formats.bibtex.resolve.values import contents, define
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.formats.bibtex.syntax.positions import Places, Trouble
from moebib.formats.bibtex.syntax.scanner import scan
from moebib.formats.bibtex.writer import Entry
from moebib.text.shorten import shorten

__all__ = ["Resolved", "read_entries"]


class Resolved(NamedTuple):
    """A block of a file; its entry, if it is one that stands for a work; and what is wrong with it."""

    block: Block
    entry: Entry | None
    findings: tuple[Finding, ...] = ()


def read_entries(text: str) -> Iterator[Resolved]:
    """The entries of a .bib file in their order, and every other block that there is something to say of.

    In an entry macros and ``#`` are resolved, and what it inherits is its own. Keys are what a record's can be, and
    differ not in case alone. Nothing is kept of an entry but its key, so that a file of any length can be read.

    >>> next(read_entries('@string{p = "Pres"} @book{a, publisher = p # {s}}')).entry
    Entry(type='book', key='a', fields={'publisher': 'Press'})
    """
    return _File(text).read()


class _File:
    """What must be known of a file to read its next block."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._budget = Budget(len(text))
        self._macros = Macros(self._budget)
        self._places = Places(text)
        self._keys = Keys(text, self._own_entry)
        self._has_references = "xdata=" in text
        self._containers: list[Block] = []

    @cached_property
    def _index(self) -> Index:
        return Index(self._text)

    @cached_property
    def _family(self) -> Family:
        return Family(self._index, self._budget)

    def read(self) -> Iterator[Resolved]:
        """All blocks."""
        for block in scan(self._text):
            if block.kind == "entry":
                resolved = self._entry(block)
            elif block.kind == "between":
                continue
            else:
                resolved = self._other(block)
            if resolved.entry or resolved.findings:
                yield resolved
        yield from self._unused()

    def _entry(self, block: Block) -> Resolved:
        # That there is no key is told when it gets one.
        troubles = _problem(block) if block.problem not in ("", "no key") else []
        fields = contents(block, self._macros, troubles)
        own = entry = Entry(block.type.lower(), block.key, fields)
        if "crossref" in fields or "xdata" in fields or (self._has_references and _refers(fields)):
            entry = self._family.complete(own, troubles)
        found: Entry | None = entry
        if own.type == "xdata":
            self._containers.append(block)
            found = None
        elif not fields and not block.key:
            troubles = [Trouble("MB121", f"an entry without key and fields: @{block.type}", "complete or remove it")]
            found = None
        elif not self._keys.take(block):
            found = self._keys.settle(block, own, entry, troubles)
        return Resolved(block, found, self._findings(block, troubles, found) if troubles else ())

    def _other(self, block: Block) -> Resolved:
        troubles = _problem(block) if block.problem else []
        if block.kind == "string":
            define(block, self._macros, troubles)
        elif block.kind != "failed":
            troubles.append(Trouble("MB127", f"not carried: @{block.kind}", at=block.start))
        return Resolved(block, None, self._findings(block, troubles))

    def _own_entry(self, start: int, end: int) -> Entry:
        block = next(scan(self._text[start:end]))
        return Entry(block.type.lower(), block.key, contents(block, self._macros, [], shift=start))

    def _findings(self, block: Block, troubles: list[Trouble], entry: Entry | None = None) -> tuple[Finding, ...]:
        return self._places.findings(block, troubles, entry.key if entry else None)

    def _unused(self) -> Iterator[Resolved]:
        """The ``@xdata`` entries that no entry names: they are in no record."""
        for block in self._containers:
            if not self._is_used(block.key):
                trouble = Trouble("MB127", f"not carried: @xdata {block.key!r}, which no entry names")
                yield Resolved(block, None, self._findings(block, [trouble]))

    def _is_used(self, key: str) -> bool:
        family = self.__dict__.get("_family")  # made when the first entry inherited
        return family is not None and key in family.used


def _refers(fields: dict[str, str]) -> bool:
    return any("xdata=" in value for value in fields.values())


def _problem(block: Block) -> list[Trouble]:
    """What the scanner says of a block that is not well formed."""
    at = block.problem_start if block.problem_start >= 0 else block.start
    if block.kind == "failed":
        message = f"a block that cannot be read, {block.problem}: {shorten(block.raw)}"
        return [Trouble("MB121", message, "repair it; nothing of it is carried", at=at)]
    hint = "look whether something is missing; what could be read is kept"
    return [Trouble("MB132", f"not well formed, {block.problem}: {block.key or '@' + block.type}", hint, at=at)]
