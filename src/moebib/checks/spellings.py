"""Things that are spelled in more than one way in a list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

from moebib.checks.rules import count_works

__all__ = ["unusual_spellings"]

SpellingT = TypeVar("SpellingT")
PlaceT = TypeVar("PlaceT")


def unusual_spellings(
    groups: Iterable[Mapping[SpellingT, Sequence[PlaceT]]], rank: Callable[[SpellingT], int] = lambda _: 0
) -> Iterator[tuple[PlaceT, SpellingT, str]]:
    """The places of all but the usual spelling of each thing, with that spelling and a message.

    The usual spelling is the most frequent one, and of two equally frequent ones that of the higher *rank*.

    >>> [*unusual_spellings([{"SenSys": ["a", "b"], "SENSYS": ["c"]}])]
    [('c', 'SenSys', "'SENSYS' here, but 'SenSys' in 2 works")]
    """
    for places_of in (group for group in groups if len(group) > 1):
        usual = max(places_of, key=lambda spelling: (len(places_of[spelling]), rank(spelling)))
        for spelling, places in places_of.items():
            if spelling != usual:
                message = f"{str(spelling)!r} here, but {str(usual)!r} in {count_works(len(places_of[usual]))}"
                yield from ((place, usual, message) for place in places)
