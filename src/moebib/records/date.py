"""Dates of EDTF levels 0 and 1 (ISO 8601-2:2019; https://www.loc.gov/standards/datetime/), without times.

Level 1 adds to days, months, years and ranges of them: seasons, uncertain and approximate dates, unspecified digits,
open and unknown ends of ranges, and years before 0 and after 9999. biblatex (manual, section 2.3.8) has the same dates.
Unspecified digits in a range or next to ``?``, ``~`` or ``%``, which biber drops, are not dates here.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import Literal, get_args

from moebib._arguments import checked
from moebib._guesses import GuessedType, guessing, short_repr
from moebib.errors import InputError

__all__ = ["DATE_PATTERN", "MONTH_NAMES", "SEASON_NAMES", "Bound", "Date", "Qualifier", "Unspecified", "parse_date"]

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
SEASON_NAMES = ("Spring", "Summer", "Autumn", "Winter")

Qualifier = Literal["", "?", "~", "%"]
"""Of a date: uncertain, approximate ("circa"), or both."""
Unspecified = Literal["", "X", "XX", "-XX", "-XX-XX"]
"""What is in place of the unspecified digits at the end of a date: "199X", "19XX", "1999-XX", "1999-XX-XX"."""


class Bound(Enum):
    """The beginning or end of a range that is no date: there is none, or it is not known.

    >>> parse_date("1990/..").end is Bound.OPEN
    True
    """

    OPEN = ".."
    UNKNOWN = ""


_YEAR = r"-?\d{4}|Y-?[1-9]\d{4,8}"
_SINGLE = re.compile(rf"(?P<year>{_YEAR})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?P<qualifier>[?~%]?)", re.ASCII)
_UNSPECIFIED = re.compile(r"(?P<year>\d{3}X|\d\dXX|\d{4})(?:-(?P<month>\d\d))?(?P<rest>(?:-XX){0,2})", re.ASCII)
_MONTH = "-(0[1-9]|1[0-2])"
_ONE = rf"(-?\d{{4}}({_MONTH}(-(0[1-9]|[12]\d|3[01]))?|-2[1-4])?|Y-?[1-9]\d{{4,8}})[?~%]?"
DATE_PATTERN = rf"^({_ONE}(/({_ONE}|\.\.)?)?|(\.\.)?/{_ONE}|\d{{3}}X|\d\dXX|\d{{4}}(({_MONTH})?-XX|-XX-XX))$"
"""A regular expression for JSON Schema; it does not know the length of each month."""


_GUESSES = {
    **dict.fromkeys(("strftime", "isoformat", "format"), "str(date) is in ISO 8601"),
    **dict.fromkeys(("date", "to_date", "datetime", "to_datetime"), "datetime.date(*date.parts), if parts are three"),
    **dict.fromkeys(("fromisoformat", "strptime", "parse"), "moebib.parse_date(text) reads a date"),
    **dict.fromkeys(("replace", "evolve"), "dataclasses.replace(date, year=...) returns a changed copy"),
    **dict.fromkeys(("start", "from_"), "begin"),
    **dict.fromkeys(("to", "until"), "end"),
}
"""What people know from other dates."""


@guessing(
    _GUESSES,
    order="compare date.sort_key: sorted(dates, key=lambda date: date.sort_key)",
    change="dataclasses.replace({kind}, {name}=...) returns a changed copy",
)
@dataclass(frozen=True, slots=True, repr=False)
class Date(metaclass=GuessedType):
    """A date as precisely as it is known, or a range.

    ``str()`` is EDTF: "2024", "2024-06-12/2024-06-14", "2001-21" (spring), "1995~", "1990/..", "199X". The numbers are
    those of the beginning; if that is open or unknown, as in "../1990", they are those of the end. Years before 1 are
    astronomical: 0 is 1 BC.

    >>> str(Date(2024, 6, 12, end=Date(2024, 6, 14)))
    '2024-06-12/2024-06-14'
    """

    _of_class = _GUESSES
    year: int
    """For unspecified digits the first possible year: 1990 for "199X"."""
    month: int | None = None
    day: int | None = None
    end: Date | Bound | None = None
    """The end of a range; ``None`` for a single date."""
    begin: Bound | None = field(default=None, kw_only=True)
    """The beginning of a range of which only the end is known."""
    season: int | None = field(default=None, kw_only=True)
    """1 is spring, 4 is winter."""
    qualifier: Qualifier = field(default="", kw_only=True)
    unspecified: Unspecified = field(default="", kw_only=True)

    def __post_init__(self) -> None:
        if not -999_999_999 <= self.year <= 999_999_999:
            raise InputError(f"year {self.year} has more than nine digits")
        if self.month is not None and not 1 <= self.month <= 12:
            raise InputError(f"{self.month} is not a month")
        if self.season is not None and not 1 <= self.season <= 4:
            raise InputError(f"{self.season} is not a season")
        if self.day is not None and self.month is None:
            raise InputError("a day needs a month")
        if self.month and self.day is not None and not 1 <= self.day <= _days(self.year, self.month):
            raise InputError(f"{_year(self.year)}-{self.month:02} has no day {self.day}")
        if self.season and self.month:
            raise InputError("a date cannot have both a month and a season")
        if abs(self.year) > 9999 and (self.month or self.season):
            raise InputError(f"year {self.year} cannot have a month or season")
        if self.qualifier not in get_args(Qualifier):
            raise InputError(f"{self.qualifier!r} is not one of ?, ~ and %")
        if self.unspecified:
            self._check_unspecified()
        if self.is_range:
            self._check_range()

    __repr__ = short_repr

    def _check_unspecified(self) -> None:
        if self.unspecified not in get_args(Unspecified):
            raise InputError(f"{self.unspecified!r} are not unspecified digits")
        if self.year < 0 or self.year > 9999:
            raise InputError(f"year {self.year} cannot have unspecified digits")
        has_more = self.day or self.season or (self.month and self.unspecified != "-XX")
        if has_more or self.qualifier or self.is_range:
            raise InputError("unspecified digits must be the last part of a single date without ?, ~ and %")
        if self.year % len(self.years):
            raise InputError(f"year {self.year} does not end in zeros for the digits {self.unspecified}")

    def _check_range(self) -> None:
        if self.begin and self.end:
            raise InputError("a range needs a date at its beginning or its end")
        if isinstance(self.end, Date):
            if self.end.is_range:
                raise InputError("a range cannot contain a range")
            if self.end.unspecified:
                raise InputError("a range cannot have unspecified digits")
            seasons = self.season and self.end.season and self.end.sort_key < self.sort_key
            if seasons or self.end.parts < self.parts[: len(self.end.parts)]:
                raise InputError(f"the range ends ({self.end}) before it begins")

    @property
    def is_range(self) -> bool:
        """Whether the date has a beginning and an end."""
        return self.end is not None or self.begin is not None

    @property
    def bare(self) -> Date:
        """Year, month and day of the beginning, without all that EDTF adds to them."""
        return Date(self.year, self.month, self.day)

    @property
    def parts(self) -> tuple[int, ...]:
        """The known numbers of the beginning: ``(2024,)``, ``(2024, 6)``, ``(2024, 6, 12)``; of a season, its year."""
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    @property
    def years(self) -> range:
        """The years in which the date can begin: several if digits of the year are unspecified."""
        return range(self.year, self.year + {"X": 10, "XX": 100}.get(self.unspecified, 1))

    @property
    def sort_key(self) -> tuple[int, int, int]:
        """Year, month and day, with 0 for what is not known. A season is sorted before the month it begins in."""
        return self.year, self.month or (self.season or 0) * 3, self.day or 0

    def __str__(self) -> str:
        text = self._single()
        if self.begin:
            return f"{self.begin.value}/{text}"
        if self.end:
            return f"{text}/{self.end.value if isinstance(self.end, Bound) else self.end}"
        return text

    def _single(self) -> str:
        year = _year(self.year)
        if self.unspecified in ("X", "XX"):
            return year[: -len(self.unspecified)] + self.unspecified
        month = f"-{self.month:02}" if self.month else f"-{self.season + 20}" if self.season else ""
        day = f"-{self.day:02}" if self.day else ""
        return f"{year}{month}{day}{self.unspecified}{self.qualifier}"


Date.__init__ = checked('moebib.parse_date("2024-06") reads a text')(Date.__init__)  # type: ignore[method-assign]


@checked()
def parse_date(text: str) -> Date:
    """An EDTF date of level 0 or 1.

    >>> parse_date("2024-06")
    Date(year=2024, month=6)
    >>> parse_date("../1990").begin, parse_date("2001-24").season
    (<Bound.OPEN: '..'>, 4)

    Raises:
        InputError: If *text* has another form, or there is no such month or day.
    """
    first, slash, last = text.partition("/")
    try:
        if not slash:
            return _single(first) or _unspecified(first) or _reject(text)
        if first in ("", ".."):
            end = _single(last) or _reject(text)
            return replace(end, begin=Bound(first))
        begin = _single(first) or _reject(text)
        return replace(begin, end=Bound(last) if last in ("", "..") else _single(last) or _reject(text))
    except InputError as error:
        if repr(text) in str(error):
            raise
        raise InputError(f"{text!r}: {error}") from error


def _reject(text: str) -> Date:
    raise InputError(f"not a date: {text!r}; write 2024, 2024-06, 2024-06-12 or 2024-06-12/2024-06-14")


def _single(text: str) -> Date | None:
    match = _SINGLE.fullmatch(text)
    if not match or match["year"] == "-0000":
        return None
    groups = (match["year"].lstrip("Y"), match["month"], match["day"])
    year, month, day = (int(group) if group else None for group in groups)
    qualifier: Qualifier = match["qualifier"]  # type: ignore[assignment]  # what the pattern allows
    if month and 21 <= month <= 24 and day is None:
        date = Date(year or 0, season=month - 20)
    else:
        date = Date(year or 0, month, day)
    return replace(date, qualifier=qualifier) if qualifier else date


def _unspecified(text: str) -> Date | None:
    match = _UNSPECIFIED.fullmatch(text)
    if not match:
        return None
    year, month, rest = match["year"], match["month"], match["rest"]
    if "X" in year:
        unspecified: str = year.lstrip("0123456789")
        return None if month or rest else Date(int(year.replace("X", "0")), unspecified=unspecified)  # type: ignore[arg-type]
    return Date(int(year), int(month) if month else None, unspecified=rest)  # type: ignore[arg-type]


def _year(year: int) -> str:
    """The year in EDTF: four digits with a sign, or "Y" and more."""
    return f"{'-' if year < 0 else ''}{abs(year):04}" if abs(year) <= 9999 else f"Y{year}"


def _days(year: int, month: int) -> int:
    # The calendar module knows the years 1 to 9999; the proleptic Gregorian calendar repeats after 400 years.
    return calendar.monthrange(2000 + year % 400, month)[1]
