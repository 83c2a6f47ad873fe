"""Compare two names of people, in the ways in which people and services write them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from moebib.matching.name_words import (
    forms_of,
    is_pinyin,
    is_syllable,
    letters_of,
    long_words_of,
    words_in,
    words_of_family,
    words_of_name,
)
from moebib.matching.spelling import is_misspelt
from moebib.matching.variant_names import full_names_of, have_same_consonants, transcribed, with_short_o
from moebib.records.name import Name

__all__ = ["note_on"]

_PARTICLES = frozenset((
    "af", "al", "ap", "av", "bin", "da", "dal", "das", "de", "degli", "dei", "del", "dela", "della", "den",
    "der", "des", "di", "do", "dos", "du", "e", "el", "ibn", "la", "las", "le", "lo", "los", "op", "ten", "ter",
    "van", "vander", "vom", "von", "y", "zu", "zum", "zur",
))  # fmt: skip


def note_on(a: Name, b: Name) -> str | None:
    """What differs in two names that can be those of one person, "" if nothing does; ``None`` if they cannot be."""
    return _note_on(a, b) if (a.family, a.given) <= (b.family, b.given) else _note_on(b, a)


@lru_cache(maxsize=20_000)
def _note_on(a: Name, b: Name) -> str | None:
    if a.suffix and b.suffix and letters_of(a.suffix) != letters_of(b.suffix):
        return None
    if _in_order(a) == _in_order(b):
        return ""
    if forms_of(a.display()) & forms_of(b.display()):
        return ""
    if a.literal or b.literal:
        return "" if letters_of(a.literal).removeprefix("the") == letters_of(b.literal).removeprefix("the") else None
    readings = (_note_on_parts, _note_on_swapped, _note_on_words, _note_on_longer_family)
    return next((note for compare in readings if (note := compare(a, b)) is not None), None)


@lru_cache(maxsize=20_000)
def _in_order(name: Name) -> tuple[list[str], list[str]]:
    """All folded words in alphabetical order, and the initials in that of the name."""
    words = [*map(letters_of, words_of_name(name))]
    return sorted(words), [word for word in words if len(word) == 1]


@lru_cache(maxsize=20_000)
def _forms_of_words(name: Name) -> frozenset[str]:
    return frozenset(long_words_of(name))


def _note_on_parts(a: Name, b: Name) -> str | None:
    family = _note_on_families(a, b)
    if family is None:
        return None
    given = _note_on_given(words_in(a.given), words_in(b.given))
    if given is None and _is_known_by_second(a, b):
        given = "another one of the given names"
    if given is None or (family and family == given == _TYPO):
        return None
    return family or given


_TYPO = "a typing error in a name"
_HALF = "one part of a compound family name"
_TRANSCRIPTION = "another transcription"
_SWAPPED = "family and given name swapped"


def _is_known_by_second(a: Name, b: Name) -> bool:
    """Whether the only given name of one is a later one of the other; parts of one name, as in Mandarin, are not."""
    few, many = sorted(([letters_of(word) for word in name.given.split(" ")] for name in (a, b)), key=len)
    is_name = len(few) == 1 and len(few[0]) > 2 and few[0] in many[1:]
    return is_name and len(many[0]) > 1 and not (is_pinyin(few[0]) and is_pinyin(many[0]))


def _note_on_families(a: Name, b: Name) -> str | None:
    bare = [_without_particles(name) for name in (a, b)]
    if _forms_of_family(a) & _forms_of_family(b) or forms_of("".join(bare[0])) & forms_of("".join(bare[1])):
        return ""
    shorter, longer = sorted(bare, key=len)
    size = len(shorter)
    if size < len(longer) and len("".join(shorter)) > 2 and not is_syllable(letters_of("".join(shorter))):
        halves = ("".join(half) for half in (longer[:size], longer[-size:]))
        if any(forms_of("".join(shorter)) & forms_of(half) for half in halves):
            return _HALF
    return _note_on_respelling("".join(bare[0]), "".join(bare[1]))


def _note_on_respelling(family: str, other: str) -> str | None:
    """The note on two family names that are transcriptions of one name or differ by a letter; otherwise ``None``."""
    here, there = letters_of(family), letters_of(other)
    if with_short_o(here) == with_short_o(there):
        return _TRANSCRIPTION
    if min(len(here), len(there)) < 5 or is_syllable(here) or is_syllable(there):
        return None
    if transcribed(here) == transcribed(there):
        return _TRANSCRIPTION
    return _TYPO if min(len(here), len(there)) > 5 and is_misspelt(here, there) else None


@lru_cache(maxsize=20_000)
def _forms_of_family(name: Name) -> frozenset[str]:
    """With and without the particle."""
    return forms_of(name.family) | forms_of(f"{name.particle}{name.family}")


@lru_cache(maxsize=20_000)
def _without_particles(name: Name) -> list[str]:
    words = words_of_family(name)
    first = next((at for at, word in enumerate(words[:-1]) if letters_of(word) not in _PARTICLES), len(words) - 1)
    return [word for word in words[first:] if letters_of(word) not in _PARTICLES] or words


def _note_on_given(a: Sequence[str], b: Sequence[str]) -> str | None:
    if not a or not b or forms_of("".join(a)) & forms_of("".join(b)):
        return ""
    (first, *few), (other, *many) = sorted((a, b), key=len)
    if _fit(first, other) and _fit_in_order(few, many):
        return ""
    here, there = letters_of(first), letters_of(other)
    whole = [letters_of("".join(words)) for words in (a, b)]
    if transcribed(whole[0]) == transcribed(whole[1]) and not any(map(is_pinyin, whole)):
        return _TRANSCRIPTION
    if not _fit_in_order(few, many):
        return None
    if full_names_of(here) & full_names_of(there):
        return "a nickname"
    if is_pinyin(here) or is_pinyin(there) or min(len(here), len(there)) < 4:
        return None
    if have_same_consonants(here, there):
        return _TRANSCRIPTION
    return _TYPO if min(len(here), len(there)) > 5 and is_misspelt(here, there) else None


def _fit(a: str, b: str) -> bool:
    """Whether two words are equal, or one is the initial of the other."""
    if len(a) == 1 or len(b) == 1:
        return any(x[0] == y[0] for x in forms_of(a) for y in forms_of(b))
    return bool(forms_of(a) & forms_of(b))


def _fit_in_order(few: Sequence[str], many: Sequence[str]) -> bool:
    rest = iter(many)
    return all(any(_fit(word, longer) for longer in rest) for word in few)


def _note_on_swapped(a: Name, b: Name) -> str | None:
    """Family name first, with the given name or its initials in its place: "Zhang W." read as "W., Zhang"."""
    for name, other in ((a, b), (b, a)):
        is_family = bool(forms_of(name.given) & forms_of(f"{other.particle}{other.family}"))
        if is_family and other.given and _note_on_given(words_in(name.family), words_in(other.given)) == "":
            return _SWAPPED
    return None


def _note_on_words(a: Name, b: Name) -> str | None:
    """The same words and initials, of which only those of the family name are in another order."""
    if _forms_of_words(a).isdisjoint(_forms_of_words(b)):
        return None
    rest_a, rest_b = list(words_of_name(a)), list(words_of_name(b))
    shared = 0
    for word in tuple(rest_a):
        twin = next((other for other in rest_b if min(len(word), len(other)) > 1 and _fit(word, other)), None)
        if twin is not None:
            rest_a.remove(word)
            rest_b.remove(twin)
            shared += letters_of(word) not in _PARTICLES
    few, many = sorted((rest_a, rest_b), key=len)
    needed = sum(len(word) == 1 or letters_of(word) not in _PARTICLES for word in many)
    return "" if shared and needed <= len(few) and _fit_in_order(few, many) else None


def _note_on_longer_family(a: Name, b: Name) -> str | None:
    """Two family names of which the first was taken for a given name: "Jan Lund Berg", read as "Berg, Jan Lund"."""
    for name, other in ((a, b), (b, a)):
        given, _, first = name.given.rpartition(" ")
        # With as many given names as the name as it was read, the other one is not short of a family name.
        if (
            given
            and "-" not in first
            and len(words_in(first)) == 1 < len(first)
            and len(words_in(other.given)) <= len(words_in(given))
        ):
            reading = Name(family=f"{first} {name.family}", given=given)
            if (note := _note_on_parts(reading, other)) is not None:
                return note
    return None
