"""Hayagriva -> Record."""

from __future__ import annotations

import json
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from typing import Any, Literal

from pydantic import ValidationError

from moebib.errors import Finding, InputError
from moebib.formats import ParsedFile
from moebib.formats._doi import is_doi_of_arxiv
from moebib.formats.hayagriva.fields import (
    COLLECTION,
    COUNTS,
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
from moebib.formats.hayagriva.values import decode_markup, decode_text, read_date, read_name, unknown_formulas
from moebib.normalise.latex_names import bib_names
from moebib.records.citekey import fit_key, invalid_key, is_key, make_key
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.identifier_readers import read_url
from moebib.records.record import Record
from moebib.records.written_date import read_written_date
from moebib.text.grammar import escape
from moebib.text.latex import encode
from moebib.text.urls import starts_with_http
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

    What has no field of its own is kept in ``extra`` under its name ("hayagriva-archive"), as JSON if not a string.
    """
    reader = _HayagrivaReader(entry)
    values = reader.values()
    values |= {"id": fit_key(key) or "unnamed"} | reader.exact
    findings = [Finding(code, message, key, field) for code, message, field in reader.findings]
    if not is_key(key):
        findings.append(invalid_key(key, values["id"]))
    try:
        return Record.model_validate(values), findings
    except ValidationError as error:
        return None, [*findings, Finding("MB138", f"invalid record: {error.errors()[0]['msg']}", key)]


_TextKind = Literal["plain", "title", "note"]


def _decode(text: str, kind: _TextKind) -> str:
    return decode_text(text) if kind == "plain" else decode_markup(text, is_title=kind == "title")


def _verbatim(text: str, kind: _TextKind) -> str:
    """The characters of a text that is no template; in a title, they keep their case."""
    if kind == "plain":
        return text
    return "{" + escape(text) + "}" if kind == "title" else escape(text)


class _HayagrivaReader:
    """Reads the fields of one entry; those not read yet are in ``left``."""

    def __init__(self, entry: Mapping[str, Any]) -> None:
        self.left: HayagrivaDict = {
            name: value for name, value in deepcopy(dict(entry)).items() if value not in ("", [], {})
        }
        exact = self.left.pop("moebib") if _is_written_by_moebib(self.left.get("moebib")) else {}
        self.exact: HayagrivaDict = {name: value or _NONE.get(name, value) for name, value in exact.items()}
        self.findings: list[tuple[str, str, str]] = []
        self.bib_fields: dict[str, str] = {}
        parents = self.left.pop("parent", [])
        self.parents: list[HayagrivaDict] = [parent for parent in _list(parents) if isinstance(parent, dict)]

    def values(self) -> HayagrivaDict:
        """All values of the record, by field; the rest goes to ``extra``."""
        values = self._type()
        container, series, event = self._around(values.pop("name"))
        original = next((parent for parent in self.parents if _type(parent) == ORIGINAL), {})
        values |= {
            "title_short": self._short(self.left, kind="title"),
            "title": self._text(self.left, "title", kind="title"),
            "author": self._names("author"),
            "editor": self._names("editor") or self._names("editor", container),
            "issued": self._date(self.left) or self._date(container),
            "translator": self._translators(),
            "accessed": self._accessed(),
            "event_date": self._date(event),
            "original_date": self._date(original),
            "edition": self._text(self.left, "edition"),
            "page": self._text(self.left, "page-range"),
            "language": self._text(self.left, "language"),
            "abstract": self._text(self.left, "abstract", kind="note"),
            "note": self._text(self.left, "note", kind="note"),
            "volume": self._text(container, "volume") or self._text(self.left, "volume"),
            "issue": self._text(container, "issue") or self._text(self.left, "issue"),
            "collection_title": self._text(series, "title", kind="title"),
            "event_title": self._text(event, "title", kind="title"),
            "event_place": self._text(event, "location"),
        }
        values["genre"] = self._text(self.left, "genre") or values["genre"]
        values |= self._container(container) | self._publisher(container) | self._identifiers(container)
        return _as_preprint(values) | {"extra": self._extra()}

    def _type(self) -> HayagrivaDict:
        given = self.left.pop("type", "misc")
        name = given.lower() if isinstance(given, str) else ""
        for parent in self.parents:
            parent.setdefault("type", default_parent(name))
        read = read_type(name, [str(parent["type"]) for parent in self.parents])
        if not read:
            self.findings.append(("MB139", f"unknown type {given!r}; read as 'misc'", "type"))
            self.left["type"] = given
        type_, genre = read or ("document", "")
        return {"type": type_, "genre": genre, "name": name}

    def _around(self, type_name: str) -> tuple[HayagrivaDict, HayagrivaDict, HayagrivaDict]:
        """Container, series and event, each of which may be empty."""
        event = next((parent for parent in self.parents if _type(parent) in (EVENT, "exhibition")), {})
        container = next((parent for parent in self.parents if parent is not event and _type(parent) != ORIGINAL), {})
        if container and _type(container) == COLLECTION and type_name not in _PARTS:
            return {}, container, event
        series = next((parent for parent in _list(container.get("parent", [])) if isinstance(parent, dict)), {})
        return container, series, event

    def _text(self, fields: HayagrivaDict, name: str, *, kind: _TextKind = "plain") -> str:
        """The text of a field, which is removed; of a mapping, the other keys are left."""
        value = fields.get(name)
        if isinstance(value, dict) and isinstance(value.get("value"), str):
            text = value.pop("value")
            is_verbatim = value.pop("verbatim", "false").lower() == "true"
            if not value:
                del fields[name]
            return _verbatim(text, kind) if is_verbatim else self._decoded(name, text, kind)
        if not isinstance(value, str):
            return ""
        del fields[name]
        is_plain = name in ("volume", "issue", "edition", "page-range", "language")
        return value if is_plain else self._decoded(name, value, kind)

    def _decoded(self, name: str, text: str, kind: _TextKind) -> str:
        if kind != "plain":
            what = "not a formula that TeX has, too; kept as characters"
            self.findings += [("MB138", f"{name}: {what}: {shown!r}", name) for shown in unknown_formulas(text)]
        return _decode(text, kind)

    def _names(self, name: str, fields: HayagrivaDict | None = None) -> list[Any]:
        fields = self.left if fields is None else fields
        names, invalid = [], []
        for value in _list(fields.pop(name, [])):
            try:
                names.append(read_name(value))
            except InputError as error:
                invalid.append(value)
                self.findings.append(("MB138", f"{name}: {error}", name))
        if invalid:
            fields[name] = invalid
        return names

    def _date(self, fields: HayagrivaDict) -> Date | None:
        value = fields.get("date")
        if not isinstance(value, str):
            return None
        try:
            date: Date | None = read_date(value.strip())
        except InputError as error:
            date = read_written_date(value)
            if not date:
                self.findings.append(("MB138", f"date: {error}", "date"))
                if fields is not self.left:
                    return None
                self.bib_fields["year"] = encode(value)
        del fields["date"]
        return date

    def _short(self, fields: HayagrivaDict, *, kind: _TextKind = "plain") -> str:
        """The short form of a title, which is removed."""
        title = fields.get("title")
        if not isinstance(title, dict) or not isinstance(title.get("short"), str):
            return ""
        short = title.pop("short")
        if not title:
            del fields["title"]
        return _decode(short, kind)

    def _translators(self) -> list[Any]:
        """The names of all translators; people with a role that .bib files have are kept so, all others are left."""
        names: list[Any] = []
        others = []
        for people in _list(self.left.pop("affiliated", [])):
            if isinstance(people, list) and len(people) == 2:  # before Hayagriva 0.4
                people = {"role": people[0], "names": people[1]}
            is_known = isinstance(people, dict) and set(people) == {"role", "names"}
            role = str(people["role"]).lower() if is_known else ""
            if role == TRANSLATOR:
                names += self._names("names", people)
            elif role in ROLES and role not in self.bib_fields:
                self.bib_fields[role] = bib_names(self._names("names", people))
            if not isinstance(people, dict) or people.keys() != {"role"}:
                others.append(people)
        if others:
            self.left["affiliated"] = others
        return names

    def _accessed(self) -> Date | None:
        """The date of access, which is with the link."""
        url = self.left.get("url")
        return self._date(url) if isinstance(url, dict) else None

    def _container(self, container: HayagrivaDict) -> HayagrivaDict:
        short = self._short(container)
        full = self._text(container, "title", kind="title")
        return {"container_title": "" if full == short else full, "container_title_short": short}

    def _publisher(self, container: HayagrivaDict) -> HayagrivaDict:
        holder = container if "publisher" in container else self.left
        value = holder.get("publisher")
        if not isinstance(value, dict) or "value" in value:
            return {"publisher": self._text(holder, "publisher")}
        publisher = {"publisher": self._text(value, "name"), "publisher_place": self._text(value, "location")}
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
        url = self._url(identifiers)
        number = "" if is_arxiv else number
        return {
            "identifiers": tuple(dict.fromkeys(identifiers)), "url": url, "number": number, "version": version
        }  # fmt: skip

    def _read_serials(self, serials: HayagrivaDict, identifiers: list[Identifier]) -> None:
        for name in [name for name in serials if name.lower() in SERIALS]:
            values = _list(serials[name])
            try:
                read = [parse_identifier(f"{name.lower()}:{value}") for value in values]
            except InputError as error:
                self.findings.append(("MB138", f"serial-number: {error}", "serial-number"))
                continue
            identifiers += read
            if len(read) == 1 and name.lower() == "doi" and is_doi_of_arxiv(values[0], read[0]):
                self.bib_fields["doi"] = values[0]
            del serials[name]

    def _url(self, identifiers: list[Identifier]) -> str | None:
        """The link, or ``None`` if it is the page of an identifier, which is added."""
        value = self.left.get("url")
        page = value.get("value") if isinstance(value, dict) else value
        if not isinstance(page, str):
            return None
        try:
            identifier = parse_identifier(page if starts_with_http(page) else f"url:{page}")
            is_own_page = identifier.scheme is not Scheme.URL and identifier.url == page
            if not is_own_page:
                read_url(page, page)  # a URL that contains a DOI may be invalid all the same
        except InputError as error:
            self.findings.append(("MB138", f"url: {error}", "url"))
            return None
        if not isinstance(value, dict) or set(value) == {"value"}:
            del self.left["url"]
        if is_own_page:
            identifiers.append(identifier)
            return None
        return page

    def _extra(self) -> dict[str, str]:
        for name, field in COUNTS.items():
            if isinstance(count := self.left.get(name), str) and count.isdecimal():
                self.bib_fields[field] = self.left.pop(name)
        left = self.left | {"parent": _unread(self.parents)}
        return {field: text for field, text in self.bib_fields.items() if text} | {
            "hayagriva-" + name.replace("\0", "-"): value
            if isinstance(value, str)
            else json.dumps(value, ensure_ascii=False)
            for name, value in left.items()
            if value
        }


def _is_written_by_moebib(value: Any) -> bool:
    return isinstance(value, dict) and value.keys() <= set(IN_HAYAGRIVA) - {"id"}


def _type(parent: HayagrivaDict) -> str:
    return str(parent["type"]).lower()


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _unread(parents: Any) -> list[HayagrivaDict]:
    """What was not read of the parents."""
    unread = []
    for parent in _list(parents):
        if isinstance(parent, dict):
            left = {name: value for name, value in parent.items() if name != "parent" and value not in ("", [], {})}
            left |= {"parent": above} if (above := _unread(parent.get("parent", []))) else {}
            unread += [left] if set(left) - {"type"} else []
    return unread


def _as_preprint(values: HayagrivaDict) -> HayagrivaDict:
    """The values of a preprint: its archive is the publisher in styles, and the container in a record."""
    if values["type"] == "article" and values["genre"] == "preprint" and not values["container_title"]:
        return values | {"container_title": values["publisher"], "publisher": ""}
    return values
