"""Compare authors: whether two names can be of one person, and two lists of one group."""

from __future__ import annotations

import re
from functools import lru_cache

from moebib.matching.name_words import letters_of
from moebib.matching.persons import note_on
from moebib.matching.titles import dissimilarity
from moebib.records.name import Name
from moebib.records.record import Record

__all__ = ["compare_all", "compare_first"]

_MOST_PAIRS = 9
"""With more pairs of names, the rest of the lists is evidence enough, and no pair is compared by spelling."""


@lru_cache(maxsize=20_000)
def _families(name: Name) -> tuple[str, ...]:
    """The folded family name, with and without a particle: services differ in where they put it."""
    family, particle = letters_of(name.family or name.literal), letters_of(name.particle)
    last = letters_of(name.family.rpartition(" ")[2]) if name.family else ""
    return tuple(dict.fromkeys(filter(None, (family, particle + family, last if name.family[:1].islower() else ""))))


def compare_first(a: Record, b: Record) -> float | None:
    """The penalty of the first authors; an organisation before the people is skipped if both lists have people."""
    if not a.author or not b.author:
        return None
    distance = _compare_people(a.author[0], b.author[0])
    if distance == 0 or (a.author[0].family and b.author[0].family):
        return distance
    people = [next((name for name in record.author if name.family), record.author[0]) for record in (a, b)]
    return min(distance, _compare_people(*people))


def _compare_people(a: Name, b: Name) -> float:
    if letters_of(a.display()) == letters_of(b.display()):
        return 0.0
    if a.literal or b.literal:
        return 1.0
    if a.suffix and b.suffix and letters_of(a.suffix) != letters_of(b.suffix):
        return 0.8  # father and son
    if not set(_families(a)) & set(_families(b)):
        return _compare_families(a, b)
    given_a, given_b = letters_of(a.given), letters_of(b.given)
    if not given_a or not given_b or given_a == given_b:
        return 0.0
    words_a, words_b = _given_names(a), _given_names(b)
    if words_a[0].startswith(words_b[0]) or words_b[0].startswith(words_a[0]):
        return 0.0  # an initial, or the name it stands for
    # Tom and Thomas, or a person known by the second name; otherwise another person with that family name.
    may_be_same = given_a[0] == given_b[0] or any(len(word) > 1 and word in words_b for word in words_a)
    return 0.1 if may_be_same else 0.8


def _given_names(name: Name) -> list[str]:
    return [word for part in re.split(r"[\s.-]+", name.given) if (word := letters_of(part))] or [""]


def _compare_families(a: Name, b: Name) -> float:
    """The penalty of different family names, small for swapped names and for another transcription."""
    family_a, family_b = letters_of(a.family), letters_of(b.family)
    given_a, given_b = letters_of(a.given), letters_of(b.given)
    if (family_a, given_a) == (given_b, family_b):
        return 0.05
    initials = bool(given_a and given_b) and given_a[0] == given_b[0]
    if not initials and _words(a).isdisjoint(_words(b)):
        return 1.0  # most pairs of people, in no way of writing
    is_long = min(len(family_a), len(family_b)) > 5
    if initials and is_long and dissimilarity(family_a, family_b) < 0.15:
        return 0.1
    return 1.0 if note_on(a, b) is None else 0.1


@lru_cache(maxsize=20_000)
def _words(name: Name) -> frozenset[str]:
    return frozenset(letters for word in re.split(r"[\s.-]+", name.display()) if len(letters := letters_of(word)) > 1)


def compare_all(a: Record, b: Record) -> float | None:
    """The penalty of people in only one list: high if in the shorter list, low if only in the longer one."""
    lists = [{letters_of(name.family or name.literal): name for name in record.author} for record in (a, b)]
    if not all(lists):
        return None
    common = lists[0].keys() & lists[1].keys()
    rest = [[name for family, name in names.items() if family not in common] for names in lists]
    same = len(common) + _respelt(*rest)
    sizes = [len(names) for names in lists]
    return min(1.0, 1 - same / min(sizes) + 0.2 * (1 - 2 * same / sum(sizes)))


def _respelt(a: list[Name], b: list[Name]) -> int:
    """The number of people in both lists whose names are in another order or transcription."""
    same = len({_in_any_order(name) for name in a} & {_in_any_order(name) for name in b})
    if same or not 0 < len(a) * len(b) <= _MOST_PAIRS:
        return same
    near = [[_compare_people(name, other) <= 0.1 for other in b] for name in a]
    return min(sum(map(any, near)), sum(map(any, zip(*near, strict=True))))


@lru_cache(maxsize=20_000)
def _in_any_order(name: Name) -> str:
    return " ".join(sorted(map(letters_of, name.display().split(" "))))
