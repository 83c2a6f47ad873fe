"""Candidates: the pairs of a bibliography that are worth a closer look, few of all.

No record is compared with all others. Two are looked at if they share an identifier, a page of a volume, or a block:
the letters of the title, three content words at its beginning or end, or the first author's family and a year. Most
pairs of a block are left by a glance at the letters of their titles (rapidfuzz).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import NamedTuple

from moebib.records.equivalence import words_of
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.stop_words import STOP_WORDS

__all__ = ["candidates"]

_LARGE = 60
"""A block of more records says little: of those, only neighbours by title are looked at."""
_NEAR = 4
# How much alike, of 100, the letters of two titles must be for a closer look. What is less alike is of two works, but
# where one begins as the other; at one page of one volume the words may differ more, and an identifier is enough.
_GLANCE, _GLANCE_THERE = 73.0, 53.0


class _Glance(NamedTuple):
    """What a glance takes in."""

    letters: str
    """Those of the title."""
    head: str
    """Those before its first colon, or all."""
    has_others: bool
    """Whether it has other titles, so that this one alone does not say that it is another work."""


class _Blocks:
    """The places that share a key.

    Only the hash of a key is kept, and a list only where several have it: most keys are those of one record.
    """

    def __init__(self) -> None:
        self._first: dict[int, int] = {}
        self._more: defaultdict[int, list[int]] = defaultdict(list)

    def add(self, place: int, keys: Iterable[Hashable]) -> None:
        """Places are added in their order."""
        for key in {hash(key) for key in keys}:
            if self._first.setdefault(key, place) != place:
                self._more[key].append(place)

    def __iter__(self) -> Iterator[list[int]]:
        return ([self._first[key], *places] for key, places in self._more.items())


def candidates(records: Sequence[Record]) -> Iterator[tuple[int, int]]:
    """The places of pairs that are worth a closer look, the smaller first; some more than once."""
    identifiers, pages, titles, people = (_Blocks() for _ in range(4))
    glances = []
    for place, record in enumerate(records):
        words = words_of(record.title)
        glances.append(glance := _glance(record, words))
        identifiers.add(place, _identifiers(record))
        pages.add(place, _pages(record))
        titles.add(place, _titles(record, words, glance))
        people.add(place, _people(record))
    for block in identifiers:
        yield from combinations(block, 2)
    for block in pages:
        yield from _look_alike(block, glances, _GLANCE_THERE)
    for block in titles:
        yield from _begin_alike(block, glances)
        yield from _look_alike(block, glances, _GLANCE)
    for block in people:
        yield from _look_alike(block, glances, _GLANCE)


def _glance(record: Record, words: Sequence[str]) -> _Glance:
    letters = "".join(words)
    head = "".join(words_of(record.title.partition(":")[0])) if ":" in record.title else letters
    return _Glance(letters, head, bool(record.aliases or (record.versions and len(record.titles) > 1)))


def _identifiers(record: Record) -> Iterator[Hashable]:
    if record.identifiers or record.versions:
        yield from (one.canonical for one in record.all_identifiers if one.is_of_one_work)


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


def _begin_alike(block: list[int], glances: Sequence[_Glance]) -> Iterator[tuple[int, int]]:
    """Those of which one title begins as the other, or that have one head or other titles: the rest may be unlike."""
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


def _look_alike(block: list[int], glances: Sequence[_Glance], least: float) -> Iterator[tuple[int, int]]:
    """Those whose titles have at least *least* of 100 letters in common."""
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
    """All pairs; of a large block only those that are neighbours by their titles, or by how these end."""
    if len(block) <= _LARGE:
        yield from combinations(block, 2)
        return
    forwards = sorted(block, key=lambda i: glances[i].letters)
    backwards = sorted(block, key=lambda i: glances[i].letters[::-1])
    for order in (forwards, backwards):
        for at, i in enumerate(order):
            yield from ((min(i, j), max(i, j)) for j in order[at + 1 : at + 1 + _NEAR])
