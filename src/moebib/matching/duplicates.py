"""Duplicates: which records of a bibliography are of one work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from moebib.matching.blocking import candidates
from moebib.matching.distance import SAME, Distance, compare_within
from moebib.records.record import Record

__all__ = ["Pair", "find_pairs"]


class Pair(NamedTuple):
    """Two records that are probably of one work; ``first`` stands first in the bibliography."""

    first: Record
    second: Record
    distance: Distance


def find_pairs(
    records: Sequence[Record], different: Collection[frozenset[str]] = (), *, limit: float = SAME
) -> list[Pair]:
    """The pairs no further apart than *limit*, the nearest first; *different* are keys that somebody has told apart.

    Time and memory grow with the number of records, and a little more with how many share a name and a year.
    """
    seen: set[int] = set()
    found = []
    for i, j in candidates(records):
        pair = i * len(records) + j  # an integer takes half the memory of a tuple
        if pair in seen:
            continue
        seen.add(pair)
        distance = compare_within(records[i], records[j], limit)
        if distance is not None and frozenset((records[i].id, records[j].id)) not in different:
            found.append(Pair(records[i], records[j], distance))
    return sorted(found, key=lambda pair: (float(pair.distance), pair.first.id, pair.second.id))
