"""The edits that give an entry of a .bib file the values of another publication, in the style of the file."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import NamedTuple

from moebib.errors import Finding, InputError
from moebib.formats.bibtex.dates import DATE_FIELDS
from moebib.formats.bibtex.edit.edit import Edit, RemoveField, SetField, SetType
from moebib.formats.bibtex.edit.record import can_edit, dialect_of, joined, respellings
from moebib.formats.bibtex.edit.style import BibStyle
from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.fields import SPELLINGS, fields_to_read, fields_to_write
from moebib.formats.bibtex.identifiers import read_identifier
from moebib.formats.bibtex.names import read_names
from moebib.formats.bibtex.reader import decode_entry
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.formats.bibtex.writer import encode_record
from moebib.records.archives import archive_of
from moebib.records.date import Date
from moebib.records.fields import Type
from moebib.records.identifier import Scheme
from moebib.records.name import Names
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.latex import decode
from moebib.text.markup import from_latex

__all__ = ["Replacement", "replace_values", "with_missing"]

_REPLACED_FIELDS = (
    "title", "author", "container_title", "issued", "volume", "issue", "number", "page", "publisher",
)  # fmt: skip
"""The fields of a record that are replaced, in addition to type, genre and DOI."""

_PLACES = frozenset(
    ["journal", "journaltitle", "booktitle", "howpublished", "organization", "institution", "school", "publisher",
     "address", "location", "series", "volume", "number", "issue", "pages", "eid", "elocation-id", "type", "note",
     "annote", "pubstate", "archive"]
)  # fmt: skip
"""The fields that may say that an entry is a preprint."""
_NOTES = ("note", "annote")
_NAMES_PREPRINT = re.compile(
    r"arxiv|biorxiv|medrxiv|corr\b|computing research|(?:pre|e)-?print|prepublished|unpublished|submitted|under review"
)
_WORDS_OF_PREPRINT = re.compile(
    r"""\d+(?:v\d+)?|v\d+|[a-z]{1,2}|arxiv|biorxiv|medrxiv|corr|computing|research|repository|(?:pre)?prints?|eprints?
    |pre|prepublished|unpublished|manuscript|under|review|submitted|preparation|available|online|the|abs|pdf|org|https?
    |www|cornell|university|ithaca|new|york|math|stat|eess|physics|hep""",
    re.X,
)


class Replacement(NamedTuple):
    """The edits of an entry, and how it is read after them."""

    edits: tuple[Edit, ...]
    record: Record


def replace_values(
    block: Block, entry: BibEntry, old: Record, new: Record, style: BibStyle, *, is_publication: bool
) -> Replacement | None:
    """The edits that give the entry in *block*, which was read as *entry* and *old*, the values of *new*.

    If *new* is the publication of a preprint, then where they differ, the type, the DOI, title, authors, place, date,
    numbers, pages and publisher are changed; the date stays as precise as it is. An arXiv ID stays or becomes the
    eprint, and fields that say no more than that the work is a preprint are removed. Otherwise the type stays.

    ``None`` if that is not possible: for an entry that is malformed, or inherits such a value.
    """
    edited = _EditedEntry(block, entry, old, new, style)
    edited.set_type()
    for field in _REPLACED_FIELDS:
        if field == "issued":
            edited.set_date()
        else:
            edited.set_field(field)
    edited.set_doi()
    if is_publication:
        edited.add_eprint_and_page()
        edited.remove_preprint()
    record = edited.read()
    return Replacement(tuple(edited.edits), record) if record and can_edit(block, edited.edits) else None


def with_missing(entry: BibEntry, old: Record, new: Record) -> Record:
    """*old* with the values of *new* for which the entry has no field, not even one that cannot be read."""
    there = {_meanings(old.type).get(name) for name in entry.fields}
    there |= {"issued"} if DATE_FIELDS & entry.fields.keys() else set()
    values = {field: getattr(new, field) for field in _REPLACED_FIELDS if field not in there}
    dois = [identifier for identifier in new.identifiers if identifier.scheme is Scheme.DOI]
    is_without_doi = "doi" not in entry.fields and old.identifier(Scheme.DOI) is None
    identifiers = (*old.identifiers, *(dois[:1] if is_without_doi else ()))
    return old.evolve(**{field: value for field, value in values.items() if value}, identifiers=identifiers)


class _EditedEntry:
    """An entry and the edits that were made in it so far."""

    def __init__(self, block: Block, entry: BibEntry, old: Record, new: Record, style: BibStyle) -> None:
        self.entry = entry
        self.edits: list[Edit] = []
        self._at, self._style, self._old = block.start, style, old
        own = {field.name.lower(): field.value for field in block.fields}
        counts = Counter(field.name.lower() for field in block.fields)
        self._repeated = {name for name, number in counts.items() if number > 1}
        self._is_ambiguous = False
        self._raw = {name: raw for name, raw in own.items() if name in entry.fields}
        """The entry's own values as they are written, without empty ones; it may also inherit some."""
        self._unchanged = set(self._raw)
        self._had = _errors(decode_entry(entry)[1])
        dialect = dialect_of([block], style.dialect)
        self._homes = {row.field: name for row, name in fields_to_write(new.type, dialect)}
        self._new = self._carried(new)
        self._before, self._target = (
            encode_record(record, dialect, unicode=style.unicode) for record in (old, self._new)
        )

    def _carried(self, new: Record) -> Record:
        """What is written of *new*."""
        fields = {field: getattr(new, field) for field in ("id", "type", "genre", *_REPLACED_FIELDS)}
        if self._homes["publisher"] == "lista" and new.publisher != self._old.publisher:
            fields["publisher"] = ""  # no style prints it
        precision = len(self._old.issued.parts) if self._old.issued else 1
        if new.issued and new.issued != self._old.issued and len(new.issued.parts) > precision:
            fields["issued"] = Date(new.issued.year, new.issued.month if precision > 1 else None)
        schemes = (Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW)
        own = [identifier for identifier in new.identifiers if identifier.scheme in schemes]
        arxiv = new.identifier(Scheme.ARXIV)
        return Record(**fields, identifiers=(*own, *([arxiv] if arxiv else [])), url=new.url)

    def set_type(self) -> None:
        """Give the entry the new type, if it is not read as that."""
        old, new = self._old, self._new
        if (old.type, old.genre) == (new.type, new.genre):
            return
        if self.entry.type != self._target.type:
            self.edits.append(SetType(self._at, self._target.type))
            self.entry = self.entry._replace(type=self._target.type)
        if "entrysubtype" in self._target.fields:
            self._set("entrysubtype", self._target.fields["entrysubtype"])
        else:
            self._remove("entrysubtype")

    def set_field(self, field: str) -> None:
        """Give the fields of the entry that are read as *field* the new value, or remove them."""
        home = self._homes[field]
        meanings = _meanings(self._old.type)
        names = [name for name, read_as in meanings.items() if read_as == field and name in self._unchanged]
        value = self._target.fields.get(home, "")
        if getattr(self._old, field) != getattr(self._new, field):
            if value:
                self._set(home, self._spelt(field, names, value), next(iter(names), ""))
            for name in names:
                if name != home or not value:
                    self._remove(name)
        elif names and _meanings(self._new.type).get(names[0]) != field:
            self._set(home, self.entry.fields[names[0]], names[0], raw=self._raw[names[0]])

    def _spelt(self, field: str, names: Sequence[str], value: str) -> str:
        """The new value, with as much as possible of how the old one is written."""
        if field not in ("title", "author") or not names:
            return value
        texts = [joined(getattr(record, field)) for record in (self._old, self._new)]
        was = self._before.fields.get(field, "")
        written = self.entry.fields[names[0]]
        options = [*respellings(written, was, value, texts, unicode=self._style.unicode)]
        if field == "author":  # words that are moved would mix "Given Family" with "Family, Given"
            options.insert(len(options) if "," in written else 0, _names_like(written, value))
        expected = _without_braces(_read(field, value))
        return next((option for option in options if _without_braces(_read(field, option)) == expected), value)

    def set_date(self) -> None:
        """Give the entry the new date, in the fields of its dialect."""
        if self._old.issued == self._new.issued:
            return
        date = {name: value for name, value in self._target.fields.items() if name in DATE_FIELDS}
        for name in sorted(DATE_FIELDS - date.keys()) if date else ():
            self._remove(name)
        for name, value in date.items():
            if self.entry.fields.get(name) != value:
                self._set(name, value)

    def set_doi(self) -> None:
        """Write the DOI, if it is not there."""
        doi = self._new.identifier(Scheme.DOI)
        if doi and not (doi in self._old.identifiers and self._reads_doi()):
            self._set("doi", self._target.fields["doi"])

    def _reads_doi(self) -> bool:
        """Whether the field of the DOI has one, and not an arXiv ID."""
        try:
            doi = read_identifier("doi", self.entry.fields.get("doi", ""), archive="")
        except InputError:
            return False
        return doi is not None and doi.scheme is Scheme.DOI

    def add_eprint_and_page(self) -> None:
        """Write the arXiv ID, and the page of a publication without a DOI, if nothing leads there."""
        if self._new.identifier(Scheme.DOI) is None:
            self._remove("doi")  # it is that of the preprint
        if "eprint" not in self.entry.fields:
            for name in ("eprint", "archiveprefix", "eprinttype"):
                if name in self._target.fields:
                    self._set(name, self._target.fields[name])
        page, arxiv = self._target.fields.get("url"), self._new.identifier(Scheme.ARXIV)
        if page and not (arxiv and page == arxiv.url) and not {"doi", "url"} & self.entry.fields.keys():
            self._set("url", page)

    def remove_preprint(self) -> None:
        """Remove what says no more than that the work is a preprint."""
        for name in [name for name in self._raw if name in _PLACES]:
            if self._is_of_preprint(name, fold(decode(self.entry.fields.get(name, "")))):
                self._remove(name)

    def _is_of_preprint(self, name: str, text: str) -> bool:
        """Whether the field says only that the work is a preprint: "arXiv preprint arXiv:2401.06066v2 [cs.CL]"."""
        if name == "elocation-id":  # bioRxiv has the end of the DOI there
            return any(identifier.value.endswith(text) for identifier in self._old.identifiers)
        if name == "pubstate":
            return text not in ("retracted", "withdrawn")
        archive = archive_of(text) if name not in _NOTES else None
        is_of_others = archive is not None and archive.name != "arXiv"
        words = map(_WORDS_OF_PREPRINT.fullmatch, re.findall(r"[^\W_]+", text))
        return is_of_others or (bool(_NAMES_PREPRINT.search(text)) and all(words))

    def read(self) -> Record | None:
        """How the entry is read now; ``None`` if that is not as it should be, or has a new error."""
        read, findings = decode_entry(self.entry)
        expected, _ = decode_entry(self._target._replace(key=self.entry.key))
        if not read or not expected or self._is_ambiguous:
            return None
        for field in ("type", "genre", *_REPLACED_FIELDS):
            old, new = getattr(self._old, field), getattr(self._new, field)
            wanted, found = old if old == new else getattr(expected, field), getattr(read, field)
            if found != wanted and not (field == "title" and _without_braces(found) == _without_braces(wanted)):
                return None
        return read if _errors(findings) <= self._had else None

    def _set(self, name: str, value: str, instead: str = "", *, raw: str | None = None) -> None:
        """Set a field, with a macro of the file as its value if there is one."""
        raw = self._style.macro(name, value, self._at) if raw is None else raw
        written = value if raw is None else raw
        self._is_ambiguous |= not self._repeated.isdisjoint((name, instead))
        name_written = SPELLINGS.get(name, name)
        self.edits.append(SetField(self._at, name_written, written, is_written=raw is not None, instead=instead))
        if name not in self._raw and instead in self._raw:
            del self._raw[instead]
            self._unchanged.discard(instead)
            self.entry = self.entry.without([instead])
        self._raw[name] = written
        self._unchanged.discard(name)
        self.entry = self.entry._replace(fields=self.entry.fields | {name: value})

    def _remove(self, name: str) -> None:
        if name in self._raw:
            self._is_ambiguous |= name in self._repeated
            del self._raw[name]
            self._unchanged.discard(name)
            self.edits.append(RemoveField(self._at, name))
            self.entry = self.entry.without([name])


@cache
def _meanings(type: Type) -> Mapping[str, str]:
    """Name of a field of an entry of this type -> the field of the record that is read from it, best names first."""
    meanings: dict[str, str] = {}
    for row, name in fields_to_read(type):
        meanings.setdefault(name, row.field)
    return meanings


def _errors(findings: Iterable[Finding]) -> set[tuple[str, str | None]]:
    return {(finding.code, finding.field) for finding in findings if finding.level == "error"}


def _names_like(written: str, value: str) -> str:
    """The names in *value* in the form and with the line breaks of those that are *written*: "Given Family"."""
    names = [name.partition(", ") for name in value.split(" and ")]
    joint = re.search(r"\s+and\s+", written)
    forms = ["".join(name) if "," in written else f"{name[2]} {name[0]}".strip() for name in names]
    return (joint[0] if joint else " and ").join(forms)


def _read(field: str, latex: str) -> str | Names:
    return from_latex(latex) if field == "title" else read_names(latex)


def _without_braces(value: str | Names) -> str | Names:
    """A title without its protected words, which the old value may protect; other values as they are."""
    return re.sub(r"[{}]", "", value) if isinstance(value, str) else value
