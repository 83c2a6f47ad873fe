"""Match: how far two records are from being of the same work, and why.

Names of people and titles are compared as they are printed by different services: with initials or in full, with or
without accents, hyphens, subtitle, or the part of the authors that a list shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import total_ordering
from math import prod

from moebib.matching import names, publications, titles
from moebib.records.record import Record

__all__ = ["SAME", "Distance", "agree", "compare", "compare_within", "is_same"]

SAME = 0.25
"""The largest distance of two records of one work.

Of 4,909 pairs of papers by one first author at four conferences none was nearer than 0.30.
"""

# How far a full penalty alone takes two records apart. What is above SAME decides; the rest has to add up.
_WEIGHTS = {"title": 1.0, "first author": 1.0, "authors": 0.4, "year": 0.15, "type": 0.6, "venue": 0.5, "edition": 0.6,
            "identifiers": 0.5, "evidence": 1.0}  # fmt: skip
# At one page of one volume, a title may be told with other words, or the first author be misspelt.
_WEIGHTS_OF_ONE_PLACE = {**_WEIGHTS, "title": 0.25, "first author": 0.2, "authors": 0.05}
_AT_LEAST = 0.7
"""Titles less alike than 1 minus this are of two works even there: of letters and abstracts many are on one page."""
# With an identifier in common a changed title or another first author is believed, but not both at once.
_WEIGHTS_OF_ONE = {"title": 0.14, "first author": 0.14, "authors": 0.05, "year": 0.02}


@total_ordering
class Distance(Mapping[str, float]):
    """Named penalties from 0 (the same) to 1 (nothing in common); as a number, all of them together.

    A penalty for which one of the two records has nothing to compare is missing. The number is 1 minus the product of
    all (1 - weight x penalty), so that one contradiction is not made good by many fields that agree.

    >>> distance = Distance({"title": 0.03, "first author": 0.0, "year": 1.0})
    >>> print(distance), distance["year"], distance < 0.2, distance.is_same
    0.18 (title 0.03, year 1.00)
    (None, 1.0, True, True)
    """

    __slots__ = ("_penalties", "_total")

    def __init__(self, penalties: Mapping[str, float], weights: Mapping[str, float] = _WEIGHTS) -> None:
        self._penalties = dict(penalties)
        self._total = 1.0 - prod(1 - weights.get(name, 0) * penalty for name, penalty in penalties.items())

    @property
    def is_same(self) -> bool:
        """Whether the two are records of one work."""
        return self._total <= SAME

    def __float__(self) -> float:
        return self._total

    def __getitem__(self, name: str) -> float:
        return self._penalties[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._penalties)

    def __len__(self) -> int:
        return len(self._penalties)

    def __eq__(self, other: object) -> bool:
        if isinstance(other, Distance):
            return self._total == other._total and self._penalties == other._penalties
        return isinstance(other, (int, float)) and self._total == other

    def __lt__(self, other: Distance | float) -> bool:
        return self._total < float(other)

    def __hash__(self) -> int:
        return hash(self._total)

    def __str__(self) -> str:
        reasons = ", ".join(f"{name} {penalty:.2f}" for name, penalty in self.items() if penalty >= 0.005)
        return f"{self._total:.2f} ({reasons or 'nothing differs'})"

    def __repr__(self) -> str:
        return f"<Distance {self}>"


def compare(a: Record, b: Record) -> Distance:
    """How far two records are from being of the same work, their versions and identifiers included.

    Order does not matter: ``compare(a, b) == compare(b, a)``.
    """
    distance = compare_within(a, b, 1.0)
    assert distance is not None, "none is further apart"
    return distance


def compare_within(a: Record, b: Record, limit: float) -> Distance | None:
    """As ``compare``, but ``None`` for what is further apart than *limit*, as soon as that is sure.

    Of most pairs it is sure from the first authors or the titles.
    """
    weights = _weights(a, b)
    found: dict[str, float] = {}
    left = 1.0
    for name, penalty in _PENALTIES.items():
        value = penalty(a, b)
        if value is not None:
            found[name] = value
            left *= 1 - weights.get(name, 0) * value
            if 1 - left > limit:
                return None
    if weights is _WEIGHTS and not found.keys() & {"title", "first author"}:
        # One year or one type is no evidence that two works without titles and authors are one.
        found["evidence"] = 1.0
        return Distance(found, weights) if limit >= 1.0 else None
    return Distance(found, weights)


def _weights(a: Record, b: Record) -> Mapping[str, float]:
    if publications.share_identifier(a, b):
        return _WEIGHTS_OF_ONE
    if publications.share_place(a, b) and (titles.compare(a, b) or 0.0) <= _AT_LEAST:
        return _WEIGHTS_OF_ONE_PLACE
    return _WEIGHTS


def is_same(a: Record, b: Record) -> bool:
    """Whether two records are of one work: their distance is at most ``SAME``."""
    return compare(a, b).is_same


def agree(asked: Record, answer: Record) -> Distance:
    """How far *answer* is from the work that was *asked* for, by title, people, year and type.

    To be accepted (``is_same``), titles and first authors must be known and agree; a work without any author agrees
    only with another one. An identifier in common does not help: whether it is the right one is the question. Venues
    and pages do no harm: services differ in them.
    """
    found = _penalties(asked, answer, _OF_AN_ANSWER)
    if "title" not in found:
        found["title"] = 1.0
    if bool(asked.author) != bool(answer.author):
        found["first author"] = 1.0
    return Distance(found)


def _penalties(a: Record, b: Record, names: Iterable[str]) -> dict[str, float]:
    found = {name: _PENALTIES[name](a, b) for name in names}
    return {name: value for name, value in found.items() if value is not None}


_PENALTIES: Mapping[str, Callable[[Record, Record], float | None]] = {
    "first author": names.compare_first,
    "title": titles.compare,
    "authors": names.compare_all,
    "year": publications.compare_years,
    "type": publications.compare_types,
    "venue": publications.compare_venues,
    "edition": publications.compare_editions,
    "identifiers": publications.compare_identifiers,
}
_OF_AN_ANSWER = ("title", "first author", "authors", "year", "type")
