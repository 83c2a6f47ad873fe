"""A list that is kept open while entries are saved one by one, and that other processes may change meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from moebib.errors import IdentifierClash, InvalidRecord
from moebib.library.library import Library
from moebib.records.key_pattern import KeyPattern
from moebib.records.record import Record
from moebib.store.changes import ChangeSet
from moebib.store.list_texts import plan_entries
from moebib.store.listing import stamp, stamp_of
from moebib.store.locking import lock
from moebib.store.reading import read
from moebib.store.roots import find_root

__all__ = ["ListSession"]


class ListSession:
    """The list in *root*; one that *is_new* is created with the first entry.

    Without *write*, entries are saved in memory only, so that a preview shows what each would change.
    """

    pattern: KeyPattern | None = None
    """The keys of a list are those of ``make_key``."""

    def __init__(self, root: Path, *, is_new: bool = False, write: bool = True) -> None:
        """Read the list.

        Raises:
            InvalidRecord: If an entry cannot be read.
        """
        self._root, self._is_new, self._write = root, is_new, write
        self._planned: dict[str, str] = {}
        with lock(root, write=write):
            self.library = Library() if is_new else read(root)
            self._stamp = stamp(root, self.library.config)

    @contextmanager
    def edit(self) -> Iterator[Library]:
        """The list as it is now, under the lock: no other process can change it before what is decided is saved.

        Raises:
            InvalidRecord: If an entry cannot be read any more.
        """
        with lock(self._root, write=self._write):
            if self._write and (not self._is_new or find_root(self._root)):
                now = stamp(self._root, self.library.config)
                if now != self._stamp:
                    self.library, self._stamp, self._is_new = read(self._root), now, False
            yield self.library

    def save(self, record: Record) -> ChangeSet:
        """Add *record*, or replace the entry with its key, and return the changes of the files.

        Call it within :meth:`edit`.

        Raises:
            IdentifierClash: If another entry has one of its identifiers.
        """
        if record.id in self.library and record == self.library[record.id]:
            return ChangeSet((), self._root)
        try:
            library = self.library.replacing(record)
        except InvalidRecord as error:
            owners = (self.library.find(identifier) for identifier in record.all_identifiers)
            keys = {owner.id for owner in owners if owner}
            message = f"its identifiers are in several entries: {', '.join(sorted(keys))}"
            clashes = [finding for finding in error.findings if finding.code == "MB007"]
            raise IdentifierClash(message, findings=clashes) from error

        texts = plan_entries(self._root, [record], is_new=self._is_new)
        planned = ChangeSet.plan(self._root, texts)
        # In a preview nothing is on the disk: the change is one of the text that was planned before.
        files = [change._replace(old=self._planned.get(change.path) or change.old) for change in planned]
        changes = ChangeSet(tuple(change for change in files if change.old != change.new), self._root)
        self._planned |= texts
        if self._write:
            changes.apply()
            self._is_new = False
            self._stamp |= stamp_of(self._root, [change.path for change in changes])
        self.library = library
        return changes
