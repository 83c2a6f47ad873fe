"""Dates: several fields in free text, read and written as one date."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.names import Target
from moebib.records.date import MONTH_NAMES, SEASON_NAMES, Date
from moebib.records.written_date import read_time_of_day, read_written_date, read_years
from moebib.text.latex import decode

__all__ = ["DATE_FIELDS", "MONTHS", "ONLY_IN_BIBER", "Issued", "read_date", "read_issued", "write_date"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE_FIELDS = frozenset(["date", "year", "month", "day"])

_NUMERIC = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?", re.ASCII)
# Unspecified digits in the draft of EDTF of 2012, which biblatex supports, too.
_DRAFT = re.compile(r"\d\d[\du]{2}(?:-\d\d)?(?:-uu){0,2}|y-?[1-9]\d{4,8}", re.ASCII)
_DRAFT_RANGE = re.compile(r"unknown/[\d~?-]+|[\d~?-]+/(?:open|unknown)", re.ASCII)
_SIM = re.compile(r"\$\s*\\(?:sim|approx)\s*(\d*)\s*\$")
ONLY_IN_BIBER = re.compile(
    r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d(?::?\d\d)?)?|\d{4}-(?:2[5-9]|3\d|4[01])", re.ASCII
)
"""Values of ``date`` that biber reads and a record does not hold: a time, a quarter, the season of a hemisphere."""
_NUMBER_OF = {name.lower(): number for names in (MONTHS, MONTH_NAMES) for number, name in enumerate(names, start=1)} | {
    "sept": 9
}


class Issued(NamedTuple):
    """A date, the fields that it represents completely, and problems by field."""

    date: Date | None
    represented: tuple[str, ...]
    """The fields that are written exactly so, and need not be kept."""
    problems: tuple[tuple[str, str], ...] = ()
    understood: frozenset[str] = frozenset()
    """The fields that say no more than the date, however they are written."""


@lru_cache(maxsize=20_000)
def read_issued(date: str | None, year: str | None, month: str | None, day: str | None) -> Issued:
    """The date of four fields: ``date``, otherwise the year, with month and day unless they are ambiguous.

    >>> issued = read_issued(None, "c. 1999", "10~oct", None)
    >>> str(issued.date), issued.represented
    ('1999-10-10~', ())
    """
    problems: list[tuple[str, str]] = []
    of_date, of_year = (_read(latex) if latex is not None else (None, False) for latex in (date, year))
    for name, latex, (value, _) in (("date", date, of_date), ("year", year, of_year)):
        if latex is not None and not value:
            problems.append((name, f"not a {name}: {decode(latex)!r}"))
    understood = {name for name, (_, is_whole) in (("date", of_date), ("year", of_year)) if is_whole}
    if issued := of_date[0]:
        if of_year[0] and of_year[0].year != issued.year:
            problems.append(("year", f"'year' is {of_year[0].year}, but 'date' is {issued}"))
        if of_year[0] != issued:
            understood.discard("year")
    elif of_year[0]:
        issued, of_month = _with_month(of_year[0], month, day)
        understood.update(of_month)
        if month is not None and issued == of_year[0] and _is_year(issued):
            problems.append(("month", f"not a month: {decode(month)!r}"))
    else:
        return Issued(None, (), tuple(problems))
    fields = {"date": date, "year": year, "month": month, "day": day}
    represented = tuple(name for name, value in fields.items() if value is not None and _is_of(issued, name, value))
    return Issued(issued, represented, tuple(problems), frozenset({*represented, *understood}))


def _read(latex: str) -> tuple[Date | None, bool]:
    """The date, and whether it is all that *latex* says."""
    text = decode(_SIM.sub(r"ca. \1", latex)).replace("\u00a0", " ").strip()
    # In EDTF, "~" is not a space, and "%" does not begin a comment.
    for written in map(_out_of_draft, (latex.strip(), text)):
        if date := read_written_date(written):
            return date, True
    if re.fullmatch(r"\d{1,4}", text, re.ASCII):
        return Date(int(text)), True
    if numeric := _NUMERIC.fullmatch(text):
        return _existing(*(int(part) if part else None for part in numeric.groups())), False
    return read_time_of_day(text) or read_years(text), False


def _out_of_draft(text: str) -> str:
    """*text* in today's EDTF, if it is a date of the draft."""
    if _DRAFT.fullmatch(text):
        return text.replace("u", "X").replace("y", "Y")
    return re.sub("unknown/|/unknown$", "/", text).replace("/open", "/..") if _DRAFT_RANGE.fullmatch(text) else text


