"""Series: which conference or journal a name, a DBLP key, an ID in the ACL Anthology or an ISSN belongs to.

A name is compared without case, accents, years, numbers, sponsors and words such as "proceedings".
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache, lru_cache
from typing import NamedTuple

from moebib.records._conferences import CONFERENCES
from moebib.records._journals import JOURNALS
from moebib.records._series_row import Series
from moebib.text.fold import fold

__all__ = [
    "AnthologyVolume",
    "Series",
    "abbreviated_journals",
    "all_series_in",
    "anthology_volume",
    "are_one_series",
    "full_year",
    "is_book_series",
    "is_of_conference",
    "name_of_venue",
    "parts_of_name",
    "series_in_dblp",
    "series_named",
    "series_with_issn",
]

_SERIES = (*CONFERENCES, *JOURNALS)
_WORDS = re.compile(r"[^\W_]+|&")
# Words that do not tell two venues apart.
_SPONSORS = {"acm", "cvf", "eda", "edac", "ieee", "ifip", "rsj", "sigact", "sigarch", "sigchi", "sigda", "sigops",
             "sigplan", "sigsac", "sigsoft", "spie", "usenix"}  # fmt: skip
_SMALL_WORDS = {"a", "an", "and", "annual", "for", "in", "int", "intl", "international", "of", "on", "proc",
                "proceedings", "the", "&"}  # fmt: skip
_ABBREVIATED = {"conf": "conference", "j": "journal", "symp": "symposium", "trans": "transactions"}
_TENS = "twent|thirt|fort|fift|sixt|sevent|eight|ninet"
_UNITS = "first|second|third|fourth|fifth|sixth|seventh|eighth|ninth"
_NUMBER = re.compile(
    rf"\d+(?:st|nd|rd|th)?|{_UNITS}|tenth|eleventh|twelfth|\w+teenth|(?:{_TENS})(?:ieth|y)(?:{_UNITS})?"
)


_SEPARATORS = re.compile(r"[,:;()\[\]@]|\s[-\u2010-\u2015|]\s")
_BEFORE_NAME = re.compile(
    r"^(?:findings of the association for computational linguistics(?= )|"
    r"(?:findings|companion(?: proceedings| publication| volume)?|extended abstracts) of )",
    re.I,
)
_JOINT = re.compile(r"(.+) and (?:the )?(\d.+)|([A-Z]\w+)[-/]([A-Z][\w/-]*)(?: ['\u2019]?\d+)?")


@cache
def abbreviated_journals() -> Mapping[str, str]:
    """Abbreviated name -> full name, of journals, each also under its former names.

    >>> abbreviated_journals()["J. Mach. Learn. Res."]
    'Journal of Machine Learning Research'
    """
    full_names: dict[str, str] = {}
    for journal in JOURNALS:
        full = journal.short
        for name in journal.names:
            if "." in name:
                full_names[name] = full
            elif " " in name:  # otherwise it is an acronym
                full = name
    return full_names


def name_of_venue(text: str) -> str:
    """The words in the name of a venue that distinguish it from others, separated by spaces.

    >>> name_of_venue("Proceedings of the 57th IEEE/ACM International Symposium on Microarchitecture 2024")
    'symposium microarchitecture'
    """
    words = [_ABBREVIATED.get(word, word) for word in _WORDS.findall(fold(text))]
    named = [word for word in words if word not in _SMALL_WORDS and not _NUMBER.fullmatch(word)]
    if len(named) > 3 and re.fullmatch(r"[ivxl]+", named[-1]):
        named.pop()  # "Robotics: Science and Systems XX"
    without_sponsors = [word for word in named if word not in _SPONSORS]
    return " ".join(without_sponsors if len(without_sponsors) > 1 else named)


def series_named(text: str) -> Series | None:
    """The series that *text* is a name of, with or without the year.

    >>> [series_named(name).short for name in ("NIPS", "SC24", "The 12th International Conference on Machine Learning")]
    ['NeurIPS', 'SC', 'ICML']
    >>> series_named("Machine Learning").short, series_named("European Conference on Machine Learning").short
    ('Machine Learning', 'ECML PKDD')
    """
    names, name = _by_name(), name_of_venue(text)
    # "IEEE Micro" is a journal, but "IEEE INFOCOM" is INFOCOM.
    last = name.rpartition(" ")[2] if set(name.split()[:-1]) <= _SPONSORS else name
    without_year = re.sub(r"(?<=[a-z])(?:19|20)?\d\d$", "", last)
    return names.get(name) or names.get(last) or names.get(without_year)


def parts_of_name(text: str) -> list[str]:
    """What is between the commas, colons, brackets and dashes of a name."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


