"""Dates: several fields in free text, read and written as one date."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.names import Target
from moebib.records.date import MONTH_NAMES, Date, nearest_date
from moebib.text.latex import decode

__all__ = ["DATE_FIELDS", "MONTHS", "Issued", "read_issued", "write_date"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATE_FIELDS = frozenset(["date", "year", "month", "day"])

_YEARS = re.compile(r"(?<![\d.])(\d{4})(?!\d)(?:\s*[/\u2013\u2014-]+\s*(\d{4})(?!\d))?", re.ASCII)
_WORDS = re.compile(r"[^\W\d_]+")
_NUMBERS = re.compile(r"\d+", re.ASCII)
_NUMBER_OF = {name.lower(): number for names in (MONTHS, MONTH_NAMES) for number, name in enumerate(names, start=1)} | {
    "sept": 9
}


class Issued(NamedTuple):
    """A date, the fields that it represents completely, and problems by field."""

    date: Date | None
    represented: tuple[str, ...]
    problems: tuple[tuple[str, str], ...] = ()


@lru_cache(maxsize=20_000)
def read_issued(date: str | None, year: str | None, month: str | None, day: str | None) -> Issued:
    """The date of four fields: ``date``, otherwise the year, with month and day unless they are ambiguous.

    >>> issued = read_issued(None, "c. 1999", "10~oct", None)
    >>> str(issued.date), issued.represented
    ('1999-10-10', ())
    """
    problems: list[tuple[str, str]] = []
    of_date = _nearest(date) if date is not None else None
    if date is not None and not of_date:
        problems.append(("date", f"not a date: {decode(date)!r}"))
    of_year = _nearest(year) if year is not None else None
    if year is not None and not of_year:
        problems.append(("year", f"not a year: {decode(year)!r}"))
    if of_date:
        if of_year and of_year.year != of_date.year:
            problems.append(("year", f"'year' is {of_year.year}, but 'date' is {of_date}"))
        issued = of_date
    elif of_year:
        issued, problem = _with_month(of_year, month, day)
        problems += [("month", problem)] if problem else []
    else:
        return Issued(None, (), tuple(problems))
    fields = {"date": date, "year": year, "month": month, "day": day}
    represented = tuple(name for name, value in fields.items() if value is not None and _is_of(issued, name, value))
    return Issued(issued, represented, tuple(problems))


def _nearest(latex: str) -> Date | None:
    text = decode(latex).replace("\u00a0", " ").strip()
    if re.fullmatch(r"\d{1,4}", text, re.ASCII):
        return Date(int(text))
    if nearest := nearest_date(text):
        return nearest
    years = _YEARS.search(text)
    if not years or text.startswith("-"):  # not a year before Christ
        return None
    begin, end = int(years[1]), int(years[2] or 0)
    return Date(begin, end=Date(end)) if end > begin else Date(begin)


def _with_month(date: Date, month: str | None, day: str | None) -> tuple[Date, str]:
    """*date* with the month and day in a free text; two months ("May/June") or days are ignored."""
    if month is None or date.month or date.end:
        return date, ""
    text = decode(month).lower()
    words = _WORDS.findall(text)
    named = [_NUMBER_OF[word] for word in words if word in _NUMBER_OF]
    numbers = [int(number) for number in _NUMBERS.findall(text) if len(number) < 4]
    if not words and len(numbers) == 1:
        named, numbers = numbers, []
    if not named and not _SEASONS.issuperset(words):
        return date, f"not a month: {decode(month)!r}"
    if len(named) != 1 or not 1 <= named[0] <= 12 or not _ORDINALS.issuperset(set(words) - _NUMBER_OF.keys()):
        return date, "" if words else f"not a month: {decode(month)!r}"
    days = [int(number) for number in _NUMBERS.findall(decode(day))] if day is not None else numbers
    try:
        return Date(date.year, named[0], days[0] if len(days) == 1 else None), ""
    except InputError:
        return Date(date.year, named[0]), ""


_SEASONS = frozenset(["spring", "summer", "autumn", "fall", "winter"])
_ORDINALS = frozenset(["st", "nd", "rd", "th", "of"])
"""The words allowed next to a month; another word could be a month in another language."""


def _is_of(date: Date, name: str, latex: str) -> bool:
    r"""Whether the field is how its dialect writes *date*, so that it need not be kept.

    It need not for the macros that some files use to sort ("{\noopsort{1973b}}1973"): only these files define them.
    """
    value = decode(latex)
    if name == "date":
        return value == str(date)
    if name == "year":
        return value == f"{date.year:04}"
    if name == "month":
        word = value.lower().rstrip(".")
        number = int(word) if re.fullmatch(r"\d{1,2}", word, re.ASCII) else _NUMBER_OF.get(word)
        return number is not None and number == date.month
    return not date.end and value.lstrip("0") == str(date.day)


def write_date(date: Date, target: Target) -> dict[str, str]:
    """The fields of a date. BibLaTeX has ``date`` in EDTF; BibTeX has year and month, and ignores day and ``date``."""
    if target.dialect == "biblatex":
        return {"date": str(date)}
    fields = {"year": f"{date.year:04}"}
    if date.month:
        fields["month"] = MONTHS[date.month - 1]
    if date.end:
        fields["date"] = str(date)
    elif date.day:
        fields["day"] = str(date.day)
    return fields
