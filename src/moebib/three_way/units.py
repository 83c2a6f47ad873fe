"""Units: the entries or items of a file, told from each other by their names, as two people changed, added and removed
them.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
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
    kept = list(_kept(ours, was, {unit.name: unit for unit in theirs}, both_changed, conflicts))
    added = _added(kept, was, theirs, conflicts, by_key=_is_by_key(ours) and _is_by_key(theirs))
    joined = [one for place, unit in enumerate(kept) for one in (*added.get(place, ()), unit)]
    return [*joined, *added.get(len(kept), ())], conflicts


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


def _added(
    kept: Sequence[Unit], was: Mapping[Name, Unit], theirs: Iterable[Unit], conflicts: list[str], *, by_key: bool
) -> dict[int, list[Unit]]:
    """The units that only *theirs* has, by the place in *kept* before which they come."""
    places = {unit.name: place for place, unit in enumerate(kept)}
    keyed = [(_key(unit), place) for place, unit in enumerate(kept) if unit.name.kind in _KEYED]
    added: defaultdict[int, list[Unit]] = defaultdict(list)
    place = 0
    for unit in theirs:
        if unit.name in places:
            place = places[unit.name] + 1
            continue
        if old := was.get(unit.name):
            if unit.says == old.says:
                continue
            conflicts.append(f"{_shown(unit)} (removed by ours, changed by theirs)")
        if by_key and keyed and unit.name.kind in _KEYED:
            later = bisect_right(keyed, _key(unit), key=itemgetter(0))
            place = keyed[later][1] if later < len(keyed) else keyed[-1][1] + 1
        added[place].append(unit)
    return added


def _is_by_key(units: Iterable[Unit]) -> bool:
    """Whether the entries stand in the order of their keys, as in all that `build` writes."""
    keys = [_key(unit) for unit in units if unit.name.kind in _KEYED]
    return keys == sorted(keys)


def _key(unit: Unit) -> str:
    return unit.name.key.lower()


def _shown(unit: Unit) -> str:
    return unit.name.key[:_LONGEST]
