"""Reading: an entry of a .bib file, in either dialect, to a record."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from pydantic import ValidationError

from moebib.bibtex.entry import Entry
from moebib.bibtex.fields import readings
from moebib.bibtex.identifiers import IDENTIFIER_FIELDS, read_identifier, read_link
from moebib.bibtex.types import record_type
from moebib.bibtex.values import READ, month_number, read_year
from moebib.date import Date, parse_date
from moebib.errors import Finding, InputError
from moebib.identifier import Identifier, Scheme
from moebib.latex import decode
from moebib.record import Record

__all__ = ["decode_entry"]


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
        values |= self._identifiers() | {"issued": self._issued()}
        for row, name in readings(type_):
            if row.kind in READ and not values.get(row.field):
                values |= {row.field: value} if (value := self._take(name, READ[row.kind])) else {}
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

    def _take(self, name: str, read: Callable[[str], Any]) -> Any:
        """The value of the field *name*, which is then done with; ``None`` if there is none or it cannot be read."""
        if name not in self.left:
            return None
        try:
            value = read(self.left[name])
        except InputError as error:
            self._find("MB122", str(error), name)
            return None
        del self.left[name]
        return value

    def _issued(self) -> Date | None:
        """``date``, else ``year``, ``month`` and ``day``, as far as they can be read."""
        date: Date | None = self._take("date", lambda value: parse_date(decode(value)))
        year = self._take("year", read_year)
        month = self._take("month", month_number) if year is not None else None
        day = self._take("day", lambda value: Date(year, month, int(decode(value))).day) if month else None
        if year is None:
            return date
        if date and date.year != year:
            self._find("MB122", f"'year' is {year}, but 'date' is {date}", "year")
        return date or Date(year, month, day)

    def _identifiers(self) -> dict[str, Any]:
        archive = self.left.get("eprinttype") or self.left.get("archiveprefix") or ""
        taken = [self._take(name, partial(read_identifier, name, archive=archive)) for name in IDENTIFIER_FIELDS]
        if "eprint" not in self.left:
            self.left.pop("archiveprefix", None)
            self.left.pop("eprinttype", None)
        link = self._take("url", read_link)
        found = [one for one in (*taken, link) if isinstance(one, Identifier)]
        return {"identifiers": tuple(dict.fromkeys(found)), "url": link if isinstance(link, str) else None}

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
