"""Finds the date and the venue in a piece of a list: "ICML'24.5", "2021-ICLR", "arXiv, Mar 2024", "NeurIPS2021"."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from moebib.errors import InputError
from moebib.records.archives import archive_of
from moebib.records.date import MONTH_NAMES, Date
from moebib.records.series import all_series_in, full_year, series_named
from moebib.text.fold import fold

__all__ = ["DateAndVenue", "is_known_venue", "read_date_and_venue"]


class DateAndVenue(NamedTuple):
    """The places of a date and a venue in a text; an empty place means that there is none."""

    issued: Date | None
    date: tuple[int, int]
    venue: tuple[int, int]
    invalid_date: bool = False
    """Whether what looks like a date is none ("'24.13")."""


_APOSTROPHE = "['\u2018\u2019\u00b4`]"
_MONTH = "|".join(f"{name[:3]}(?:{name[3:]}|t)?" for name in MONTH_NAMES)
_YEAR = r"(?P<y>(?:19|20)\d\d)"
_DATES = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"(?<![\w.]){_YEAR}[-./](?P<m>\d{{1,2}})(?:[-./](?P<d>\d{{1,2}}))?(?![\w/-])",
        rf"{_YEAR}\s?[\u5e74\ub144]\s?(?:(?P<m>\d{{1,2}})\s?[\u6708\uc6d4]\s?(?:(?P<d>\d{{1,2}})\s?[\u65e5\u53f7\uc77c])?)?",
        rf"(?<![\w.])(?P<d>\d{{1,2}})(?:st|nd|rd|th)?[ -](?P<b>{_MONTH})\.?,?[ -]{_YEAR}(?!\w)",
        rf"(?<!\w)(?P<b>{_MONTH})\.?,?[ -]+(?:(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?[ ]+)?{_YEAR}(?!\w)",
        rf"(?<!\w)(?P<b>{_MONTH})\.?,? ?{_APOSTROPHE}(?P<y>\d\d)(?!\w)",
        rf"(?<![\w.]){_YEAR},? (?P<b>{_MONTH})\.?(?: (?P<d>\d{{1,2}}))?(?!\w)",
        rf"(?<![\w./])(?P<m>0?[1-9]|1[0-2])[/.]{_YEAR}(?![\w/])",
        rf"(?<![\d.]){_YEAR}(?![\w]|[.,]\d)",
        rf"{_APOSTROPHE} ?{_YEAR}(?:\.(?P<m>\d{{1,2}}))?(?!\w)",
        rf"{_APOSTROPHE} ?(?P<y>\d\d)(?:\.(?P<m>\d{{1,2}}))?(?!\w)",
    )
]
# A short year after the name of a series: "ICML 24", "SC24".
_SHORT_YEAR = re.compile(r"(?<=[A-Za-z])[ -]?(?P<y>\d\d)$")
_TRACK = re.compile(
    r"(?:[\w& -]{1,40}\s)?(?:workshops?|wksp|findings|demos?|demonstrations?|tutorials?|tiny papers?|"
    r"datasets? (?:and|&) benchmarks?|industry)(?:\s(?:track|papers?))?(?:\son\s[\w& -]{1,60})?",
    re.I,
)
_EDGES = " \n,:;.-\u2013\u2014/|()[]{}@\u00b7\u2022\uff0c\uff1a\uff08\uff09\u3010\u3011\u3002*_#~'\u2018\u2019\u00b4"


@lru_cache(maxsize=20_000)
def read_date_and_venue(text: str) -> DateAndVenue:
    """The date in *text* and, as its venue, all the rest.

    >>> found = read_date_and_venue("[ICML'24.5]")
    >>> str(found.issued), "[ICML'24.5]"[slice(*found.venue)], "[ICML'24.5]"[slice(*found.date)]
    ('2024-05', 'ICML', '24.5')
    """
    issued, start, end, is_invalid = _find_date(text)
    if issued is None:
        short = _SHORT_YEAR.search(text.rstrip(_EDGES))
        if short and _is_name_of_venue(text[: short.start()].strip(_EDGES)):
            issued, (start, end) = Date(full_year(int(short["y"]))), short.span("y")
    if issued is None:
        return DateAndVenue(None, (0, 0), _trimmed(text, 0, len(text)))
    before, after = _trimmed(text, 0, start), _trimmed(text, end, len(text))
    is_before = before[0] < before[1] and (
        is_known_venue(text[slice(*before)]) or not is_known_venue(text[slice(*after)])
    )
    venue = before if is_before or after[0] == after[1] else after
    if is_before and _TRACK.fullmatch(text[slice(*after)]):
        return DateAndVenue(issued, (0, 0), (before[0], after[1]), is_invalid)  # "ICLR 2024 Workshop" is not ICLR
    if not re.search(r"[^\W\d_]", text[slice(*venue)]):
        venue = (end, end)  # "2021;12(3)"
    if before[1] and text[before[1] : before[1] + 2] in (".'", ".\u2019"):
        before = (before[0], before[1] + 1)  # "Int'l Conf.'97"
        venue = before if is_before else venue
    while start < end and text[start] in "'\u2018\u2019\u00b4` ":
        start += 1
    return DateAndVenue(issued, (start, end), venue, is_invalid)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    if preposition := re.compile(r"(?:in|at|to appear in|published in|accepted (?:by|at|to|in))[: ]\s*", re.I).match(
        text, start, end
    ):
        start = preposition.end()
    proceedings = re.compile(
        r"(?:proceedings of(?: the)?|proc\.?(?: of(?: the)?)?)\s+(?=[A-Z][\w&+-]*\W*$)", re.I
    ).match(text, start, end)
    if proceedings and series_named(text[proceedings.end() : end].strip(" .,")):
        start = proceedings.end()
    opened = text.count("(", start, end) > text[start:end].rstrip(_EDGES).count(")")
    while start < end and not (text[end - 1].isalnum() or (opened and text[end - 1] == ")") or text[end - 1] in "+#"):
        end -= 1
    return start, end


def _find_date(text: str) -> tuple[Date | None, int, int, bool]:
    """The first date with its place, and whether only its year is one."""
    for pattern in _DATES:
        match = pattern.search(text)
        if not match:
            continue
        groups = match.groupdict()
        month = groups.get("m") or (groups.get("b") and _month_number(str(groups["b"])))
        year = int(groups["y"]) if len(groups["y"]) == 4 else full_year(int(groups["y"]))
        try:
            day = int(groups["d"]) if groups.get("d") else None
            return Date(year, int(month) if month else None, day), match.start(), match.end(), False
        except InputError:
            if pattern in _DATES[-2:]:
                return Date(year), match.start(), match.end(), True
    return None, 0, 0, False


def _month_number(name: str) -> int:
    return next(i for i, month in enumerate(MONTH_NAMES, 1) if month.lower().startswith(name[:3].lower()))


_VENUE_WORDS = re.compile(
    r"\b(?:conference|conf|workshop|symposium|proceedings|proc|journal|transactions|trans|letters|magazine|findings|"
    r"preprints?|thesis|dissertation|lecture notes|biorxiv|ssrn|corr)\b|^(?:technical|tech) report$|^white ?paper$"
)


def _is_name_of_venue(text: str) -> bool:
    return bool(series_named(text) or archive_of(text) or fold(text).startswith("arxiv"))


LONGEST_VENUE = 14
"""How many words the name of a venue may have."""


@lru_cache(maxsize=20_000)
def is_known_venue(text: str) -> bool:
    """Whether *text* is the name of a venue: a series or an archive that moebib knows, or one by its words.

    >>> is_known_venue("EMNLP (Findings)"), is_known_venue("arXiv preprint"), is_known_venue("Uber")
    (True, True, False)
    """
    words = text.split()
    if not 0 < len(words) <= LONGEST_VENUE:
        return False
    if _is_name_of_venue(text):
        return True
    if (
        any(
            series_named(word)
            for word in re.split(r"[\s(),/@&:-]+", text)
            if word.isupper() or word[1:].lower() != word[1:]
        )
        and len(words) <= 6
    ):
        return True
    if len(words) <= 12 and _VENUE_WORDS.search(fold(text)):
        return True
    return bool(all_series_in(text)) and len(words) <= 10
