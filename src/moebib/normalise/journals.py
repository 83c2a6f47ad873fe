"""Names of journals: abbreviated, as ISO 4 has it and many styles want it, or written in full."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import Literal

from moebib.errors import Finding, InputError
from moebib.normalise.fields import is_abbreviated
from moebib.records.record import Record
from moebib.records.series import abbreviated_journals
from moebib.text.fold import fold
from moebib.text.markup import escape, plain
from moebib.text.shorten import quote

__all__ = ["JournalNames", "journal_names"]

_SERIALS = frozenset(["article-journal", "article-magazine", "article-newspaper", "review", "review-book"])
"""The types of works whose containers are abbreviated word by word; other containers only if a list has them."""
_WORD = re.compile(r"[^\W_]+")
_IN_FULL_NAMES = re.compile(r"\b(?:St|Mt|Dr|U\.\s?S|U\.\s?K)\.")
"""Abbreviations that full names have, as "St. Petersburg Mathematical Journal"."""
_BEFORE_STOP = re.compile(r"(\w+)\.(?=[\s,])")
_ACRONYM = re.compile(r"(?!.*[^\W\d_]{4})")
"""The beginning of a name without a word of more than three letters, as "A & A"."""


@dataclass(frozen=True, eq=False)
class JournalNames:
    """The form in which names of journals are written, and the names that are known."""

    form: Literal["abbreviated", "full"]
    abbreviations: Mapping[str, str]
    """Full name, reduced to its letters -> its abbreviation."""
    full_names: Mapping[str, str]
    """Abbreviation, reduced to its letters -> its full name."""

    def knowing(self, records: Iterable[Record]) -> JournalNames:
        """These names, and those of *records* that have their journal in both forms."""
        full_names: dict[str, set[str]] = defaultdict(set)
        abbreviations: dict[str, str] = {}
        for record in records:
            full, short = plain(record.container_title), plain(record.container_title_short)
            if record.type in _SERIALS and full and not _is_abbreviated(full) and _is_abbreviated(short):
                full_names[_letters(short)].add(full)
                abbreviations.setdefault(_letters(full), short)
        clear = {short: full for short, (full, *others) in full_names.items() if not others}
        return replace(
            self, abbreviations={**abbreviations, **self.abbreviations}, full_names={**clear, **self.full_names}
        )

    def all_written(self, records: Iterable[Record]) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
        """*records* with the names of their journals in this form, and a finding for each that is not known in it."""
        written = [self.written(record) for record in records]
        findings: dict[str, Finding] = {}
        for finding in (finding for _, unknown in written for finding in unknown):
            findings.setdefault(finding.message, finding)
        return tuple(record for record, _ in written), tuple(findings.values())

    def written(self, record: Record) -> tuple[Record, tuple[Finding, ...]]:
        """*record* with the name of its journal in this form, and a finding if that is not known.

        An abbreviation that is written in full becomes the short name, if there is none.
        """
        name = plain(record.container_title)
        if not name:
            return record, ()
        shortens = self.form == "abbreviated"
        new = self._abbreviated(name, record) if shortens else self.full_names.get(_letters(name))
        if new is None and record.type in _SERIALS and shortens != _is_abbreviated(name):
            missing = "abbreviation" if shortens else "full name"
            hint = "give a list that has it with --journal-list"
            if shortens and _abbreviator() is None:
                hint += ", or install pyiso4"
            return record, (Finding("MB148", f"no {missing} of {quote(name)} is known", record.id, hint=hint),)
        if new is None or new == name:
            return record, ()
        short = plain(record.container_title_short)
        if not shortens:
            return record.evolve(container_title=escape(new), container_title_short=escape(short or name)), ()
        short = "" if _letters(short) == _letters(new) else record.container_title_short
        return record.evolve(container_title=escape(new), container_title_short=short), ()

    def _abbreviated(self, name: str, record: Record) -> str | None:
        """The abbreviation in a list, else the short name of the record if that is one, else that of each word."""
        full = self.full_names.get(_letters(name), name)
        if known := self.abbreviations.get(_letters(full)):
            return known
        if record.type not in _SERIALS or _is_abbreviated(full):
            return None
        short = plain(record.container_title_short)
        return short if _is_abbreviated(short) else _by_words(full)


def journal_names(form: Literal["abbreviated", "full"], pairs: Iterable[tuple[str, str]] = ()) -> JournalNames:
    """The names in *pairs* of a full and an abbreviated name; of two for one name, the first.

    Raises:
        InputError: If there is nothing to abbreviate by: no pairs, and no list of words.
    """
    pairs = list(pairs)
    if form == "abbreviated" and not pairs and _abbreviator() is None:
        hint = "pip install pyiso4, or give a list of journals with --journal-list"
        raise InputError(f"abbreviating journals needs the list of words of pyiso4\nhint: {hint}")
    abbreviations: dict[str, str] = {}
    full_names: dict[str, str] = {}
    for full, short in pairs:
        abbreviations.setdefault(_letters(full), short)
        full_names.setdefault(_letters(short), full)
    fulls = Counter(short for _, short in {(_letters(full), _letters(short)) for full, short in pairs})
    unclear = {short for short, number in fulls.items() if number > 1}
    known = {_letters(short): full for short, full in abbreviated_journals().items()}
    if form == "full":
        known |= {_letters(by_words): full for full in known.values() if (by_words := _by_words(full))}
    return JournalNames(form, abbreviations, {
        short: full for short, full in {**known, **full_names}.items() if short not in unclear
    })  # fmt: skip


def _is_abbreviated(name: str) -> bool:
    name = _IN_FULL_NAMES.sub("", name)
    return is_abbreviated(name) and not _has_sections(name)


def _has_sections(name: str) -> bool:
    """Whether full stops are only behind whole words, as before the section in "Physical Review. D"."""
    abbreviate = _abbreviator()
    words = _BEFORE_STOP.findall(name)
    if abbreviate is None or name.endswith("."):
        return False
    return all((short := abbreviate(f"{word} x")) and len(short) < len(f"{word}. x") for word in words)


@lru_cache(maxsize=10_000)
def _letters(name: str) -> str:
    """What a name is compared by: its letters and digits, without case, accents, and the article before it."""
    words = _WORD.findall(fold(plain(name)).replace("&", " and "))
    return "".join(words[1:] if words[:1] == ["the"] else words)


@lru_cache(maxsize=10_000)
def _by_words(name: str) -> str | None:
    """*name* with its words abbreviated; ``None`` if that is not possible.

    ISO 4 does not abbreviate names of one word and acronyms, and the list has words in Latin letters only.
    """
    letters = (char for char in name if char.isalpha())
    is_latin = all(unicodedata.name(char, "").startswith("LATIN") for char in letters)
    if len(_WORD.findall(name.removeprefix("The "))) == 1:
        return name.removeprefix("The ")
    if _ACRONYM.match(name) or not is_latin:
        return name
    abbreviate = _abbreviator()
    return abbreviate(name) if abbreviate else None


@cache
def _abbreviator() -> Callable[[str], str | None] | None:
    """ISO 4 by the ISSN's List of Title Word Abbreviations, which the package pyiso4 has, if that is installed.

    It abbreviates no name that has abbreviations without full stops ("J Comput Phys"), on which pyiso4 fails.
    """
    try:
        from pyiso4.ltwa import Abbreviate  # reads a long list
    except ImportError:
        return None
    abbreviate = Abbreviate.create()

    def abbreviated(name: str) -> str | None:
        try:
            return str(abbreviate(name.removesuffix(", The"), remove_part=False))
        except IndexError:
            return None

    return abbreviated
