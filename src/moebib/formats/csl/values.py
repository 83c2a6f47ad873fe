"""Names and dates of CSL-JSON, in both directions (CSL 1.0.2, "Name Variables" and "Date Variables" of the schema)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from moebib.errors import InputError
from moebib.formats.csl.fields import variable
from moebib.formats.csl.markup import ANY_TAG, is_plain, quote, unquote
from moebib.records.date import Date, parse_date
from moebib.records.name import Name

__all__ = ["from_date", "from_edtf", "from_name", "from_names", "to_date", "to_edtf", "to_name", "to_names"]

_PARTS = ("family", "given", "dropping_particle", "non_dropping_particle", "suffix")
_VARIABLES = tuple((part, variable(part)) for part in _PARTS)


def to_names(names: tuple[Name, ...]) -> tuple[list[dict[str, str]], bool]:
    """The names in the parts of CSL-JSON, and whether ``from_names`` gives the same names back."""
    written = [_to_name(name) for name in names]
    return [dict(parts) for parts, _ in written], all(exact for _, exact in written)


@lru_cache(maxsize=50_000)
def _to_name(name: Name) -> tuple[dict[str, str], bool]:
    parts = to_name(name)
    plain = all(is_plain(part) for part in parts.values())
    return parts, plain or from_name(parts) == name


def to_name(name: Name) -> dict[str, str]:
    """The name in the parts of CSL-JSON."""
    if name.literal:
        # citeproc-js copies a literal into HTML without escaping it.
        return {"literal": quote(name.literal, ANY_TAG)}
    return {key: quote(text) for part, key in _VARIABLES if (text := getattr(name, part))}


def from_names(value: object) -> tuple[tuple[Name, ...], bool]:
    """The names in a list, and whether they contain all that it says."""
    if not isinstance(value, list):
        return (), False
    read = [_read_name(item) for item in value]
    return tuple([name for name, _ in read if name]), all(exact for _, exact in read)


def _read_name(value: object) -> tuple[Name | None, bool]:
    try:
        return _from_name(tuple(value.items())) if isinstance(value, dict) else (None, False)
    except TypeError:  # a part that is a list
        return from_name(value), False


@lru_cache(maxsize=50_000)
def _from_name(parts: tuple[tuple[str, object], ...]) -> tuple[Name | None, bool]:
    mapping = dict(parts)
    name = from_name(mapping)
    return name, name is not None and to_name(name) == {part: text for part, text in mapping.items() if text}


def from_name(value: object) -> Name | None:
    """The name, or ``None`` if it is empty; a given name alone is a mononym. Braces are removed."""
    if not isinstance(value, dict):
        return None
    parts = {part.replace("-", "_"): _cleaned(text) for part, text in value.items() if isinstance(text, str)}
    if parts.get("literal"):
        return Name(literal=unquote(parts["literal"], ANY_TAG))
    family = parts.get("family") or parts.pop("given", "")
    if not family:
        return None
    return Name(family=unquote(family), **{part: unquote(parts.get(part, "")) for part in _PARTS[1:]})


_UNCLEAN = re.compile(r"[{}\n\r\t]|^ | $|  ")


def _cleaned(text: str) -> str:
    """*text* without braces, line breaks and repeated spaces, as ``Name`` requires."""
    if not _UNCLEAN.search(text):
        return text
    return re.sub(r"[ \n\r\t]+", " ", re.sub(r"[{}]", "", text)).strip(" ")


def to_date(date: Date) -> dict[str, Any]:
    """The date as date-parts: one list, or two for a range."""
    return {"date-parts": [list(day.parts) for day in (date, date.end) if day]}


def from_date(value: Any) -> tuple[Date, bool]:
    """The date, and whether it contains all that *value* says (a record has no place for "circa" and seasons).

    Raises:
        InputError: If *value* is not a date, or cannot be read ("spring 1999").
    """
    if isinstance(value, str):
        return parse_date(value), True
    if not isinstance(value, dict):
        raise InputError(f"not a date: {value!r}")
    if "date-parts" in value:
        return _from_parts(value["date-parts"]), set(value) == {"date-parts"}
    return parse_date(str(value.get("raw"))), set(value) == {"raw"}


def _from_parts(ranges: object) -> Date:
    if not isinstance(ranges, list) or not 1 <= len(ranges) <= 2:
        raise InputError(f"not one or two dates: {ranges!r}")
    begin, *end = [_numbers(parts) for parts in ranges]
    if end and not any(end[0]):  # an open range: only its beginning is known
        raise InputError(f"a range without an end: {ranges!r}")
    return Date(*begin, end=Date(*end[0]) if end else None)


def _numbers(parts: object) -> tuple[int, int | None, int | None]:
    """Year, month and day, as numbers or, as some programs write them, as strings of digits."""
    if not isinstance(parts, list) or not 1 <= len(parts) <= 3:
        raise InputError(f"not year, month and day: {parts!r}")
    if not all(type(part) is int and 0 <= part <= 9999 for part in parts) and not all(
        re.fullmatch(r"[0-9]{1,4}", str(part)) for part in parts
    ):
        raise InputError(f"not numbers: {parts!r}")
    year, month, day = (*map(int, parts), None, None)[:3]
    return year or 0, month, day


def from_edtf(text: str) -> dict[str, Any] | None:
    """The CSL date nearest to an EDTF string of level 0 or 1; ``None`` if it is invalid.

    >>> from_edtf("1999~"), from_edtf("1999-05/.."), from_edtf("1999-21")
    ({'date-parts': [[1999]], 'circa': True}, {'date-parts': [[1999, 5], [0]]}, {'date-parts': [[1999]], 'season': 1})
    """
    certain = re.sub(r"[~?%]", "", text)
    begin, slash, end = certain.partition("/")
    try:
        if season := re.fullmatch(r"([0-9]{4})-2([1-4])", certain):
            date = to_date(Date(int(season[1]))) | {"season": int(season[2])}
        elif unspecified := re.fullmatch(r"([0-9]{2})([0-9]?)X{1,2}", certain):
            first = f"{unspecified[1]}{unspecified[2]}"
            date = to_date(parse_date(f"{first.ljust(4, '0')}/{first.ljust(4, '9')}"))
        else:
            date = to_date(parse_date(begin if slash and end in ("", "..") else certain))
    except InputError:
        return None
    if slash and end in ("", ".."):
        date["date-parts"].append([0])  # as in citeproc-js and pandoc
    return date | ({"circa": True} if certain != text else {})


def to_edtf(value: Mapping[str, Any]) -> str | None:
    """The EDTF string of a CSL date; ``None`` if ``from_edtf`` does not give the same date back."""
    parts = value.get("date-parts")
    try:
        if not isinstance(parts, list) or parts[1:] == [[0]]:
            text = f"{_from_parts(parts[:1] if isinstance(parts, list) else None)}/.."
        else:
            text = str(_from_parts(parts))
    except InputError:
        return None
    text += (f"-2{value['season']}" if "season" in value else "") + ("~" if value.get("circa") else "")
    return text if from_edtf(text) == value else None
