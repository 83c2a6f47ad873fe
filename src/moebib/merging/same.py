"""Which work of a library a record describes."""

from __future__ import annotations

from collections.abc import Iterable

from moebib.library.library import Library
from moebib.records.identifier import Identifier
from moebib.records.record import Record

__all__ = ["contradict", "find_same"]


def find_same(library: Library, record: Record) -> Record | None:
    """The work in *library* that *record* describes: one with its identifier, else one with its title.

    Works of one title are different works if they have different identifiers of one scheme.
    """
    for identifier in record.all_identifiers:
        if identifier.is_of_one_work and (same := library.find(identifier)):
            return same
    titled = (library.titled(title) for title in record.titles)
    identifiers = [identifier for identifier in record.all_identifiers if identifier.is_of_one_work]
    return next((same for same in titled if same and not contradict(identifiers, same.all_identifiers)), None)


def contradict(these: Iterable[Identifier], those: Iterable[Identifier]) -> bool:
    """Whether the two sets, which share no identifier, have different identifiers of one scheme."""
    return not {identifier.scheme for identifier in these}.isdisjoint(identifier.scheme for identifier in those)
