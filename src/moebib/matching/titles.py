"""Compare titles: which differences tell two works apart, and which are only another spelling."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from itertools import product
from typing import NamedTuple

from moebib.records.equivalence import words_of
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.stop_words import FUNCTION_WORDS

__all__ = [
    "compare", "dissimilarity", "is_coined", "is_generic", "is_name_of_one_work", "marks", "number_words", "numbers",
    "roman_digit", "words",
]  # fmt: skip

_OPPOSED = (("homo", "hetero"), ("inter", "intra"), ("macro", "micro"), ("hyper", "hypo"), ("max", "min"))
_ENOUGH = 6
"""A title of at least this many words is rarely by chance the beginning of another title by the same people."""
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
_COUNTED = frozenset(
    ("issue", "no", "nr", "num", "number", "band", "bd", "heft", "tome", "edition", "ed", "version", "v")
)
_NOTICES = (
    dict.fromkeys(("correction", "corrections", "corrigendum", "erratum", "errata", "addendum", "retraction",
                   "retracted"), "correction")
    | dict.fromkeys(("reply", "response", "rejoinder", "rebuttal", "comment", "comments", "commentary"), "reply")
    | dict.fromkeys(("not", "no", "without", "cannot", "never"), "not")
)  # fmt: skip
# Heads of one word that many works have.
_ANY = frozenset((
    "abstract", "appendix", "benchmark", "comment", "conclusion", "conclusions", "correction", "demo", "discussion",
    "editorial", "erratum", "foreword", "introduction", "keynote", "note", "opinion", "overview", "panel",
    "perspective", "position", "poster", "preface", "research", "review", "summary", "survey", "tutorial", "viewpoint",
    "vision",
))  # fmt: skip
# What is printed in each volume or issue, in the languages that Crossref has most of.
_IN_EACH_ISSUE = frozenset((
    "abstract", "abstracts", "acknowledgement", "acknowledgements", "acknowledgment", "acknowledgments", "addenda",
    "addendum", "afterword", "announcement", "announcements", "appendices", "appendix", "bibliography", "calendar",
    "chair", "chairs", "column", "comment", "comments", "commentary", "conclusion", "conclusions", "contents",
    "contributors", "correction", "corrections", "corrigenda", "corrigendum", "cover", "dedication", "discussion",
    "editor", "editorial", "editorials", "editors", "epilogue", "errata", "erratum", "foreword", "front", "glossary",
    "index", "introduction", "introductory", "issue", "keynote", "letter", "letters", "matter", "message", "news",
    "note", "notes", "obituary", "outlook", "overview", "panel", "postscript", "preface", "preliminary", "presentation",
    "prologue", "reply", "response", "retraction", "review", "reviewers", "reviews", "summary", "symposium", "table",
    "title", "toc", "tutorial", "viewpoint", "welcome", "back", "book", "special", "guest", "memoriam", "untitled",
    "proceedings",
    "vorwort", "nachwort", "einleitung", "einfuhrung", "geleitwort", "inhalt", "inhaltsverzeichnis", "editoriale",
    "avant", "propos", "preambule", "sommaire", "presentacion", "prologo", "introduccion", "introduzione", "prefazione",
    "prefacio", "apresentacao", "introducao", "voorwoord", "inleiding", "forord", "redaktorial",
))  # fmt: skip


def is_generic(title: str) -> bool:
    """Whether many works have this title: "Editorial", "Front Matter", "Guest Editors' Introduction", or none.

    >>> is_generic("Editors' Introduction"), is_generic("Introduction to Sparse Experts"), is_generic("")
    (True, False, True)
    """
    return _IN_EACH_ISSUE.issuperset(word for word in words_of(title) if word not in FUNCTION_WORDS and word != "s")


class Title(NamedTuple):
    """A title taken apart for comparison."""

    text: str
    """The letters and digits, folded, without spaces: hyphens and spaces differ most between services."""
    words: tuple[str, ...]
    head: str
    """The part before the first colon, if the work may be known by that alone; otherwise empty."""
    is_coined: bool
    """Whether the head is a name coined for this work (DeepSeekMoE, MoE-I2)."""
    is_cut: bool
    """Whether it ends in an ellipsis."""
    marks: tuple[str, ...]
    """Numbers, parts, and words like "erratum": what distinguishes works with nearly the same title."""


def compare(a: Record, b: Record) -> float | None:
    """The penalty of the two most similar titles, of all titles of both works."""
    pairs = product(map(_read_title, a.titles), map(_read_title, b.titles))
    return min((_compare_titles(*pair) for pair in pairs), default=None)


def _compare_titles(a: Title, b: Title) -> float:
    if a.text == b.text:
        return 0.0
    shorter, longer = sorted((a, b), key=lambda title: len(title.text))
    begins = longer.text.startswith(shorter.text)
    if begins and shorter.is_cut and len(shorter.words) > 2:
        return 0.05
    if a.marks != b.marks:
        return 1.0
    if a.head and b.head and a.head == b.head and a.is_coined and b.is_coined:
        return min(0.2, dissimilarity(a.text, b.text))
    if shorter.text == longer.head:
        return min(0.15, dissimilarity(a.text, b.text))
    if begins and len(shorter.words) >= _ENOUGH:
        return min(0.2, dissimilarity(a.text, b.text))
    return _compare_words(a, b)


def _compare_words(a: Title, b: Title) -> float:
    """The dissimilarity of the letters; more if one title has an additional word, and much more if both have one.

    "Kernel Neural Optimal Transport" is another paper than "Neural Optimal Transport", by the same people.
    """
    distance = min(1.0, 1.5 * dissimilarity(a.text, b.text))
    only_a, only_b = _without(a.words, b.words), _without(b.words, a.words)
    if not only_a and not only_b:
        return min(distance, 0.2) if distance < 0.4 else distance  # the same words, two of them turned
    if _is_respelt(only_a, only_b):
        return distance
    only_a, only_b = ([word for word in words if word not in FUNCTION_WORDS] for words in (only_a, only_b))
    if only_a and only_b:
        return distance if _is_respelt(only_a, only_b) else max(distance, 0.6)
    return max(distance, 0.3) if only_a or only_b else distance


def _without(words: Sequence[str], removed: Sequence[str]) -> list[str]:
    """The *words* that are left after each of *removed* is removed once."""
    left = Counter(removed)
    rest = []
    for word in words:
        if left[word]:
            left[word] -= 1
        else:
            rest.append(word)
    return rest


def _is_respelt(only_a: Sequence[str], only_b: Sequence[str]) -> bool:
    """Whether the words are the same in another spelling or misspelt; the first letter is rarely wrong."""
    a, b = "".join(only_a), "".join(only_b)
    if not a or not b or any({a[: len(x)], b[: len(x)], a[: len(y)], b[: len(y)]} >= {x, y} for x, y in _OPPOSED):
        return False
    if len(a) < 5 and len(b) < 6 and (a in FUNCTION_WORDS or b in FUNCTION_WORDS):
        return dissimilarity(a, b) <= 0.5  # teh, fro, wtih
    a, b = (text[1:] if text.startswith(("oe", "ae")) else text for text in (a, b))
    return a[0] == b[0] and dissimilarity(a, b) <= 0.25


def dissimilarity(a: str, b: str) -> float:
    """The normalised Indel distance of two texts, from 0 (equal) to 1."""
    return 1 - _ratio()(a, b) / 100


@cache
def _ratio() -> Callable[[str, str], float]:
    # Imported when first needed: most commands compare nothing.
    from rapidfuzz.fuzz import ratio

    return ratio


@lru_cache(maxsize=20_000)
def _read_title(text: str) -> Title:
    """*text* taken apart; remains of LaTeX are ignored."""
    plain = re.sub(r"[{}$\\]", "", text)
    all_words = words(plain)
    match = _HEAD.match(plain)
    before = plain[: match.end("head")] if match else ""
    head = "".join(words(before)) if is_name_of_one_work(before) else ""
    letters = "".join(all_words) or fold(plain).strip()
    is_cut = plain.rstrip().endswith(("...", "\u2026"))
    return Title(letters, all_words, head, _is_coined_head(before), is_cut, tuple(sorted(marks(all_words))))


def is_name_of_one_work(head: str) -> bool:
    """Whether a work may be known by *head*, the part before the first colon, alone; not by "Survey"."""
    folded = words(head)
    return _is_coined_head(head) or len(folded) > 1 or (len("".join(folded)) > 3 and folded[0] not in _ANY)


def _is_coined_head(head: str) -> bool:
    return len(words(head)) < 5 and is_coined(head)


def words(text: str) -> tuple[str, ...]:
    """The folded words, with numbers of parts and editions as digits and Greek letters spelt out."""
    bare = _WORD.findall(fold(text).translate({} if text.isascii() else _GREEK).replace("&", " and "))
    around = zip(["", *bare], bare, [*bare[1:], ""], strict=False)
    return tuple(_number(*three) or three[1] for three in around)


def _number(before: str, word: str, after: str) -> str:
    if word in _ROMAN:
        return _ROMAN[word]
    if word in _SINGLE and (before in _PARTS or (before and not after)):
        return _SINGLE[word]
    return _SPELT.get(word, "") if before in _PARTS or after in ("edition", "ed", "task") else ""


def numbers(edition: str) -> list[str]:
    """The numbers that distinguish one edition from another: ["2"] for "2", "2nd" and "second"."""
    return sorted(marks(words(f"{edition} edition")))


def number_words(number: str) -> tuple[str, ...]:
    """What distinguishes one volume, issue or part from another.

    >>> number_words("vol. III"), number_words("3rd"), number_words("12A"), number_words("007")
    (('3',), ('3',), ('12a',), ('7',))
    """
    bare = (re.sub(r"(?<=\d)(?:st|nd|rd|th)$", "", word) for word in words(f"volume {number} edition")[1:-1])
    return tuple(word.lstrip("0") or word for word in bare if word not in _PARTS and word not in _COUNTED)


def is_coined(head: str) -> bool:
    """Whether a word has capitals or digits inside, as only names have; acronyms (LLM, GPUs) do not count."""
    return any(
        len(word) > 3 and re.search(r"[a-z][A-Z]|[A-Z]{2}[a-z]{2}|[A-Za-z]\d|\d[A-Za-z]", word)
        for word in re.split(r"[\s-]", head)
    )


def roman_digit(word: str) -> str:
    """The digits of a single Roman numeral ("i", "v", "x"); any other word as it is."""
    return _SINGLE.get(word, word)


def marks(words: Sequence[str]) -> Iterator[str]:
    """Numbers, parts, and words like "erratum": what distinguishes works with nearly the same title."""
    for before, word in zip(["", *words], words, strict=False):
        if word in _NOTICES:
            yield _NOTICES[word]
        elif "+" in word or (before in _PARTS and len(word) == 1):
            yield word
        else:
            yield from (digits.lstrip("0") for digits in re.findall(r"\d+", word))
