"""The order of the works in a section, and where a new one goes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

from moebib.library.config import Order
from moebib.records.date import Date
from moebib.records.equivalence import words_of
from moebib.text.markup import plain

__all__ = ["SortKey", "find_order", "position", "sort_key"]

_CLEAR, _SORTED = 2 / 3, 0.9
"""The shares of the pairs of neighbours that show an order by date, and by title, which chance may show, too."""


class SortKey(NamedTuple):
    """What the works of a list can be ordered by."""

    date: tuple[int, ...]
    """Year, month and day, as far as they are known."""
    title: tuple[str, ...]


def sort_key(title: str, issued: Date | None) -> SortKey:
    """The key of a work."""
    return SortKey(issued.parts if issued else (), tuple(words_of(plain(title))))


def find_order(sections: Sequence[Sequence[SortKey]]) -> Order | None:
    """The order that the works have in *sections*; ``None`` if too few of them show one."""
    pairs = [pair for keys in sections for pair in pairwise(keys)]
    newest = sum(_is_older(second, first) for first, second in pairs)
    oldest = sum(_is_older(first, second) for first, second in pairs)
    titled = [first.title < second.title for first, second in pairs if first.title != second.title]
    by_title = sum(titled)
    if by_title > max(2, newest, oldest) and by_title >= _SORTED * len(titled):
        return "title"
    if newest + oldest < 2:
        return None
    if max(newest, oldest) < _CLEAR * (newest + oldest):
        return "as it is"
    return "newest" if newest > oldest else "oldest"


def _is_older(first: SortKey, second: SortKey) -> bool:
    """Whether the first is older, as far as both dates are known."""
    shared = min(len(first.date), len(second.date))
    return first.date[:shared] < second.date[:shared]


def position(new: SortKey, keys: Sequence[SortKey], order: Order) -> int:
    """The place among *keys*, as the number of works before it; that of the newest of several is the first of them.

    If the works are not quite in order, it is the one with which the fewest works are on the wrong side.
    """
    if order == "as it is" or (not new.date and order != "title"):
        return len(keys)
    if order == "title":
        wrong_before = [key.title > new.title for key in keys]
        wrong_after = [key.title <= new.title for key in keys]
    else:
        is_newest = order == "newest"
        wrong_before = [_is_older(key, new) if is_newest else _is_older(new, key) for key in keys]
        wrong_after = [_is_older(new, key) if is_newest else _is_older(key, new) for key in keys]
    costs = [sum(wrong_after)]
    for before, after in zip(wrong_before, wrong_after, strict=True):
        costs.append(costs[-1] + before - after)
    least = min(costs)
    return costs.index(least) if order == "newest" else len(keys) - costs[::-1].index(least)
