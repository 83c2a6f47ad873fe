"""RIS -> Record: the lines of a file, its records as lists of tags, and what these mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from pydantic import ValidationError

from moebib.errors import Finding, InputError
from moebib.formats import ParsedFile
from moebib.formats.ris.fields import TAGS, RisField, read_type, rows_of, write_type
from moebib.formats.ris.identifiers import RisIdentifiers, read_dois, read_links, read_serials
from moebib.formats.ris.values import join_pages, read_date, read_name
from moebib.records.citekey import make_key
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import KEY, Record
from moebib.text.shorten import shorten
from moebib.text.urls import is_http_url

__all__ = ["RisRecord", "RisTag", "from_ris", "read", "split_records"]


def read(text: str) -> ParsedFile:
    """The records of *text*. One without a usable ``ID``, or with that of another, gets a key as an entry would."""
    records: list[Record] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for block in split_records(text):
        if isinstance(block, Finding):
            findings.append(block)
            continue
        record, found = from_ris(block, lambda record: make_key(record, taken))
        findings += found
        if record and record.id.lower() in taken:
            record = record.evolve(id=make_key(record, taken))
        if record:
            taken.add(record.id.lower())
            records.append(record)
    return ParsedFile(tuple(records), findings=tuple(findings))


def from_ris(block: RisRecord, make_id: Callable[[Record], str]) -> tuple[Record | None, list[Finding]]:
    """The record of a block, and what could not be read.

    A tag that no field is for, and a value that says more than the field can, is kept in ``extra`` under the tag's name
    ("ris-an", with a line for each value); ``make_id`` gives the key of a record without an ``ID`` that can be one.
    """
    reader = _RisReader(block)
    values = reader.values()
    try:
        record = Record.model_validate({"id": "unnamed"} | values)
        return (record if "id" in values else record.evolve(id=make_id(record))), reader.findings
    except ValidationError as error:
        message = f"not a record: {error.errors()[0]['msg']}"
        return None, [*reader.findings, Finding("MB134", message, line=block.line)]


class _RisReader:
    """The tags of one record that are still to be read, by name."""

    def __init__(self, block: RisRecord) -> None:
        self.type, *tags = block.tags
        self.left: dict[str, list[RisTag]] = {}
        for tag in tags:
            if tag.value:
                self.left.setdefault(tag.name, []).append(tag)
        self.findings: list[Finding] = []

    def values(self) -> dict[str, Any]:
        """All values of the record, by field; nothing is left over."""
        values = self._type()
        values |= self._id() | self._issued() | self._page()
        values |= {"author": self._names("AU", "A1"), "editor": self._names("ED", "A2")}
        values |= self._identifiers() | {"links": {"pdf": self._pdfs()}}
        values["keyword"] = tuple(dict.fromkeys(tag.value for tag in self._take("KW")))
        values |= self._texts([row for field, row in rows_of(values["type"]).items() if field not in _OTHERS])
        return values | _container(values) | {"extra": self._extra()}

    def _type(self) -> dict[str, Any]:
        works = self._take("M3")
        for tag in [tag for tag in works if re.match(r"(?:doi:\s*)?10\.\d{4,9}/\S+$", tag.value, re.I)]:
            works.remove(tag)
            self._leave(tag._replace(name="DO"))  # some publishers have it there
        found = read_type(self.type.value, [tag.value for tag in works])
        if not found:
            self._find("MB135", f"a type that is not known: {self.type.value!r}; read as 'GEN'", self.type)
        type_, genre, more = found or ("document", "", [tag.value for tag in works])
        for tag in works:
            if tag.value in more:
                self._leave(tag)
        if self.type.value != write_type(type_, genre)[0]:
            self._leave(self.type)
        return {"type": type_, "genre": genre}

    def _id(self) -> dict[str, str]:
        key = self._first("ID")
        if not key:
            return {}
        fitting = re.sub(r"[\s,{}%#\\~\"\x00-\x1f\x7f]+", "-", key.value)
        if fitting != key.value:
            self._leave(key)
        return {"id": fitting} if re.fullmatch(KEY, fitting) else {}

    def _texts(self, rows: list[RisField]) -> dict[str, str]:
        """The text of each row's tag or another one; what only says again what is said ("JO" after "JF") is dropped."""
        values: dict[str, str] = {}
        for row in rows:
            tag = self._first(row.tag)
            for name in row.also:
                self.left[name] = [one for one in self.left.get(name, ()) if one.value not in values.values()]
                tag = tag or self._first(name)
            if tag:
                values[row.field] = tag.value
        for name in (name for row in rows for name in row.also):
            self.left[name] = [one for one in self.left[name] if one.value not in values.values()]
        return values

    def _names(self, *names: str) -> list[Any]:
        found = []
        for tag in self._take(*names):
            try:
                found.append(read_name(tag.value))
            except InputError as error:
                self._keep(tag, str(error))
        return found

    def _issued(self) -> dict[str, Date | None]:
        """``PY`` or ``Y1``, and what ``DA`` says more of the same year."""
        issued: Date | None = None
        for tag in self._take("PY", "Y1", "DA"):
            try:
                date, is_all = read_date(tag.value, issued.year if issued else None)
            except InputError as error:
                self._keep(tag, str(error))
                continue
            agrees = not issued or date.parts[: len(issued.parts)] == issued.parts
            if not is_all or (issued and not agrees):
                self._leave(tag)
            issued = date if agrees else issued
        return {"issued": issued}

    def _page(self) -> dict[str, str]:
        first = self._first("SP")
        last = self._first("EP") if first else None
        return {"page": join_pages(first.value, last.value if last else "")} if first else {}

    def _identifiers(self) -> dict[str, Any]:
        found: list[Identifier] = []
        for tag in self._take("DO"):
            found += self._taken(tag, read_dois(tag.value))
        for tag in self._take("SN"):
            found += self._taken(tag, read_serials(tag.value))
        url: str | None = None
        for tag in self._take("UR", "LK", "L2"):
            for link in read_links(tag.value):
                found += self._taken(tag, link)
                if link.page and url and url != link.page:
                    found.append(Identifier(Scheme.URL, link.page))
                url = url or link.page
        return {"identifiers": tuple(dict.fromkeys(found)), "url": url}

    def _taken(self, tag: RisTag, found: RisIdentifiers) -> list[Identifier]:
        if found.wrong:
            self._keep(tag, found.wrong)
        return found.identifiers

    def _pdfs(self) -> tuple[str, ...]:
        tags = self._take("L1")
        for tag in tags:
            if not is_http_url(tag.value):  # a file of the program that wrote it
                self._leave(tag)
        return tuple(dict.fromkeys(tag.value for tag in tags if is_http_url(tag.value)))

    def _take(self, *names: str) -> list[RisTag]:
        """The tags of these names, which are then done with."""
        return [tag for name in names for tag in self.left.pop(name, ())]

    def _first(self, name: str) -> RisTag | None:
        tags = self.left.get(name)
        return tags.pop(0) if tags else None

    def _leave(self, tag: RisTag) -> None:
        self.left.setdefault(tag.name, []).append(tag)

    def _extra(self) -> dict[str, str]:
        left = sorted((tag for tags in self.left.values() for tag in dict.fromkeys(tags)), key=lambda tag: tag.line)
        extra: dict[str, list[str]] = {}
        for tag in left:
            extra.setdefault(f"ris-{tag.name.lower()}", []).append(tag.value)
        return {name: "\n".join(values) for name, values in extra.items()}

    def _keep(self, tag: RisTag, message: str) -> None:
        self._leave(tag)
        self._find("MB134", f"{tag.name}: {message}", tag)

    def _find(self, code: str, message: str, tag: RisTag) -> None:
        self.findings.append(Finding(code, message, field=tag.name, line=tag.line))


