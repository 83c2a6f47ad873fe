"""Dates: a day, a month, a year, or a range of them (EDTF level 0, ISO 8601-2:2019).

Times, seasons, and open or uncertain dates (level 1) are not supported;
``nearest_date`` reduces them to what is certain.
"""

from __future__ import annotations

import calendar
import re
from dataclasses import dataclass

from moebib.errors import InputError

__all__ = ["MONTH_NAMES", "Date", "nearest_date", "parse_date"]

MONTH_NAMES = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip

# Unknown digits are "X", and "u" in the draft of 2012 that biblatex supports, too.
_LEVEL_1 = re.compile(
    r"(?P<year>\d{4}|\d{1,3}[uX]{1,3})(?:-(?P<month>\d{1,2}|uu|XX)(?:-(?P<day>\d{1,2}|uu|XX))?)?(?:T[\d:.Z+-]+)?[~?%]?",
    re.ASCII,
)
_LEVEL_0 = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?")


@dataclass(frozen=True, slots=True)
class Date:
    """A date as precise as it is known; ``end`` makes it a range.

    ``str()`` is EDTF: "2024", "2024-06", "2024-06-12/2024-06-14".

    >>> str(Date(2024, 6, 12, end=Date(2024, 6, 14)))
    '2024-06-12/2024-06-14'
    """

    year: int
    month: int | None = None
    day: int | None = None
    end: Date | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.year <= 9999:
            raise InputError(f"year {self.year} is not between 0 and 9999")
        if self.month is not None and not 1 <= self.month <= 12:
            raise InputError(f"{self.month} is not a month")
        if self.day is not None and self.month is None:
            raise InputError("a day needs a month")
        if self.month and self.day is not None and not 1 <= self.day <= _days(self.year, self.month):
            raise InputError(f"{self.year:04}-{self.month:02} has no day {self.day}")
        if self.end and self.end.end:
            raise InputError("a range cannot contain a range")
        if self.end and self.end.parts < self.parts[: len(self.end.parts)]:
            raise InputError(f"the range ends ({self.end}) before it begins")

    @property
    def parts(self) -> tuple[int, ...]:
        """The known parts of the beginning, which sort by time: ``(2024,)``, ``(2024, 6)`` or ``(2024, 6, 12)``."""
        return tuple(part for part in (self.year, self.month, self.day) if part is not None)

    def __str__(self) -> str:
        text = "-".join(f"{part:0{4 if i == 0 else 2}}" for i, part in enumerate(self.parts))
        return f"{text}/{self.end}" if self.end else text


def parse_date(text: str) -> Date:
    """An EDTF level 0 date.

    >>> parse_date("2024-06")
    Date(year=2024, month=6, day=None, end=None)

    Raises:
        InputError: If *text* has another form, or there is no such month or day.
    """
    begin, slash, end = text.partition("/")
    return _single(begin, text, end=_single(end, text)) if slash else _single(begin, text)


def nearest_date(text: str) -> Date | None:
    """The certain part of an EDTF date of level 0 or 1, as in biblatex; ``None`` if *text* is not such a date.

    An open range becomes its known end, a decade or century the range of its years, and an invalid month or day is left
    out.

    >>> [str(nearest_date(text)) for text in ("1995~", "2001-21", "2001/..", "199X", "2001-05-06T10:00")]
    ['1995', '2001', '2001', '1990/1999', '2001-05-06']
    """
    begin, slash, end = text.partition("/")
    dates = [_nearest_single(part) for part in ((begin, end) if slash else (begin,)) if part.strip(". ")]
    if not dates or None in dates:
        return None
    first, *last = [date for date in dates if date]
    if not last:
        return first
    try:
        return Date(first.year, first.month, first.day, last[0].end or last[0])
    except InputError:
        return first


def _nearest_single(text: str) -> Date | None:
    match = _LEVEL_1.fullmatch(text.strip())
    if not match or len(match["year"]) != 4:
        return None
    year = match["year"].replace("u", "X")
    if "X" in year:
        return Date(int(year.replace("X", "0")), end=Date(int(year.replace("X", "9"))))
    month, day = (int(part) if part and part.isdecimal() else None for part in (match["month"], match["day"]))
    if not month or not 1 <= month <= 12:
        return Date(int(year))
    return Date(int(year), month, day if day and 1 <= day <= _days(int(year), month) else None)


def _single(part: str, whole: str, *, end: Date | None = None) -> Date:
    match = _LEVEL_0.fullmatch(part)
    if not match:
        raise InputError(f"not a date: {whole!r}; write 2024, 2024-06, 2024-06-12 or 2024-06-12/2024-06-14")
    year, month, day = (int(group) if group else None for group in match.groups())
    try:
        return Date(year or 0, month, day, end)
    except InputError as error:
        raise InputError(f"{whole!r}: {error}") from error


def _days(year: int, month: int) -> int:
    # Year 0 is a leap year in the proleptic calendar, but the calendar module begins at 1.
    return 29 if (year == 0 and month == 2) else calendar.monthrange(max(year, 1), month)[1]
