"""Writer: a record as an entry of a .bib file, and an entry as text.

Fields of ``extra`` with more information than the record ("c. 1999", "10~oct", "0001-0782 (print)") are written in
place of its values: the record has the value that was read from such a field, and ``extra`` the field as it was. It is
written back as long as its value is that of the record; after a change of the record, it is not.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from functools import cache, lru_cache
from itertools import product
from typing import Any

from moebib.errors import InputError
from moebib.formats._doi import doi_of_arxiv
from moebib.formats.bibtex.dates import DATE_FIELDS, MONTHS, ONLY_IN_BIBER, read_issued, write_date
from moebib.formats.bibtex.entry import UNKNOWN_TYPE, BibEntry, Dialect, entry_type
from moebib.formats.bibtex.fields import (
    ORIGINAL_KEY,
    SHARED_FIELDS,
    SPELLINGS,
    FieldKind,
    FieldRow,
    extra_fields,
    fields_to_write,
    key_for_biber,
    written_extra,
)
from moebib.formats.bibtex.identifier_writer import write_identifiers
from moebib.formats.bibtex.identifiers import read_serials
from moebib.formats.bibtex.links import read_url
from moebib.formats.bibtex.names import Target
from moebib.formats.bibtex.values import ORIGINALS, WRITE, part_titles, says
from moebib.records.citekey import is_key
from moebib.records.fields import KEY_RULE, Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.text.shorten import quote

__all__ = ["dump_entry", "encode_record", "kept_extra"]


def dump_entry(entry: BibEntry) -> str:
    r"""The entry as text, with one field per line.

    >>> print(dump_entry(BibEntry("misc", "knuth1984", {"title": "The {TeXbook}", "month": "jan"})), end="")
    @misc{knuth1984,
      title = {The {TeXbook}},
      month = jan,
    }

    Raises:
        InputError: If the key, or the name of the type or of a field, is one that TeX might execute.
    """
    for name in (entry.key, entry.type, *entry.fields):
        if not is_key(name):
            raise InputError(f"invalid key or name {quote(name)}\nhint: {KEY_RULE}")
    lines = [f"@{entry.type}{{{entry.key},"]
    for name, value in entry.fields.items():
        name = SPELLINGS.get(name, name)
        lines.append(f"  {name} = {_month(value) if name == 'month' else f'{{{value}}}'},")
    return "\n".join([*lines, "}", ""])


_MONTH = re.compile(rf"(?<![A-Za-z\\])({'|'.join(MONTHS)})(?![A-Za-z.])")


def _month(value: str) -> str:
    """The value with macros for the months, of which each style prints its own names: ``"9~" # dec``."""
    pieces = [piece for piece in _MONTH.split(value) if piece] if not re.search(r'[{}"]', value) else []
    is_macro = [piece in MONTHS for piece in pieces]
    if not any(is_macro):
        return f"{{{value}}}"
    return " # ".join(piece if macro else f'"{piece}"' for piece, macro in zip(pieces, is_macro, strict=True))


def encode_record(record: Record, dialect: Dialect, *, unicode: bool = False) -> BibEntry:
    """The record as an entry; ``fields.NOT_CARRIED`` names what it cannot contain."""
    target = Target(dialect, unicode)
    name, subtype, genre = entry_type(record, dialect)
    values = vars(record)
    fields: dict[str, str] = {}
    for field, home, write in _plan(record.type, dialect):
        if write is None:
            fields |= _from_record(field, home, record, target, genre)
        elif (value := values[field]) and (text := write(value, target)):
            fields[home] = text
    if subtype:
        fields["entrysubtype"] = subtype
    _write_container(record, target, fields)
    if record.extra:
        extra = {name: value for name, value in kept_extra(record, dialect).items() if name != UNKNOWN_TYPE}
        fields = _with_originals(fields, extra, record, target)
        fields |= extra_fields(extra, fields)
    key = record.id if dialect == "bibtex" else key_for_biber(record.id)
    if key != record.id:
        fields[ORIGINAL_KEY] = record.id
    return BibEntry(name, key, fields)


@cache
def _plan(type: Type, dialect: Dialect) -> tuple[tuple[str, str, Callable[[Any, Target], str] | None], ...]:
    """Field of the record, name in *dialect*, and the function that writes the value, unless it needs the record."""
    rows = fields_to_write(type, dialect)
    return tuple((row.field, home, _writer(row)) for row, home in rows if row.field != "url")


