"""Words: a title taken apart, and what in it tells works of nearly one title apart."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

from moebib.text.fold import fold

__all__ = ["Title", "numbers", "read_title"]


class Title(NamedTuple):
    """A title, as it is compared."""

    text: str
    """The letters and digits, folded, without blanks: hyphens and blanks differ most between services."""
    words: tuple[str, ...]
    head: str
    """What stands before the first colon, where the title may be known by that alone; else the empty text."""
    is_coined: bool
    """Whether the head is a name made for this work (DeepSeekMoE, MoE-I2)."""
    is_cut: bool
    """Whether it says itself that it goes on."""
    marks: tuple[str, ...]
    """Numbers, parts, and words like "erratum": what tells works of nearly one title apart."""


_WORD = re.compile(r"[^\W_]+|\+\+?")
_HEAD = re.compile(r"(?P<head>[^:?!.\u2013\u2014]{3,}?)(?::|[.?!\u2013\u2014] |\s[-\u2013\u2014]+ )")
# "GREEK SMALL LETTER ALPHA" is alpha; only the name of lambda is spelt in Unicode as in Greece.
_GREEK = {code: unicodedata.name(chr(code)).rpartition(" ")[2].lower() for code in range(0x3B1, 0x3CA)} | {
    0x3BB: "lambda"
}
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
# Heads of one word that any work may have.
_ANY = frozenset((
    "abstract", "appendix", "benchmark", "comment", "conclusion", "conclusions", "correction", "demo", "discussion",
    "editorial", "erratum", "foreword", "introduction", "keynote", "note", "opinion", "overview", "panel",
    "perspective", "position", "poster", "preface", "research", "review", "summary", "survey", "tutorial", "viewpoint",
    "vision",
))  # fmt: skip


@lru_cache(maxsize=20_000)
def read_title(text: str) -> Title:
    """What of *text* is compared; LaTeX that somebody left in it is passed over."""
    plain = re.sub(r"[{}$\\]", "", text)
    words = _words(plain)
    found = _HEAD.match(plain)
    before = plain[: found.end("head")] if found else ""
    head = _words(before)
    is_coined = len(head) < 5 and _is_coined(before)
    knows = is_coined or len(head) > 1 or (len("".join(head)) > 3 and head[0] not in _ANY)
    letters = "".join(words) or fold(plain).strip()
    is_cut = plain.rstrip().endswith(("...", "\u2026"))
    return Title(letters, words, "".join(head) if knows else "", is_coined, is_cut, tuple(sorted(_marks(words))))


def _words(text: str) -> tuple[str, ...]:
    """The words, folded; numbers of parts and editions as digits, Greek letters as words, however they are written."""
    words = _WORD.findall(fold(text).translate({} if text.isascii() else _GREEK).replace("&", " and "))
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
        len(word) > 3 and re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[A-Za-z]\d|\d[A-Za-z]", word)
        for word in re.split(r"[\s-]", head)
    )


def _marks(words: Sequence[str]) -> Iterator[str]:
    for before, word in zip(["", *words], words, strict=False):
        if word in _NOTICES:
            yield _NOTICES[word]
        elif "+" in word or (before in _PARTS and len(word) == 1):
            yield word
        else:
            yield from (digits.lstrip("0") for digits in re.findall(r"\d+", word))