# Read by a method of their own.
_OTHERS = {"id", "author", "editor", "issued", "page", "genre", "identifiers", "url", "links", "keyword"}
_WHOLE = {"book", "classic", "collection", "report", "thesis", "periodical"}
"""Works that appear by themselves: what ``T2`` names is a series."""


def _container(values: dict[str, Any]) -> dict[str, str]:
    container = values.get("container_title", "")
    if values["type"] == "paper-conference" and values.get("event_title"):
        return {"container_title": values["event_title"], "event_title": container}
    if values["type"] in _WHOLE and container and not values.get("collection_title"):
        return {"collection_title": container, "container_title": ""}
    return {}


# Two blanks and a dash make a tag of any two characters; where blanks are missing or too many, only one that is known.
_TAG = re.compile(r"[ \t]*(?:([A-Za-z][A-Za-z0-9])  -|([A-Z][A-Z0-9])[ \t]*-)(?: |$|(?=\S))(.*)")


class RisTag(NamedTuple):
    """A tag in upper case, its value without blanks around, and its line."""

    name: str
    value: str
    line: int


class RisRecord(NamedTuple):
    """The tags of one record, ``TY`` first; ``ER`` is left out."""

    tags: list[RisTag]

    @property
    def line(self) -> int:
        """The line of ``TY``."""
        return self.tags[0].line


def split_records(text: str) -> Iterator[RisRecord | Finding]:
    """The records of *text* in order, and what is wrong between them.

    A line without a tag goes on with the value before it; of ``KW`` it is a keyword of its own, as EndNote has it.
    Without ``ER`` a record ends where the next begins.
    """
    block: RisRecord | None = None
    is_stray = False
    for number, line in enumerate(re.split(r"\r\n|\r|\n", text.removeprefix("\ufeff")), start=1):
        tag = _tag(line, number)
        if tag and tag.name == "TY":
            if block:
                yield from (block, _open(block))
            block, is_stray = RisRecord([tag]), False
        elif block and tag and tag.name == "ER":
            yield block
            block = None
        elif block:
            _add(block, tag, line.strip(), number)
        elif line.strip() and not is_stray:
            is_stray = True
            yield Finding("MB133", f"outside a record (which begins with 'TY  - '): {shorten(line)!r}", line=number)
    if block:
        yield from (block, _open(block))


def _tag(line: str, number: int) -> RisTag | None:
    match = _TAG.match(line)
    if not match or not (match[1] or match[2] in TAGS):
        return None
    return RisTag((match[1] or match[2]).upper(), match[3].strip(), number)


def _add(block: RisRecord, tag: RisTag | None, line: str, number: int) -> None:
    if tag:
        block.tags.append(tag)
    elif line and block.tags[-1].name == "KW":
        block.tags.append(RisTag("KW", line, number))
    elif line:
        last = block.tags[-1]
        block.tags[-1] = last._replace(value=f"{last.value} {line}".strip())


def _open(block: RisRecord) -> Finding:
    return Finding("MB136", "a record that does not end with 'ER  - '", line=block.line)
