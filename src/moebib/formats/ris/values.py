"""Names, dates and pages of RIS, in both directions."""

from __future__ import annotations

import re
from dataclasses import replace

from moebib.errors import InputError
from moebib.normalise.names import display_name
from moebib.records.date import SEASON_NAMES, Date, parse_date
from moebib.records.name import Name, is_others, parse_name, plain_name
from moebib.records.written_date import read_time_of_day, read_written_date, read_years

__all__ = [
    "has_initials",
    "join_pages",
    "person_without_comma",
    "read_date",
    "read_name",
    "split_pages",
    "write_date",
    "write_name",
]

_COMMA = "\ufdd0"
"""A noncharacter, as placeholder for a comma that is part of a name."""


def write_name(name: Name) -> str:
    """The name as "Family, Given, Suffix". As in EndNote, a comma inside a part is doubled, and a family alone ends in
    one; so does an organisation that other programs would take for a person.

    >>> [write_name(name) for name in (Name(literal="Barnes, Inc."), Name("Liu", "Tom", suffix="Jr."), Name("Plato"))]
    ['Barnes,, Inc.', 'Liu, Tom, Jr.', 'Plato,']
    """
    if name.literal:
        text = name.literal.replace(",", ",,")
        return f"{text}," if person_without_comma(text) and read_name(f"{text},") == name else text
    family = f"{name.particle} {name.family}".strip()
    if _CHINESE_OR_KOREAN.fullmatch(family) and not name.given and not name.suffix:
        return family
    parts = [part.replace(",", ",,") for part in (family, name.given, name.suffix)]
    return ", ".join(parts if name.suffix else parts[:2]).rstrip(" ")


_CHINESE_OR_KOREAN = re.compile(
    "[\u4e00-\u9fff]{1,3}(?![\u793e\u9662\u90e8\u5c40\u4f1a\u6703\u6240\u53f8\u9986\u9928\u7f51\u7ec4\u62a5\u534f\u5ba4\u5904\u59d4])"
    "[\u4e00-\u9fff]|[\uac00-\ud7a3]{2,4}"
)
"""The name of a person without spaces; the excluded endings are those of organisations."""


def read_name(text: str) -> Name:
    """The name. Without a comma, it is an organisation; so are several words that end in a comma.

    >>> read_name("\u674e\u56db").family, read_name("\u65b0\u534e\u793e").literal == "\u65b0\u534e\u793e"
    ('\u674e\u56db', True)

    Raises:
        InputError: If it is empty, or has too many commas.
    """
    if plain := plain_name(text):
        return plain
    text = " ".join(re.sub(r"[{}]", "", text).split(" "))
    parts = [part.strip().replace(_COMMA, ",") for part in text.replace(",,", _COMMA).split(",")]
    family, given, suffix = (*parts, "", "")[:3] if len(parts) <= 3 else ("", "", "")
    if not family:
        raise InputError(f"not a name in the form 'Family, Given, Suffix': {text!r}")
    parsed = parse_name(family.replace(",", _COMMA) + ",")
    if len(parts) == 1 and _CHINESE_OR_KOREAN.fullmatch(family):
        return Name(family)
    if len(parts) == 1 or (not given and not suffix and " " in parsed.family):
        return Name(literal=_tidy(family))
    return Name(
        family=parsed.family.replace(_COMMA, ","),
        given=_tidy(given),
        suffix=_tidy(suffix),
        non_dropping_particle=parsed.non_dropping_particle.replace(_COMMA, ","),
    )


# "Fenn E.", "Fenn EB", but not "E. B. Fenn"
_FAMILY_FIRST = re.compile(r"(?P<family>[^\W\d_][^\d,.]*?[^\W\d_.]) (?P<initials>(?:[A-Z]\.[ -]?)+|[A-Z]{1,3})")


def person_without_comma(text: str) -> Name | None:
    """The person in a name without a comma, in reading order or with initials behind; ``None`` if it may be another.

    IEEE, Ovid, Embase and CRC Press write people so.

    >>> [str(person_without_comma(text)) for text in ("M. D. Lind", "Fenn E.", "Fenn EB", "Catalina Barden")]
    ['Lind, M. D.', 'Fenn, E.', 'Fenn, E. B.', 'Barden, Catalina']
    >>> [person_without_comma(text) for text in ("Stone Study Group", "DeepSeek-AI", "Lund, Ada", "et al.")]
    [None, None, None, None]
    """
    if "," in text or " " not in text or is_others(text):
        return None
    name = display_name(text)
    if not name or name.literal:
        return None
    if parts := _FAMILY_FIRST.fullmatch(text):
        initials = parts["initials"]
        given = initials if "." in initials else " ".join(f"{initial}." for initial in initials)
        return read_name(f"{parts['family']}, {given.strip()}")
    return name if name.given else None


