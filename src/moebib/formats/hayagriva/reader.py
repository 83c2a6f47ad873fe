"""Hayagriva -> Record."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from moebib.errors import Finding, InputError
from moebib.formats import ParsedFile
from moebib.formats._doi import is_doi_of_arxiv
from moebib.formats.hayagriva.fields import (
    COLLECTION,
    EVENT,
    IN_HAYAGRIVA,
    ORIGINAL,
    ROLES,
    SERIALS,
    TRANSLATOR,
    HayagrivaDict,
    default_parent,
    read_type,
)
from moebib.formats.hayagriva.unread import UnreadEntry, as_list
from moebib.normalise.latex_names import bib_names
from moebib.records.citekey import fit_key, invalid_key, is_key, make_key
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme, find_identifier, parse_identifier
from moebib.records.identifiers_in_text import split_dois
from moebib.records.links import page_of_work
from moebib.records.record import Record
from moebib.text.urls import with_scheme
from moebib.text.yaml import load

__all__ = ["from_hayagriva", "read"]

_NONE: HayagrivaDict = {name: None for name, field in Record.model_fields.items() if field.default is None}
_PARTS = ("article", "chapter", "anthos", "entry")
"""Types whose parent "anthology" is what they appeared in; for any other type it is a series."""


def read(text: str) -> ParsedFile:
    """The entries of *text*; an entry with the key of another gets a new key."""
    records: list[Record] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for entry in load(text):
        if isinstance(entry, Finding):
            findings.append(entry)
            continue
        record, problems = from_hayagriva(entry.key, entry.value)
        findings += (replace(finding, line=entry.lines.get(finding.field or "", entry.line)) for finding in problems)
        if record and record.id.lower() in taken:
            findings.append(Finding("MB138", f"duplicate key {entry.key!r}; this entry gets another", line=entry.line))
            record = record.evolve(id=make_key(record, taken))
        if record:
            taken.add(record.id.lower())
            records.append(record)
    return ParsedFile(tuple(records), findings=tuple(findings))


def from_hayagriva(key: str, entry: Mapping[str, Any]) -> tuple[Record | None, list[Finding]]:
    """The record of an entry, whose values are strings, lists and mappings, and a finding for each unreadable value.

    What has no field of its own is kept in ``extra`` under its name ("hayagriva-archive"), as JSON if not a string. The
    lists and mappings in *entry* are changed: what is read is taken out.
    """
    reader = _HayagrivaReader(entry)
    values = reader.values()
    values |= {"id": fit_key(key) or "unnamed"} | reader.exact
    findings = [Finding(code, message, key, field) for code, message, field in reader.entry.problems]
    if not is_key(key):
        findings.append(invalid_key(key, values["id"]))
    try:
        return Record.model_validate(values), findings
    except ValidationError as error:
        return None, [*findings, Finding("MB138", f"invalid record: {error.errors()[0]['msg']}", key)]


class _HayagrivaReader:
    """Reads the fields of one entry into those of a record; those not read yet are in ``left``."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.entry = UnreadEntry(entry)
        self.left = self.entry.fields
        exact = self.left.pop("moebib") if _is_written_by_moebib(self.left.get("moebib")) else {}
        self.exact: HayagrivaDict = {name: value or _NONE.get(name, value) for name, value in exact.items()}

    def values(self) -> HayagrivaDict:
        """All values of the record, by field; the rest goes to ``extra``."""
        entry, left = self.entry, self.left
        values = self._type()
        container, series, event = self._around(values.pop("name"))
        original = next((parent for parent in entry.parents if _type(parent) == ORIGINAL), {})
        values |= {
            "title_short": entry.short(left, kind="title"),
            "title": entry.text(left, "title", kind="title"),
            "author": entry.names(left, "author"),
            "editor": entry.names(left, "editor") or entry.names(container, "editor"),
            "issued": entry.date(left) or entry.date(container),
            "translator": self._translators(),
            "accessed": self._accessed(),
            "event_date": entry.date(event),
            "original_date": entry.date(original),
            "edition": entry.text(left, "edition") or entry.text(container, "edition"),
            "page": entry.text(left, "page-range"),
            "language": entry.text(left, "language"),
            "abstract": entry.text(left, "abstract", kind="note"),
            "note": entry.text(left, "note", kind="note"),
            "volume": entry.text(container, "volume") or entry.text(left, "volume"),
            "issue": entry.text(container, "issue") or entry.text(left, "issue"),
            "collection_title": entry.text(series, "title", kind="title"),
            "event_title": entry.text(event, "title", kind="title"),
            "event_place": entry.text(event, "location"),
        }
        entry.bib_fields["bookauthor"] = bib_names(entry.names(container, "author"))
        values["genre"] = entry.text(left, "genre") or values["genre"]
        values |= self._container(container) | self._publisher(container) | self._identifiers(container)
        return _as_preprint(values) | {"extra": entry.extra()}

    def _type(self) -> HayagrivaDict:
        given = self.left.pop("type", "misc")
        name = given.lower() if isinstance(given, str) else ""
        for parent in self.entry.parents:
            parent.setdefault("type", default_parent(name))
        read = read_type(name, [str(parent["type"]) for parent in self.entry.parents])
        if not read:
            self.entry.find(f"unknown type {given!r}; read as 'misc'", "type", "MB139")
            self.left["type"] = given
        type_, genre = read or ("document", "")
        return {"type": type_, "genre": genre, "name": name}

    def _around(self, type_name: str) -> tuple[HayagrivaDict, HayagrivaDict, HayagrivaDict]:
        """Container, series and event, each of which may be empty."""
        event = next((parent for parent in self.entry.parents if _type(parent) in (EVENT, "exhibition")), {})
        container = next(
            (parent for parent in self.entry.parents if parent is not event and _type(parent) != ORIGINAL), {}
        )
        if container and _type(container) == COLLECTION and type_name not in _PARTS:
            return {}, container, event
        series = next((parent for parent in as_list(container.get("parent", [])) if isinstance(parent, dict)), {})
        return container, series, event

    def _translators(self) -> list[Any]:
        """The names of all translators; people with a role that .bib files have are kept so, all others are left."""
        names: list[Any] = []
        others = []
        for people in as_list(self.left.pop("affiliated", [])):
            if isinstance(people, list) and len(people) == 2:  # before Hayagriva 0.4
                people = {"role": people[0], "names": people[1]}
            is_known = isinstance(people, dict) and set(people) == {"role", "names"}
            role = str(people["role"]).lower() if is_known else ""
            if role == TRANSLATOR:
                names += self.entry.names(people, "names")
            elif role in ROLES and role not in self.entry.bib_fields:
                self.entry.bib_fields[role] = bib_names(self.entry.names(people, "names"))
            if not isinstance(people, dict) or people.keys() != {"role"}:
                others.append(people)
        if others:
            self.left["affiliated"] = others
        return names

    def _accessed(self) -> Date | None:
        """The date of access, which is with the link."""
        url = self.left.get("url")
        return self.entry.date(url) if isinstance(url, dict) else None

    def _container(self, container: HayagrivaDict) -> HayagrivaDict:
        short = self.entry.short(container)
        full = self.entry.text(container, "title", kind="title")
        return {"container_title": "" if full == short else full, "container_title_short": short}

    def _publisher(self, container: HayagrivaDict) -> HayagrivaDict:
        """The publisher, or else the organisation, as of a thesis; until Hayagriva 0.4, the place was beside it."""
        publisher = self._stated_publisher(container)
        publisher["publisher"] = publisher["publisher"] or self.entry.text(self.left, "organization")
        if publisher["publisher"] and not publisher.get("publisher_place"):
            publisher["publisher_place"] = self.entry.text(self.left, "location")
        return publisher

    def _stated_publisher(self, container: HayagrivaDict) -> HayagrivaDict:
        holder = container if "publisher" in container else self.left
        value = holder.get("publisher")
        if not isinstance(value, dict) or "value" in value:
            return {"publisher": self.entry.text(holder, "publisher")}
        publisher = {"publisher": self.entry.text(value, "name"), "publisher_place": self.entry.text(value, "location")}
        if not value:
            del holder["publisher"]
        return publisher

    def _identifiers(self, container: HayagrivaDict) -> HayagrivaDict:
        identifiers: list[Identifier] = []
        number = version = ""
        for fields in (self.left, container):
            serials = fields.pop("serial-number", {})
            serials = serials if isinstance(serials, dict) else {"serial": serials}
            # Until Hayagriva 0.4, these were fields of their own.
            serials |= {name: fields.pop(name) for name in ("doi", "isbn", "issn") if name in fields}
            serial = serials.pop("serial", "")
            number = number or (serial if isinstance(serial, str) else "")
            if isinstance(serials.get("version"), str):
                version = version or serials.pop("version")
            self._read_serials(serials, identifiers)
            if serials:
                fields["serial-number"] = serials
        arxiv = next((identifier for identifier in identifiers if identifier.scheme is Scheme.ARXIV), None)
        is_arxiv = arxiv and number.lower() == str(arxiv)
        if not identifiers and (found := find_identifier(number)) and found.scheme in (Scheme.DOI, Scheme.ARXIV):
            identifiers.append(found)
            number = ""
        url = self._url(identifiers)
        number = "" if is_arxiv else number
        label = {"label": f"v{arxiv.version}"} if arxiv and arxiv.version else {}
        return label | {
            "identifiers": tuple(dict.fromkeys(identifiers)), "url": url, "number": number, "version": version
        }  # fmt: skip

    def _read_serials(self, serials: HayagrivaDict, identifiers: list[Identifier]) -> None:
        for name in [name for name in serials if name.lower() in SERIALS]:
            values = as_list(serials[name])
            try:
                read = [parse_identifier(f"{name.lower()}:{text}") for value in values for text in _each(name, value)]
            except InputError as error:
                self.entry.find(f"serial-number: {error}", "serial-number")
                continue
            identifiers += read
            if len(read) == 1 and name.lower() == "doi" and is_doi_of_arxiv(values[0], read[0]):
                self.entry.bib_fields["doi"] = values[0]
            del serials[name]

    def _url(self, identifiers: list[Identifier]) -> str | None:
        """The link, or ``None`` if it is the page of an identifier, which is added."""
        value = self.left.get("url")
        page = value.get("value") if isinstance(value, dict) else value
        if not isinstance(page, str):
            return None
        page = with_scheme(page)
        try:
            identifier = page_of_work(page)
        except InputError as error:
            self.entry.find(f"url: {error}", "url")
            return None
        if not isinstance(value, dict) or set(value) == {"value"}:
            del self.left["url"]
        if identifier and identifier.scheme is not Scheme.URL and identifier.url == page:
            identifiers.append(identifier)
            return None
        return page


def _each(name: str, value: str) -> list[str]:
    """The identifiers in a value, of which some have several."""
    return re.split(r"\s*[,;]\s*", value) if name.lower() in ("isbn", "issn") else split_dois(value)


def _is_written_by_moebib(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= set(IN_HAYAGRIVA) - {"id"}


def _type(parent: HayagrivaDict) -> str:
    return str(parent["type"]).lower()


def _as_preprint(values: HayagrivaDict) -> HayagrivaDict:
    """The values of a preprint: its archive is the publisher in styles, and the container in a record."""
    if values["type"] == "article" and values["genre"] == "preprint" and not values["container_title"]:
        return values | {"container_title": values["publisher"], "publisher": ""}
    return values
