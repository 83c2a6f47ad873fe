"""Titles: what of a difference tells two works apart, and what is only another spelling."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from functools import cache
from itertools import product

from moebib.matching.words import Title, read_title
from moebib.records.record import Record
from moebib.text.stop_words import FUNCTION_WORDS

__all__ = ["compare", "unlike"]

_OPPOSED = (("homo", "hetero"), ("inter", "intra"), ("macro", "micro"), ("hyper", "hypo"), ("max", "min"))
_ENOUGH = 6
"""So many words are seldom by chance the beginning of another title of the same people."""


def compare(a: Record, b: Record) -> float | None:
    """The two titles that are most alike, of all by which the works are known."""
    pairs = product(map(read_title, a.titles), map(read_title, b.titles))
    return min((_between(*pair) for pair in pairs), default=None)


def _between(a: Title, b: Title) -> float:
    if a.text == b.text:
        return 0.0
    shorter, longer = sorted((a, b), key=lambda title: len(title.text))
    begins = longer.text.startswith(shorter.text)
    if begins and shorter.is_cut and len(shorter.words) > 2:
        return 0.05
    if a.marks != b.marks:
        return 1.0
    if a.head and b.head and a.head == b.head and a.is_coined and b.is_coined:
        return min(0.2, unlike(a.text, b.text))
    if shorter.text == longer.head:
        return min(0.15, unlike(a.text, b.text))
    if begins and len(shorter.words) >= _ENOUGH:
        return min(0.2, unlike(a.text, b.text))
    return _by_words(a, b)


def _by_words(a: Title, b: Title) -> float:
    """As unlike as the letters are; more where one title has a word too many, and much more where both have.

    "Kernel Neural Optimal Transport" is another paper than "Neural Optimal Transport", by the same people.
    """
    distance = min(1.0, 1.5 * unlike(a.text, b.text))
    only_a, only_b = _without(a.words, b.words), _without(b.words, a.words)
    if not only_a and not only_b:
        return min(distance, 0.2) if distance < 0.4 else distance  # the same words, two of them turned
    if _is_respelt(only_a, only_b):
        return distance
    only_a, only_b = ([word for word in words if word not in FUNCTION_WORDS] for words in (only_a, only_b))
    if only_a and only_b:
        return distance if _is_respelt(only_a, only_b) else max(distance, 0.6)
    return max(distance, 0.3) if only_a or only_b else distance


def _without(words: Sequence[str], others: Sequence[str]) -> list[str]:
    """What of *words* is left when each of *others* takes one away."""
    left = Counter(others)
    rest = []
    for word in words:
        if left[word]:
            left[word] -= 1
        else:
            rest.append(word)
    return rest


def _is_respelt(only_a: Sequence[str], only_b: Sequence[str]) -> bool:
    """Whether the words are the same, misspelt or spelt otherwise. Who makes a mistake seldom begins with it."""
    a, b = "".join(only_a), "".join(only_b)
    if not a or not b or any({a[: len(x)], b[: len(x)], a[: len(y)], b[: len(y)]} >= {x, y} for x, y in _OPPOSED):
        return False
    if len(a) < 5 and len(b) < 6 and (a in FUNCTION_WORDS or b in FUNCTION_WORDS):
        return unlike(a, b) <= 0.5  # teh, fro, wtih
    a, b = (text[1:] if text.startswith(("oe", "ae")) else text for text in (a, b))
    return a[0] == b[0] and unlike(a, b) <= 0.25


def unlike(a: str, b: str) -> float:
    """The share of the letters that have to be taken out or put in to make one of the other (Indel distance)."""
    return 1 - _ratio()(a, b) / 100


@cache
def _ratio() -> Callable[[str, str], float]:
    # Imported when first needed: most commands compare nothing.
    from rapidfuzz.fuzz import ratio

    return ratio
