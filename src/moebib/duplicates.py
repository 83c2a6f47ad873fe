"""Duplicates: which records of a bibliography are of one work.

No record is compared with all others. Two are looked at if they share an identifier, a page of a volume, or a block:
the letters of the title, three content words at its beginning or end, or the first author's family and a year. Most
pairs of a block are left by a glance at their titles (rapidfuzz); the rest is compared in full (``match.compare``).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from moebib.alike import words_of
from moebib.match import SAME, Distance, compare
from moebib.record import Record
from moebib.search import fold

__all__ = ["Pair", "find_pairs"]

_EMPTY = frozenset((
    "a", "an", "and", "are", "as", "at", "be", "by", "can", "do", "does", "for", "from", "how", "in", "into", "is",
    "it", "its", "of", "on", "or", "over", "the", "to", "toward", "towards", "using", "via", "what", "when", "where",
    "which", "who", "why", "with",
))  # fmt: skip
_LARGE = 60
"""A block of more records says little: of those, only neighbours by title are looked at."""
_NEAR = 4
_GLANCE = 65.0
"""Of 100: titles less alike are of two works, unless an identifier or a shared beginning says otherwise."""


class Pair(NamedTuple):
    """Two records that are probably of one work; ``first`` stands first in the bibliography."""

    first: Record
    second: Record
    distance: Distance


class _Glance(NamedTuple):
    """What a glance takes in: the letters of the title, and those before its first colon."""

    letters: str
    head: str


def find_pairs(
    records: Sequence[Record], different: Collection[frozenset[str]] = (), *, limit: float = SAME
) -> list[Pair]:
    """The pairs no further apart than *limit*, the nearest first; *different* are keys that somebody has told apart.

    Time and memory grow with the number of records, and a little more with how many share a name and a year.
    """
    glances = [_glance(record) for record in records]
    found = []
    for i, j, is_sure in _candidates(records, glances):
        if not is_sure and not _look_alike(glances[i], glances[j]):
            continue
        if frozenset((records[i].id, records[j].id)) in different:
            continue
        distance = compare(records[i], records[j])
        if distance <= limit:
            found.append(Pair(records[i], records[j], distance))
    return sorted(found, key=lambda pair: (float(pair.distance), pair.first.id, pair.second.id))


def _glance(record: Record) -> _Glance:
    return _Glance("".join(words_of(record.title)), "".join(words_of(record.title.partition(":")[0])))


def _look_alike(a: _Glance, b: _Glance) -> bool:
    from rapidfuzz.fuzz import ratio

    if (a.head and a.head == b.head) or a.letters.startswith(b.letters[:30]) or b.letters.startswith(a.letters[:30]):
        return True
    return ratio(a.letters, b.letters, score_cutoff=_GLANCE) > 0


def _candidates(records: Sequence[Record], glances: Sequence[_Glance]) -> Iterator[tuple[int, int, bool]]:
    """Every pair of places once, and whether the two share an identifier."""
    seen: set[tuple[int, int]] = set()
    for block in _blocks(enumerate(map(_sure_keys, records))):
        for pair in combinations(block, 2):
            if pair not in seen:
                seen.add(pair)
                yield *pair, True
    for block in _blocks(enumerate(map(_keys, records, glances))):
        for pair in _pairs_in(block, glances):
            if pair not in seen:
                seen.add(pair)
                yield *pair, False


def _blocks(keyed: Iterable[tuple[int, Iterable[Hashable]]]) -> Iterator[list[int]]:
    """The places that share a key, for each key that several have."""
    blocks: defaultdict[Hashable, list[int]] = defaultdict(list)
    for place, keys in keyed:
        for key in set(keys):
            blocks[key].append(place)
    return (places for places in blocks.values() if len(places) > 1)


def _sure_keys(record: Record) -> set[Hashable]:
    """Identifiers, and the page of a volume."""
    keys: set[Hashable] = {one.canonical for one in record.all_identifiers if one.is_of_one_work}
    if record.volume and record.page:
        page = record.page.partition("-")[0]
        keys |= {(record.volume, page)} if page != "1" else set()
    return keys


def _keys(record: Record, glance: _Glance) -> Iterator[Hashable]:
    for title in record.titles:
        words = [word for word in words_of(title) if word not in _EMPTY]
        yield from {("first", *words[:3]), ("last", *words[-3:])} if len(words) > 2 else [("title", *words)]
    if len(glance.head) > 5 and glance.head != glance.letters:
        yield "head", glance.head
    family = next((fold(name.family or name.literal) for name in record.author), "")
    dates = (record.issued, *(version.issued for version in record.versions))
    years = {date.year for date in dates if date}
    if family:
        # A preprint may be a year older than the publication.
        yield from {(family, year + late) for year in years for late in (0, 1)}


def _pairs_in(block: list[int], glances: Sequence[_Glance]) -> Iterator[tuple[int, int]]:
    if len(block) <= _LARGE:
        yield from combinations(block, 2)
        return
    forwards = sorted(block, key=lambda i: glances[i].letters)
    backwards = sorted(block, key=lambda i: glances[i].letters[::-1])
    for order in (forwards, backwards):
        for at, i in enumerate(order):
            yield from ((min(i, j), max(i, j)) for j in order[at + 1 : at + 1 + _NEAR])
