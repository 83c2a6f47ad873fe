"""Units: the entries or items of a file, told from each other by their names, as two people changed, added and removed
them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

__all__ = ["BothChanged", "Name", "Unit", "join_units"]

_KEYED = ("entry", "item")
_LONGEST = 60
"""Of a name in a message: a comment has its whole text for a name."""


class Name(NamedTuple):
    """What one unit of a file is called, and no other."""

    kind: str
    key: str
    number: int = 0
    """How many of this kind and key stand before it."""


class Unit(NamedTuple):
    """A piece of a file, with the blank lines and comments above it."""

    name: Name
    raw: str
    lead: str = ""

    @property
    def says(self) -> tuple[str, str]:
        """Blank lines say nothing."""
        return self.lead.strip(), self.raw


BothChanged = Callable[[Unit | None, Unit, Unit], tuple[Unit, Sequence[str]]]
"""Makes one unit of those that were made of the first, and tells what could not be decided."""


def join_units(
    base: Iterable[Unit], ours: Sequence[Unit], theirs: Sequence[Unit], both_changed: BothChanged
) -> tuple[list[Unit], list[str]]:
    """The units of *ours* with what *theirs* changed, removed and added, and the conflicts.

    What is added stands where it does there, or by its key, where all stand so.
    """
    was = {unit.name: unit for unit in base}
    conflicts: list[str] = []
    joined = list(_kept(ours, was, {unit.name: unit for unit in theirs}, both_changed, conflicts))
    there = {unit.name for unit in ours}
    by_key = _is_by_key(ours) and _is_by_key(theirs)
    place = 0
    for unit in theirs:
        if unit.name in there:
            place = next((i + 1 for i, one in enumerate(joined) if one.name == unit.name), place)
            continue
        if old := was.get(unit.name):
            if unit.says == old.says:
                continue
            conflicts.append(f"{_shown(unit)} (removed by ours, changed by theirs)")
        at = _place_by_key(joined, unit, place) if by_key and unit.name.kind in _KEYED else place
        joined.insert(at, unit)
        place = at + 1
    return joined, conflicts


def _kept(
    ours: Iterable[Unit],
    was: Mapping[Name, Unit],
    theirs: Mapping[Name, Unit],
    both_changed: BothChanged,
    conflicts: list[str],
) -> Iterator[Unit]:
    for unit in ours:
        old, other = was.get(unit.name), theirs.get(unit.name)
        if other is None:
            if old is not None and unit.says != old.says:
                conflicts.append(f"{_shown(unit)} (changed by ours, removed by theirs)")
            if old is None or unit.says != old.says:
                yield unit
        elif other.says == unit.says or (old and other.says == old.says):
            yield unit
        elif old and unit.says == old.says:
            yield other
        else:
            one, undecided = both_changed(old, unit, other)
            conflicts += undecided
            yield one


def _is_by_key(units: Iterable[Unit]) -> bool:
    """Whether the entries stand in the order of their keys, as in all that `build` writes."""
    keys = [unit.name.key.lower() for unit in units if unit.name.kind in _KEYED]
    return keys == sorted(keys)


def _place_by_key(units: Sequence[Unit], new: Unit, place: int) -> int:
    """Before the first that has a later key, or behind the last; *place*, where none has a key."""
    key = new.name.key.lower()
    keyed = [i for i, one in enumerate(units) if one.name.kind in _KEYED]
    return next((i for i in keyed if units[i].name.key.lower() > key), keyed[-1] + 1 if keyed else place)


def _shown(unit: Unit) -> str:
    return unit.name.key[:_LONGEST]
