"""Entry: one entry of a .bib file as plain text fields, and the way from a record to it and back."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from moebib.bibtex.fields import homes, readings
from moebib.bibtex.identifiers import read_identifiers, read_link, write_identifiers
from moebib.bibtex.types import Dialect, entry_type, record_type
from moebib.bibtex.values import MONTHS, READ, WRITE, Style, read_date, write_date
from moebib.errors import Finding, InputError
from moebib.identifier import Identifier, Scheme
from moebib.latex import encode, is_safe
from moebib.record import Record

__all__ = ["Entry", "decode_entry", "dump_entry", "encode_record"]

_IDENTIFIERS = ("doi", "eprint", "isbn", "issn", "verba", "pmid")
_ARCHIVE = ("archiveprefix", "eprinttype", "primaryclass", "eprintclass")


class Entry(NamedTuple):
    """An entry: type and field names in lower case, values as LaTeX without the braces around them."""

    type: str
    key: str
    fields: dict[str, str]


def dump_entry(entry: Entry) -> str:
    r"""The entry as text, one field a line.

    >>> print(dump_entry(Entry("misc", "knuth1984", {"title": "The {TeXbook}", "month": "jan"})), end="")
    @misc{knuth1984,
      title = {The {TeXbook}},
      month = jan,
    }
    """
    lines = [f"@{entry.type}{{{entry.key},"]
    for name, value in entry.fields.items():
        macro = name == "month" and value in MONTHS
        lines.append(f"  {name} = {value}," if macro else f"  {name} = {{{value}}},")
    return "\n".join([*lines, "}", ""])


def encode_record(record: Record, dialect: Dialect, *, unicode: bool = False) -> Entry:
    """The record as an entry; what no field is for is in ``fields.NOT_CARRIED``."""
    style = Style(dialect, unicode)
    name, subtype, genre = entry_type(record, dialect)
    fields: dict[str, str] = {}
    for row, home in homes(record.type, dialect):
        value = getattr(record, row.field)
        if row.field == "identifiers":
            fields |= write_identifiers(record, dialect)
        elif row.field == "genre":
            # A thesis without a kind must not become a PhD thesis, and BibLaTeX asks for one.
            value = genre or ("Thesis" if record.type == "thesis" and not record.genre else "")
        elif row.field == "issued" and value:
            fields |= write_date(value, style)
            continue
        if value and row.kind != "identifiers":
            fields[home] = WRITE[row.kind](value, style)
    if subtype:
        fields["entrysubtype"] = subtype
    _write_container(record, style, fields)
    return Entry(name, record.id, fields | dict(_extra(record, fields)))


def _write_container(record: Record, style: Style, fields: dict[str, str]) -> None:
    """An arXiv preprint: BibLaTeX says so by the eprint; BibTeX's styles know no eprint, but print howpublished."""
    arxiv = record.identifier(Scheme.ARXIV)
    if record.is_preprint and arxiv and record.container_title == "arXiv":
        fields.pop("organization", None)
        if style.dialect == "bibtex":
            fields["howpublished"] = str(arxiv).replace("arxiv", "arXiv")
    elif not record.container_title and record.container_title_short:
        home = next(home for row, home in homes(record.type, style.dialect) if row.field == "container_title")
        if home in ("journal", "journaltitle", "booktitle"):  # the styles ask for it
            fields[home] = fields["shortjournal"]


