"""The entries of a .bib file as they are written, for commands that change them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from moebib.errors import InvalidRecord
from moebib.formats.bibtex import BibDocument, BibEntry, Block, Dialect, Edit, dialect_of, record_edits, value_edits
from moebib.records.record import Record

__all__ = ["NOT_IN_BIB", "BibEditor"]

NOT_IN_BIB = frozenset({"type", "genre", "links", "aliases", "versions", "tags"})
"""Fields that a fix cannot write into a .bib file, or that would turn the entry into something else."""


@dataclass(frozen=True)
class BibEditor:
    """The entries of a .bib file as they are written."""

    document: BibDocument
    entries: dict[str, tuple[Block, BibEntry, Record]]
    """The block, the entry and the record, by the key of the record."""
    unicode: bool
    """Whether accented letters are written as they are."""

    @cached_property
    def _dialect(self) -> Dialect:
        return dialect_of(block for block, _, _ in self.entries.values())

    def edits(self, new: Record) -> list[Edit] | None:
        """The edits that give the entry with this key the values of *new*; ``None`` if more would change."""
        block, entry, old = self.entries[new.id]
        return record_edits(block, entry, old, new, self._dialect, unicode=self.unicode)

    def can_write(self, new: Record) -> bool:
        """Whether there are such edits."""
        return self.edits(new) is not None

    def value_edits(self, key: str, values: Mapping[str, str]) -> list[Edit] | None:
        """The edits that give fields of the entry with *key* these values; ``None`` if more would change."""
        return value_edits(self.entries[key][0], values)

    def can_fix(self, key: str, changes: Mapping[str, Any]) -> bool:
        """Whether *changes* of the record with *key* can be written without touching anything else."""
        if not changes.keys().isdisjoint(NOT_IN_BIB):
            return False
        try:
            return self.can_write(self.entries[key][2].evolve(**changes))
        except InvalidRecord:
            return False
