"""Values: how each kind of field is written in a .bib file, and read back."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from moebib.formats._status import read_status, write_status
from moebib.formats.bibtex.fields import ALIASES, FIELD_ROWS, fields_to_write
from moebib.formats.bibtex.identifiers import other_identifiers
from moebib.formats.bibtex.links import OTHER_LINKS, is_link_of
from moebib.formats.bibtex.names import Target, read_name_list, split_outside_braces, write_names
from moebib.formats.bibtex.places import date_of_access
from moebib.records.citekey import is_key
from moebib.records.record import Record
from moebib.text.latex import decode, encode, keep_capitals
from moebib.text.markup import from_latex, latex, plain

__all__ = [
    "ORIGINALS",
    "READ",
    "SUBTITLES",
    "WRITE",
    "Target",
    "is_as_written",
    "joined_keywords",
    "joined_title",
    "part_titles",
    "read_genre_in_custom_field",
    "read_known_language",
    "repeats",
    "says",
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
    "deutsch": "de", "fran\u00e7ais": "fr", "espa\u00f1ol": "es", "italiano": "it", "nederlands": "nl",
    "bulgarian": "bg", "romanian": "ro", "estonian": "et", "latvian": "lv", "lithuanian": "lt", "icelandic": "is",
}  # fmt: skip


_BCP_47 = re.compile("[a-z]{2,3}-(?:[A-Z]{2}|[A-Z][a-z]{3})")
"""A language with a country or a script: a text of two letters may be anything."""
_DASHES = "\u2012-\u2015\u2212-"
_GAPS = re.compile(rf"[\s{_DASHES}]+")
# In LaTeX, where a backslash makes a space of each ("\\,"), but two backslashes are a line break.
_SEMICOLONS, _COMMAS = (re.compile(rf"[{{}}]|(?<!\\)(?:\\\\)*{sign}") for sign in ";,")
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
    return tuple(filter(None, (decode(keyword).strip() for keyword in _split_keywords(latex))))


def _split_keywords(latex: str) -> list[str]:
    """BibLaTeX separates keywords by commas; if there are semicolons, the commas are parts of keywords."""
    # Split before decoding: in the LaTeX, braces are balanced, and those that are characters have a backslash.
    keywords = list(split_outside_braces(latex, _SEMICOLONS))
    return keywords if len(keywords) > 1 else list(split_outside_braces(latex, _COMMAS))


def joined_keywords(latex: str, more: str) -> str:
    """The keywords of two fields in one; a comma in a keyword gets braces.

    >>> joined_keywords("frog, pond", "reed; pond; lake, deep")
    'frog, pond, reed, {lake, deep}'
    """
    keywords = dict.fromkeys(filter(None, (*_split_keywords(latex), *_split_keywords(more))))
    return ", ".join(keyword if len(_split_keywords(keyword)) == 1 else f"{{{keyword}}}" for keyword in keywords)


def _read_keys(value: str) -> tuple[str, ...]:
    """The keys between commas; none if one of them is not a valid key."""
    keys = tuple(key.strip() for key in value.split(",") if key.strip())
    return keys if all(map(is_key, keys)) else ()


def _read_language(latex: str) -> str:
    name = decode(latex)
    return _TAGS.get(_language_name(name), name)


def _language_name(name: str) -> str:
    """The name in lower case, without the beginning of BibLaTeX's keys: "langgerman"."""
    return name.lower().removeprefix("lang")


def read_known_language(latex: str) -> str:
    """The tag of the language of a work (BibLaTeX ``language``); "" for several languages or an unknown one."""
    name = decode(latex)
    return _TAGS.get(_language_name(name), name if name in LANGUAGES or _BCP_47.fullmatch(name) else "")


def read_genre_in_custom_field(latex: str) -> str:
    """The genre in ``usera``, which says that it is one; "" for anything else that a file has there."""
    text = decode(latex)
    return text.removeprefix("genre: ") if text.startswith("genre: ") else ""