@lru_cache(maxsize=20_000)
def all_series_in(text: str) -> tuple[Series, ...]:
    """The series that a name contains: of two conferences held together, both.

    >>> [series.short for series in all_series_in("2024 IEEE/ACM International Symposium on Microarchitecture (MICRO)")]
    ['MICRO']
    >>> [series.short for series in all_series_in("EMNLP-IJCNLP 2019")]
    ['EMNLP', 'IJCNLP']
    """
    parts = [_BEFORE_NAME.sub("", part) for part in parts_of_name(text)][:8]
    # All runs of parts, the longest first, because names have commas, too.
    runs = [parts[start:end] for start in range(len(parts)) for end in range(len(parts), start, -1)]
    joint = [both.groups() for part in parts if not series_named(part) and (both := _JOINT.fullmatch(part))]
    halves = [(x or z, y or w) for x, y, z, w in joint if x or (series_named(z) and series_named(w))]
    names = (*(" ".join(run) for run in runs), *(half for both in halves for half in both))
    found = {series_named(name): name for name in reversed(names)}
    # "Machine Learning: Science and Technology" is another journal than "Machine Learning".
    is_certain = {
        series: series.kind != "journal" or len(name_of_venue(name).split()) > 3 or name == " ".join(parts)
        for series, name in found.items()
        if series
    }
    return tuple(series for series in reversed(is_certain) if is_certain[series])


def are_one_series(a: Iterable[Series], b: Iterable[Series]) -> bool | None:
    """Whether two publications are in one series; ``None`` for a conference and the journal that prints its papers.

    >>> are_one_series(all_series_in("SIGMOD"), all_series_in("Proceedings of the ACM on Management of Data"))
    """
    first, second = set(a), set(b)
    if first & second:
        return True
    printed = {short for series in first | second for short in series.prints}
    return None if printed & {series.short for series in first | second} else False


def series_in_dblp(key: str) -> Series | None:
    """The series of a DBLP key, which may also contain its workshops and findings."""
    return _by_dblp().get("/".join(key.split("/")[:2]))


def series_with_issn(issn: str) -> Series | None:
    """The series with an ISSN."""
    return _by_issn().get(issn)


class AnthologyVolume(NamedTuple):
    """A volume of the ACL Anthology."""

    series: Series | None
    year: int
    name: str
    """Its name in the ID ("long", "findings", "1")."""

    @property
    def track(self) -> str:
        """The track of the conference, as in ``Place``; empty if the ID does not say it."""
        return _ANTHOLOGY_TRACKS.get(self.name, "")


_ANTHOLOGY_TRACKS = {
    "demo": "demo", "demos": "demo", "findings": "findings", "industry": "industry", "tutorial": "tutorial",
    "tutorials": "tutorial", "srw": "workshop student research", "long": "main", "short": "main", "main": "main",
}  # fmt: skip


def anthology_volume(anthology_id: str) -> AnthologyVolume:
    """The volume of an ID (https://aclanthology.org/info/ids/), which from 2020 on contains the venue.

    >>> [anthology_volume(id_).series.short for id_ in ("2024.emnlp-main.12", "2023.findings-acl.7", "N19-1423")]
    ['EMNLP', 'ACL', 'NAACL']
    """
    if old := re.fullmatch(r"([A-Z])(\d\d)-(\d)\d+", anthology_id):
        return AnthologyVolume(_in_acl().get(old[1]), full_year(int(old[2])), old[3])
    year, venue, name = re.split(r"[.-]", anthology_id)[:3]
    if venue == "findings":
        venue, name = name, venue
    if (year, venue) == ("2024", "lrec"):
        return AnthologyVolume(series_named("LREC-COLING"), 2024, name)
    return AnthologyVolume(_in_acl().get(venue), int(year), name)


def full_year(two_digits: int) -> int:
    """The year that the last two digits mean: 1998 for 98, 2024 for 24."""
    return two_digits + (1900 if two_digits > 50 else 2000)


@cache
def _by_name() -> dict[str, Series]:
    return {name_of_venue(name): series for series in _SERIES for name in (series.short, *series.names)}


@cache
def _by_dblp() -> dict[str, Series]:
    return {key: series for series in _SERIES for key in series.dblp}


@cache
def _in_acl() -> dict[str, Series]:
    return {name: series for series in _SERIES for name in series.acl}


@cache
def _by_issn() -> dict[str, Series]:
    return {issn: series for series in _SERIES for issn in series.issn}


_BOOK_SERIES = re.compile(
    r"lecture notes (?:in|of|on)|ln(?:ai|bip|cs|ee|icst|ns)\b|communications in computer and information science|"
    r"ifip advances|advances in (?:information and communication|intelligent systems)|studies in computational|"
    r"smart innovation|springer proceedings|leibniz international|lipics\b|ceur\b|"
    r"proceedings of machine learning research|pmlr\b|.*\bebooks$",
    re.I,
)


def is_book_series(name: str) -> bool:
    """Whether volumes of many conferences appear under *name*, so that it says nothing about the conference."""
    return bool(_BOOK_SERIES.match(name.strip()))


_EVENT = re.compile(r"\b(?:conference|congress|meeting|symposium|workshops?)\b", re.I)


def is_of_conference(name: str) -> bool:
    """Whether *name* is that of a conference or its proceedings, by the table, else by the words in it.

    >>> names = ("Robotics: Science and Systems XX", "Congress of Invented Things", "Proceedings of the VLDB Endowment")
    >>> [is_of_conference(name) for name in names]
    [True, True, False]
    """
    series = all_series_in(name)
    return series[0].kind != "journal" if series else bool(_EVENT.search(name))
