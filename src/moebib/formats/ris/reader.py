"""RIS -> Record: each tag of a record is read into a field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from moebib.errors import Finding, InputError
from moebib.formats import Left, ParsedFile
from moebib.formats._doi import is_doi_of_arxiv
from moebib.formats.ris.fields import (
    NO_EDITOR,
    NUMBERED,
    WITH_TOTAL,
    RisField,
    people_tags,
    read_type,
    rows_of,
    write_type,
)
from moebib.formats.ris.identifiers import RisIdentifiers, read_dois, read_links, read_serials
from moebib.formats.ris.people import NamesOfFile, is_no_person, names_in
from moebib.formats.ris.records import RisRecord, RisTag, split_records
from moebib.formats.ris.unread import UnreadTags
from moebib.formats.ris.values import join_pages, read_date, read_name
from moebib.normalise.jats import from_jats
from moebib.normalise.latex_names import bib_names
from moebib.records.citekey import fit_key, invalid_key, make_key
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme
from moebib.records.markup import MARKUP
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.text.grammar import source
from moebib.text.tags import from_tags
from moebib.text.urls import is_http_url

__all__ = ["from_ris", "read", "read_records"]


_PEOPLE = frozenset({"AU", "A1", "A2", "A3", "A4", "ED"})
# Publishers write these in titles: HTML, JATS, and Scopus.
_SAME_TAG = {"em": "i", "italic": "i", "strong": "b", "bold": "b", "inf": "sub"}
_OTHER_TAG = re.compile(rf"<(/?)({'|'.join(_SAME_TAG)})>", re.I)
_TOTAL = re.compile(r"((?:[ivxlc]+,? ?\+? ?)?\d+)(?: ?pp?\.?| pages)?", re.I)
# Fields that have a method of their own.
_NOT_TEXT = {
    "id", "author", "editor", "translator", "issued", "accessed", "page", "genre", "identifiers",
    "url", "links", "keyword",
}  # fmt: skip
_TITLES = {
    "title", "title_short", "container_title", "container_title_short", "collection_title", "event_title",
}  # fmt: skip
_WHOLE = {"book", "classic", "collection", "report", "thesis", "periodical"}
"""Types that are published on their own, so that ``T2`` names a series."""


def read(text: str) -> ParsedFile:
    """The records of *text*. One without a valid ``ID``, or with the ``ID`` of another record, gets a new key."""
    return read_records(split_records(text))


def read_records(items: Iterable[RisRecord | Finding]) -> ParsedFile:
    """The records with these tags, and the findings among them."""
    records: list[Record] = []
    findings: list[Finding] = []
    left: list[Left] = []
    taken: set[str] = set()
    split = list(items)
    names = NamesOfFile(
        [
            name
            for item in split
            if isinstance(item, RisRecord)
            for tag in item.tags
            if tag.name in _PEOPLE
            for name in names_in(tag.value)
        ]
    )
    for ris_record in split:
        if isinstance(ris_record, Finding):
            findings.append(ris_record)
            continue
        record, problems = from_ris(ris_record, lambda record: make_key(record, taken), names)
        findings += problems
        if record and record.id.lower() in taken:
            record = record.evolve(id=make_key(record, taken))
        if record:
            taken.add(record.id.lower())
            records.append(record)
            left += _left(record.id, ris_record.left)
    return ParsedFile(tuple(records), findings=tuple(findings), left=tuple(left))


def _left(key: str, tags: Iterable[RisTag]) -> Iterator[Left]:
    """What is left of the work *key*, the values of one name together."""
    by_name: dict[str, list[RisTag]] = {}
    for tag in tags:
        by_name.setdefault(tag.name, []).append(tag)
    for name, named in by_name.items():
        yield Left(key, name, tuple(tag.value for tag in named), named[0].line)


def from_ris(
    ris_record: RisRecord, make_id: Callable[[Record], str], names: NamesOfFile
) -> tuple[Record | None, list[Finding]]:
    """The record, with a finding for each value that could not be read.

    A tag without a field of its own, and a value that a field cannot hold completely, is kept in ``extra`` under the
    name of the tag ("ris-an", one line per value). ``make_id`` makes the key if there is no valid ``ID``; *names* says
    how the file writes names.
    """
    reader = _RisReader(ris_record, names)
    values = reader.values()
    try:
        record = Record.model_validate({"id": "unnamed"} | values | dict(ris_record.others))
        record = record if "id" in values else record.evolve(id=make_id(record))
        if key := reader.invalid_key:
            reader.tags.findings.append(replace(invalid_key(key.value, record.id), line=key.line))
        return record, reader.tags.findings
    except ValidationError as error:
        message = f"invalid record: {error.errors()[0]['msg']}"
        return None, [*reader.tags.findings, Finding("MB134", message, line=ris_record.line)]


class _RisReader:
    """Reads the tags of one record into fields; those not read yet are in ``tags``."""

    def __init__(self, ris_record: RisRecord, names: NamesOfFile) -> None:
        self.type, *tags = ris_record.tags
        self.read_name = names.of_record([name for tag in tags if tag.name in _PEOPLE for name in names_in(tag.value)])
        self.tags = UnreadTags(tags)
        self.invalid_key: RisTag | None = None

    def values(self) -> dict[str, Any]:
        """All values of the record, by field; the rest goes to ``extra``."""
        values = self._type()
        rows = rows_of(values["type"])
        values |= self._id() | self._issued() | self._accessed() | self._page(values["type"])
        values |= {"author": self._names("AU", "A1")}
        values |= {"editor": self._names("ED", *(() if values["type"] in NO_EDITOR else ("A2",)))}
        for tag, name in people_tags(values["type"]).items():
            # The holder of a patent is more often a company.
            self.tags.keep(name, bib_names(self._names(tag, read=read_name if name == "holder" else None)))
        values |= {"translator": self._names("A4")} if "translator" in rows else {}
        values |= self._identifiers(values["type"]) | {"links": {"pdf": self._pdfs()}}
        values["keyword"] = tuple(dict.fromkeys(tag.value for tag in self.tags.take("KW")))
        values |= self._texts([row for field, row in rows.items() if field not in _NOT_TEXT])
        if not values.get("title") and values.get("title_short"):  # some exports of EndNote have no other title
            values |= {"title": values["title_short"], "title_short": ""}
        return values | _container(values) | {"extra": self.tags.extra()}

    def _type(self) -> dict[str, Any]:
        work_types = self.tags.take("M3")
        for tag in [tag for tag in work_types if re.match(r"(?:doi:\s*)?10\.\d{4,9}/\S+$", tag.value, re.I)]:
            work_types.remove(tag)
            self.tags.leave(tag._replace(name="DO"))  # some publishers write the DOI as M3
        read = read_type(self.type.value, [tag.value for tag in work_types])
        if not read:
            self.tags.find("MB135", f"unknown type {self.type.value!r}; read as 'GEN'", self.type)
        type_, genre, unread = read or ("document", "", [tag.value for tag in work_types])
        for tag in work_types:
            if tag.value in unread:
                self.tags.leave(tag)
        if self.type.value.upper() != write_type(type_, genre)[0]:
            self.tags.leave(self.type)
        return {"type": type_, "genre": genre}

    def _id(self) -> dict[str, str]:
        key = self.tags.first("ID")
        if not key:
            return {}
        fitting = fit_key(key.value)
        if fitting != key.value:
            self.tags.leave(key)
            self.invalid_key = key
        return {"id": fitting} if fitting else {}

    def _texts(self, rows: list[RisField]) -> dict[str, str]:
        """The text of each row's tag, or of an alternative; one that repeats a value ("JO" after "JF") is dropped."""
        values: dict[str, str] = {}
        used: dict[str, RisTag] = {}
        for row in rows:
            tag = self.tags.first(row.tag)
            for name in row.also:
                self.tags.drop(name, _known(row.field, values))
                tag = tag or self.tags.first(name)
            if tag:
                values[row.field], used[row.field] = tag.value, tag
        for row in rows:
            for name in row.also:
                self.tags.drop(name, _known(row.field, values))
        for field in values.keys() & set(MARKUP):
            text, is_complete = from_tags(
                _OTHER_TAG.sub(lambda tag: f"<{tag[1]}{_SAME_TAG[tag[2].lower()]}>", values[field])
            )
            values[field] = from_jats(source(text))
            if not is_complete:
                self.tags.leave(used[field])
        return values

    def _names(self, *names: str, read: Callable[[str], Name] | None = None) -> list[Name]:
        people = []
        for tag in self.tags.take(*names):
            for value in names_in(tag.value):
                if is_no_person(value):
                    self.tags.find("MB134", f"{tag.given or tag.name}: not one person, read as a whole: {value!r}", tag)
                    people.append(Name(literal=value.replace(",,", ",")))
                    continue
                try:
                    people.append((read or self.read_name)(value))
                except InputError as error:
                    self.tags.reject(tag, str(error))
        return people

    def _issued(self) -> dict[str, Date | None]:
        """``PY`` or ``Y1``, with month and day from ``DA`` if it is of the same year."""
        issued: Date | None = None
        rejected: list[RisTag] = []
        for tag in self.tags.take("PY", "Y1", "DA"):
            try:
                date, is_complete = read_date(tag.value, issued.year if issued else None)
            except InputError as error:
                self.tags.reject(tag, str(error))
                rejected.append(tag)
                continue
            agrees = not issued or date.parts[: len(issued.parts)] == issued.parts
            if not is_complete or (issued and not agrees):
                self.tags.leave(tag)
            issued = date if agrees else issued
        if rejected and not issued:
            self.tags.keep_words("year", rejected[0])
        return {"issued": issued}

    def _accessed(self) -> dict[str, Date]:
        """``Y2``; one with the time is kept."""
        tag = self.tags.first("Y2")
        if not tag:
            return {}
        try:
            date, is_complete = read_date(tag.value)
        except InputError as error:
            self.tags.reject(tag, str(error))
            self.tags.keep_words("urldate", tag)
            return {}
        if not is_complete:
            self.tags.leave(tag)
        return {"accessed": date}

    def _page(self, type_: str) -> dict[str, str]:
        """``SP`` and ``EP``; of a book, a single number is that of its pages."""
        first = self.tags.first("SP")
        last = self.tags.first("EP") if first else None
        if type_ in WITH_TOTAL and first and not last and (total := _TOTAL.fullmatch(first.value)):
            self.tags.keep("pagetotal", total[1])
            return {}
        return {"page": join_pages(first.value, last.value if last else "")} if first else {}

    def _identifiers(self, type_: str) -> dict[str, Any]:
        identifiers: list[Identifier] = []
        for tag in self.tags.take("DO"):
            dois = self._accepted(tag, read_dois(tag.value))
            identifiers += dois
            if len(dois) == 1 and is_doi_of_arxiv(tag.value, dois[0]):
                self.tags.keep("doi", tag.value)
        for tag in self.tags.take("SN"):
            serials = read_serials(tag.value)
            if serials.problem and type_ in NUMBERED and "M1" not in self.tags:
                self.tags.leave(tag._replace(name="M1"))
            else:
                identifiers += self._accepted(tag, serials)
        identifiers += self._of_pubmed()
        url: str | None = None
        for tag in self.tags.take("UR", "LK", "L2"):
            for link in read_links(tag.value):
                identifiers += self._accepted(tag, link)
                if link.page and url and url != link.page:
                    identifiers.append(Identifier(Scheme.URL, link.page))
                url = url or link.page
        return {"identifiers": tuple(dict.fromkeys(identifiers)), "url": url}

    def _of_pubmed(self) -> Iterator[Identifier]:
        """The PMCID, which PubMed and EndNote write as ``C2``, and the PMID, which is the ``AN`` of PubMed."""
        is_pubmed = any(re.search("pubmed|medline", value, re.I) for value in self.tags.values("DB"))
        for scheme, name, pattern in ((Scheme.PMCID, "C2", r"PMC\d+"), (Scheme.PMID, "AN", r"\d{1,8}")):
            if scheme is Scheme.PMID and not is_pubmed:
                continue
            for tag in self.tags.take(name):
                if re.fullmatch(pattern, tag.value):
                    yield Identifier(scheme, tag.value)
                else:
                    self.tags.leave(tag)

    def _accepted(self, tag: RisTag, read: RisIdentifiers) -> list[Identifier]:
        if read.problem:
            self.tags.reject(tag, read.problem)
        return read.identifiers

    def _pdfs(self) -> tuple[str, ...]:
        tags = self.tags.take("L1")
        for tag in tags:
            if not is_http_url(tag.value):  # a local file of the program that wrote it
                self.tags.leave(tag)
        return tuple(dict.fromkeys(tag.value for tag in tags if is_http_url(tag.value)))


def _known(field: str, values: Mapping[str, str]) -> set[str]:
    """The values that other tags repeat: that of *field*, and the titles."""
    return {value for other, value in values.items() if other == field or other in _TITLES}


def _container(values: dict[str, Any]) -> dict[str, str]:
    container = values.get("container_title", "")
    if values["type"] == "paper-conference" and values.get("event_title"):
        return {"container_title": values["event_title"], "event_title": container}
    if values["type"] in _WHOLE and container and not values.get("collection_title"):
        return {"collection_title": container, "container_title": ""}
    return {}