_INITIAL = re.compile(r"(?<![^\s~])\{([A-Z])\}(?=\.)")


def _write_journal(value: str, target: Target) -> str:
    """As a title, but without braces around initials ("J. ACM"): no style changes the case of journals."""
    written = latex(value, unicode=target.unicode)
    return written if "$" in written else _INITIAL.sub(r"\1", written)


def _name_of_babel(language: str) -> str:
    """The name for a language, or for its name in any case ("German"); empty if babel has none, or it is not known."""
    return LANGUAGES.get(language) or LANGUAGES.get(read_known_language(language), "")


WRITE: dict[str, Callable[[Any, Target], str]] = {
    "title": lambda value, target: latex(value, unicode=target.unicode),
    "journal": _write_journal,
    "markup": lambda value, target: latex(value, unicode=target.unicode, is_title=False),
    "text": lambda value, target: encode(value, unicode=target.unicode),
    "names": write_names,
    "pages": _write_pages,
    "keywords": _write_keywords,
    "language": lambda value, target: _name_of_babel(value) or encode(value, unicode=target.unicode),
    "keys": lambda value, target: ", ".join(value),
    # EDTF; BibTeX's styles may print it.
    "date": lambda value, target: str(value) if target.dialect == "biblatex" else encode(str(value)),
    "status": lambda value, target: write_status(value),
}
READ: dict[str, Callable[[str], Any]] = {
    "title": lambda value: from_latex(keep_capitals(value)),
    "journal": from_latex,
    "markup": lambda value: from_latex(value, is_title=False),
    "text": decode,
    "names": read_name_list,
    "pages": _read_pages,
    "keywords": _read_keywords,
    "language": _read_language,
    "keys": _read_keys,
    "date": date_of_access,
    "status": lambda value: read_status(decode(value)),
}

ORIGINALS = {
    name: row
    for row in FIELD_ROWS
    if row.kind in ("date", "status")
    for name in (row.biblatex, *ALIASES.get(row.biblatex, ()))
}
"""The names of the fields that are also kept in ``extra`` if they are not written as we would, with their rows."""
_FORMS = (Target("bibtex", unicode=False), Target("biblatex", unicode=False))


def is_as_written(name: str, latex: str, value: Any) -> bool:
    """Whether we would write *value* as the field *name*, one of ``ORIGINALS``, with this *latex*."""
    row = ORIGINALS[name]
    return name == row.biblatex and latex in [WRITE[row.kind](value, form) for form in _FORMS]


def says(name: str, latex: str, value: Any) -> bool:
    """Whether the field *name*, one of ``ORIGINALS``, is read as *value*, as far as it can say it."""
    kind = ORIGINALS[name].kind
    read = READ[kind](latex)
    return bool(read and value) and WRITE[kind](read, _FORMS[1]) == WRITE[kind](value, _FORMS[1])


_ONLY_NUMBERS = re.compile(r"[\dX\s,;/-]+", re.I)


def repeats(name: str, latex: str, record: Record) -> bool:
    """Whether the field *name*, which is kept as it was written, says only what another field of *record* says."""
    if name in ORIGINALS:
        return says(name, latex, getattr(record, ORIGINALS[name].field))
    if name == "language":
        return read_known_language(latex) == record.language != ""
    if name in OTHER_LINKS:
        return is_link_of(latex, record)
    if identifiers := other_identifiers(name, latex):
        return set(identifiers) <= set(record.identifiers)
    if name == "type":
        return decode(latex) == record.genre
    if name in _SECOND:
        field = next(field for field, names in SUBTITLES.items() if name in names)
        return plain(getattr(record, field)).endswith(plain(from_latex(latex)))
    return name in ("isbn", "issn") and bool(_ONLY_NUMBERS.fullmatch(latex))


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


def _main_title(title: str, subtitle: str) -> str:
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
            if name in extra and home in fields and (main := _main_title(title, from_latex(extra[name]))) != title:
                fields = fields | {home: latex(main, unicode=target.unicode)}
    return fields
