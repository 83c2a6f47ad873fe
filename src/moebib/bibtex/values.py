"""Values: how each kind of field is spelled in a .bib file, and read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from moebib.bibtex.types import Dialect
from moebib.date import Date
from moebib.errors import InputError
from moebib.latex import decode, decode_groups, decode_title, encode, encode_groups, encode_title
from moebib.name import Name, format_name, parse_name

__all__ = ["MONTHS", "READ", "WRITE", "Style", "month_number", "read_year", "write_date"]

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# BCP 47 to the names of babel, which BibLaTeX's langid takes; another language is written as it is.
LANGUAGES = {
    "en": "english", "en-US": "american", "en-GB": "british", "de": "ngerman", "fr": "french", "es": "spanish",
    "it": "italian", "pt": "portuguese", "pt-BR": "brazilian", "nl": "dutch", "pl": "polish", "ru": "russian",
    "uk": "ukrainian", "cs": "czech", "sv": "swedish", "da": "danish", "fi": "finnish", "hu": "magyar",
    "tr": "turkish", "el": "greek", "ja": "japanese", "zh": "chinese", "ko": "korean", "vi": "vietnamese",
    "ar": "arabic", "he": "hebrew", "fa": "persian",
}  # fmt: skip
_TAGS = {name: tag for tag, name in LANGUAGES.items()}


class Style(NamedTuple):
    """For whom is written: BibTeX or BibLaTeX, with Unicode letters or LaTeX commands."""

    dialect: Dialect
    unicode: bool


def _write_names(names: tuple[Name, ...], style: Style) -> str:
    return " and ".join([_write_name(name, style) for name in names])


@lru_cache(maxsize=50_000)
def _write_name(name: Name, style: Style) -> str:
    text = format_name(name)
    # BibLaTeX knows one prefix, BibTeX only the plain form.
    if text.startswith("family=") and (style.dialect == "bibtex" or "dropping_particle=" in text):
        name = _nearest(name, style.dialect)
        text = format_name(name)
    # BibTeX wants a name behind every comma.
    if text.endswith(",") and not (name.suffix or name.particle):
        text = name.family.replace(" ", "{ }")
    latex = encode_groups(text, unicode=style.unicode)
    return f"{latex} {{}}" if latex.endswith(",") else latex


def _nearest(name: Name, dialect: Dialect) -> Name:
    """The name with one particle, which for BibTeX is part of the family where it would not be taken for one."""
    joined = Name(name.family, name.given, "", name.particle, name.suffix)
    if dialect == "biblatex" or not format_name(joined).startswith("family="):
        return joined
    return Name(family=f"{name.particle} {name.family}".strip(), given=name.given, suffix=name.suffix)


def _read_names(latex: str) -> tuple[Name, ...]:
    r"""Names between "and" outside braces, in any case (BibTeX, ``name.field``).

    >>> [str(name) for name in _read_names("{Barnes and Noble} AND Erd{\\H o}s, Paul")]
    ['{Barnes and Noble}', 'Erdős, Paul']
    """
    names = decode_groups(latex)
    return tuple(parse_name(name) for name in _split(names, re.compile(r"[{}]|\s+and(?=\s)", re.IGNORECASE)))


def _split(text: str, marks: re.Pattern[str]) -> Iterator[str]:
    """The stripped pieces between *marks* that stand outside braces; a brace is a mark, and splits nothing."""
    depth = start = 0
    for mark in marks.finditer(text):
        if mark[0] in "{}":
            depth += 1 if mark[0] == "{" else -1
        elif depth == 0:
            yield text[start : mark.start()].strip()
            start = mark.end()
    yield text[start:].strip()


def _write_pages(pages: str, style: Style) -> str:
    """A range with the dash that TeX prints; where a hyphen is part of the numbers, an en dash is the range's."""
    text = encode(pages.replace("\u2013", "-"), unicode=style.unicode).replace("-{}-", "--")
    if "\u2013" in pages:
        return "--".join(encode(part, unicode=style.unicode) for part in pages.split("\u2013"))
    return text if "--" in text else text.replace("-", "--")


def _read_pages(latex: str) -> str:
    """'C3-32--C3-35' keeps an en dash between the numbers, as hyphens stand in them; '1--10' is '1-10'."""
    pages = decode(latex)
    return pages if re.search(r"\w-\w", pages) else re.sub(r"\s*[\u2013\u2014]\s*", "-", pages)


def _write_keywords(keywords: tuple[str, ...], style: Style) -> str:
    written = (encode(keyword, unicode=style.unicode) for keyword in keywords)
    return ", ".join("{" + keyword + "}" if "," in keyword else keyword for keyword in written)


def _read_keywords(latex: str) -> tuple[str, ...]:
    keywords = _split(decode_groups(latex), re.compile("[{},;]"))
    return tuple(keyword.removeprefix("{").removesuffix("}") for keyword in keywords if keyword)


def _read_language(latex: str) -> str:
    name = decode(latex)
    return _TAGS.get(name.lower(), name)


def write_date(date: Date, style: Style) -> dict[str, str]:
    """BibLaTeX's ``date`` is EDTF. BibTeX has year and month; it ignores the day, and ``date`` for a range."""
    if style.dialect == "biblatex":
        return {"date": str(date)}
    fields = {"year": f"{date.year:04}"}
    if date.month:
        fields["month"] = MONTHS[date.month - 1]
    if date.end:
        fields["date"] = str(date)
    elif date.day:
        fields["day"] = str(date.day)
    return fields


def read_year(latex: str) -> int:
    """A year of four digits.

    Raises:
        InputError: If it is anything else, such as "in press".
    """
    year = decode(latex)
    if not re.fullmatch(r"\d{4}", year, re.A):
        raise InputError(f"not a year: {year!r}")
    return int(year)


def month_number(text: str) -> int:
    """The month as number: from "jun", "June", "6" or "06".

    Raises:
        InputError: If it is none.
    """
    word = decode(text).lower().rstrip(".")
    if word.isdecimal() and 1 <= int(word) <= 12:
        return int(word)
    if word[:3] in MONTHS and word.isalpha():
        return MONTHS.index(word[:3]) + 1
    raise InputError(f"not a month: {text!r}")


WRITE: dict[str, Callable[[Any, Style], str]] = {
    "title": lambda value, style: encode_title(value, unicode=style.unicode),
    "text": lambda value, style: encode(value, unicode=style.unicode),
    "names": _write_names,
    "pages": _write_pages,
    "keywords": _write_keywords,
    "language": lambda value, style: LANGUAGES.get(value) or encode(value, unicode=style.unicode),
    "keys": lambda value, style: ", ".join(value),
}
READ: dict[str, Callable[[str], Any]] = {
    "title": decode_title,
    "text": decode,
    "names": _read_names,
    "pages": _read_pages,
    "keywords": _read_keywords,
    "language": _read_language,
    "keys": lambda value: tuple(key.strip() for key in value.split(",") if key.strip()),
}
