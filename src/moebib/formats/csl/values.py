"""Names and dates of CSL-JSON, in both directions (CSL 1.0.2, "Name Variables" and "Date Variables" of the schema)."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import Any

from moebib.errors import InputError
from moebib.formats.csl.fields import variable
from moebib.records.date import SEASON_NAMES, Bound, Date
from moebib.records.name import Name, Names
from moebib.records.written_date import read_time_of_day, read_written_date, read_years
from moebib.text.tags import ANY_TAG, is_plain, quote, unquote

__all__ = ["from_date", "from_name", "from_names", "is_exact_date", "says_no_date", "to_date", "to_name", "to_names"]

_PARTS = ("family", "given", "dropping_particle", "non_dropping_particle", "suffix")
_VARIABLES = tuple((part, variable(part)) for part in _PARTS)


def to_names(names: Names) -> tuple[list[dict[str, str]], bool]:
    """The names in the parts of CSL-JSON, and whether ``from_names`` gives the same names back.

    CSL cannot say that a list is incomplete; a literal "et al." would be a person, the last or, in some styles, one of
    those that are left out.
    """
    written = [_to_name(name) for name in names]
    return [dict(parts) for parts, _ in written], not names.others and all(exact for _, exact in written)


@lru_cache(maxsize=50_000)
def _to_name(name: Name) -> tuple[dict[str, str], bool]:
    parts = to_name(name)
    plain = all(is_plain(part) for part in parts.values()) and not name.family.startswith('"') and "," not in name.given
    return parts, plain or from_name(parts) == name


def to_name(name: Name) -> dict[str, str]:
    """The name in the parts of CSL-JSON."""
    if name.literal:
        # citeproc-js copies a literal into HTML without escaping it.
        return {"literal": quote(name.literal, ANY_TAG)}
    return {key: quote(text) for part, key in _VARIABLES if (text := getattr(name, part))}


def from_names(value: object) -> tuple[Names, bool]:
    """The names in a list, and whether they contain all that it says. As pandoc writes it, the last can be "others"."""
    if not isinstance(value, list):
        return Names(), False
    read = [_read_name(item) for item in value]
    names = Names([name for name, _ in read if name])
    return names, len(names) > 0 and all(exact for _, exact in read)


def _read_name(value: object) -> tuple[Name | None, bool]:
    try:
        return _from_name(tuple(value.items())) if isinstance(value, dict) else (None, False)
    except TypeError:  # a part that is a list
        return from_name(value), False


@lru_cache(maxsize=50_000)
def _from_name(parts: tuple[tuple[str, object], ...]) -> tuple[Name | None, bool]:
    mapping = dict(parts)
    name = from_name(mapping)
    said = _in_parts({part: text for part, text in mapping.items() if text})
    return name, name is not None and to_name(name) == said


def from_name(value: object) -> Name | None:
    """The name, or ``None`` if it is empty; a given name alone is a mononym. Braces are removed."""
    if not isinstance(value, dict):
        return None
    parts = {part.replace("-", "_"): _cleaned(text) for part, text in value.items() if isinstance(text, str)}
    if parts.get("literal"):
        return Name(literal=unquote(parts["literal"], ANY_TAG))
    parts = _in_parts(parts)
    family = parts.get("family") or parts.pop("given", "")
    if not family:
        return None
    if not parts.get("given") and str(value.get("isInstitution", "")).lower() in ("true", "1"):  # before CSL 1.0
        return Name(literal=unquote(family, ANY_TAG))
    return Name(family=unquote(family), **{part: unquote(parts.get(part, "")) for part in _PARTS[1:]})


def _in_parts(parts: dict[str, Any]) -> dict[str, Any]:
    """*parts* without what citeproc-js reads in one of them: quotation marks around a family, a suffix of the given."""
    family = str(parts.get("family", ""))
    if family[:1] == family[-1:] == '"' and (quoted := family[1:-1].strip(" ")):
        parts = parts | {"family": quoted}
    if not parts.get("suffix") and (suffixed := _SUFFIXED.fullmatch(str(parts.get("given", "")))):
        parts = parts | suffixed.groupdict()
    return parts


_SUFFIXED = re.compile(r"(?P<given>.+?),!? (?P<suffix>(?:Jr|Sr)\.?|I{2,3}|IV|VI{0,3})")
"""A given name with a suffix, as Zotero writes it ("Adlai E.,! III": with a comma in front of it)."""
_UNCLEAN = re.compile(r"[{}\n\r\t]|^ | $|  ")


def _cleaned(text: str) -> str:
    """*text* without braces, line breaks and repeated spaces, as ``Name`` requires."""
    if not _UNCLEAN.search(text):
        return text
    return re.sub(r"[ \n\r\t]+", " ", re.sub(r"[{}]", "", text)).strip(" ")


def to_date(date: Date) -> dict[str, Any]:
    """The date as CSL processors read it: date-parts, one list or two for a range, with ``season`` and ``circa``.

    Unspecified digits are a range of years. An open end is ``[0]``, as in citeproc-js and pandoc, and the seasons of a
    range are months from 21, as both read them; there is no year 0, so -1 is 1 BC.

    >>> from moebib.records.date import parse_date
    >>> for text in ("1999~", "1999-05/..", "1999-21", "1999-21/1999-23", "-0043"):
    ...     print(to_date(parse_date(text)))
    {'date-parts': [[1999]], 'circa': True}
    {'date-parts': [[1999, 5], [0]]}
    {'date-parts': [[1999]], 'season': 1}
    {'date-parts': [[1999, 21], [1999, 23]]}
    {'date-parts': [[-44]]}
    """
    last = date.end if isinstance(date.end, Date) else None
    parts = [_date_parts(date, in_range=bool(last))]
    if last:
        parts.append(_date_parts(last, in_range=True))
    elif date.end:
        parts.append([0])
    elif len(date.years) > 1:
        parts.append([date.years[-1]])
    season = {"season": date.season} if date.season and not last else {}
    is_qualified = date.qualifier or (last and last.qualifier)
    return {"date-parts": parts, **season, **({"circa": True} if is_qualified else {})}


def _date_parts(date: Date, *, in_range: bool) -> list[int]:
    season = [date.season + 20] if date.season and in_range else []
    return [date.year if date.year > 0 else date.year - 1, *(date.parts[1:] or season)]


@lru_cache(maxsize=20_000)
def is_exact_date(date: Date) -> bool:
    """Whether ``from_date`` gives *date* back from what ``to_date`` writes."""
    return from_date(to_date(date))[0] == date


def from_date(value: Any) -> tuple[Date, bool]:
    """The date, and whether it contains all that *value* says.

    Raises:
        InputError: If *value* is not a date, or contains words that are not part of a date.
    """
    days = value if isinstance(value, list) else [value]
    if days and all(isinstance(day, dict) and "year" in day for day in days):  # before CSL-JSON had date-parts
        names = ("year", "month", "day")
        parts = [[day[name] for name in names if name in day] for day in days]
        return from_date({"date-parts": parts, **{name: part for name, part in days[0].items() if name not in names}})
    if isinstance(value, list):
        return from_date({"date-parts": value})
    if isinstance(value, dict) and value.keys() == {"date_parts"}:
        value = {"date-parts": value["date_parts"]}
    if isinstance(value, dict) and isinstance(value.get("date-parts"), list) and not _is_in_words(value["date-parts"]):
        return _from_variables(**{name.replace("-", "_"): part for name, part in value.items()})
    words = [text for name in _WORDS if (text := value.get(name))] if isinstance(value, dict) else [value]
    while words and isinstance(words[0], list) and len(words[0]) == 1:
        words = words[0]
    text = str(words[0]).strip() if words and not isinstance(words[0], bool) else ""
    if date := read_written_date(text):
        return date, not isinstance(value, dict) or len(value) == 1
    # Of "3/4/2012", the year is certain.
    if date := read_time_of_day(text) or (None if re.search(r"[^\W\d_]", text) else read_years(text)):
        return date, False
    raise InputError(f"not a date: {value!r}")


_WORDS = ("raw", "literal", "edtf", "date-time", "date-parts")
"""Where a date may be in words."""


def _is_in_words(parts: list[Any]) -> bool:
    """Whether there is one date, as one text that is more than a year: ``[["2012-05-03"]]``."""
    date = parts[0] if len(parts) == 1 and isinstance(parts[0], list) else parts
    return len(date) == 1 and isinstance(date[0], str) and not re.fullmatch(r"\s*(?:-?\d+|none)?\s*", date[0], re.I)


def says_no_date(value: Any) -> bool:
    """Whether a date has no part that says anything: ``{"date-parts": [[null]]}``, ``{"raw": ""}``.

    >>> says_no_date({"date-parts": [[None]]}), says_no_date({"literal": "soon"})
    (True, False)
    """
    values = [value]
    for item in values:  # which grows
        values += item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
    return all(isinstance(item, (dict, list)) or item in (None, "") for item in values)


_SEASONS = {name.lower(): number for number, name in enumerate(SEASON_NAMES, start=1)} | {"fall": 3}
_SEASONS |= {f"{digits}{number}": number for number in range(1, 5) for digits in ("", "0", "2", "season-0")}
_FIRST_SEASONS = (13, 21)
"""The numbers of spring among months: in citeproc-js and pandoc, and in EDTF and at Crossref."""


def _from_variables(
    date_parts: list[Any], season: object = "", circa: object = "", raw: object = "", literal: object = "",
    **others: object,
) -> tuple[Date, bool]:  # fmt: skip
    date, exact = _from_parts(date_parts)
    number = _SEASONS.get(str(season).lower())
    if number and not date.month:
        date = replace(date, season=number)
    if str(circa).lower() not in ("", "false", "0"):
        date = replace(date, qualifier="~")
    is_repeated = all(read_written_date(str(words)) == date for words in (raw, literal) if words)
    return date, exact and is_repeated and not others and (not season or bool(number and not date.month))


def _from_parts(ranges: list[Any]) -> tuple[Date, bool]:
    """The date, and whether all parts are those of a date: there is no month 13, and no year 0."""
    ranges = ranges if all(isinstance(parts, list) for parts in ranges) else [ranges]
    if not 1 <= len(ranges) <= 2:
        raise InputError(f"not one or two dates: {ranges!r}")
    begin, exact = _from_numbers(_numbers(ranges[0]))
    if ranges[1:] and not any(numbers := _numbers(ranges[1])):
        begin = replace(begin, end=Bound.OPEN)
    elif ranges[1:]:
        end, end_exact = _from_numbers(numbers)
        begin, exact = replace(begin, end=end), exact and end_exact
    return begin, exact


def _numbers(parts: list[Any]) -> list[int]:
    """Year, month and day, as numbers or, as some programs write them, as digits, words and ``null``."""
    parts = list(parts)
    while len(parts) > 1 and str(parts[-1]).strip() in ("0", "00", "", "None"):  # an unknown month or day
        parts.pop()
    if not 1 <= len(parts) <= 3:
        raise InputError(f"not year, month and day: {parts!r}")
    numbers = [_number(part, position) for position, part in enumerate(parts)]
    if any(number is None for number in numbers):
        raise InputError(f"not numbers: {parts!r}")
    return [number for number in numbers if number is not None]


def _number(part: object, position: int) -> int | None:
    if isinstance(part, float) and part.is_integer():
        part = int(part)
    text = str(part).strip().lower()
    if position == 1 and (month := read_written_date(f"{text} 2000")) and month == Date(2000, month.month):
        return month.month
    if position == 1 and text in _SEASONS and not text.isdecimal():
        return _SEASONS[text] + 20
    return int(text) if re.fullmatch(r"-?[0-9]{1,10}", text) else 0 if position == 0 and text in ("none", "") else None


def _from_numbers(numbers: list[int]) -> tuple[Date, bool]:
    """The date as far as it exists; four numbers behind those of months are seasons."""
    year, *rest = numbers
    exact = year != 0
    year = year + 1 if year < 0 else year
    for spring in _FIRST_SEASONS:
        if len(rest) == 1 and spring <= rest[0] < spring + 4:
            return Date(year, season=rest[0] - spring + 1), exact
    for length in range(len(rest), 0, -1):
        try:
            return Date(year, rest[0], rest[1] if length == 2 else None), exact and length == len(rest)
        except InputError:
            continue
    return Date(year), exact and not rest