def _writer(row: FieldRow) -> Callable[[Any, Target], str] | None:
    if row.kind not in WRITE or row.field == "genre":
        return None
    return _remembered(row.kind) if row.field in SHARED_FIELDS else WRITE[row.kind]


@cache
def _remembered(kind: FieldKind) -> Callable[[Any, Target], str]:
    return lru_cache(maxsize=20_000)(WRITE[kind])


def _from_record(field: str, home: str, record: Record, target: Target, genre: str) -> dict[str, str]:
    if field == "identifiers":
        return write_identifiers(record, target.dialect)
    if field == "issued":
        return write_date(record.issued, target) if record.issued else {}
    # A thesis without a genre must not become a PhD thesis, and BibLaTeX requires a type.
    genre = genre or ("Thesis" if record.type == "thesis" and not record.genre else "")
    if home == "usera" and "usera" in record.extra:
        home = "type"  # which no style prints there, and biber accepts with a warning
    return {home: WRITE["text"](f"genre: {genre}" if home == "usera" else genre, target)} if genre else {}


def _write_container(record: Record, target: Target, fields: dict[str, str]) -> None:
    """The container of an arXiv preprint: BibLaTeX prints the eprint; BibTeX's styles only print howpublished."""
    if record.is_preprint and record.container_title == "arXiv" and (arxiv := record.identifier(Scheme.ARXIV)):
        fields.pop("organization", None)
        if target.dialect == "bibtex":
            fields["howpublished"] = f"arXiv:{arxiv.value}{record.arxiv_version}"
    elif not record.container_title and record.container_title_short:
        home = next(
            home for row, home in fields_to_write(record.type, target.dialect) if row.field == "container_title"
        )
        if home in ("journal", "journaltitle", "booktitle"):  # the styles require it
            fields[home] = fields["shortjournal"]


def kept_extra(record: Record, dialect: Dialect = "biblatex") -> dict[str, str]:
    """``extra`` as it is written to a .bib file and read back, without the parts of a date that the record has.

    In BibLaTeX, which has EDTF, this is everything that the date says, however it was written, and any ``date`` that
    biber does not read.
    """
    extra = written_extra(record.extra)
    if "48550/" in extra.get("doi", "") and not doi_of_arxiv(record):  # the record has got another ID since
        del extra["doi"]
    if not DATE_FIELDS.isdisjoint(extra) and record.issued:
        fields = extra if "date" in extra else {**write_date(record.issued, Target("bibtex", unicode=False)), **extra}
        date = extra.get("date")
        issued = read_issued(date, fields.get("year"), fields.get("month"), fields.get("day"))
        if dialect == "biblatex" and issued.date == record.issued:
            is_invalid = "date" in extra and not ONLY_IN_BIBER.fullmatch(extra["date"])
            dropped = issued.understood | ({"date"} if is_invalid else set())
            extra = {name: value for name, value in extra.items() if name not in dropped}
        if issued.date and issued.date.year == record.issued.year:
            represented = [name for name in issued.represented if name == "year" or issued.date == record.issued]
            extra = {name: value for name, value in extra.items() if name not in represented}
    elif dialect == "biblatex" and "date" in extra and "year" not in extra and "\\" not in extra["date"]:
        # biber rejects words as a date, and prints them as a year.
        extra = {"year" if name == "date" else name: value for name, value in extra.items()}
    if ORIGINALS.keys().isdisjoint(extra):
        return extra
    return {
        name: value for name, value in extra.items() if name not in ORIGINALS or _is_kept(name, value, record, dialect)
    }


def _is_kept(name: str, latex: str, record: Record, dialect: Dialect) -> bool:
    """Whether a field of ``ORIGINALS`` says more than the record, which may have got another value since."""
    row = ORIGINALS[name]
    value = getattr(record, row.field)
    if says(name, latex, value):
        return row.kind != "date" or dialect == "bibtex" or bool(ONLY_IN_BIBER.fullmatch(latex))
    return not (value and name == row.biblatex)


