"""Duplicates: the records of a bibliography that probably describe the same work."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import NamedTuple

from moebib.matching.blocking import candidate_pairs
from moebib.matching.distance import SAME, Distance, compare_within
from moebib.records.record import Record

__all__ = ["Pair", "find_pairs"]


class Pair(NamedTuple):
    """Two records that are probably of one work; ``first`` comes first in the bibliography."""

    first: Record
    second: Record
    distance: Distance


def find_pairs(
    records: Sequence[Record], different: Collection[frozenset[str]] = (), *, limit: float = SAME
) -> list[Pair]:
    """The pairs with a distance of at most *limit*, closest first, without the pairs of keys in *different*.

    Time and memory are linear in the number of records, and slightly more if many share a name and a year.
    """
    seen: set[int] = set()
    pairs = []
    for i, j in candidate_pairs(records):
        pair = i * len(records) + j  # an integer takes half the memory of a tuple
        if pair in seen:
            continue
        seen.add(pair)
        distance = compare_within(records[i], records[j], limit)
        if distance is not None and frozenset((records[i].id, records[j].id)) not in different:
            pairs.append(Pair(records[i], records[j], distance))
    return sorted(pairs, key=lambda pair: (float(pair.distance), pair.first.id, pair.second.id))
