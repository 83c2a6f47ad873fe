"""Hints for what is written in an entry file as in a file of BibTeX, BibLaTeX or CSL-JSON: what to write instead."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from moebib.errors import InputError
from moebib.records.date import Date, parse_date
from moebib.records.fields import TYPES
from moebib.records.foreign_words import (
    DATES,
    FIELD_FOR,
    IDENTIFIERS,
    IN_WORDS,
    LEFT_IN_EXTRA,
    LINK_FOR,
    LISTS,
    TYPE_FOR,
    field_for,
    folded,
    type_for,
)
from moebib.records.identifier import Scheme, parse_identifier
from moebib.records.name import NAME_FIELDS, NAME_PARTS, Name, split_names
from moebib.records.written_date import read_written_date
from moebib.text.fold import fold
from moebib.text.latex import decode_groups, is_latex
from moebib.text.suggest import nearest
from moebib.text.urls import is_http_url
from moebib.toml.dump import dump_value

__all__ = [
    "as_tag", "hint_for_date", "hint_for_field", "hint_for_list", "hint_for_name", "hint_for_status",
    "hint_for_type", "hint_for_url",
]  # fmt: skip

_ARCHIVES = {"arxiv": Scheme.ARXIV, "pubmed": Scheme.PMID, "hal": Scheme.HAL}
_STATUS = {
    "accepted": "accepted", "inpress": "accepted", "forthcoming": "accepted", "toappear": "accepted",
    "corrected": "corrected", "retracted": "retracted", "withdrawn": "withdrawn",
}  # fmt: skip


def hint_for_type(word: str, table: Mapping[str, Any]) -> str | None:
    """What to write in place of ``type = word`` in *table*, an entry or a version of one.

    >>> hint_for_type("inproceedings", {})
    'write type = "paper-conference"'
    """
    known = type_for(word) or type_for(_misspelt(word, TYPE_FOR, TYPES))
    if known == ("document", "") and _is_arxiv(table):
        known = ("article", "preprint")
    if not known:
        return None
    type_, genre = known
    return _to_write({"type": type_} | ({"genre": genre} if genre and not table.get("genre") else {}))


def hint_for_field(word: str, table: Mapping[str, Any], fields: Collection[str]) -> str | None:
    """What to write in place of the unknown field *word* of *table*, which may have *fields*; ``None`` if unknown.

    >>> hint_for_field("year", {"year": 2024, "month": "jun"}, ["issued"])
    'write issued = "2024-06"'
    """
    name, value, field = folded(word), table[word], field_for(word)
    if name in LINK_FOR and LINK_FOR[name] in fields:  # the table of links
        return _to_write({LINK_FOR[name]: _listed(value)})
    if "issued" not in fields:  # not the table of a publication
        return None
    if _has_tables(value):
        inner = value if isinstance(value, dict) else next(table for table in value if isinstance(table, dict))
        if field not in fields and {"type", "title"} & {folded(key) for key in inner}:
            header = f"[{word}]" if inner is value else f"[[{word}]]"
            return f"remove the line {header}: an entry has its fields at the top, and its key is the name of the file"
        is_misspelt = f"{name}s" in fields
        return f"the field for it is {field}" if field in fields else None if is_misspelt else IN_WORDS.get(name)
    if name in IDENTIFIERS:
        return _identifiers(name, table)
    if field and field in fields:
        written, present = _field(field, word, table), table.get(field)
        if present and written == _to_write({field: _plain(present)}):
            return f"{field} has it already"
        return f"{written}, or leave {field} as it is" if present else written
    if name in ("entrytype", "itemtype"):
        return (isinstance(value, str) and hint_for_type(value, table)) or 'write type, such as type = "book"'
    if name in LINK_FOR and "links" in fields:
        urls = [url for url in _listed(value) if is_http_url(url)] or ["https://..."]
        return f"put {LINK_FOR[name]} = {dump_value(urls)} under [links]"
    if name in LEFT_IN_EXTRA and "extra" in fields:
        return f"there is no field for it; to keep it, put {word} = {dump_value(_text(value))} under [extra]"
    meant = field_for(_misspelt(word, FIELD_FOR, fields))
    return IN_WORDS.get(name) or (f"did you mean {meant!r}?" if meant in fields else None)


def hint_for_list(field: str, value: str) -> str | None:
    """The list to write for the text *value* of the *field*, if it is one whose elements the text may separate.

    >>> hint_for_list("author", "Doe, Jane and {Smith and Sons}")
    'write author = ["Doe, Jane", "{Smith and Sons}"]'
    """
    if field in NAME_FIELDS:
        parts = split_names(decode_groups(value) if is_latex(value) else value)
    else:
        parts = re.split("[,;]", value) if field in ("keyword", "tags", "ids") else []
    elements = [part.strip() for part in parts if part.strip()]
    return _to_write({field: elements}) if elements and elements != [value] else None


def hint_for_date(field: str, value: str) -> str | None:
    """What to write in place of a date in words.

    >>> hint_for_date("issued", "12 June 2024")
    'write issued = "2024-06-12"'
    """
    read = read_written_date(value) if field in DATES else None
    return _to_write({field: str(read)}) if read else None


def hint_for_name(value: Mapping[str, Any]) -> str | None:
    """What to write in place of a name in parts, as CSL-JSON has it.

    >>> hint_for_name({"family": "Berg", "given": "Jan", "non-dropping-particle": "van den"})
    'write "van den Berg, Jan"'
    """
    parts = {part.replace("-", "_"): text for part, text in value.items()}
    if not parts.keys() <= set(NAME_PARTS):
        return None
    with suppress(InputError, TypeError):
        return f"write {dump_value(str(Name(**parts)))}"
    return None


def as_tag(text: str) -> str:
    """The tag that *text* probably is, such as the heading of a section; empty if there is none.

    >>> as_tag("Expert Caching"), as_tag("System/Caching"), as_tag("...")
    ('expert-caching', 'system/caching', '')
    """
    return "/".join(filter(None, (re.sub(r"[^a-z0-9]+", "-", fold(step)).strip("-") for step in text.split("/"))))


def hint_for_url(value: str) -> str | None:
    """The URL to write for *value*, if only its scheme is missing.

    >>> hint_for_url("code.example/experts"), hint_for_url("soon")
    ('write "https://code.example/experts"', None)
    """
    return f"write {dump_value(f'https://{value}')}" if re.fullmatch(r"[\w-]+(?:\.[\w-]+)+(?:/\S*)?", value) else None


def hint_for_status(value: str) -> str | None:
    """What to write in place of ``status = value``."""
    kind = _STATUS.get(folded(value))
    return _to_write({"status": {"kind": kind}}) if kind else None


def _misspelt(word: str, foreign: Iterable[str], own: Collection[str]) -> str:
    """The word in *foreign* that *word* probably is, empty if it is nearer to one of *own*."""
    near = nearest(folded(word), [*own, *foreign]) or ""
    return "" if near in own else near


def _to_write(fields: Mapping[str, object]) -> str:
    return "write " + " and ".join(f"{name} = {dump_value(value)}" for name, value in fields.items())


def _field(field: str, word: str, table: Mapping[str, Any]) -> str:
    """What to write for the value of *word*, which is *field* in an entry."""
    value = table[word]
    if field in DATES:
        issued = _date(word, table)
        return _to_write({field: str(issued)}) if issued else f'write {field}, such as {field} = "2024-06"'
    if field in LISTS:
        if field == "tags":
            parts = [part for text in _listed(value) for part in re.split("[,;]", text)]
            return _to_write({field: [*filter(None, map(as_tag, parts))] or ["..."]})
        return (isinstance(value, str) and hint_for_list(field, value)) or _to_write({field: _listed(value)})
    text = _text(value)
    if field == "page":
        text = re.sub(r"\s*(?:-+|\u2013)\s*", "-", text)
    is_journal = folded(word).startswith("journal") and table.get("type") == "article"
    return _to_write({field: text} | ({"type": "article-journal"} if is_journal else {}))


def _date(word: str, table: Mapping[str, Any]) -> Date | None:
    """The date, whose year, month and day may have fields of their own."""
    value = table[word]
    if folded(word) in ("year", "month", "day"):
        parts = _by_folded(table)
        if "year" not in parts:
            return None
        value = " ".join(str(parts[name]) for name in ("day", "month", "year") if name in parts)
    text = value.isoformat() if isinstance(value, date) else str(value)
    with suppress(InputError):
        return parse_date(text)
    return read_written_date(text)


def _identifiers(name: str, table: Mapping[str, Any]) -> str:
    """What to write for an identifier that has a field of its own, and for all others that have one."""
    if _identifier(name, table) is None:
        return 'write it in identifiers, such as identifiers = ["doi:10.5555/experts"]'
    identifiers = dict.fromkeys(_all_identifiers(table))
    given = _plain(table.get("identifiers"))
    if not given or not isinstance(given, list):
        return _to_write({"identifiers": list(identifiers)})
    missing = [identifier for identifier in identifiers if identifier not in given]
    return f"add {', '.join(map(dump_value, missing))} to identifiers" if missing else "identifiers has it already"


def _all_identifiers(table: Mapping[str, Any]) -> list[str]:
    """The identifiers that have fields of their own."""
    found = (_identifier(name, table) for name in _by_folded(table) if name in IDENTIFIERS)
    return [identifier for identifier in found if identifier]


def _identifier(name: str, table: Mapping[str, Any]) -> str | None:
    """The identifier in the field *name*; ``None`` if there is none."""
    fields = _by_folded(table)
    archive = fields.get("archiveprefix") or fields.get("eprinttype") or fields.get("archive") or ""
    scheme = IDENTIFIERS[name] or _ARCHIVES.get(str(archive).lower())
    text = str(fields[name])
    for form in (f"{scheme}:{text}", text) if scheme else (text,):
        with suppress(InputError):
            return str(parse_identifier(form))
    return None


def _by_folded(table: Mapping[str, Any]) -> dict[str, Any]:
    return {folded(name): value for name, value in table.items()}


def _is_arxiv(table: Mapping[str, Any]) -> bool:
    identifiers = [*_all_identifiers(table), *_listed(table.get("identifiers", []))]
    return any(identifier.lower().startswith("arxiv:") for identifier in identifiers)


def _has_tables(value: object) -> bool:
    """Whether the value has tables, as names and dates have in CSL-JSON."""
    elements = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(element, dict) for element in elements)


def _text(value: object) -> str:
    text = ", ".join(_listed(value))
    return decode_groups(text) if is_latex(text) else text


def _plain(value: object) -> object:
    """The value as a file has it, also of a field of a record."""
    return _listed(value) if isinstance(value, list | tuple) else str(value) if value else None


def _listed(value: object) -> list[str]:
    return [str(element) for element in value] if isinstance(value, list | tuple) else [str(value)]
