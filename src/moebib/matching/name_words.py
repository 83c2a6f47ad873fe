"""The words of a name of a person, and the forms in which one word is written: Müller, Muller, Mueller."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from moebib.records.name import Name
from moebib.text.fold import fold

__all__ = [
    "forms_of", "given_names_of", "is_organisation", "is_pinyin", "is_syllable", "letters_of", "long_words_of",
    "words_in", "words_of_family", "words_of_name",
]  # fmt: skip

_LETTERS = str.maketrans({"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "\u0131": "i"})
_EXPANDED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ø": "oe", "å": "aa", "æ": "ae", "œ": "oe"})
_ORGANISATION = frozenset((
    "alliance", "association", "behalf", "center", "centre", "collaboration", "collaborative",
    "collaborators", "committee", "community", "consortia", "consortium", "contributors", "council",
    "foundation", "group", "initiative", "institute", "investigators", "network", "organisation",
    "organization", "panel", "partnership", "program", "programme", "project", "society", "study", "taskforce",
    "team", "university",
))  # fmt: skip
# The syllables of Mandarin: in names of them, each letter distinguishes one person from another.
_SYLLABLE = (r"(?:(?:zh|ch|sh|[bpmfdtnlgkhjqxrzcsyw])(?:i?ang|i?ong|eng|ing|uang|i?an|en|in|u?an|un|iao|uai|i?ao|ai|ei|"
             r"ui|ou|iu|i?e|ia|ua|uo|ue|[aeiouv])|ai|an|ang|ao|en|er|ou)")  # fmt: skip
_PINYIN = re.compile(rf"{_SYLLABLE}{{1,2}}")


@lru_cache(maxsize=20_000)
def letters_of(text: str) -> str:
    """The letters and digits of *text*, folded: "Sainte-Łąka" is "saintelaka"."""
    return "".join(re.findall(r"[^\W_]+", fold(text).translate(_LETTERS)))


@lru_cache(maxsize=20_000)
def forms_of(text: str) -> frozenset[str]:
    """The letters of *text* with umlauts in each of the ways in which they are replaced: Müller, Muller, Mueller."""
    bare = letters_of(text)
    if text.isascii():
        short = bare if is_pinyin(bare) else re.sub(r"(?<=[aou])e|a(?=a)", "", bare)
        return frozenset((bare, short))
    return frozenset((bare, letters_of(text.lower().translate(_EXPANDED))))


def is_organisation(name: Name) -> bool:
    """Whether a name is that of an organisation, or contains a word like "consortium"."""
    return bool(name.literal) or not _ORGANISATION.isdisjoint(map(letters_of, words_of_name(name)))


def is_pinyin(letters: str) -> bool:
    """Whether *letters* are one or two syllables of Mandarin: "zhang", "xiaoming", but not "ada"."""
    return _PINYIN.fullmatch(letters) is not None


def is_syllable(letters: str) -> bool:
    """Whether *letters* are one syllable of Mandarin."""
    return re.fullmatch(_SYLLABLE, letters) is not None


def long_words_of(name: Name) -> Iterator[str]:
    """The folded words of a name that are no initials, each in all its forms."""
    for word in words_of_name(name):
        if len(word) > 1:
            yield from forms_of(word)


def given_names_of(name: Name) -> tuple[str, ...]:
    """The folded given names; initials that are run together ("SP", "Elias SJ") are separate."""
    return tuple(map(letters_of, words_in(name.given)))


@lru_cache(maxsize=20_000)
def words_in(text: str) -> tuple[str, ...]:
    """The words of a part of a name, with initials that are run together as one word each."""
    words = [word for word in re.split(r"[\s.,\-\u2010-\u2015\u00b7]+", text) if letters_of(word)]
    return tuple(
        part for word in words for part in (word if word.isalpha() and word.isupper() and len(word) < 5 else [word])
    )


@lru_cache(maxsize=20_000)
def words_of_name(name: Name) -> tuple[str, ...]:
    """All words of a name as it is shown: those of the given name, the particle and the family name."""
    if name.literal:
        return words_in(name.literal)
    family = filter(letters_of, words_of_family(name))
    return (*words_in(name.given), *words_in(name.particle), *family)


def words_of_family(name: Name) -> list[str]:
    """The words of a family name without its particle: the parts between spaces and hyphens."""
    return [word for word in re.split(r"[\s\-\u2010-\u2015]+", name.family) if word]
