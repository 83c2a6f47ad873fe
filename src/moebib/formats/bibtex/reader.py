"""Reader: an entry of a .bib file, in either dialect, as a record."""

from __future__ import annotations

import re
from typing import Any

from moebib.errors import Finding, InputError
from moebib.formats.bibtex.dates import DATE_FIELDS, read_issued
from moebib.formats.bibtex.document import keys_in
from moebib.formats.bibtex.entry import UNKNOWN_TYPE, BibEntry, is_unknown_type, record_type
from moebib.formats.bibtex.fields import ALIASES, KEY_FIELDS, ORIGINAL_KEY, key_for_biber
from moebib.formats.bibtex.identifiers import (
    IDENTIFIER_FIELDS,
    OTHER_FIELDS,
    arxiv_class,
    find_arxiv,
    in_note,
    is_in_place,
    other_identifiers,
    read_dois,
    read_identifier,
    read_serials,
)
from moebib.formats.bibtex.links import OTHER_LINKS, read_url
from moebib.formats.bibtex.localisation import IN_WORDS, in_words
from moebib.formats.bibtex.names import read_name_list
from moebib.formats.bibtex.places import StatedPlace, date_of_access, read_place
from moebib.formats.bibtex.reading_plan import ReadingPlan, reading_plan
from moebib.formats.bibtex.values import ORIGINALS, SUBTITLES, is_as_written, joined_title
from moebib.records.citekey import is_key
from moebib.records.date import Date
from moebib.records.fields import KEY_RULE, Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.text.latex import decode
from moebib.text.markup import from_latex
from moebib.text.shorten import quote

__all__ = ["decode_entry"]

_SURROGATES = re.compile("[\ud800-\udfff]")
_STAYING = frozenset(["language"])
"""The fields that also mean something else than what is read from them."""


def decode_entry(entry: BibEntry) -> tuple[Record | None, tuple[Finding, ...]]:
    """The record of an entry in either dialect, and what could not be read.

    A field with an invalid value, and one without a place in a record, is kept unchanged in ``extra``; so is one that
    has more information than the record. Only an entry with an invalid key has no record.
    """
    reader = _EntryReader(entry)
    values = reader.values()
    if not is_key(entry.key):
        message = f"invalid key {entry.key!r}"
        return None, (*reader.findings, Finding("MB121", message, entry.key))
    return Record.trusted(id=_key(entry.key, values["extra"]), **values), tuple(reader.findings)


def _key(key: str, extra: dict[str, str]) -> str:
    """The key, or the original of a key that was changed for biber."""
    original = extra.get(ORIGINAL_KEY, "")
    return extra.pop(ORIGINAL_KEY) if original != key == key_for_biber(original) else key


