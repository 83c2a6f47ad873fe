"""The pattern of the keys in someone's .bib file, so that a new entry gets a key like the others."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import product
from typing import NamedTuple

from moebib.records.citekey import ascii_word, words_for_key
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.text.markup import plain
from moebib.text.stop_words import STOP_WORDS

__all__ = ["KeyPattern", "find_pattern"]

_SAMPLE = 50
"""How many entries are looked at: the last ones."""


class KeyPattern(NamedTuple):
    """How keys are made of a name, a year and words of the title: the names of these parts, and what joins them."""

    parts: tuple[str, ...]
    joints: tuple[str, ...]

    def make(self, record: Record) -> str:
        """The key of *record*, which others may have, too; "" if it lacks a part."""
        parts = [_PARTS[part](record) for part in self.parts]
        return _joined(parts, self.joints) if all(parts) else ""


def find_pattern(works: Iterable[tuple[str, Record]]) -> KeyPattern | None:
    """The pattern that at least half of the keys of *works* have, ``None`` if there is none.

    >>> work = Record(id="x", type="book", title="On the Warmth of Experts", author=["Berg, Jan"], issued="2024")
    >>> find_pattern([("berg_warmth_2024", work), ("Berg24a", work)]).make(work)
    'berg_warmth_2024'
    """
    sample = deque(works, _SAMPLE)
    counts = Counter(pattern for key, record in sample for pattern in _patterns_of(key, record))
    best = max(counts, key=lambda pattern: (counts[pattern], -_ORDER[pattern]), default=None)
    return best if best and 2 * counts[best] >= len(sample) else None


def _patterns_of(key: str, record: Record) -> Iterator[KeyPattern]:
    """The patterns by which *record* has *key*, perhaps with a letter for another work with the same key."""
    values = {part: value for part, make in _PARTS.items() if (value := make(record)) and value in key}
    for pattern in _ORDER:
        if all(part in values for part in pattern.parts):
            made = _joined([values[part] for part in pattern.parts], pattern.joints)
            if key == made or (key[:-1] == made and key[-1:].islower()):
                yield pattern


def _joined(parts: list[str], joints: tuple[str, ...]) -> str:
    return "".join(text for pair in zip(parts, (*joints, ""), strict=True) for text in pair)


def _first(record: Record) -> Name | None:
    return next(iter((*record.author, *record.editor)), None)


def _family(record: Record) -> str:
    name = _first(record)
    return ascii_word(name.family or name.literal) if name else ""


def _with_particle(record: Record) -> str:
    name = _first(record)
    return ascii_word(name.particle + (name.family or name.literal)) if name else ""


def _families(record: Record) -> str:
    """As in the ACL Anthology: one or two names, or the first and "etal"."""
    names = [ascii_word(name.family or name.literal).lower() for name in record.author]
    return "-".join(names if len(names) < 3 and not record.author.others else [names[0], "etal"]) if names else ""


def _year(record: Record) -> str:
    return str(record.issued.year) if record.issued else ""


def _word(record: Record) -> str:
    return next(words_for_key(plain(record.title)), "")


def _three_words(record: Record) -> str:
    """As by default in Better BibTeX for Zotero."""
    words = [word for word in words_for_key(plain(record.title)) if word.lower() not in STOP_WORDS]
    return "".join(map(_capital, words[:3]))


def _very_first(record: Record) -> str:
    return next((ascii_word(word).lower() for word in plain(record.title).split()), "")


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]


_PARTS: Mapping[str, Callable[[Record], str]] = {
    "name": lambda record: _family(record).lower(),
    "Name": lambda record: _capital(_family(record)),
    "particle-name": lambda record: _with_particle(record).lower(),
    "Particle-Name": lambda record: _capital(_with_particle(record)),
    "names": _families,
    "year": _year,
    "yy": lambda record: _year(record)[-2:],
    "word": lambda record: _word(record).lower(),
    "Word": lambda record: _capital(_word(record)),
    "Three-Words": _three_words,
    "first-word": _very_first,
}
_JOINTS = ("", "_", "-", ":", ".")


def _all_patterns() -> Iterator[KeyPattern]:
    """All patterns, the most usual first."""
    names = ("name", "Name", "names", "particle-name", "Particle-Name")
    years, words = ("year", "yy"), ("word", "Word", "Three-Words", "first-word")
    for name, year in product(names, years):
        for word in words:
            orders = ((name, year, word), (name, word, year))
            yield from (KeyPattern(parts, joints) for parts, joints in product(orders, product(_JOINTS, repeat=2)))
        yield from (KeyPattern((name, year), (joint,)) for joint in _JOINTS)


_ORDER = {pattern: number for number, pattern in enumerate(_all_patterns())}
