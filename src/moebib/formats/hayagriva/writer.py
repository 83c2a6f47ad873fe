"""Record -> Hayagriva, as fields and as YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

from moebib.formats._doi import doi_of_arxiv
from moebib.formats.hayagriva.fields import (
    COLLECTION,
    COUNTS,
    EVENT,
    IN_HAYAGRIVA,
    KEPT,
    LANGUAGE,
    ORIGINAL,
    ROLES,
    SERIALS,
    TRANSLATOR,
    HayagrivaDict,
    write_type,
)
from moebib.formats.hayagriva.reader import from_hayagriva
from moebib.formats.hayagriva.values import encode_markup, encode_text, write_date, write_name
from moebib.normalise.latex_names import names_of_bib
from moebib.records.date import Date
from moebib.records.identifier import Scheme
from moebib.records.record import Record
from moebib.text.language import language_tag
from moebib.text.markup import plain

__all__ = ["dump", "to_hayagriva"]

_INDENT = "  "
_OTHER = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
"""Words that YAML does not read as strings."""
_LONGEST_KEY = 1_000
"""YAML needs a question mark before keys of more than 1,024 characters."""
_PLAIN = re.compile(rf"(?!(?:{'|'.join(_OTHER)})$)[a-z][a-z-]*|~?[+-]?\d{{4}}(?:-\d\d){{0,2}}")
"""A type or a date."""
_JSON = json.JSONEncoder(ensure_ascii=False)
_UNPRINTABLE = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")


def to_hayagriva(record: Record) -> HayagrivaDict:
    """The entry of *record*, without its key; no field of ``IN_HAYAGRIVA`` is lost.

    >>> to_hayagriva(Record(id="a", type="book", title="Of {the} GPU", issued="2024-01", author=["Wit, Jan"]))
    {'type': 'book', 'title': 'Of {the} {GPU}', 'author': ['Wit, Jan'], 'date': '2024-01'}
    """
    type_, parent_type = write_type(record.type, record.genre)
    above = _filled(_container(record))
    parents = _parents(record, parent_type, above)
    has_container = bool(parents) and parents[0]["type"] not in (COLLECTION, EVENT)
    fields = _entry_fields(record, type_) | ({} if has_container else above)
    entry = _filled(fields | _parents_and_texts(record, parents))
    back, _ = from_hayagriva(record.id, deepcopy(entry))
    inexact = {name for name in IN_HAYAGRIVA if not back or getattr(back, name) != getattr(record, name)}
    return entry | ({"moebib": _as_it_is(record, inexact)} if inexact else {})


def _filled(fields: HayagrivaDict) -> HayagrivaDict:
    return {name: value for name, value in fields.items() if value}


def _as_it_is(record: Record, fields: set[str]) -> HayagrivaDict:
    """The fields as in an entry file, also empty ones, because the reader would find another value."""
    every, filled = (record.model_dump(mode="json", include=fields, exclude_defaults=no) for no in (False, True))
    return {name: filled.get(name, "" if value is None else value) for name, value in every.items()}


def _entry_fields(record: Record, type_: str) -> HayagrivaDict:
    return {
        "type": type_,
        "title": _title(record),
        "author": [write_name(name) for name in record.author],
        "date": _date(record.issued),
        "editor": [write_name(name) for name in record.editor],
        "edition": record.edition,
        "genre": "" if type_ == "proceedings" else encode_text(record.genre),
        "page-range": record.page,
        "serial-number": _serials(record),
        "url": _url(record),
        "language": tag if LANGUAGE.fullmatch(tag := language_tag(record.language)) else "",
    }


def _title(record: Record) -> str | HayagrivaDict:
    title = encode_markup(record.title)
    return {"value": title, "short": encode_markup(record.title_short)} if title and record.title_short else title


def _date(date: Date | None) -> str:
    return write_date(date) if date else ""


def _container(record: Record) -> HayagrivaDict:
    """The fields of the parent; of the entry itself if it has no parent."""
    name, location = encode_text(_publisher(record)), encode_text(record.publisher_place)
    publisher = _filled({"name": name, "location": location}) if location else name
    return {"volume": record.volume, "issue": record.issue, "publisher": publisher}


def _is_archived(record: Record) -> bool:
    """Whether the archive of a preprint is written as its publisher, so that styles print it (as in CSL-JSON)."""
    return record.is_preprint and not record.publisher


def _publisher(record: Record) -> str:
    return plain(record.container_title) if _is_archived(record) else record.publisher


def _parents(record: Record, type_: str, above: HayagrivaDict) -> list[HayagrivaDict]:
    title: Any = "" if _is_archived(record) else encode_markup(record.container_title)
    if record.container_title_short:
        title = _filled({"value": title or encode_text(record.container_title_short)})
        title["short"] = encode_text(record.container_title_short)
    series = [{"type": COLLECTION, "title": encode_markup(record.collection_title)}] if record.collection_title else []
    authors = [write_name(name) for name in names_of_bib(record.extra.get("bookauthor", ""))]
    container = {"type": type_ or "misc", "title": title, "author": authors, **above, "parent": series}
    event = _filled({"title": encode_markup(record.event_title), "location": encode_text(record.event_place)})
    event |= {"date": _date(record.event_date)} if event else {}  # a date alone would only change the type
    parents = [_filled(container)] if type_ or title else series
    others = ((EVENT, _filled(event)), (ORIGINAL, _filled({"date": _date(record.original_date)})))
    return [*parents, *({"type": kind} | parent for kind, parent in others if parent)]


def _parents_and_texts(record: Record, parents: list[HayagrivaDict]) -> HayagrivaDict:
    kept = {name: _kept(record.extra.get(f"hayagriva-{name}", ""), form) for name, form in KEPT.items()}
    of_roles = {TRANSLATOR: record.translator} | {
        role: tuple(names_of_bib(record.extra[role])) for role in ROLES if role in record.extra
    }
    people = [
        {"role": role, "names": [write_name(name) for name in names]} for role, names in of_roles.items() if names
    ]
    others = kept["affiliated"] if isinstance(kept["affiliated"], list) else [kept["affiliated"]]
    kept["affiliated"] = people + [
        other for other in others if isinstance(other, dict) and {"role", "names"} == set(other)
    ]
    counts = {name: record.extra.get(field, "") for name, field in COUNTS.items()}
    kept |= {name: count for name, count in counts.items() if count.isdecimal()}
    texts = {name: encode_markup(getattr(record, name), is_title=False) for name in ("abstract", "note")}
    return {"parent": parents[0] if len(parents) == 1 else parents, **texts, **kept}


def _kept(text: str, form: str) -> Any:
    """The value of a field that records do not have, if Typst accepts it."""
    if text[:1] in ("[", "{"):
        try:
            value = json.loads(text)
        except ValueError:
            return ""
        return value if form == ".*" else ""
    return encode_text(text) if re.fullmatch(form, text) else ""


def _serials(record: Record) -> HayagrivaDict:
    serials: dict[Scheme, str] = {}
    for identifier in record.identifiers:
        if identifier.scheme in SERIALS:
            serials.setdefault(identifier.scheme, identifier.value)
    arxiv = f"arXiv:{serials[Scheme.ARXIV]}" if _is_archived(record) and Scheme.ARXIV in serials else ""
    numbers = _filled({"serial": record.number or arxiv, "version": record.version})
    doi = {} if Scheme.DOI in serials else _filled({"doi": doi_of_arxiv(record)})
    return numbers | {str(scheme): value for scheme, value in serials.items()} | doi


def _url(record: Record) -> str | HayagrivaDict:
    """The preferred page with the date of access; a landing page is redundant if there is a DOI."""
    pages = {identifier.scheme: identifier.url for identifier in reversed(record.identifiers)}
    landing = None if Scheme.DOI in pages else record.evolve(links={}).link
    url, accessed = record.url or landing or "", _date(record.accessed)
    return {"value": url, "date": accessed} if url and accessed else url


def dump(key: str, entry: dict[str, Any]) -> str:
    """The entry as YAML. Every value except its types and dates is quoted, so that YAML reads it as a string.

    >>> print(dump("knuth1984", {"type": "book", "title": "On: it", "author": ["Knuth, Donald E."]}), end="")
    knuth1984:
      type: book
      title: "On: it"
      author:
        - "Knuth, Donald E."
    """
    return "\n".join([_head(key, ""), *_lines(entry, _INDENT)]) + "\n"


def _lines(value: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
    heads = [_head(key, indent) for key in value] if isinstance(value, dict) else ["-"] * len(value)
    for head, item in zip(heads, value.values() if isinstance(value, dict) else value, strict=True):
        if isinstance(item, str):
            is_plain = head in ("type:", "date:") and _PLAIN.fullmatch(item)  # extra fields have such names, too
            yield f"{indent}{head} {item if is_plain else _quoted(item)}"
        elif not item:
            yield f"{indent}{head} {'{}' if isinstance(item, dict) else '[]'}"
        elif head == "-":
            first, *rest = _lines(item, indent + _INDENT)
            yield f"{indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{indent}{head}"
            yield from _lines(item, indent + _INDENT)


def _head(key: str, indent: str) -> str:
    is_plain = re.fullmatch(r"[A-Za-z][\w-]*", key, re.A) and key.lower() not in _OTHER
    text = key if is_plain else _quoted(key)
    return f"{text}:" if len(text) <= _LONGEST_KEY else f"? {text}\n{indent}:"


def _quoted(text: str) -> str:
    """*text* in double quotes, which YAML reads as JSON does; unprintable characters are escaped."""
    quoted = _JSON.encode(text)
    return quoted if quoted.isprintable() else _UNPRINTABLE.sub(lambda char: f"\\u{ord(char[0]):04x}", quoted)
