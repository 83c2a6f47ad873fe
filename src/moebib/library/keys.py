"""Finds entries by key: the only place that decides which entry a key means."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Generic, TypeVar

__all__ = ["KeyIndex"]

EntryT = TypeVar("EntryT")


@dataclass(slots=True)
class KeyIndex(Generic[EntryT]):
    """An index of entries by key: exactly this key, else one that differs in case only, else a former key.

    The first of two entries with one key wins. BibTeX compares keys without regard to case, biber and git do not.

    >>> index = KeyIndex()
    >>> index.add("Knuth1984", "The TeXbook", former=["texbook"])
    >>> index.find("knuth1984"), index.find("TeXbook"), index.find("knuth1986"), "Knuth1984" in index
    ('The TeXbook', 'The TeXbook', None, True)
    """

    _exact: dict[str, EntryT] = field(default_factory=dict)
    _folded: dict[str, EntryT] = field(default_factory=dict)
    _former: dict[str, EntryT] = field(default_factory=dict)

    def add(self, key: str, entry: EntryT, *, former: Iterable[str] = ()) -> None:
        """Add an entry with its key and its former keys."""
        self._exact.setdefault(key, entry)
        self._folded.setdefault(key.lower(), entry)
        for former_key in former:
            self.add_former(former_key, entry)

    def add_former(self, key: str, entry: EntryT) -> None:
        """Add a former key of an entry."""
        self._former.setdefault(key.lower(), entry)

    def discard(self, key: str, *, former: Iterable[str] = ()) -> None:
        """Remove the entry with exactly this key, and its former keys."""
        entry = self._exact.pop(key, None)
        if entry is not None and self._folded.get(key.lower()) is entry:
            del self._folded[key.lower()]
        for former_key in former:
            if self._former.get(former_key.lower()) is entry:
                del self._former[former_key.lower()]

    def find(self, key: str) -> EntryT | None:
        """The entry that *key* means, or ``None``."""
        if (entry := self._exact.get(key)) is not None:
            return entry
        folded = key.lower()
        entry = self._folded.get(folded)
        return self._former.get(folded) if entry is None else entry

    def copy(self) -> KeyIndex[EntryT]:
        """A copy of the index, which can be changed independently."""
        return KeyIndex(self._exact.copy(), self._folded.copy(), self._former.copy())

    def __iter__(self) -> Iterator[str]:
        """The keys in the order in which they were added, without former keys."""
        return iter(self._exact)

    def __len__(self) -> int:
        return len(self._exact)

    def __contains__(self, key: object) -> bool:
        """Whether an entry has exactly this key."""
        return key in self._exact

    def exact(self, key: str) -> EntryT | None:
        """The entry with exactly this key, or ``None``."""
        return self._exact.get(key)
