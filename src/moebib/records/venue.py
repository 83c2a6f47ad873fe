"""Whether two names are those of one journal or conference, and whether a name means arXiv."""

from __future__ import annotations

import re
from collections.abc import Sequence

from moebib.records.equivalence import words_of
from moebib.text.fold import fold

__all__ = ["alike_venues", "is_archive"]

# Words that belong to the name of a volume, not to that of the venue; numbers and years are ignored, too.
_OF_A_VOLUME = {
    "a", "acm", "advances", "an", "and", "annual", "conference", "cvf", "edition", "for", "ieee", "in", "international",
    "long", "main", "meeting", "of", "on", "paper", "papers", "part", "proc", "proceedings", "series", "short", "the",
    "track", "usenix", "vol", "volume",
}  # fmt: skip
_WORKSHOP = "workshop"
_FORMERLY = {"nips": "neurips"}
_NUMBER = re.compile(r"\d+(?:st|nd|rd|th)?")


def alike_venues(a: str, b: str) -> bool:
    """Whether two names can be those of one venue: in full, abbreviated or as an acronym, in any year.

    >>> alike_venues("NeurIPS", "Advances in Neural Information Processing Systems 37")
    True
    >>> alike_venues("J. Mach. Learn. Res.", "Journal of Machine Learning Research")
    True
    >>> alike_venues("ICML", "ICML 2024 Workshop on Invented Things"), alike_venues("Nature", "Nature Communications")
    (False, False)
    """
    if is_archive(a) or is_archive(b):
        return is_archive(a) and is_archive(b)
    words_a, words_b = _venue_words(a), _venue_words(b)
    if (_WORKSHOP in words_a) != (_WORKSHOP in words_b):
        # A workshop at a conference is another venue; only the W in its acronym tells the two apart.
        return _shortens_workshop(words_a, words_of(b)) or _shortens_workshop(words_b, words_of(a))
    acronyms_a, acronyms_b = _acronyms(a), _acronyms(b)
    if acronyms_a and acronyms_b:
        return bool(acronyms_a & acronyms_b)
    return words_a == words_b or _shortens(words_a, words_of(b)) or _shortens(words_b, words_of(a))


def is_archive(venue: str) -> bool:
    """Whether *venue* means arXiv: "arXiv preprint arXiv:2401.06066", "CoRR"."""
    return bool(re.match(r"arxiv|corr\b|computing research repository", fold(venue).strip()))


def _venue_words(venue: str) -> list[str]:
    """The words that name the venue; all words if there would be none left."""
    words = [word for word in words_of(venue) if not _NUMBER.fullmatch(word)]
    return [word for word in words if word not in _OF_A_VOLUME] or words


def _acronyms(venue: str) -> set[str]:
    """The acronyms in a name ("EMNLP", "MLSys"), without those of publishers ("ACM")."""
    words = (re.sub(r"\d+", "", word) for word in re.findall(r"[^\W_]+", venue))
    found = {fold(word) for word in words if sum(char.isupper() for char in word) > 1}
    return {_FORMERLY.get(word, word) for word in found - _OF_A_VOLUME}


def _shortens_workshop(short: Sequence[str], words: Sequence[str]) -> bool:
    others = [word for word in words if word != _WORKSHOP]
    return _shortens(short, words) and not _shortens(short, others)


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
