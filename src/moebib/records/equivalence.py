"""Whether two values of a field are equivalent: equal but for case, accents, punctuation and abbreviation.

Equivalent values are no change to report and no error. Values that are not equivalent need not be wrong.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from moebib.records.archives import archive_of
from moebib.records.date import Date
from moebib.records.name import Name, Names
from moebib.records.series import all_series_in, are_one_series, series_named
from moebib.text.fold import fold

__all__ = [
    "abbreviates",
    "equivalent_dates",
    "equivalent_name",
    "equivalent_names",
    "equivalent_pages",
    "equivalent_text",
    "equivalent_venues",
    "is_archive",
    "words_of",
]

_WORDS = re.compile(r"[^\W_]+")
_DASHES = re.compile(r"\s*[-\u2010-\u2015\u2212]+\s*")


def equivalent_text(a: str, b: str) -> bool:
    """Whether two texts have the same letters and digits.

    >>> equivalent_text("Read-ME: Router-Decoupled MoE", "README: router-decoupled MoE."), equivalent_text("C", "C++")
    (True, True)
    """
    return (_bare(a) or a.strip()) == (_bare(b) or b.strip())


def equivalent_name(a: Name, b: Name) -> bool:
    """Whether two names can be those of one person: an initial matches its name, a middle name may be missing.

    >>> equivalent_name(Name(family="Li", given="Hai Helen"), Name(family="Li", given="H."))
    True
    >>> equivalent_name(Name(family="Li", given="Hai"), Name(family="Li", given="Han"))
    False
    """
    if sorted(words_of(a.display())) == sorted(words_of(b.display())):
        return True
    if a.literal or b.literal:
        return equivalent_text(a.display(), b.display())
    with_particles = (f"{name.particle}{name.family}" for name in (a, b))
    same_family = equivalent_text(a.family, b.family) or equivalent_text(*with_particles)
    return same_family and _equivalent_given(a.given, b.given)


def equivalent_names(a: Names, b: Names) -> bool:
    """Whether two lists name the same people in order; an incomplete list matches any longer one."""
    shorter, longer = sorted((a, b), key=len)
    same_length = len(shorter) == len(longer) or shorter.others
    return same_length and all(map(equivalent_name, shorter, longer))


def abbreviates(new: Sequence[Name], old: Sequence[Name]) -> bool:
    """Whether *new* has an initial where *old* has the name, which would be lost.

    >>> abbreviates([Name(family="Li", given="H. H.")], [Name(family="Li", given="Hai Helen")])
    True
    """
    pairs = ((new_name, old_name) for new_name in new for old_name in old if equivalent_name(new_name, old_name))
    return any(_fullness(new_name.given) < _fullness(old_name.given) for new_name, old_name in pairs)


def equivalent_dates(a: Date, b: Date) -> bool:
    """Whether two dates are equal as far as both are known: 2024 and 2024-05, 199X and 1995."""
    if a.unspecified or b.unspecified:
        shared_years = range(max(a.year, b.year), min(a.years.stop, b.years.stop))
        return bool(shared_years) and (len(a.years) + len(b.years) > 2 or a.month in (None, b.month) or not b.month)
    if a.season and b.season and a.season != b.season:
        return False
    shared = min(len(a.parts), len(b.parts))
    return a.parts[:shared] == b.parts[:shared]


def equivalent_pages(a: str, b: str) -> bool:
    """Whether two ranges have the same first page, and the same last page if both have one.

    >>> equivalent_pages("12--34", "12 - 34"), equivalent_pages("12", "12-34"), equivalent_pages("12", "123")
    (True, True, False)
    """
    shorter, longer = sorted((_DASHES.sub("-", fold(text).strip()) for text in (a, b)), key=len)
    return longer == shorter or longer.startswith(f"{shorter}-")


def _bare(text: str) -> str:
    return "".join(words_of(text))


def words_of(text: str) -> list[str]:
    """The words of *text* without case and accents; all characters but letters and digits separate words."""
    return _WORDS.findall(fold(text))


def _equivalent_given(a: str, b: str) -> bool:
    if not words_of(a) or not words_of(b) or _bare(a) == _bare(b):
        return True
    (first, *few), (other, *many) = sorted((words_of(a), words_of(b)), key=len)
    rest = iter(many)
    return _fits(first, other) and all(any(_fits(word, longer) for longer in rest) for word in few)


def _fits(a: str, b: str) -> bool:
    """Whether two words are equal, or one is the initial of the other."""
    return a == b or (a[0] == b[0] and min(len(a), len(b)) == 1)


def _fullness(given: str) -> tuple[int, ...]:
    """How many given names are written out, and how many there are."""
    words = words_of(given)
    return sum(len(word) > 1 for word in words), len(words)


# Words that belong to the name of a volume, not to that of the venue; numbers and years are ignored, too.
_OF_A_VOLUME = {
    "a", "acm", "advances", "an", "and", "annual", "conference", "cvf", "edition", "for", "ieee", "in", "international",
    "long", "main", "meeting", "of", "on", "paper", "papers", "part", "proc", "proceedings", "series", "short", "the",
    "track", "usenix", "vol", "volume",
}  # fmt: skip
_WORKSHOP = "workshop"
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")


def equivalent_venues(a: str, b: str) -> bool:
    """Whether two names can be those of one venue: in full, abbreviated or as an acronym, in any year.

    >>> equivalent_venues("NeurIPS", "Advances in Neural Information Processing Systems 37")
    True
    >>> equivalent_venues("J. Mach. Learn. Res.", "Journal of Machine Learning Research")
    True
    >>> equivalent_venues("ICML", "ICML 2024 Workshop on Invented Things")
    False
    >>> equivalent_venues("Nature", "Nature Communications")
    False
    """
    archives = archive_of(a), archive_of(b)
    if any(archives):
        return archives[0] is archives[1]
    words_a, words_b = _venue_words(a), _venue_words(b)
    if (_WORKSHOP in words_a) != (_WORKSHOP in words_b):
        # A workshop at a conference is another venue; only the W in its acronym distinguishes the two.
        return _shortens_workshop(words_a, words_of(b)) or _shortens_workshop(words_b, words_of(a))
    series_a, series_b = all_series_in(a), all_series_in(b)
    if series_a and series_b:
        return are_one_series(series_a, series_b) is not False
    acronyms_a, acronyms_b = _acronyms(a), _acronyms(b)
    if acronyms_a and acronyms_b:
        return bool(acronyms_a & acronyms_b)
    return words_a == words_b or _shortens(words_a, words_of(b)) or _shortens(words_b, words_of(a))


def is_archive(venue: str) -> bool:
    """Whether *venue* is an archive of preprints: "arXiv preprint arXiv:2401.06066", "CoRR", "SSRN"."""
    return archive_of(venue) is not None


def _venue_words(venue: str) -> list[str]:
    """The words that name the venue; all words if there would be none left."""
    words = [word for word in words_of(venue) if not _NUMBER.fullmatch(word)]
    return [word for word in words if word not in _OF_A_VOLUME] or words


def _acronyms(venue: str) -> set[str]:
    """The acronyms in a name ("EMNLP", "MLSys"), without those of publishers ("ACM"); "NeurIPS" for "NIPS"."""
    words = (re.sub(r"\d+", "", word) for word in re.findall(r"[^\W_]+", venue))
    acronyms = {fold(word) for word in words if sum(char.isupper() for char in word) > 1}
    return {fold(series.short) if (series := series_named(name)) else name for name in acronyms - _OF_A_VOLUME}


def _shortens_workshop(short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether *short* abbreviates *words* and has a letter of "workshop"."""
    without_workshop = [word for word in words if word != _WORKSHOP]
    return _shortens(short, words) and not _shortens(short, without_workshop)


def _shortens(short: Sequence[str], words: Sequence[str]) -> bool:
    """Whether *short* consists of beginnings of *words* in their order ("ML-Sys", "Trans. Parallel").

    Whole words are not an abbreviation: "Nature" is not short for "Nature Communications".
    """
    if not short or set(short) <= set(words):
        return False
    ends = {0}
    letters = "".join(short)
    for word in words:
        for end in list(ends):
            length = 0
            while end + length < len(letters) and length < len(word) and letters[end + length] == word[length]:
                length += 1
                ends.add(end + length)
    return len(letters) in ends