def _extra(record: Record, fields: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What was read and has no home, as it was; but no command that does more than print."""
    for name, value in record.extra.items():
        name = re.sub(r"[^a-z0-9_:+.-]", "-", name.lower())
        if name not in fields and not (name in _ARCHIVE and "eprint" in fields):
            yield name, " ".join((value if is_safe(value) else encode(value)).split())


def decode_entry(entry: Entry) -> tuple[Record | None, tuple[Finding, ...]]:
    """The record of an entry in either dialect, and what could not be read.

    A value that is not in the form of its field, and a field that has no home, goes to ``extra`` as it is. There is
    no record only where the key cannot be one.
    """
    reader = _Reader(entry)
    values = reader.values()
    try:
        return Record.model_validate({"id": entry.key, **values}), tuple(reader.findings)
    except ValidationError as error:
        message = f"{entry.key!r} cannot be an entry: {error.errors()[0]['msg']}"
        return None, (*reader.findings, Finding("MB121", message, entry.key))


class _Reader:
    """The fields of one entry that are still to be read."""

    def __init__(self, entry: Entry) -> None:
        self.entry = entry
        self.left = dict(entry.fields)
        self.findings: list[Finding] = []

    def values(self) -> dict[str, Any]:
        """All values of the record, by field; nothing is left over."""
        type_, genre = self._type()
        values: dict[str, Any] = {"type": type_, "genre": genre}
        values |= self._identifiers()
        values |= self._issued()
        for row, name in readings(type_):
            if name in self.left and row.kind in READ and not values.get(row.field):
                values |= self._value(row.field, row.kind, name)
        if any(str(name) == "others" for name in values.get("author", ())):
            self._find("MB126", "the list of authors is cut: it ends in 'and others'", "author")
        values["genre"] = _GENRES.get(values["genre"], values["genre"])
        if "eprintclass" in self.left:
            self.left.setdefault("primaryclass", self.left.pop("eprintclass"))
        return values | self._container(values) | {"extra": self.left}

    def _type(self) -> tuple[str, str]:
        subtype = self.left.get("entrysubtype", "")
        found = record_type(self.entry.type, subtype, self.left)
        if not found:
            self._find("MB123", f"an entry type that is not known: {self.entry.type!r}; read as 'misc'")
        if found and found != record_type(self.entry.type, "", self.left):
            del self.left["entrysubtype"]
        return found or ("document", "")

    def _value(self, field: str, kind: str, name: str) -> dict[str, Any]:
        try:
            value = READ[kind](self.left[name])
        except InputError as error:
            self._find("MB122", str(error), name)
            return {}
        del self.left[name]
        return {field: value}

    def _issued(self) -> dict[str, Any]:
        try:
            date = read_date(self.left)
        except InputError as error:
            self._find("MB122", str(error), "date" if "date" in self.left else "year")
            return {}
        if not date:
            return {}
        said = {"year": f"{date.year:04}", "day": str(date.day), "date": self.left.get("date")}
        for name in ("date", "year", "month", "day"):
            if name == "month" or self.left.get(name, said[name]) == said[name]:
                self.left.pop(name, None)
        return {"issued": date}

    def _identifiers(self) -> dict[str, Any]:
        archive = self.left.get("eprinttype") or self.left.get("archiveprefix") or ""
        found: list[Identifier] = []
        for name in _IDENTIFIERS:
            if name in self.left and (name != "verba" or re.fullmatch(r"\d{4}-\d{3}[\dX]", self.left[name])):
                found.extend(self._identifier(name, archive))
        url = self._link(found)
        return {"identifiers": tuple(dict.fromkeys(found)), "url": url}

    def _identifier(self, name: str, archive: str) -> Iterator[Identifier]:
        try:
            yield read_identifiers(name, self.left[name], archive)
        except InputError as error:
            self._find("MB122", str(error), name)
            return
        del self.left[name]
        if name == "eprint":
            self.left.pop("archiveprefix", None)
            self.left.pop("eprinttype", None)

    def _link(self, found: list[Identifier]) -> str | None:
        try:
            link = read_link(self.left["url"]) if "url" in self.left else None
        except InputError as error:
            self._find("MB122", str(error), "url")
            return None
        self.left.pop("url", None)
        if isinstance(link, Identifier):
            found.append(link)
            return None
        return link

    def _container(self, values: dict[str, Any]) -> dict[str, str]:
        arxiv = next((one for one in values["identifiers"] if one.scheme is Scheme.ARXIV), None)
        said = values.get("container_title", "")
        implied = values["genre"] == "preprint" and arxiv and said.lower() in ("", str(arxiv))
        return {"container_title": "arXiv"} if implied else {}

    def _find(self, code: str, message: str, field: str | None = None) -> None:
        self.findings.append(Finding(code, message, self.entry.key, field))


# The keys of BibLaTeX's localisation (3.17, section 4.9.2.13) that are genres here.
_GENRES = {
    "phdthesis": "PhD thesis",
    "mathesis": "Master's thesis",
    "mastersthesis": "Master's thesis",
    "techreport": "",
    "Thesis": "",
}