def read_date(latex: str) -> Date | None:
    """The date of a field that has it alone, with or without a time (``urldate``); ``None`` if it says more.

    >>> str(read_date("12 June 2024")), str(read_date("2024-06-12T10:30:00Z")), read_date("June 2024 in Oslo")
    ('2024-06-12', '2024-06-12', None)
    """
    date, is_whole = _read(latex)
    return date if is_whole else read_time_of_day(decode(latex))


def _existing(year: int | None, month: int | None, day: int | None) -> Date:
    """The date, without a month or day that does not exist."""
    for parts in ((year or 0, month, day), (year or 0, month), (year or 0,)):
        try:
            return Date(*parts)
        except InputError:
            continue
    raise AssertionError("every year of four digits exists")


def _is_year(date: Date) -> bool:
    """Whether the date is one year, known more or less certainly."""
    return date == Date(date.year, qualifier=date.qualifier)


def _with_month(date: Date, month: str | None, day: str | None) -> tuple[Date, tuple[str, ...]]:
    """*date* with the month and day in a free text, and which of the two it contains completely."""
    if month is None:
        return date, ()
    text = decode(month)
    if not _is_year(date):
        return _over_new_year(date, text)
    if with_month := read_written_date(text, date):
        if day is None or not with_month.month or with_month.day or with_month.is_range:
            return with_month, ("month",)
        with_day = read_written_date(f"{decode(day)} {MONTH_NAMES[with_month.month - 1]}", date)
        return (with_day, ("month", "day")) if with_day else (with_month, ("month",))
    words = set(re.findall(r"[^\W\d_]+", text.lower()))
    named = [number for word in words if (number := _NUMBER_OF.get(word))]
    # Another word could be a month in another language.
    return (replace(date, month=named[0]) if len(named) == 1 and words <= _NUMBER_OF.keys() | _ORDINALS else date), ()


def _over_new_year(date: Date, month: str) -> tuple[Date, tuple[str, ...]]:
    """The months from one year to the next: "2012-2013" and "dec--jan"."""
    months = re.split(r"\s*(?:-+|[/\u2013\u2014])\s*", month)
    if len(months) != 2 or re.search(r"\d", month) or not isinstance(date.end, Date):
        return date, ()
    if date != Date(date.year, end=Date(date.end.year)):
        return date, ()
    with_months = read_written_date(f"{months[0]} {date.year:04} to {months[1]} {date.end.year:04}")
    return (with_months, ("month",)) if with_months and with_months.month else (date, ())


_ORDINALS = frozenset(["st", "nd", "rd", "th", "of"])
"""The words allowed next to a month."""


def _is_of(date: Date, name: str, latex: str) -> bool:
    r"""Whether the field is how its dialect writes *date*, so that it need not be kept.

    It need not for the macros that some files use to sort ("{\noopsort{1973b}}1973"): only these files define them.
    """
    value = decode(latex)
    if name == "date":
        return str(date) in (value, latex.strip())
    if name == "year":
        return value == _year(date)
    if name == "month":
        word = value.lower().rstrip(".")
        if date.season:
            return word == SEASON_NAMES[date.season - 1].lower()
        number = int(word) if re.fullmatch(r"\d{1,2}", word, re.ASCII) else _NUMBER_OF.get(word)
        return number is not None and number == date.month
    return not date.is_range and value.lstrip("0") == str(date.day)


def write_date(date: Date, target: Target) -> dict[str, str]:
    """The fields of a date. BibLaTeX has ``date`` in EDTF; BibTeX has year and month, and ignores day and ``date``."""
    if target.dialect == "biblatex":
        return {"date": str(date)}
    fields = {"year": _year(date)}
    if date.month:
        fields["month"] = MONTHS[date.month - 1]
    elif date.season:
        fields["month"] = SEASON_NAMES[date.season - 1]
    if date.day and not date.is_range:
        fields["day"] = str(date.day)
    if read_issued(None, fields["year"], fields.get("month"), fields.get("day")).date != date:
        fields.pop("day", None)
        fields["date"] = str(date)
    return fields


def _year(date: Date) -> str:
    """The year as BibTeX prints it."""
    if date.year < 1:
        return f"{1 - date.year} BC"
    if date.year <= 9999 and date.unspecified not in ("X", "XX"):  # almost all
        return f"{date.year:04}"
    return str(date) if len(date.years) > 1 else str(Date(date.year))
