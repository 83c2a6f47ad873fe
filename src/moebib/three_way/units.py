"""Units: the entries or items of a file, identified by their names, as two branches changed, added and removed them."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from operator import itemgetter
from typing import NamedTuple

__all__ = ["MergeUnit", "Unit", "UnitName", "merge_units"]

_KEYED = ("entry", "item")
_LONGEST = 60
"""The longest name in a message: the name of a comment is its whole text."""


class UnitName(NamedTuple):
    """The unique name of a unit in its file."""

    kind: str
    key: str
    number: int = 0
    """How many units of this kind and key come before it."""


class Unit(NamedTuple):
    """A part of a file, with the empty lines and comments above it."""

    name: UnitName
    raw: str
    lead: str = ""

    @property
    def content(self) -> tuple[str, str]:
        """What is compared: the unit without empty lines around the comments above it."""
        return self.lead.strip(), self.raw


MergeUnit = Callable[[Unit | None, Unit | None, Unit | None], tuple[Unit, Sequence[str]]]
"""Merges a unit that both sides changed, given base, ours and theirs, one of which may have removed it; returns its
conflicts, too."""


def merge_units(
    base: Iterable[Unit], ours: Sequence[Unit], theirs: Sequence[Unit], merge_unit: MergeUnit
) -> tuple[list[Unit], list[str]]:
    """The units of *ours* with what *theirs* changed, removed and added, and the conflicts.

    Added units come where they are in *theirs*, or by their keys if both files are sorted by key.
    """
    of_base = {unit.name: unit for unit in base}
    conflicts: list[str] = []
    kept = list(_kept(ours, of_base, {unit.name: unit for unit in theirs}, merge_unit, conflicts))
    by_key = _is_sorted(ours) and _is_sorted(theirs)
    added = _added(kept, of_base, theirs, merge_unit, conflicts, by_key=by_key)
    merged = [unit for place, our_unit in enumerate(kept) for unit in (*added.get(place, ()), our_unit)]
    return [*merged, *added.get(len(kept), ())], conflicts


def _kept(
    ours: Iterable[Unit],
    base: Mapping[UnitName, Unit],
    theirs: Mapping[UnitName, Unit],
    merge_unit: MergeUnit,
    conflicts: list[str],
) -> Iterator[Unit]:
    for unit in ours:
        old, other = base.get(unit.name), theirs.get(unit.name)
        if other is None:
            if old is None:
                yield unit
            elif unit.content != old.content:
                conflicts.append(f"{_short_name(unit)} (changed by ours, removed by theirs)")
                yield merge_unit(old, unit, None)[0]
        elif other.content == unit.content or (old and other.content == old.content):
            yield unit
        elif old and unit.content == old.content:
            yield other
        else:
            merged, of_unit = merge_unit(old, unit, other)
            conflicts += of_unit
            yield merged


def _added(
    kept: Sequence[Unit],
    base: Mapping[UnitName, Unit],
    theirs: Iterable[Unit],
    merge_unit: MergeUnit,
    conflicts: list[str],
    *,
    by_key: bool,
) -> dict[int, list[Unit]]:
    """The units that only *theirs* has, by the place in *kept* before which they come."""
    places = {unit.name: place for place, unit in enumerate(kept)}
    keyed = [(_sort_key(unit), place) for place, unit in enumerate(kept) if unit.name.kind in _KEYED]
    added: defaultdict[int, list[Unit]] = defaultdict(list)
    place = 0
    for unit in theirs:
        if unit.name in places:
            place = places[unit.name] + 1
            continue
        if old := base.get(unit.name):
            if unit.content == old.content:
                continue
            conflicts.append(f"{_short_name(unit)} (removed by ours, changed by theirs)")
            unit = merge_unit(old, None, unit)[0]
        if by_key and keyed and unit.name.kind in _KEYED:
            later = bisect_right(keyed, _sort_key(unit), key=itemgetter(0))
            place = keyed[later][1] if later < len(keyed) else keyed[-1][1] + 1
        added[place].append(unit)
    return added


def _is_sorted(units: Iterable[Unit]) -> bool:
    """Whether the entries are in the order of their keys, as in all files that `build` writes."""
    keys = [_sort_key(unit) for unit in units if unit.name.kind in _KEYED]
    return keys == sorted(keys)


def _sort_key(unit: Unit) -> str:
    return unit.name.key.lower()


def _short_name(unit: Unit) -> str:
    return unit.name.key[:_LONGEST]
