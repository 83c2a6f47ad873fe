"""RIS -> Record: each tag of a record is read into a field."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from moebib.errors import Finding, InputError
from moebib.formats import Left, ParsedFile
from moebib.formats._doi import is_doi_of_arxiv
from moebib.formats.ris.fields import (
    NO_EDITOR,
    NUMBERED,
    OWN_NUMBER,
    WITH_TOTAL,
    RisField,
    other_texts,
    people_tags,
    rows_of,
)
from moebib.formats.ris.identifiers import (
    RisIdentifiers,
    read_dois,
    read_links,
    read_pubmed,
    read_serials,
    repeated_dois,
)
from moebib.formats.ris.meaning import meant
from moebib.formats.ris.people import NamesOfFile, is_no_person, names_in, without_years
from moebib.formats.ris.records import RisRecord, RisTag, split_records
from moebib.formats.ris.unread import UnreadTags
from moebib.formats.ris.values import join_pages, read_date, read_name
from moebib.formats.ris.work_types import read_work_type
from moebib.normalise.jats import from_jats
from moebib.normalise.latex_names import bib_names
from moebib.records.citekey import fit_key, invalid_key, make_key
from moebib.records.date import Date
from moebib.records.fields import MARKUP
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.text.grammar import source
from moebib.text.latex import encode
from moebib.text.tags import from_tags
from moebib.text.urls import is_http_url

__all__ = ["from_ris", "read", "read_records"]


_PEOPLE = frozenset({"AU", "A1", "A2", "A3", "A4", "ED"})
# Publishers write these in titles: HTML, JATS, and Scopus.
_SAME_TAG = {"em": "i", "italic": "i", "strong": "b", "bold": "b", "inf": "sub"}
_OTHER_TAG = re.compile(rf"<(/?)({'|'.join(_SAME_TAG)})>", re.I)
_NUMBERS = frozenset({"VL", "IS", "SP", "EP"})
"""Tags that Wiley writes "n/a" in."""
_DAY = re.compile(r"\d{4}([/-]\d\d?){2}/?", re.A)
_TOTAL = re.compile(r"((?:[ivxlc]+,? ?\+? ?)?\d+)(?: ?pp?\.?| pages)?", re.I)
# Fields that have a method of their own.
_NOT_TEXT = {
    "id", "author", "editor", "translator", "issued", "accessed", "original_date", "page", "genre", "identifiers",
    "url", "links", "keyword",
}  # fmt: skip
_TITLES = {
    "title", "title_short", "container_title", "container_title_short", "collection_title", "event_title",
}  # fmt: skip


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
        self.tags = UnreadTags(tag for tag in tags if tag.name not in _NUMBERS or tag.value.lower() != "n/a")
        self.invalid_key: RisTag | None = None

    def values(self) -> dict[str, Any]:
        """All values of the record, by field; the rest goes to ``extra``."""
        values = read_work_type(self.type, self.tags)
        rows = rows_of(values["type"])
        values |= self._id() | self._issued() | self._accessed() | self._page(values["type"])
        if self.type.value.upper() == "EDBOOK":  # in EndNote, the authors of an edited book are its editors
            for old, new in (("A2", "A3"), ("AU", "ED"), ("A1", "ED")):
                self.tags.call(old, new)
        # Zotero has the presenter of a talk as A2.
        values |= {"author": self._names("AU", "A1", *(("A2",) if values["type"] == "speech" else ()))}
        values |= {"editor": self._names("ED", *self._of_editors(values["type"], values["author"]))}
        for tag, name in people_tags(values["type"]).items():
            # The holder of a patent is more often a company.
            self.tags.keep(name, bib_names(self._names(tag, read=read_name if name == "holder" else None)))
        for tag, name in other_texts(values["type"]).items():
            if text := self.tags.first(tag):
                self.tags.keep(name, encode(text.value))
        values |= self._original_date() if "original_date" in rows else {}
        values |= {"translator": self._names("A4")} if "translator" in rows else {}
        values |= self._identifiers(values["type"]) | {"links": {"pdf": self._pdfs()}}
        words = [word.strip() for tag in self.tags.take("KW") for word in tag.value.split(";")]
        self.tags.drop("N1", set(repeated_dois(self.tags.values("N1"), values["identifiers"])))
        values["keyword"] = tuple(dict.fromkeys(filter(None, words)))
        values |= self._texts([row for field, row in rows.items() if field not in _NOT_TEXT])
        if values["type"] == "article-journal" and _DAY.fullmatch(values.get("edition", "")):
            # Cambridge and EndNote have the day of online publication there.
            self.tags.leave(RisTag("ET", values.pop("edition"), self.type.line))
        if not values.get("title") and values.get("title_short"):  # some exports of EndNote have no other title
            values |= {"title": values["title_short"], "title_short": ""}
        values |= meant(values)
        return values | {"extra": self.tags.extra()}

    def _of_editors(self, type_: str, authors: Sequence[Name]) -> tuple[str, ...]:
        """The tags of editors beside ``ED``; Zotero writes those of a book as ``A3``, EndNote those of its series."""
        if type_ in NO_EDITOR:
            return ()
        is_edited = type_ == "book" and not authors and "ED" not in self.tags and "A2" not in self.tags
        return ("A3",) if is_edited else ("A2",)

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
                if name in self.tags:
                    self.tags.drop(name, _known(row.field, values))
                    tag = tag or self.tags.first(name)
            if tag:
                values[row.field], used[row.field] = tag.value, tag
        for row in rows:
            for name in (row.tag, *row.also):
                if name in self.tags:
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
            if tag.value == "[Anonymous]":  # Web of Science writes so that there is no author
                self.tags.leave(tag)
                continue
            for value in names_in(tag.value):
                value, beside = without_years(value)
                if beside:
                    self.tags.find("MB134", f"{tag.given or tag.name}: left out of a name: {beside!r}", tag)
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
            is_known = issued and date == date.bare and issued.parts[: len(date.parts)] == date.parts
            if not is_complete or not (agrees or is_known):
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

    def _original_date(self) -> dict[str, Date]:
        """``OP``, if it is a date; it may be any text about the original."""
        tag = self.tags.first("OP")
        if not tag:
            return {}
        try:
            date, is_complete = read_date(tag.value)
        except InputError:
            is_complete = False
        if not is_complete:
            self.tags.leave(tag)
            return {}
        return {"original_date": date}

    def _page(self, type_: str) -> dict[str, str]:
        """``SP`` and ``EP``; of a book, a single number is that of its pages."""
        first = self.tags.first("SP")
        last = self.tags.first("EP") if first else None
        if first and last:  # some programs leave the dash with one of them
            first, last = (tag._replace(value=tag.value.strip(" -\u2013")) for tag in (first, last))
        if type_ in WITH_TOTAL and first and not last and (total := _TOTAL.fullmatch(first.value)):
            self.tags.keep("pagetotal", total[1])
            return {}
        return {"page": join_pages(first.value, last.value if last else "")} if first else {}

    def _identifiers(self, type_: str) -> dict[str, Any]:
        identifiers: list[Identifier] = []
        for tag in self.tags.take("DO"):
            dois = self._accepted(tag, read_dois(tag.value))
            identifiers += dois
            if "[pii]" in tag.value:  # EndNote has that of the publisher beside it
                self.tags.leave(tag)
            if len(dois) == 1 and is_doi_of_arxiv(tag.value, dois[0]):
                self.tags.keep("doi", tag.value)
        for tag in self.tags.take("SN"):
            serials = read_serials(tag.value)
            if serials.problem and type_ in NUMBERED and ("M1" not in self.tags or type_ in OWN_NUMBER):
                self.tags.leave_first(tag._replace(name="M1"))
            else:
                identifiers += self._accepted(tag, serials)
        identifiers += read_pubmed(self.tags)
        url: str | None = None
        for tag in self.tags.take("UR", "LK", "L2"):
            for link in read_links(tag.value):
                identifiers += self._accepted(tag, link)
                if link.page and url and url != link.page:
                    identifiers.append(Identifier(Scheme.URL, link.page))
                url = url or link.page
        return {"identifiers": tuple(dict.fromkeys(identifiers)), "url": url}

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
