"""The distance of two records: how likely it is that they describe different works, and why.

Names and titles are compared as different services print them: with initials or in full, with or without accents,
hyphens and subtitles, and with lists of authors that may be cut.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import total_ordering
from math import prod

from moebib.matching import names, publications, titles
from moebib.records.record import Record

__all__ = ["SAME", "Distance", "agree", "compare", "compare_within", "is_same"]

SAME = 0.25
"""The largest distance of two records of the same work.

Of 4,909 pairs of papers by the same first author at four conferences, none was closer than 0.30.
"""

# The distance that a full penalty alone results in. One above SAME decides; the others have to add up.
_WEIGHTS = {"title": 1.0, "first author": 1.0, "authors": 0.4, "year": 0.15, "type": 0.6, "venue": 0.5, "edition": 0.6,
            "bound volume": 0.6, "generic title": 0.6, "identifiers": 0.5, "evidence": 1.0,
            **dict.fromkeys(publications.DETAILS, 0.02)}  # fmt: skip
# At the same page of the same volume, the title may be worded differently or the first author misspelt.
_WEIGHTS_OF_ONE_PLACE = {**_WEIGHTS, "title": 0.25, "first author": 0.2, "authors": 0.05}
_OTHER_TITLE = 0.7
"""Even there, titles with a larger penalty belong to different works: letters and abstracts may share a page."""
# With a shared identifier, a changed title or another first author is plausible, but not both.
_WEIGHTS_OF_ONE = {"title": 0.14, "first author": 0.14, "authors": 0.05, "year": 0.02}


@total_ordering
class Distance(Mapping[str, float]):
    """Named penalties from 0 (the same) to 1 (nothing in common), which compares as one number.

    A penalty is missing if one of the records has nothing to compare. The number is 1 minus the product of all
    (1 - weight x penalty), so that agreement elsewhere cannot outweigh one contradiction.

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

    @property
    def details(self) -> tuple[str, ...]:
        """What may tell the two apart even if they agree in all that weighs more: an issue, an ISBN, a publisher."""
        names = ("edition", "bound volume", "generic title", *publications.DETAILS)
        return tuple(name for name in names if self.get(name))

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
    """The distance of two records, including their versions and identifiers; symmetric."""
    distance = compare_within(a, b, 1.0)
    assert distance is not None, "none is further apart"
    return distance


def compare_within(a: Record, b: Record, limit: float) -> Distance | None:
    """The distance, or ``None`` if it is more than *limit*, as soon as that is certain.

    For most pairs it is certain from the first authors or the titles.
    """
    weights = _weights(a, b)
    penalties: dict[str, float] = {}
    remaining = 1.0
    for name, penalty in _PENALTIES.items():
        value = penalty(a, b)
        if value is not None:
            penalties[name] = value
            remaining *= 1 - weights.get(name, 0) * value
            if 1 - remaining > limit:
                return None
    if weights is not _WEIGHTS_OF_ONE and "title" not in penalties:
        # The same year or authors are no evidence that two records without titles describe one work.
        penalties["evidence"] = 1.0
        return Distance(penalties, weights) if limit >= 1.0 else None
    return Distance(penalties, weights)


def _weights(a: Record, b: Record) -> Mapping[str, float]:
    if publications.share_identifier(a, b):
        return _WEIGHTS_OF_ONE
    if publications.share_place(a, b) and (titles.compare(a, b) or 0.0) <= _OTHER_TITLE:
        return _WEIGHTS_OF_ONE_PLACE
    return _WEIGHTS


def is_same(a: Record, b: Record) -> bool:
    """Whether two records are of one work: their distance is at most ``SAME``."""
    return compare(a, b).is_same


def agree(reference: Record, answer: Record) -> Distance:
    """The distance of *answer* from the *reference* it was looked up for, by title, people, year and type.

    To be accepted (``is_same``), titles and first authors must be known and agree; a work without authors agrees only
    with another one. A shared identifier does not help, because it is what is to be verified, and venue and pages do
    not count, because services differ in them.
    """
    compared = {name: _PENALTIES[name](reference, answer) for name in _OF_AN_ANSWER}
    penalties = {name: value for name, value in compared.items() if value is not None}
    if "title" not in penalties:
        penalties["title"] = 1.0
    if bool(reference.author) != bool(answer.author):
        penalties["first author"] = 1.0
    return Distance(penalties)


_PENALTIES: Mapping[str, Callable[[Record, Record], float | None]] = {
    "first author": names.compare_first,
    "title": titles.compare,
    "authors": names.compare_all,
    "year": publications.compare_years,
    "type": publications.compare_types,
    "venue": publications.compare_venues,
    "edition": publications.compare_editions,
    "bound volume": publications.compare_volumes,
    "generic title": publications.compare_places_of_generic_titles,
    **publications.DETAILS,
    "identifiers": publications.compare_identifiers,
}
_OF_AN_ANSWER = ("title", "first author", "authors", "year", "type")
