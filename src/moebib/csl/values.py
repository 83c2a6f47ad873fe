"""Names and dates of CSL-JSON, in both directions (CSL 1.0.2, "Name Variables" and "Date Variables" of the schema)."""

from __future__ import annotations

import re
from typing import Any

from moebib.csl.fields import variable
from moebib.csl.markup import ANY_TAG, quote, unquote
from moebib.date import Date, parse_date
from moebib.errors import InputError
from moebib.name import Name

__all__ = ["from_date", "from_name", "to_date", "to_name"]

_PARTS = ("family", "given", "dropping_particle", "non_dropping_particle", "suffix")


def to_name(name: Name) -> dict[str, str]:
    """The name in the parts of CSL-JSON."""
    if name.literal:
        # citeproc-js copies a literal into HTML as it is.
        return {"literal": quote(name.literal, ANY_TAG)}
    return {variable(part): quote(getattr(name, part)) for part in _PARTS if getattr(name, part)}


def from_name(value: object) -> Name | None:
    """The name, or ``None`` if there is none; a given name alone is a mononym. Braces are left out."""
    if not isinstance(value, dict):
        return None
    parts = {part.replace("-", "_"): _cleaned(text) for part, text in value.items() if isinstance(text, str)}
    if parts.get("literal"):
        return Name(literal=unquote(parts["literal"], ANY_TAG))
    family = parts.get("family") or parts.pop("given", "")
    if not family:
        return None
    return Name(family=unquote(family), **{part: unquote(parts.get(part, "")) for part in _PARTS[1:]})


def _cleaned(text: str) -> str:
    """As a ``Name`` takes it: without braces, line breaks and doubled blanks."""
    return re.sub(r"[ \n\r\t]+", " ", re.sub(r"[{}]", "", text)).strip(" ")


def to_date(date: Date) -> dict[str, list[list[int]]]:
    """The date as date-parts: one list, or two for a range."""
    return {"date-parts": [list(one.parts) for one in (date, date.end) if one]}


def from_date(value: Any) -> tuple[Date, bool]:
    """The date, and whether it says all that *value* says ("circa" and seasons have no place in a date here).

    Raises:
        InputError: If *value* is no date, or one that cannot be read ("spring 1999").
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
    return Date(*begin, end=Date(*end[0]) if end else None)


def _numbers(parts: object) -> tuple[int, int | None, int | None]:
    """Year, month and day, of numbers or of digits, as some writers have them."""
    if not isinstance(parts, list) or not 1 <= len(parts) <= 3:
        raise InputError(f"not year, month and day: {parts!r}")
    if not all(re.fullmatch(r"[0-9]{1,4}", str(part)) for part in parts):
        raise InputError(f"not numbers: {parts!r}")
    year, month, day = (*map(int, parts), None, None)[:3]
    return year or 0, month, day
