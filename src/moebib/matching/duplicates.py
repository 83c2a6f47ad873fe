"""Duplicates: the records of a bibliography that probably describe the same work.

No record is compared with all others. A pair is a candidate if it shares an identifier, a page of a volume, or a block:
the letters of the title, three content words at its beginning or end, or the first author's family name and a year.
Most pairs in a block are excluded by a quick comparison of the letters of their titles (rapidfuzz).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from moebib.matching.distance import SAME, Distance, compare_within
from moebib.records.equivalence import words_of
from moebib.records.people import NOBODY, People
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.stop_words import STOP_WORDS

__all__ = ["Pair", "find_pairs"]


class Pair(NamedTuple):
    """Two records that are probably of one work; ``first`` comes first in the bibliography."""

    first: Record
    second: Record
    distance: Distance


def find_pairs(
    records: Sequence[Record],
    different: Collection[frozenset[str]] = (),
    *,
    people: People = NOBODY,
    limit: float = SAME,
) -> list[Pair]:
    """The pairs with a distance of at most *limit*, closest first, without the pairs of keys in *different*.

    The names of one of the *people* are one name.

    Time and memory are linear in the number of records, and slightly more if many share a name and a year.
    """
    seen: set[int] = set()
    pairs = []
    named = list(map(people.with_main_names, records)) if people else records
    for i, j in _candidate_pairs(named):
        pair = i * len(records) + j  # an integer takes half the memory of a tuple
        if pair in seen:
            continue
        seen.add(pair)
        distance = compare_within(named[i], named[j], limit)
        if distance is not None and frozenset((records[i].id, records[j].id)) not in different:
            pairs.append(Pair(records[i], records[j], distance))
    return sorted(pairs, key=lambda pair: (float(pair.distance), pair.first.id, pair.second.id))


_LARGE = 60
"""A larger block is weak evidence: only neighbours by title are candidates in it."""
_NEAR = 4
# The least similarity of the letters of two titles, of 100. Less similar titles are of two works, unless one begins
# like the other; at the same page of the same volume the words may differ more, and an identifier is enough.
_GLANCE, _GLANCE_THERE = 73.0, 53.0


class _Glance(NamedTuple):
    """What is compared of a record at first."""

    letters: str
    """The letters of the title."""
    head: str
    """The letters before its first colon, or all."""
    has_others: bool
    """Whether the work has other titles, so that a different title is no evidence of another work."""


class _Blocks:
    """The positions of records that share a key.

    Only the hash of a key is kept, and a list only if several records have it, because most keys occur once.
    """

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._more: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, position: int, keys: Iterable[Hashable]) -> None:
        """Add the record at *position* to the blocks of *keys*; positions must be added in ascending order."""
        for key in {hash(key) for key in keys}:
            if self._first.setdefault(key, position) != position:
                self._more[key].append(position)

    def __iter__(self) -> Iterator[list[int]]:
        return ([self._first[key], *positions] for key, positions in self._more.items())


def _candidate_pairs(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """The positions of each candidate pair, the smaller first; a pair may be yielded more than once."""
    identifiers, pages, titles, people = (_Blocks() for _ in range(4))
    glances = []
    for position, record in enumerate(records):
        title = plain(record.title)
        words = words_of(title)
        glances.append(glance := _glance(record, title, words))
        identifiers.add(position, _identifiers(record))
        pages.add(position, _pages(record))
        titles.add(position, _titles(record, words, glance))
        people.add(position, _people(record))
    for block in identifiers:
        yield from combinations(block, 2)
    for block in pages:
        yield from _similar_titles(block, glances, _GLANCE_THERE)
    for block in titles:
        yield from _same_beginnings(block, glances)
        yield from _similar_titles(block, glances, _GLANCE)
    for block in people:
        yield from _similar_titles(block, glances, _GLANCE)


def _glance(record: Record, title: str, words: Sequence[str]) -> _Glance:
    letters = "".join(words)
    head = "".join(words_of(title.partition(":")[0])) if ":" in title else letters
    return _Glance(letters, head, bool(record.aliases or (record.versions and len(record.titles) > 1)))


def _identifiers(record: Record) -> Iterator[Hashable]:
    if record.identifiers or record.versions:
        yield from (identifier.canonical for identifier in record.all_identifiers if identifier.is_of_one_work)


def _pages(record: Record) -> Iterator[Hashable]:
    page = record.page.partition("-")[0]
    if record.volume and page not in ("", "1"):
        yield record.volume, page


def _titles(record: Record, words: Sequence[str], glance: _Glance) -> Iterator[Hashable]:
    yield glance.letters
    yield glance.head
    yield from _ends(words)
    if glance.has_others:
        for title in record.titles:
            yield from _ends(words_of(title))


def _ends(words: Sequence[str]) -> Iterator[Hashable]:
    content = [word for word in words if word not in STOP_WORDS]
    if len(content) > 2:
        yield "first", *content[:3]
        yield "last", *content[-3:]


def _people(record: Record) -> Iterator[Hashable]:
    family = next((fold(name.family or name.literal) for name in record.author), "")
    if family:
        for date in (record.issued, *(version.issued for version in record.versions)):
            if date:  # a preprint may be a year older than the publication
                yield family, date.year
                yield family, date.year + 1


def _same_beginnings(block: list[int], glances: Sequence[_Glance]) -> Iterator[tuple[int, int]]:
    """The pairs of which one title begins like the other, or that share a head or have other titles."""
    for i, j in _pairs_in(block, glances):
        a, b = glances[i], glances[j]
        if (
            a.has_others
            or b.has_others
            or (a.head and a.head == b.head)
            or _begins(a.letters, b.letters)
            or _begins(b.letters, a.letters)
        ):
            yield i, j


def _begins(a: str, b: str) -> bool:
    return a.startswith(b[:30])


def _similar_titles(block: list[int], glances: Sequence[_Glance], least: float) -> Iterator[tuple[int, int]]:
    """The pairs whose titles have a similarity of at least *least* of 100."""
    from rapidfuzz.fuzz import ratio
    from rapidfuzz.process import extract

    if len(block) > _LARGE:
        near = _pairs_in(block, glances)
        yield from ((i, j) for i, j in near if ratio(glances[i].letters, glances[j].letters, score_cutoff=least) > 0)
        return
    letters = [glances[i].letters for i in block]
    for at, i in enumerate(block[:-1]):
        for _, _, offset in extract(letters[at], letters[at + 1 :], scorer=ratio, score_cutoff=least, limit=None):
            yield i, block[at + 1 + offset]


def _pairs_in(block: list[int], glances: Sequence[_Glance]) -> Iterator[tuple[int, int]]:
    """All pairs; in a large block, only neighbours when sorted by title, or by title read backwards."""
    if len(block) <= _LARGE:
        yield from combinations(block, 2)
        return
    forwards = sorted(block, key=lambda i: glances[i].letters)
    backwards = sorted(block, key=lambda i: glances[i].letters[::-1])
    for order in (forwards, backwards):
        for at, i in enumerate(order):
            yield from ((min(i, j), max(i, j)) for j in order[at + 1 : at + 1 + _NEAR])
