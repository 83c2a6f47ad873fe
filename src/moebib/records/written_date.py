"""Dates as people write them: "Sept. 5, 2012", "May/June 2001", "c. 1999", "44 BC", "5. März 2012", "2012年3月"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from moebib.errors import InputError
from moebib.records.date import Bound, Date, Qualifier, parse_date
from moebib.records.month_words import MONTHS, SEASONS

__all__ = ["read_time_of_day", "read_written_date", "read_years"]

_FILLERS = frozenset({"st", "nd", "rd", "th", "er", "of", "the", "de"})

_CIRCA = re.compile(r"(?:(?:c|ca|circa|approx|about)\b\.?|[\u223c\u2248]) ?")
_WEEKDAY = re.compile(r"(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?\.?,? ")
_TIME = re.compile(
    r"(?P<day>.*\d)(?:[T ,]+|\Z)[0-2]?\d:[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?: ?[ap]\.?m\.?)?"
    r" ?(?:Z|GMT|UTC|[A-Z]{3,4}|[+-]\d\d:?(?:\d\d)?)?", re.I | re.A,
)  # fmt: skip
_YEARS = re.compile(r"(?<![\d.])(\d{4})(?!\d)(?:\s*[/\u2013\u2014-]+\s*(\d{4})(?!\d))?", re.ASCII)
_ERAS = r"bce?|b\. ?c\.(?: ?e\.)?|ad|a\. ?d\.|ce|c\. ?e\."
_ERA = re.compile(rf"(?P<ad>ad ?|a\. ?d\. ?)?(?P<year>[0-9]{{1,10}})(?: ?(?P<era>{_ERAS}))?")
_DASH = r"(?:-+|[\u2013\u2014/]|to)"
_ERA_RANGE = re.compile(
    rf"(?P<first>[0-9]{{1,4}}) ?(?P<of_first>{_ERAS})? ?{_DASH} ?"
    rf"(?P<ad>ad ?)?(?P<last>[0-9]{{1,4}})(?: ?(?P<of_last>{_ERAS}))?"
)
_UNPADDED = re.compile("-[0-9]{1,3}")
"""A year before 0, as EDTF counts, but in fewer digits than there."""
_UNSPECIFIED = re.compile(
    r"(?P<decade>[0-9]{3})(?:[?x]|-\??)|(?P<century>[0-9]{2})(?:\?\?|xx|--\??)|(?P<of>[0-9]{2}[1-9])0'?s"
)
_DAY_FIRST = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{4})")
_NUMERIC = re.compile(r"([0-9]{4})(--|[-./])([0-9]{1,2})\2([0-9]{1,2})|(1[5-9][0-9]{2}|20[0-9]{2})([0-9]{2})([0-9]{2})")
_EAST_ASIAN = re.compile(r"([0-9]{4}) ?[年년](?: ?([0-9]{1,2}) ?[月월](?: ?([0-9]{1,2}) ?[日号일])?)?")
_NUMERIC_RANGE = re.compile(r"([0-9]{4}(?:-[0-9]{1,2}){1,2}) ?/ ?([0-9]{4}(?:-[0-9]{1,2}){1,2})")
_YEAR_AND_NUMBER = re.compile(r"([0-9]{4})([-./]|--+|[\u2013\u2014])([0-9]{1,2})")
_SINCE = re.compile(r"([0-9]{4}) ?(?:-+|[\u2013\u2014]|to)(?: ?(?:present|now|today|ongoing))?")
_TOKENS = re.compile(r"[0-9]+|[^\W\d_]+|-+|[/&\u2013\u2014]")
_MARKS = frozenset({"-", "--", "---", "/", "&", "\u2013", "\u2014", "to", "and"})
"""What is between the two dates of a range, or the parts of one date."""
_PUNCTUATION = frozenset(" ,.;:'\"()[]")


@lru_cache(maxsize=20_000)
def read_written_date(text: str, year: Date | None = None) -> Date | None:
    """The date, or ``None`` if *text* contains anything else. EDTF is read, too. A text without a year is in *year*.

    >>> [str(read_written_date(text)) for text in ("Sept. 5, 2012", "5-Sep-2012", "June 12--14, 2001", "c. 1999")]
    ['2012-09-05', '2012-09-05', '2001-06-12/2001-06-14', '1999~']
    >>> [str(read_written_date(text)) for text in ("2012/6/5", "Winter 2001/2002", "1998-99", "44 BC")]
    ['2012-06-05', '2001-24', '1998/1999', '-0043']
    >>> str(read_written_date("9 dec", Date(2001))), str(read_written_date("5 de mayo de 2012"))
    ('2001-12-09', '2012-05-05')
    """
    try:
        date = parse_date(text.strip())
        return date if year is None or date.year == year.year else None
    except InputError:
        pass
    bare = _WEEKDAY.sub("", " ".join(text.lower().replace("~", " ").split()).strip("[]()"), count=1)
    if year is None and (unspecified := _UNSPECIFIED.fullmatch(bare)):
        return _unspecified(unspecified)
    certain = _CIRCA.sub("", bare, count=1) if _CIRCA.match(bare) else bare
    qualifier: Qualifier = ("%" if "?" in bare else "~") if certain != bare else "?" if "?" in bare else ""
    try:
        written = _read(certain.replace("?", "").strip("[]() ,;:'\""), year)
        return replace(written, qualifier=qualifier or written.qualifier) if written else None
    except InputError:
        return None


def read_time_of_day(text: str) -> Date | None:
    """The date before a time of day, which a date does not have; ``None`` without a time.

    >>> [str(read_time_of_day(text)) for text in ("2012-06-05T10:30:00Z", "Tue, 5 Jun 2012 10:30 GMT", "2012")]
    ['2012-06-05', '2012-06-05', 'None']
    """
    days = [match["day"] if (match := _TIME.fullmatch(side)) else side for side in text.strip().split("/")]
    if "/".join(days) == text.strip():
        return None
    date = read_written_date("/".join(days))
    return date if date and date.day else None


def read_years(text: str) -> Date | None:
    """The first year, or range of years, of a text that says more; ``None`` for one without years, or before Christ.

    >>> [str(read_years(text)) for text in ("2012a", "to appear 2013", "2012 -- 2014, in parts", "-0044 or so")]
    ['2012', '2013', '2012/2014', 'None']
    >>> str(read_years("[1987] 2012"))
    '2012'
    """
    years = _YEARS.search(re.sub(r"^\[\d{4}\]\s*(?=.*\d{4})", "", text))  # in brackets, that of the original
    if not years or text.startswith("-"):
        return None
    begin, end = int(years[1]), int(years[2] or 0)
    return Date(begin, end=Date(end)) if end > begin else Date(begin)


def _unspecified(match: re.Match[str]) -> Date:
    if match["century"]:
        return Date(int(match["century"]) * 100, unspecified="XX")
    return Date(int(match["decade"] or match["of"]) * 10, unspecified="X")


class _Parts(NamedTuple):
    """What is written of one date; a number can be a day or a month."""

    year: int | None = None
    month: int | None = None
    season: int | None = None
    number: int | None = None


def _read(text: str, default: Date | None) -> Date | None:
    if (era := _ERA.fullmatch(text)) and (era["ad"] or era["era"]):
        number = int(era["year"])
        return Date(1 - number if (era["era"] or "").startswith("b") else number)
    if (eras := _ERA_RANGE.fullmatch(text)) and (eras["of_last"] or eras["ad"]):
        return _between_eras(eras)
    if _UNPADDED.fullmatch(text):
        return Date(int(text))
    if day_first := _DAY_FIRST.fullmatch(text):
        return _day_and_month(*day_first.groups())
    if numeric := _NUMERIC.fullmatch(text):
        return Date(int(numeric[1] or numeric[5]), int(numeric[3] or numeric[6]), int(numeric[4] or numeric[7]))
    if east_asian := _EAST_ASIAN.fullmatch(text):
        return Date(*(int(part) if part else None for part in east_asian.groups()))  # type: ignore[arg-type]
    if ranged := _NUMERIC_RANGE.fullmatch(text):
        first, last = (Date(*map(int, side.split("-"))) for side in ranged.groups())  # type: ignore[arg-type]
        return replace(first, end=last)
    if short := _YEAR_AND_NUMBER.fullmatch(text):
        return _year_and_number(int(short[1]), short[2], short[3])
    if since := _SINCE.fullmatch(text):
        return Date(int(since[1]), end=Bound.OPEN)
    if not _PUNCTUATION.issuperset(_TOKENS.sub("", text)):
        return None
    tokens = [token for token in _TOKENS.findall(text) if token not in _FILLERS]
    marks = [i for i, token in enumerate(tokens) if token in _MARKS]
    if not tokens or tokens[0] in _MARKS or tokens[-1] in _MARKS:
        return None
    if parts := _parts([token for token in tokens if token not in _MARKS]):
        return _date(parts, default)
    if len(marks) != 1:
        return None
    begin, end = _parts(tokens[: marks[0]]), _parts(tokens[marks[0] + 1 :])
    return _range(begin, end, default) if begin and end else None


def _between_eras(match: re.Match[str]) -> Date | None:
    """The years from "44 BC to AD 14", or from "500-400 BC", of which the first has the era of the last."""
    of_last = match["of_last"] or "ad"
    is_before = [era.startswith("b") for era in (match["of_first"] or of_last, of_last)]
    first, last = (
        1 - int(match[year]) if bc else int(match[year]) for year, bc in zip(("first", "last"), is_before, strict=True)
    )
    return Date(first, end=Date(last))


def _day_and_month(first: str, mark: str, second: str, year: str) -> Date | None:
    """The date with the day before the month, if it has full stops, or if another order is impossible or the same."""
    day, month = int(first), int(second)
    if mark != "." and day <= 12 and month <= 12 and day != month:
        return None
    return Date(int(year), day, month) if month > 12 else Date(int(year), month, day)


def _year_and_number(year: int, mark: str, text: str) -> Date | None:
    """The number is a month ("2001-5") or the end of a range of years ("1962/63"); "2004/05" is unclear."""
    number = int(text)
    if len(text) == 1 or mark == ".":
        return Date(year, number)
    last = year - year % 100 + number
    # After a hyphen, up to 41 are the seasons and quarters of EDTF level 2.
    may_be_month = number <= 12 or (mark == "-" and number > 20) or last != year + 1
    is_unclear = mark in "-/" and number <= 41 and may_be_month
    return Date(year, end=Date(last)) if last > year and not is_unclear else None


def _parts(words: Sequence[str]) -> _Parts | None:
    """The parts of one date; ``None`` if there are other words, or several parts of a kind."""
    parts: dict[str, int] = {}
    for word in words:
        kinds = {"month": MONTHS.get(word), "season": SEASONS.get(word)}
        if word.isdecimal():
            kinds = {"year" if len(word) == 4 else "number": int(word) if len(word) in (1, 2, 4) else None}
        kind, value = next(((kind, value) for kind, value in kinds.items() if value is not None), ("", None))
        if value is None or kind in parts:
            return None
        parts[kind] = value
    if not parts or ("season" in parts and len(parts.keys() & {"month", "number"})):
        return None
    return _Parts(**parts)


def _date(parts: _Parts, default: Date | None) -> Date | None:
    year = parts.year if parts.year is not None else default.year if default else None
    if year is None or (default and default.year != year):
        return None
    qualifier = default.qualifier if default else ""
    if parts.season:
        return Date(year, season=parts.season, qualifier=qualifier)
    if parts.month is None:
        return Date(year, parts.number, qualifier=qualifier)
    return Date(year, parts.month, parts.number, qualifier=qualifier)


def _range(begin: _Parts, end: _Parts, default: Date | None) -> Date | None:
    """The range of two dates; what one of them does not repeat is that of the other."""
    if begin.season == 4 and end == _Parts(year=(begin.year or 0) + 1):  # a winter is in two years
        return _date(begin, default)
    if _Parts(year=begin.year) == begin != _Parts() and _Parts(year=end.year) != end:
        return None
    if _Parts(year=end.year) == end and _Parts(year=begin.year) != begin:
        return None
    first = begin._replace(
        year=begin.year if begin.year is not None else end.year,
        month=begin.month or (end.month if begin.number else None),
    )
    last = end._replace(
        year=end.year if end.year is not None else begin.year, month=end.month or (begin.month if end.number else None)
    )
    start, stop = _date(first, default), _date(last, default)
    return replace(start, end=stop) if start and stop else None
