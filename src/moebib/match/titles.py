"""Titles: what of a difference tells two works apart, and what is only another spelling."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from moebib.record import Record
from moebib.search import fold

__all__ = ["compare", "numbers", "unlike"]


class _Title(NamedTuple):
    text: str
    """The letters and digits, folded, without blanks: hyphens and blanks differ most between services."""
    words: tuple[str, ...]
    head: str
    """What stands before the first colon, where it is enough to know a title by; else the empty text."""
    is_coined: bool
    """Whether the head is a name made for this work (DeepSeekMoE, MoE-I2)."""
    marks: tuple[str, ...]
    """Numbers, parts, and words like "erratum": what tells works of nearly one title apart."""


_WORD = re.compile(r"[^\W_]+|\+\+?")
_HEAD = re.compile(r"(?P<head>[^:?!.\u2013\u2014]{3,}?)(?::|[.?!\u2013\u2014] |\s[-\u2013\u2014]+ )")
_ROMAN = {"ii": "2", "iii": "3", "iv": "4", "vi": "6", "vii": "7", "viii": "8", "ix": "9", "xi": "11", "xii": "12"}
_SINGLE = {"i": "1", "v": "5", "x": "10"}
_SPELT = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "first": "1", "second": "2", "third": "3",
          "fourth": "4", "fifth": "5", "sixth": "6", "seventh": "7", "eighth": "8", "ninth": "9",
          "tenth": "10"}  # fmt: skip
_PARTS = frozenset(("part", "volume", "vol", "chapter", "book", "phase", "section", "episode"))
_NOTICES = (
    dict.fromkeys(("correction", "corrections", "corrigendum", "erratum", "errata", "addendum", "retraction",
                   "retracted"), "correction")
    | dict.fromkeys(("reply", "response", "rejoinder", "rebuttal", "comment", "comments", "commentary"), "reply")
    | dict.fromkeys(("not", "no", "without", "cannot", "never"), "not")
)  # fmt: skip
_EMPTY = frozenset((
    "a", "an", "the", "of", "on", "in", "at", "to", "for", "from", "by", "with", "and", "or", "is", "are", "be", "as",
    "via", "into", "over", "using", "toward", "towards",
))  # fmt: skip


@lru_cache(maxsize=20_000)
def _title(text: str) -> _Title:
    plain = re.sub(r"[{}$\\]", "", text)
    words = _words(plain)
    found = _HEAD.match(plain)
    before = plain[: found.end("head")] if found else ""
    head = _words(before)
    is_coined = len(head) < 5 and _is_coined(before)
    knows = is_coined or len(head) > 2
    letters = "".join(words) or fold(plain).strip()
    return _Title(letters, words, "".join(head) if knows else "", is_coined, tuple(sorted(_marks(words))))


def _words(text: str) -> tuple[str, ...]:
    """The words, folded; numbers of parts and editions as digits, in whatever way they are written."""
    words = _WORD.findall(fold(text).replace("&", " and "))
    around = zip(["", *words], words, [*words[1:], ""], strict=False)
    return tuple(_number(*three) or three[1] for three in around)


def _number(before: str, word: str, after: str) -> str:
    if word in _ROMAN:
        return _ROMAN[word]
    if word in _SINGLE and (before in _PARTS or (before and not after)):
        return _SINGLE[word]
    return _SPELT.get(word, "") if before in _PARTS or after in ("edition", "ed", "task") else ""


def numbers(edition: str) -> list[str]:
    """What tells one edition from another: ["2"] for "2", "2nd" and "second"."""
    return sorted(_marks(_words(f"{edition} edition")))


def _is_coined(head: str) -> bool:
    """Whether one of the words has capitals inside, or digits, as only names have; an acronym (LLM, GPUs) is none."""
    return any(
        len(word) > 3 and re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}|\d", word) for word in re.split(r"[\s-]", head)
    )


def _marks(words: Sequence[str]) -> Iterator[str]:
    for before, word in zip(["", *words], words, strict=False):
        if word in _NOTICES:
            yield _NOTICES[word]
        elif "+" in word or (before in _PARTS and len(word) == 1):
            yield word
        else:
            yield from (digits.lstrip("0") for digits in re.findall(r"\d+", word))


def compare(a: Record, b: Record) -> float | None:
    """The two titles that are most alike, of all by which the works are known."""
    pairs = product(map(_title, a.titles), map(_title, b.titles))
    return min((_between_titles(*pair) for pair in pairs), default=None)


def _between_titles(a: _Title, b: _Title) -> float:
    if a.text == b.text:
        return 0.0
    if a.marks != b.marks:
        return 1.0
    if a.head and b.head and a.head == b.head and a.is_coined and b.is_coined:
        return min(0.2, unlike(a.text, b.text))
    if a.text == b.head or b.text == a.head:
        return min(0.15, unlike(a.text, b.text))
    return _by_words(a, b)


def _by_words(a: _Title, b: _Title) -> float:
    """As unlike as the letters are; more where one title has a word too many, and much more where both have.

    "Kernel Neural Optimal Transport" is another paper than "Neural Optimal Transport", by the same people.
    """
    distance = min(1.0, 1.5 * unlike(a.text, b.text))
    only_a = "".join(word for word in a.words if word not in b.words and word not in _EMPTY)
    only_b = "".join(word for word in b.words if word not in a.words and word not in _EMPTY)
    if only_a and only_b:
        return max(distance, 0.6) if unlike(only_a, only_b) > 0.25 else distance
    return max(distance, 0.3) if only_a or only_b else distance


def unlike(a: str, b: str) -> float:
    """The share of the letters that have to be taken out or put in to make one of the other (Indel distance)."""
    return 1 - _ratio()(a, b) / 100


@cache
def _ratio() -> Callable[[str, str], float]:
    # Imported when first needed: most commands compare nothing.
    from rapidfuzz.fuzz import ratio

    return ratio
