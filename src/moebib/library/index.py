"""Finds the works of a library by key, identifier and title."""

from __future__ import annotations

from bisect import insort
from collections.abc import Iterable, Iterator
from copy import copy
from functools import cached_property

from moebib.library.keys import KeyIndex
from moebib.records.identifier import Identifier
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = ["WorkIndex"]


class WorkIndex:
    """Works in the order of their keys, and what each is found by. It never changes.

    Of two works with one identifier or title, the first is found.
    """

    records: tuple[Record, ...]
    keys: KeyIndex[Record]

    def __init__(self, records: Iterable[Record] = ()) -> None:
        self.records = tuple(sorted(records, key=_sort_key))
        self.keys = KeyIndex()
        self._by_identifier: dict[Identifier, Record] = {}
        self._has_shared = False
        """Whether two works have an identifier in common."""
        for record in self.records:
            self.keys.add(record.id, record, former=record.ids)
            for identifier in _all_forms(record):
                if self._by_identifier.setdefault(identifier, record) is not record:
                    self._has_shared = True

    def find(self, identifier: Identifier) -> Record | None:
        """The work with *identifier* in any form; ``None`` if there is none."""
        return self._by_identifier.get(identifier) or self._by_identifier.get(identifier.canonical)

    def titled(self, title: str) -> Record | None:
        """The work with *title*, also as that of a version or an alias, regardless of case, accents and markup."""
        return self._by_title.get(fold(plain(title))) if title else None

    @cached_property
    def _by_title(self) -> dict[str, Record]:
        return {fold(title): record for record in self.records for title in reversed(record.titles)}

    def without(self, record: Record) -> WorkIndex:
        """The index without this very record."""
        return WorkIndex(other for other in self.records if other is not record)

    def replacing(self, record: Record) -> WorkIndex:
        """The index with *record* added, or in place of the work with its key; no other work may have its keys."""
        old = self.keys.exact(record.id)
        records = [other for other in self.records if other is not old]
        insort(records, record, key=_sort_key)
        if old and self._has_shared:  # what the old one is found by may be an identifier of another work
            return WorkIndex(records)
        index = copy(self)
        index.__dict__.pop("_by_title", None)
        index.records, index.keys = tuple(records), self.keys.copy()
        by_identifier = self._by_identifier
        if old:
            index.keys.discard(old.id, former=old.ids)
            by_identifier = {form: other for form, other in by_identifier.items() if other is not old}
        index.keys.add(record.id, record, former=record.ids)
        first = {form: min(record, by_identifier.get(form, record), key=_sort_key) for form in _all_forms(record)}
        index._has_shared |= not by_identifier.keys().isdisjoint(first)
        index._by_identifier = by_identifier | first
        return index


def _sort_key(record: Record) -> tuple[str, str]:
    return record.id.lower(), record.id


def _all_forms(record: Record) -> Iterator[Identifier]:
    """The identifiers of *record* by which it is found."""
    return (form for identifier in record.all_identifiers for form in (identifier, identifier.canonical))