def _with_originals(fields: dict[str, str], extra: Mapping[str, str], record: Record, target: Target) -> dict[str, str]:
    """*fields* with the fields of *extra* that they agree with, unchanged."""
    if not DATE_FIELDS.isdisjoint(extra):
        fields = _with_date(fields, {name: extra[name] for name in extra if name in DATE_FIELDS}, record)
    for name in ("isbn", "issn"):
        serials = {identifier for identifier in record.identifiers if identifier.scheme == name}
        if name in extra and _serials(name, extra[name]) == serials:
            fields = {other: value for other, value in fields.items() if (name, other) != ("issn", "verba")}
            fields |= {name: extra[name]}
    if "url" in extra and _leads(extra["url"], record):
        fields = fields | {"url": extra["url"]}
    for name in [name for name in extra if name in ORIGINALS]:
        row = ORIGINALS[name]
        if says(name, extra[name], getattr(record, row.field)):
            renamed = {name if other == row.biblatex else other: value for other, value in fields.items()}
            fields = renamed | {name: extra[name]}
    fields = part_titles(fields, extra, record, target)
    return _apart(fields, extra, record.type) if target.dialect == "bibtex" else fields


_DIALECTS: tuple[Dialect, Dialect] = ("bibtex", "biblatex")
_LEFT_OUT = (
    ("date", "month", "day"), ("date", "day"), ("date",), ("month", "day"), ("day",), (), ("year", "month", "day"),
    ("date", "year", "month", "day"),
)  # fmt: skip
"""The fields of the date that may be left out, since the original fields replace or contradict them; as many as
possible are left out. The year comes last, as BibTeX's styles print no other field. Beside a ``date``, which they do
not print, everything is written that they do."""


def _with_date(fields: dict[str, str], kept: dict[str, str], record: Record) -> dict[str, str]:
    undated = {name: value for name, value in fields.items() if name not in DATE_FIELDS}
    forms = [{name: value for name, value in fields.items() if name in DATE_FIELDS}]
    if "date" not in kept and record.issued:  # a year or month belongs to the fields of BibTeX
        of_bibtex, of_biblatex = (write_date(record.issued, Target(name, unicode=False)) for name in _DIALECTS)
        # With a date, the month is not a part of the date.
        forms = [of_bibtex, of_bibtex | of_biblatex]
    orders = ((), *_LEFT_OUT) if kept.keys() == {"date"} else _LEFT_OUT
    for written, left_out in product(forms, orders):
        date = {name: value for name, value in written.items() if name not in left_out} | kept
        issued = read_issued(date.get("date"), date.get("year"), date.get("month"), date.get("day"))
        if issued.date == record.issued and not kept.keys() & set(issued.represented):
            return _in_place(undated, date, fields)
    return fields


def _in_place(undated: dict[str, str], date: dict[str, str], before: dict[str, str]) -> dict[str, str]:
    """The fields with the date in its place, or at the end."""
    first = next((name for name in before if name in DATE_FIELDS), "")
    front = {name: value for name, value in before.items() if name in undated} if not first else {}
    for name, value in before.items() if first else ():
        if name == first:
            front |= date
        elif name in undated:
            front[name] = value
    return front | date


def _serials(name: str, latex: str) -> set[Identifier]:
    try:
        return set(read_serials(name, latex)[0])
    except InputError:
        return set()


def _leads(latex: str, record: Record) -> bool:
    """Whether the field leads to the link or to an identifier of the record."""
    try:
        link = read_url(latex)
    except InputError:
        return False
    is_known = not link.identifier or link.identifier in record.identifiers
    return is_known and link.url == record.url and not link.exact


def _apart(fields: dict[str, str], extra: Mapping[str, str], type: Type) -> dict[str, str]:
    """*fields* without the names of ``extra``: such a value gets the name of the other dialect, which is read first."""
    for home, other in _two_names(type):
        if home in extra and home in fields and other not in fields and other not in extra:
            fields = {other if name == home else name: value for name, value in fields.items()}
    return fields


@cache
def _two_names(type: Type) -> tuple[tuple[str, str], ...]:
    """The names of texts that differ between BibTeX and BibLaTeX."""
    rows = zip(fields_to_write(type, "bibtex"), fields_to_write(type, "biblatex"), strict=True)
    return tuple(
        (bibtex, biblatex)
        for (row, bibtex), (_, biblatex) in rows
        if bibtex != biblatex and row.kind in ("text", "title", "journal", "markup")
    )
