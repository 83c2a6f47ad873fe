"""Names, dates and pages of RIS, in both directions."""

from __future__ import annotations

import re

from moebib.errors import InputError
from moebib.records.date import Date, parse_date
from moebib.records.name import Name, parse_name

__all__ = ["join_pages", "read_date", "read_name", "split_pages", "write_date", "write_name"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_COMMA = "\ufdd0"
"""A noncharacter, as placeholder for a comma that is part of a name."""


def write_name(name: Name) -> str:
    """The name as "Family, Given, Suffix". As in EndNote, a comma inside a part is doubled; a family alone ends in one.

    >>> [write_name(name) for name in (Name(literal="Barnes, Inc."), Name("Liu", "Tom", suffix="Jr."), Name("Plato"))]
    ['Barnes,, Inc.', 'Liu, Tom, Jr.', 'Plato,']
    """
    if name.literal:
        return name.literal.replace(",", ",,")
    family = f"{name.particle} {name.family}".strip()
    parts = [part.replace(",", ",,") for part in (family, name.given, name.suffix)]
    return ", ".join(parts if name.suffix else parts[:2]).rstrip(" ")


def read_name(text: str) -> Name:
    """The name. Without a comma, it is an organisation; so are several words that end in a comma.

    Raises:
        InputError: If it is empty, or has too many commas.
    """
    text = " ".join(re.sub(r"[{}]", "", text).split(" "))
    parts = [part.strip().replace(_COMMA, ",") for part in text.replace(",,", _COMMA).split(",")]
    family, given, suffix = (*parts, "", "")[:3] if len(parts) <= 3 else ("", "", "")
    if not family:
        raise InputError(f"not a name in the form 'Family, Given, Suffix': {text!r}")
    parsed = parse_name(family.replace(",", _COMMA) + ",")
    if len(parts) == 1 or (not given and not suffix and " " in parsed.family):
        return Name(literal=_tidy(family))
    return Name(
        family=parsed.family.replace(_COMMA, ","),
        given=_tidy(given),
        suffix=_tidy(suffix),
        non_dropping_particle=parsed.non_dropping_particle.replace(_COMMA, ","),
    )


def _tidy(text: str) -> str:
    return " ".join(word for word in re.split("[ \t]", text) if word)


def write_date(date: Date) -> dict[str, str]:
    """``PY`` is the year, ``DA`` is "YYYY/MM/DD/other"; the end of a range is in the last part.

    >>> write_date(Date(2024, 6, 12, end=Date(2024, 6, 14)))
    {'PY': '2024', 'DA': '2024/06/12/to 2024-06-14'}
    """
    tags = {"PY": f"{date.year:04}"}
    if date.month or date.end:
        month, day = (f"{part:02}" if part else "" for part in (date.month, date.day))
        tags["DA"] = f"{date.year:04}/{month}/{day}" + (f"/to {date.end}" if date.end else "")
    return tags


def read_date(text: str, year: int | None = None) -> tuple[Date, bool]:
    """The date, and whether it is all that *text* contains ("2024/06//Spring" contains more).

    A text without a year ("12 June") is in *year*.

    Raises:
        InputError: If it is not a date, or does not exist.
    """
    match = re.fullmatch(r"(\d{4})(?:[/-](\d{1,2})?)?(?:[/-](\d{1,2})?)?(?:/(.*))?", text, re.A)
    if not match:
        return _in_words(text, year), True
    numbers = [int(group) if group else None for group in match.groups()[:3]]
    # Some programs write 00 for unknown parts.
    month = numbers[1] or None
    date = Date(numbers[0] or 0, month, (numbers[2] or None) if month else None)
    other = (match[4] or "").strip(" /")
    end = other.removeprefix("to ")
    if end != other:
        return Date(date.year, date.month, date.day, parse_date(end)), True
    return date, not other and bool(month or not numbers[2])


def _in_words(text: str, year: int | None) -> Date:
    """The date in "June", "12 June", "2024 Jun 12", "June 12, 2024"."""
    words = re.findall(r"[^\W\d_]+|\d+", text)
    months = [_MONTHS.index(word[:3].lower()) + 1 for word in words if word[:3].lower() in _MONTHS]
    years = [int(word) for word in words if re.fullmatch(r"\d{4}", word, re.A)]
    days = [int(word) for word in words if re.fullmatch(r"\d{1,2}", word, re.A)]
    candidates = years or ([year] if year is not None else [])
    if (
        len(candidates) != 1
        or len(months) > 1
        or len(days) > len(months)
        or len(words) != sum(map(len, (years, months, days)))
    ):
        raise InputError(f"not a date: {text!r}")
    return Date(candidates[0], next(iter(months), None), next(iter(days), None))


def split_pages(page: str) -> tuple[str, str]:
    """First and last page; anything but a plain range, as "1-10, 20-25", is a first page."""
    for dash in ("\u2013", "-"):
        first, _, last = page.partition(dash)
        if last and join_pages(first, last) == page:
            return first, last
    return page, ""


def join_pages(first: str, last: str) -> str:
    r"""The pages, with an en dash between them if the numbers contain hyphens.

    >>> join_pages("1", "10"), join_pages("C3-32", "C3-35") == "C3-32\u2013C3-35", join_pages("7", "7")
    ('1-10', True, '7')
    """
    if not last or last == first or first.endswith(f"-{last}"):
        return first
    return f"{first}\u2013{last}" if "-" in first or "-" in last else f"{first}-{last}"
