"""Offers: where cited works may come from, a list or a file, each asked for single works by their keys."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple, Protocol

from moebib import formats, store
from moebib.errors import Finding
from moebib.formats.bibtex import (
    BibDocument,
    Dialect,
    Excerpt,
    excerpt_entries,
    find_entry,
    is_portable,
    join_excerpts,
    read_file,
)
from moebib.records.record import Record
from moebib.text.encoding import decode_bytes

__all__ = ["BibOffer", "Offer", "RecordOffer", "Taken", "read_offer"]


class Taken(NamedTuple):
    """A work that is cited: the key it is cited by, and its own."""

    called: str
    key: str


class Offer(Protocol):
    """A source of works."""

    findings: tuple[Finding, ...]

    def find(self, key: str) -> str | None:
        """The key of the work that is cited by *key*: its own, in whatever case, or a former one."""

    def works(self) -> Sequence[str]:
        """The keys of all works."""

    def record(self, taken: Taken) -> tuple[Record | None, tuple[Finding, ...]]:
        """A work under the key it is cited by, and what of it was not understood."""


class RecordOffer:
    """Works that are records already: a list, a file of CSL-JSON, ..."""

    def __init__(self, records: Iterable[Record], findings: tuple[Finding, ...] = ()) -> None:
        self.findings = findings
        self._records: dict[str, Record] = {}
        self._any_case: dict[str, str] = {}
        for record in records:
            self._records.setdefault(record.id, record)
            self._any_case.setdefault(record.id.lower(), record.id)
        for record in self._records.values():
            for former in record.ids:
                self._any_case.setdefault(former.lower(), record.id)

    def find(self, key: str) -> str | None:
        """The key of the work called *key*, in any case or by a former key."""
        return key if key in self._records else self._any_case.get(key.lower())

    def works(self) -> Sequence[str]:
        """The keys of all works."""
        return tuple(self._records)

    def record(self, taken: Taken) -> tuple[Record | None, tuple[Finding, ...]]:
        """The work that was taken, and what was found in reading it."""
        return called(self._records[taken.key], taken.called), ()


class BibOffer:
    """A .bib file, whose entries stay as they are where that is wanted."""

    def __init__(self, text: str, name: str, findings: tuple[Finding, ...] = ()) -> None:
        self.document = BibDocument(text)
        self.findings = findings
        self._name = name

    def find(self, key: str) -> str | None:
        """The key of the work called *key*, in any case or by a former key."""
        return find_entry(self.document, key)

    def works(self) -> Sequence[str]:
        """The keys of all works."""
        return tuple(self.document.index.works)

    def record(self, taken: Taken) -> tuple[Record | None, tuple[Finding, ...]]:
        """The work that was taken, and what was found in reading it."""
        # Alone, with what it refers to: the rest of a big file costs nothing, and a broken entry no other one.
        records, findings = read_file(join_excerpts(excerpt_entries(self.document, [taken]), ()))
        line = self._line(taken.key) if findings else None
        told = tuple(replace(finding, file=self._name, line=line, column=None) for finding in findings)
        found = next((record for record in records if record.id == taken.called), None)
        return (called(found, taken.called) if found else None), told

    def excerpts(self, taken: Iterable[Taken], dialect: Dialect) -> list[Excerpt]:
        """Those that may stay as they are in a .bib file of this dialect, with what they refer to."""
        kept = [one for one in taken if is_portable(self.document, one.key, dialect)]
        return excerpt_entries(self.document, kept)

    def preambles(self) -> list[str]:
        """The ``@preamble`` blocks of the file."""
        return [block.raw for block in self.document.blocks if block.kind == "preamble"]

    def _line(self, key: str) -> int:
        index = self.document.index
        line, _ = self.document.position(index.works[key] if key in index.works else index.containers[key])
        return line


def called(record: Record, key: str) -> Record:
    """The work under another key, which then is none of its former ones."""
    if record.id == key and key not in record.ids:
        return record
    return record.evolve(id=key, ids=tuple(one for one in record.ids if one.lower() != key.lower()))


def read_offer(path: Path) -> BibOffer | RecordOffer:
    """The works of a file, of any format that can be imported.

    Raises:
        InputError: If the format is unknown.
    """
    data, name = store.read_bytes(path), store.printable(path)
    if path.suffix.lower() == ".bib":
        decoded = decode_bytes(data)
        return BibOffer(decoded.text, name, tuple(replace(one, file=name) for one in [decoded.finding] if one))
    parsed = formats.for_file(path.name, data).parse(data, name=name)
    return RecordOffer(parsed.records, parsed.findings)
