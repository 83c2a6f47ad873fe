"""Writer: a record as an entry of a .bib file, and an entry as text."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from moebib.formats.bibtex.dates import MONTHS
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.extra import ORIGINAL_KEY, extra_fields, key_for_biber
from moebib.formats.bibtex.fields import SHARED_FIELDS, SPELLINGS, FieldKind, FieldRow, fields_to_write
from moebib.formats.bibtex.identifiers import write_identifiers
from moebib.formats.bibtex.roundtrip import kept_extra, with_originals
from moebib.formats.bibtex.types import Dialect, entry_type
from moebib.formats.bibtex.values import WRITE, Target, write_date
from moebib.records.identifier import Scheme
from moebib.records.record import Record, Type

__all__ = ["dump_entry", "encode_record"]


def dump_entry(entry: BibEntry) -> str:
    r"""The entry as text, with one field per line.

    >>> print(dump_entry(BibEntry("misc", "knuth1984", {"title": "The {TeXbook}", "month": "jan"})), end="")
    @misc{knuth1984,
      title = {The {TeXbook}},
      month = jan,
    }
    """
    lines = [f"@{entry.type}{{{entry.key},"]
    for name, value in entry.fields.items():
        name = SPELLINGS.get(name, name)
        macro = name == "month" and value in MONTHS
        lines.append(f"  {name} = {value}," if macro else f"  {name} = {{{value}}},")
    return "\n".join([*lines, "}", ""])


def encode_record(record: Record, dialect: Dialect, *, unicode: bool = False) -> BibEntry:
    """The record as an entry; ``fields.NOT_CARRIED`` names what it cannot contain."""
    target = Target(dialect, unicode)
    name, subtype, genre = entry_type(record, dialect)
    values = vars(record)
    fields: dict[str, str] = {}
    for field, home, write in _plan(record.type, dialect):
        if write is None:
            fields |= _from_record(field, home, record, target, genre)
        elif value := values[field]:
            fields[home] = write(value, target)
    if subtype:
        fields["entrysubtype"] = subtype
    _write_container(record, target, fields)
    if record.extra:
        extra = kept_extra(record)
        fields = with_originals(fields, extra, record, target)
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
    return {home: WRITE["text"](genre, target)} if genre else {}


def _write_container(record: Record, target: Target, fields: dict[str, str]) -> None:
    """The container of an arXiv preprint: BibLaTeX prints the eprint; BibTeX's styles only print howpublished."""
    if record.is_preprint and record.container_title == "arXiv" and (arxiv := record.identifier(Scheme.ARXIV)):
        fields.pop("organization", None)
        if target.dialect == "bibtex":
            fields["howpublished"] = str(arxiv).replace("arxiv", "arXiv")
    elif not record.container_title and record.container_title_short:
        home = next(
            home for row, home in fields_to_write(record.type, target.dialect) if row.field == "container_title"
        )
        if home in ("journal", "journaltitle", "booktitle"):  # the styles require it
            fields[home] = fields["shortjournal"]
