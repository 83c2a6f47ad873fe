"""Record -> RIS."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from moebib.formats.ris.fields import OWN_NUMBER, WITH_TOTAL, other_texts, people_tags, read_type, rows_of, write_type
from moebib.formats.ris.identifiers import read_serials, write_identifiers
from moebib.formats.ris.values import split_pages, write_date, write_name
from moebib.normalise.latex_names import names_of_bib
from moebib.records.date import Date
from moebib.records.record import Record
from moebib.text.grammar import merged, parse, source
from moebib.text.latex import decode
from moebib.text.latex.formulas import as_text
from moebib.text.markup import with_tags

__all__ = ["to_ris"]

_Tags = Iterator[tuple[str, str]]
_ENTITY = re.compile(r"&(?=(?:#\d{1,7}|#x[0-9a-f]{1,6}|[a-z][a-z0-9]{1,30});)", re.I)
"""An ampersand that a reader would take for the beginning of an entity."""
_BREAK = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def to_ris(record: Record) -> str:
    """The record as lines of RIS, ``TY`` to ``ER``; a line break in a value becomes a space.

    >>> to_ris(Record(id="knuth1984", type="book", title="The {TeX}book")).splitlines()
    ['TY  - BOOK', 'ID  - knuth1984', 'TI  - The TeXbook', 'ER  - ']
    """
    return "".join(f"{tag}  - {_line(value)}\n" for tag, value in _tags(record))


def _line(value: str) -> str:
    line = " ".join(stripped for part in _BREAK.split(value) if (stripped := part.strip()))
    return _ENTITY.sub("&amp;", line)


def _tags(record: Record) -> _Tags:
    type_, works = write_type(record.type, record.genre)
    yield "TY", _type_as_read(record, works) or type_
    for field, row in rows_of(record.type).items():
        write = _WRITERS.get(field, _write_text)
        yield from write(record, row.tag, works if field == "genre" else getattr(record, field))
    for tag, name in people_tags(record.type).items():
        yield from ((tag, write_name(person)) for person in names_of_bib(record.extra.get(name, "")))
    for tag, name in other_texts(record.type).items():
        yield from _write_text(record, tag, decode(record.extra.get(name, "")))
    if record.type in WITH_TOTAL and not record.page and (total := record.extra.get("pagetotal", "")).isdecimal():
        yield "SP", total
    for name, values in record.extra.items():
        if re.fullmatch(r"ris-[a-z][a-z0-9]", name) and name not in ("ris-ty", "ris-id", "ris-er"):
            yield from ((name[4:].upper(), value) for value in values.split("\n") if value.strip())
    yield "ER", ""


def _type_as_read(record: Record, works: list[str]) -> str | None:
    """The type that was read, if it says more than the CSL type, as "EJOUR" and unknown types do."""
    original = record.extra.get("ris-ty", "")
    read = read_type(original, works)
    if read:
        return original if read == (record.type, record.genre, []) else None
    return original if record.type == "document" and re.fullmatch(r"\w+", original) else None


def _write_text(record: Record, tag: str, value: str) -> _Tags:
    if value:
        yield tag, value


def _write_markup(record: Record, tag: str, value: str) -> _Tags:
    """A text with markup: other programs write and read tags, also in place of formulas."""
    yield from _write_text(record, tag, with_tags(_without_formulas(value) if "$" in value else value))


def _without_formulas(text: str) -> str:
    """*text* with the characters and scripts of each formula that has no more than these."""
    parts = (piece for part in parse(text) for piece in ((part.kind == "math" and as_text(part.value)) or (part,)))
    return source(merged(parts))


def _write_container(record: Record, tag: str, value: str) -> _Tags:
    """If a conference paper has both, ``T2`` is the conference and ``C3`` the proceedings."""
    both = value and record.event_title and record.type == "paper-conference"
    yield from _write_markup(record, "C3" if both else tag, value)


def _write_event(record: Record, tag: str, value: str) -> _Tags:
    yield from _write_markup(record, "T2", value)


def _write_names(record: Record, tag: str, value: Any) -> _Tags:
    yield from ((tag, write_name(name)) for name in value)


def _write_all(record: Record, tag: str, value: Any) -> _Tags:
    yield from ((tag, text) for text in value)


def _write_issued(record: Record, tag: str, value: Any) -> _Tags:
    """The date, or the words that a .bib file has in its place: "in press"."""
    if value:
        yield from write_date(value).items()
    else:
        words = [decode(record.extra[name]) for name in ("month", "year", "date") if name in record.extra]
        yield from _write_text(record, tag, " ".join(words))


def _write_accessed(record: Record, tag: str, value: Date | None) -> _Tags:
    """Unless the tag that it was read from, which also has the time, is written."""
    originals = record.extra.get("ris-y2", "").splitlines()
    if not value:
        yield from _write_text(record, tag, decode(record.extra.get("urldate", "")))
    elif str(value) not in [text[:10].replace("/", "-") for text in originals]:
        date = write_date(value)
        yield tag, date.get("DA", date["PY"])


def _write_original_date(record: Record, tag: str, value: Date | None) -> _Tags:
    if value:
        date = write_date(value)
        yield tag, date.get("DA", date["PY"])


def _write_pages(record: Record, tag: str, value: str) -> _Tags:
    first, last = split_pages(value)
    yield from _write_text(record, tag, first)
    yield from _write_text(record, "EP", last)


def _write_number(record: Record, tag: str, value: str) -> _Tags:
    is_own = record.type in OWN_NUMBER and read_serials(value).problem
    yield from _write_text(record, "SN" if is_own else tag, value)


def _write_identifiers(record: Record, tag: str, value: Any) -> _Tags:
    yield from write_identifiers(record)


def _write_nothing(record: Record, tag: str, value: Any) -> _Tags:
    yield from ()


def _write_pdf(record: Record, tag: str, value: Any) -> _Tags:
    yield from ((tag, url) for url in record.links.pdf)


_WRITERS: dict[str, Callable[[Record, str, Any], _Tags]] = {
    "title": _write_markup,
    "title_short": _write_markup,
    "container_title": _write_container,
    "collection_title": _write_markup,
    "event_title": _write_event,
    "note": _write_markup,
    "abstract": _write_markup,
    "author": _write_names,
    "editor": _write_names,
    "translator": _write_names,
    "issued": _write_issued,
    "accessed": _write_accessed,
    "original_date": _write_original_date,
    "page": _write_pages,
    "number": _write_number,
    "genre": _write_all,
    "identifiers": _write_identifiers,
    "url": _write_nothing,  # written with the pages of the identifiers
    "links": _write_pdf,
    "keyword": _write_all,
}
