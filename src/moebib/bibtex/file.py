"""BibTeX and BibLaTeX files: bibtexparser splits them and recovers from errors, the rest is done here.

Every entry with a key becomes a record, also one whose key or field stands twice. What is not carried or not
understood (a broken block, ``@preamble``, ``@comment``, an undefined macro) becomes a finding with its line; text
between the entries is skipped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from bibtexparser import model, splitter

from moebib.bibtex.entry import Entry
from moebib.bibtex.reading import decode_entry
from moebib.bibtex.values import MONTHS
from moebib.errors import Finding
from moebib.record import Record

__all__ = ["read_file"]

_TOKEN = re.compile(r'\s*(?:#|(?P<open>[{"])|(?P<bare>[^\s#{}",]+))')


def read_file(text: str) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """All entries of a .bib file, in either dialect, and what was not understood.

    >>> records, findings = read_file("@book{knuth1984, title = {The {TeXbook}}} @book{cut,")
    >>> records[0].title, [finding.code for finding in findings]
    ('The TeXbook', ['MB121'])
    """
    file = _File()
    for block in _blocks(text.removeprefix("\ufeff")):
        file.add(block)
    return tuple(file.records.values()), tuple(file.findings)


def _blocks(text: str) -> list[model.Block]:
    # It would log each failure, too: here that is a finding.
    was, splitter.logger.disabled = splitter.logger.disabled, True
    try:
        return splitter.Splitter(text).split().blocks
    finally:
        splitter.logger.disabled = was


class _File:
    """What was read so far."""

    def __init__(self) -> None:
        self.records: dict[str, Record] = {}
        self.findings: list[Finding] = []
        self.macros = {month: month for month in MONTHS}

    def add(self, block: model.Block) -> None:
        line = (block.start_line or 0) + 1
        if isinstance(block, (model.DuplicateBlockKeyBlock, model.DuplicateFieldKeyBlock)) and block.ignore_error_block:
            block = block.ignore_error_block
        if isinstance(block, model.Entry):
            self._entry(block, line)
        elif isinstance(block, model.String):
            self.macros[block.key.lower()] = self._value(block.value, line)
        elif isinstance(block, model.ParsingFailedBlock):
            reason = getattr(block.error, "abort_reason", None) or str(block.error)
            self._find("MB121", f"a block that cannot be read: {' '.join(reason.split())}", line)
        elif not isinstance(block, model.ImplicitComment):
            self._find("MB127", f"not carried: @{type(block).__name__.removeprefix('Explicit').lower()}", line)

    def _entry(self, block: model.Entry, line: int) -> None:
        fields = self._fields(block, line)
        record, findings = decode_entry(Entry(block.entry_type.lower(), block.key, fields))
        self.findings.extend(_at(line, findings))
        if record:
            self._keep(record, line)

    def _fields(self, block: model.Entry, line: int) -> dict[str, str]:
        """The values by name in lower case; the second of a name is kept as ``name-2``."""
        fields: dict[str, str] = {}
        for field in block.fields:
            name, value = field.key.lower(), self._value(field.value, line, block.key)
            if fields.setdefault(name, value) == value:
                continue
            self._find("MB125", f"a second {name!r} in {block.key!r}: {value}", line, block.key)
            number = next(n for n in range(2, len(block.fields) + 2) if f"{name}-{n}" not in fields)
            fields[f"{name}-{number}"] = value
        return fields

    def _keep(self, record: Record, line: int) -> None:
        """One record a key, without regard to case: bibtex refuses a second, biber drops it."""
        keys = (record.id, *(f"{record.id}-{n}" for n in range(2, len(self.records) + 3)))
        for key in keys:
            other = self.records.get(key.lower())
            if other and other.evolve(id=record.id) == record:
                self._find("MB125", f"a second {record.id!r}, the same as {other.id!r}", line, record.id)
                return
            if not other:
                break
        if key != record.id:
            self._find("MB125", f"a second, other {record.id!r}: kept as {key!r}", line, record.id)
            record = record.evolve(id=key)
        self.records[key.lower()] = record

    def _value(self, raw: str, line: int, key: str | None = None) -> str:
        """A value without the braces or quotes around it; ``a # " b"`` is put together."""
        parts, at = [], 0
        raw = raw.strip()
        while token := _TOKEN.match(raw, at):
            at = token.end()
            if token["open"]:
                end = _closing(raw, at, token["open"])
                parts.append(raw[at:end])
                at = end + 1
            elif bare := token["bare"]:
                if not bare.isdecimal() and bare.lower() not in self.macros:
                    self._find("MB124", f"a macro that is not defined: {bare!r}", line, key)
                parts.append(self.macros.get(bare.lower(), bare))
        return "".join(parts) + raw[at:]

    def _find(self, code: str, message: str, line: int, key: str | None = None) -> None:
        self.findings.append(Finding(code, message, key, line=line))


def _closing(raw: str, start: int, opened: str) -> int:
    """Where the value that *opened* before *start* ends: at the brace or quote outside any other braces."""
    depth = 0
    for mark in re.compile(r'[{}"]').finditer(raw, start):
        if depth == 0 and mark[0] == ("}" if opened == "{" else '"'):
            return mark.start()
        depth += (mark[0] == "{") - (mark[0] == "}")
    return len(raw)


def _at(line: int, findings: Iterable[Finding]) -> Iterable[Finding]:
    return (Finding(one.code, one.message, one.id, one.field, line=line) for one in findings)