class _EntryReader:
    """Reads the fields of one entry; ``left`` holds those that are not read yet."""

    def __init__(self, entry: BibEntry) -> None:
        self.entry = entry
        self.left = {name: value for name, value in entry.fields.items() if value.strip()}
        if not "".join(self.left.values()).isascii():  # a lone surrogate cannot be written
            self.left = {name: _SURROGATES.sub("\ufffd", value) for name, value in self.left.items()}
        self.findings: list[Finding] = []
        self.accessed: Date | None = None
        self.kept: dict[str, str] = {}
        """Fields that go to ``extra``, although a record has a field for them."""

    def values(self) -> dict[str, Any]:
        """The values of the record by field, with all fields that are left in ``extra``."""
        type_, genre = self._type()
        values: dict[str, Any] = {"type": type_} | ({"genre": genre} if genre else {})
        values |= self._identifiers() | {"issued": self._issued()}
        if self.accessed:
            values["accessed"] = self.accessed
        self._by_table(reading_plan(type_), values)
        self._keys_left()
        self._subtitles(values)
        values |= {field: in_words(field, values[field]) for field in IN_WORDS if field in values}
        if "eprintclass" in self.left and self.left.get("primaryclass") in (None, self.left["eprintclass"]):
            self.left["primaryclass"] = self.left.pop("eprintclass")
        self._container(values)
        values["extra"] = {
            name: decode(value) if name.startswith("csl-") else value for name, value in (self.left | self.kept).items()
        }
        return values

    def _by_table(self, plan: ReadingPlan, values: dict[str, Any]) -> None:
        """Read the fields of the table; of several for one field of the record, the first of the table."""
        names = [name for name in self.left if name in plan]
        names.sort(key=lambda name: plan[name][0])
        for name in names:
            _, field, read = plan[name]
            if field == "keyword" and field in values:  # "keyword" beside "keywords"
                values[field] = tuple(dict.fromkeys((*values[field], *read(self.left.pop(name)))))
            if field in values:
                continue
            latex = self.left[name]
            value = self._names(name) if read is read_name_list else read(latex)
            if value and not (isinstance(value, str) and value.isspace()):  # "~" is a space
                values[field] = value
                if name not in _STAYING and (name not in ORIGINALS or is_as_written(name, latex, value)):
                    del self.left[name]

    def _keys_left(self) -> None:
        for name in filter(KEY_FIELDS.__contains__, self.left):
            invalid = [key for key in keys_in(self.left[name]) if not is_key(key)]
            if invalid:
                self._find("MB131", f"invalid key {quote(invalid[0])} in the field {name!r}", name, KEY_RULE)

    def _type(self) -> tuple[Type, str]:
        subtype = self.left.get("entrysubtype", "")
        type_and_genre, is_subtype = record_type(self.entry.type, subtype, self.left)
        if not type_and_genre:
            if self.entry.type != "set":  # of BibLaTeX, which is no work, but names several
                self._find("MB123", f"unknown entry type {self.entry.type!r}; read as 'misc'")
            if is_unknown_type(self.entry.type):
                self.left[UNKNOWN_TYPE] = self.entry.type
        if is_subtype:
            del self.left["entrysubtype"]
        return type_and_genre or ("document", "")

    def _names(self, name: str) -> tuple[Any, ...]:
        names, problems = read_name_list(self.left[name])
        for problem in problems:
            self._find("MB120", problem, name)
        if names.others:
            self._find("MB126", f"incomplete list of {name}s: it ends in 'and others'", name)
        return names

    def _issued(self) -> Date | None:
        left = self.left
        if DATE_FIELDS.isdisjoint(left):
            return None
        issued = read_issued(left.get("date"), left.get("year"), left.get("month"), left.get("day"))
        for name in issued.represented:
            del left[name]
        for name, problem in issued.problems:
            self._find("MB122", problem, name)
        return issued.date

    def _identifiers(self) -> dict[str, Any]:
        identifiers: list[Identifier] = []
        for name in IDENTIFIER_FIELDS:
            if name in self.left:
                identifiers += self._identifiers_in(name)
        if "eprint" not in self.left:
            self.left.pop("archiveprefix", None)
            self.left.pop("eprinttype", None)
        url = self._url(identifiers)
        self._access(url)
        self._elsewhere(identifiers)
        values: dict[str, Any] = {"identifiers": tuple(dict.fromkeys(identifiers))} if identifiers else {}
        version = next((arxiv.version for arxiv in identifiers if arxiv.scheme is Scheme.ARXIV), None)
        return values | ({"url": url} if url else {}) | ({"label": f"v{version}"} if version else {})

    def _elsewhere(self, identifiers: list[Identifier]) -> None:
        """Add the identifiers of other schemes in fields of other programs, in the note and in the venue."""
        if not OTHER_FIELDS.keys().isdisjoint(self.left):
            known = {identifier.scheme for identifier in identifiers}
            for name in filter(self.left.__contains__, OTHER_FIELDS):
                found = other_identifiers(name, self.left[name])
                identifiers += [
                    other for other in found if other.scheme not in known or other.scheme in (Scheme.ISBN, Scheme.ISSN)
                ]
        if found := in_note(self.left.get("note", "")):
            known = {identifier.scheme for identifier in identifiers}
            identifiers += [identifier for identifier in found if identifier.scheme not in known]
        has_arxiv = any(identifier.scheme is Scheme.ARXIV for identifier in identifiers)
        if not has_arxiv and (arxiv := find_arxiv(self.left)):
            identifiers.append(arxiv)

    def _identifiers_in(self, name: str) -> tuple[Identifier, ...]:
        latex = self.left[name]
        try:
            if name in ("isbn", "issn"):
                identifiers, is_exact = read_serials(name, latex)
            elif name == "doi" and (dois := read_dois(latex)):
                identifiers, is_exact = dois, False
            else:
                archive = self.left.get("eprinttype") or self.left.get("archiveprefix") or ""
                archive_class = self.left.get("primaryclass") or self.left.get("eprintclass") or ""
                identifier = read_identifier(name, latex, archive=archive, archive_class=archive_class)
                identifiers = (identifier,) if identifier else ()
                is_exact = identifier is not None and is_in_place(name, latex, identifier)
                if name == "eprint" and not archive_class and is_exact and (written := arxiv_class(latex)):
                    self.left["primaryclass"] = written
        except InputError as error:
            self._find("MB122", str(error), name)
            return ()
        if is_exact:
            del self.left[name]
        return identifiers

    def _url(self, identifiers: list[Identifier]) -> str | None:
        """The link; an identifier after it is added to *identifiers*. Without ``url``, one in another field."""
        for name in filter(self.left.__contains__, ("url", "howpublished", "note", *OTHER_LINKS)):
            latex = self.left[name]
            place = read_place(latex) if name in ("howpublished", "note") else StatedPlace(latex)
            if not place.link or (name == "note" and place.words) or not self._may_be_accessed(place.accessed):
                continue
            try:
                link = read_url(place.link)
            except InputError as error:
                if name not in OTHER_LINKS:
                    self._find("MB122", str(error), name)
                continue
            if name == "url" and not link.exact:
                place = read_place(latex)
            if link.exact and name not in OTHER_LINKS:
                self._take(name, place)
            if self._may_be_accessed(place.accessed):
                self.accessed = place.accessed
            if not link.identifier:
                return link.url
            same_scheme = [identifier for identifier in identifiers if identifier.scheme is link.identifier.scheme]
            if any(identifier != link.identifier for identifier in same_scheme):
                return link.text if link.text.startswith("http") else None  # another DOI than in "doi": only a page
            identifiers.append(link.identifier)
            return link.url
        return None

    def _take(self, name: str, place: StatedPlace) -> None:
        """Leave of the field *name* only what it says beside a link; numbers alone are no title of a container."""
        if not place.words or name == "url":
            del self.left[name]
        elif re.search(r"[^\W\d_]{2}", place.words):
            self.left[name] = place.words
        else:
            self.kept[name] = self.left.pop(name)

    def _may_be_accessed(self, date: Date | None) -> bool:
        """Whether no other field says when the link was seen, or all say the same."""
        others = [self.left[name] for name in ("urldate", *ALIASES["urldate"]) if name in self.left]
        return not date or all(date_of_access(other) == date for other in others)

    def _access(self, url: str | None) -> None:
        """Take what says the link again, or when it was seen: ``note = {Accessed: 5 May 2020}``."""
        for name in [name for name in ("howpublished", "note") if name in self.left]:
            place = read_place(self.left[name])
            says_more = place.link not in ("", url) or (place.words and (name == "note" or not place.link))
            if says_more or not (place.link or place.accessed) or not self._may_be_accessed(place.accessed):
                continue
            if not place.accessed or self.accessed in (None, place.accessed):
                self._take(name, place)
                self.accessed = self.accessed or place.accessed

    def _subtitles(self, values: dict[str, Any]) -> None:
        for field, names in SUBTITLES.items():
            for name in names:
                if field in values and name in self.left:
                    values[field] = joined_title(values[field], from_latex(self.left[name]))

    def _container(self, values: dict[str, Any]) -> None:
        """The container of an arXiv preprint is arXiv."""
        if values.get("genre") != "preprint" or values["type"] != "article":
            return
        arxiv = next(
            (identifier for identifier in values.get("identifiers", ()) if identifier.scheme is Scheme.ARXIV), None
        )
        names = ("", str(arxiv), f"{arxiv}{values.get('label', '')}")
        if arxiv and values.get("container_title", "").lower() in names:
            values["container_title"] = "arXiv"

    def _find(self, code: str, message: str, field: str | None = None, hint: str | None = None) -> None:
        self.findings.append(Finding(code, message, self.entry.key, field, hint=hint))
