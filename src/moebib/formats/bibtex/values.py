"""Values: how each kind of field is written in a .bib file, and read back; dates are several fields, in free text."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from moebib.errors import InputError
from moebib.formats.bibtex.fields import fields_to_write
from moebib.formats.bibtex.names import Target, read_name_list, split_outside_braces, write_names
from moebib.records.date import MONTH_NAMES, Date, nearest_date
from moebib.records.record import KEY, Record
from moebib.text.latex import decode, decode_groups, decode_title, encode, encode_title

__all__ = [
    "DATE_FIELDS",
    "MONTHS",
    "READ",
    "SUBTITLES",
    "WRITE",
    "Issued",
    "Target",
    "joined_title",
    "main_title",
    "part_titles",
    "read_issued",
    "read_known_language",
    "write_date",
]

# BCP 47 tags to the names of babel, which BibLaTeX expects in langid; other languages are written unchanged.
LANGUAGES = {
    "en": "english", "en-US": "american", "en-GB": "british", "de": "ngerman", "fr": "french", "es": "spanish",
    "it": "italian", "pt": "portuguese", "pt-BR": "brazilian", "nl": "dutch", "pl": "polish", "ru": "russian",
    "uk": "ukrainian", "cs": "czech", "sv": "swedish", "da": "danish", "fi": "finnish", "hu": "magyar",
    "tr": "turkish", "el": "greek", "ja": "japanese", "zh": "chinese", "ko": "korean", "vi": "vietnamese",
    "ar": "arabic", "he": "hebrew", "fa": "persian",
}  # fmt: skip
_TAGS = {name: tag for tag, name in LANGUAGES.items()} | {
    "usenglish": "en-US", "ukenglish": "en-GB", "german": "de", "swissgerman": "de-CH", "naustrian": "de-AT",
    "austrian": "de-AT", "francais": "fr", "canadien": "fr-CA", "canadian": "en-CA", "australian": "en-AU",
    "brazil": "pt-BR", "portuges": "pt", "hungarian": "hu", "norsk": "nb", "nynorsk": "nn", "norwegian": "no",
    "latin": "la", "catalan": "ca", "slovene": "sl", "slovak": "sk", "croatian": "hr", "serbian": "sr",
    "bulgarian": "bg", "romanian": "ro", "estonian": "et", "latvian": "lv", "lithuanian": "lt", "icelandic": "is",
}  # fmt: skip


_DASHES = "\u2012-\u2015\u2212-"
_GAPS = re.compile(rf"[\s{_DASHES}]+")
_SEMICOLONS = re.compile("[{};]")
_PAGES = re.compile(r"\d+(?:--?\d+)?", re.ASCII)


def _write_pages(pages: str, target: Target) -> str:
    """A range with the dash that TeX prints; if the numbers contain hyphens, the en dash marks the range."""
    text = encode(pages.replace("\u2013", "-"), unicode=target.unicode).replace("-{}-", "--")
    if "\u2013" in pages:
        return "--".join(encode(part, unicode=target.unicode) for part in pages.split("\u2013"))
    return text if "--" in text else text.replace("-", "--")


def _read_pages(latex: str) -> str:
    """'C3-32--C3-35' keeps an en dash between the numbers, which contain hyphens; '1--10' is '1-10'."""
    if _PAGES.fullmatch(latex):
        return latex.replace("--", "-")
    pages = _GAPS.sub(lambda gap: _dash(gap[0]), decode(latex))
    return pages if re.search(r"\w-\w", pages) else pages.replace("\u2013", "-")


def _dash(gap: str) -> str:
    """The dash between two numbers: a hyphen may be part of a number, anything longer separates two."""
    return gap if gap == "-" or not re.search(f"[{_DASHES}]", gap) else "\u2013"


def _write_keywords(keywords: tuple[str, ...], target: Target) -> str:
    written = (encode(keyword, unicode=target.unicode) for keyword in keywords)
    return ", ".join("{" + keyword + "}" if re.search("[,;]", keyword) else keyword for keyword in written)


def _read_keywords(latex: str) -> tuple[str, ...]:
    """BibLaTeX separates keywords by commas; if there are semicolons, the commas are parts of keywords."""
    text = decode_groups(latex)
    separator = ";" if len(list(split_outside_braces(text, _SEMICOLONS))) > 1 else ","
    keywords = split_outside_braces(text, re.compile(f"[{{}}{separator}]"))
    return tuple(keyword.removeprefix("{").removesuffix("}") for keyword in keywords if keyword)


def _read_keys(value: str) -> tuple[str, ...]:
    """The keys between commas; none if one of them is not a valid key."""
    keys = tuple(key.strip() for key in value.split(",") if key.strip())
    return keys if all(re.match(KEY, key) for key in keys) else ()


def _read_language(latex: str) -> str:
    name = decode(latex)
    return _TAGS.get(name.lower(), name)


def read_known_language(latex: str) -> str:
    """The tag of the language of a work (BibLaTeX ``language``); "" for several languages or an unknown one."""
    name = decode(latex)
    return _TAGS.get(name.lower(), name if name in LANGUAGES else "")


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


WRITE: dict[str, Callable[[Any, Target], str]] = {
    "title": lambda value, target: encode_title(value, unicode=target.unicode),
    "text": lambda value, target: encode(value, unicode=target.unicode),
    "names": write_names,
    "pages": _write_pages,
    "keywords": _write_keywords,
    "language": lambda value, target: LANGUAGES.get(value) or encode(value, unicode=target.unicode),
    "keys": lambda value, target: ", ".join(value),
}
READ: dict[str, Callable[[str], Any]] = {
    "title": decode_title,
    "text": decode,
    "names": read_name_list,
    "pages": _read_pages,
    "keywords": _read_keywords,
    "language": _read_language,
    "keys": _read_keys,
}

SUBTITLES = {
    "title": ("subtitle",),
    "container_title": ("booksubtitle", "journalsubtitle"),
}
"""Field of a record -> the fields with its second part; they are also kept in ``extra``."""
_SECOND = frozenset(name for names in SUBTITLES.values() for name in names)


def joined_title(title: str, subtitle: str) -> str:
    """Title and subtitle as one title; a title that ends with the subtitle is complete.

    >>> joined_title("Which Experts?", "A Survey"), joined_title("Experts: A Survey", "A Survey")
    ('Which Experts? A Survey', 'Experts: A Survey')
    """
    if not title or not subtitle or title.endswith(subtitle):
        return title or subtitle
    return f"{title} {subtitle}" if title[-1] in "?!.:;,\u2013\u2014" else f"{title}: {subtitle}"


def main_title(title: str, subtitle: str) -> str:
    """*title* without the *subtitle* joined to it; unchanged if it does not end with that."""
    if not subtitle or not title.endswith(subtitle):
        return title
    main = title[: -len(subtitle)].rstrip(" ")
    options = (main.removesuffix(":"), main)
    return next((option for option in options if option and joined_title(option, subtitle) == title), title)


def part_titles(fields: dict[str, str], extra: Mapping[str, str], record: Record, target: Target) -> dict[str, str]:
    """*fields* without the subtitles that ``extra`` has in their titles; BibTeX's styles print only titles."""
    if target.dialect == "bibtex" or _SECOND.isdisjoint(extra):
        return fields
    for row, home in fields_to_write(record.type, target.dialect):
        for name in SUBTITLES.get(row.field, ()):
            title = getattr(record, row.field)
            if name in extra and home in fields and (main := main_title(title, decode_title(extra[name]))) != title:
                fields = fields | {home: encode_title(main, unicode=target.unicode)}
    return fields


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