def has_initials(text: str) -> bool:
    """Whether a name without a comma has initials, as only people have them.

    >>> [has_initials(text) for text in ("M. D. Lind", "Fenn E.", "Jan A. Berg", "Catalina Barden")]
    [True, True, True, False]
    >>> has_initials("Robert H. Lurie Cancer Center")
    False
    """
    return bool(re.search(r"(?<!\S)[A-Z]\.", text) or _FAMILY_FIRST.fullmatch(text)) and bool(
        person_without_comma(text)
    )


def _tidy(text: str) -> str:
    return " ".join(word for word in re.split("[ \t]", text) if word)


def write_date(date: Date) -> dict[str, str]:
    """``PY`` is the year, ``DA`` is "YYYY/MM/DD/other", with a season, or what else the date says in EDTF, as the last.

    >>> write_date(Date(2024, 6, 12, end=Date(2024, 6, 14)))
    {'PY': '2024', 'DA': '2024/06/12/to 2024-06-14'}
    >>> write_date(Date(2024, season=1)), write_date(Date(2024, qualifier="~"))
    ({'PY': '2024', 'DA': '2024///Spring'}, {'PY': '2024', 'DA': '2024///2024~'})
    """
    if not 0 <= date.year <= 9999:
        return {"PY": str(date)}
    begin = "/".join(f"{part:02}" if part else "" for part in (date.month, date.day))
    other = ""
    if date.season and date == Date(date.year, season=date.season):
        other = SEASON_NAMES[date.season - 1]
    elif isinstance(date.end, Date) and date == replace(date.bare, end=date.end):
        other = f"to {date.end}"
    elif date != date.bare:
        other = str(date)
    if not date.month and not other:
        return {"PY": f"{date.year:04}"}
    return {"PY": f"{date.year:04}", "DA": f"{date.year:04}/{begin}" + (f"/{other}" if other else "")}


_COMPACT = re.compile(r"(\d{4})(0\d|1[0-2])([0-2]\d|3[01])", re.A)
_BESIDE = re.compile(r"(?:c|\u00a9|\(c\)) ?(?P<year>\d{4})|(?P<words>\d{4}/[^\W\d_]+)/+", re.A)
"""A year with the sign of copyright, and words with empty parts behind them."""


def read_date(text: str, year: int | None = None) -> tuple[Date, bool]:
    """The date, and whether it is all that *text* contains ("2024/06//in press" contains more).

    A text without a year ("12 June") is in *year*.

    Raises:
        InputError: If it is not a date, or does not exist.
    """
    if compact := _COMPACT.fullmatch(text):
        text = "-".join(compact.groups())
    beside = _BESIDE.fullmatch(text)
    if beside and (written := read_written_date(beside[beside.lastgroup or 0])):
        return written, beside["words"] is not None
    match = re.fullmatch(r"(\d{4})(?:[/-](\d{1,2})?)?(?:[/-](\d{1,2})?)?(?:/(.*))?", text, re.A)
    if not match or "-" in text.rstrip("/"):
        if written := read_written_date(text, Date(year) if year is not None else None):
            return written, True
        if not match:
            if date := read_time_of_day(text) or read_years(text):
                return date, False
            raise InputError(f"not a date: {text!r}")
    numbers = [int(group) if group else None for group in match.groups()[:3]]
    # Some programs write 00 for unknown parts.
    month = numbers[1] or None
    date = Date(numbers[0] or 0, month, (numbers[2] or None) if month else None)
    other = (match[4] or "").strip()
    if other.startswith("to "):
        return replace(date, end=parse_date(other.removeprefix("to "))), True
    more = read_written_date(other, date if not date.month else None)
    if more and more.parts[: len(date.parts)] == date.parts:  # "2020/Jun/05", too
        return more, True
    return date, not other.strip(" /") and bool(month or not numbers[2])


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
