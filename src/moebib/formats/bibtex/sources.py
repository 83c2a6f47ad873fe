"""Sources: an entry in another dialect, with the characters that the file has wherever its values are the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache, partial
from typing import NamedTuple

from moebib.errors import InputError
from moebib.formats import Loss
from moebib.formats.bibtex.dates import DATE_FIELDS
from moebib.formats.bibtex.entry import BibEntry, Dialect, keeps_type
from moebib.formats.bibtex.fields import ALIASES, FIELD_ROWS, KEY_FIELDS, ORIGINAL_KEY, VERBATIM, has_foreign_scheme
from moebib.formats.bibtex.identifiers import read_serials
from moebib.formats.bibtex.links import read_url
from moebib.formats.bibtex.localisation import in_words
from moebib.formats.bibtex.names import UNKNOWN_PART, read_name_list
from moebib.formats.bibtex.places import StatedPlace, read_place
from moebib.formats.bibtex.reading_plan import ReadingPlan, reading_plan
from moebib.formats.bibtex.verbatim import verbatim_text
from moebib.records.fields import Type
from moebib.records.identifier import Identifier
from moebib.records.record import Record
from moebib.text import markup
from moebib.text.grammar import escape
from moebib.text.latex import decode, escape_signs, executed, in_ascii, in_unicode, keep_capitals, without_executed

__all__ = ["with_capitals", "with_sources"]

_PRINTED = frozenset(("chapter", "key", "organization"))
"""Fields that the styles of BibTeX print although no record has them."""
_TITLES = frozenset(("title", "subtitle", "booktitle"))
"""Fields of which styles of BibTeX change the case."""


def with_sources(
    written: BibEntry, source: BibEntry, record: Record, dialect: Dialect, *, unicode: bool = False
) -> tuple[BibEntry, tuple[Loss, ...]]:
    r"""*written* with the characters of *source*, from which its *record* was read; and what is not kept.

    A text is that of the source if it is the value of the record. Signs at which TeX would stop are escaped. Where TeX
    would do more with it than print, it stays as the writer made it, which is a loss. For BibTeX, letters other than
    ASCII become commands; with *unicode*, commands become letters. The entry keeps a type that the dialect has, or that
    is unknown.

    >>> source = BibEntry("book", "a", {"title": r"{\sc Ponds} of {\'E}lan \pond"})
    >>> written = BibEntry("book", "a", {"title": r"\textsc{Ponds} of {\'E}lan {\textbackslash}pond"})
    >>> record = Record(id="a", type="book", title=r"<sc>Ponds</sc> of Élan \pond")
    >>> print(with_sources(written, source, record, "bibtex")[0].fields["title"])
    {\sc Ponds} of {\'E}lan \pond
    """
    rewriting = _Rewriting(source, record, dialect, in_unicode if unicode else in_ascii if dialect == "bibtex" else str)
    fields, losses = rewriting.values(written)
    fields = rewriting.with_link(fields)
    return rewriting.with_type(written._replace(fields=fields)), losses


class _Rewriting(NamedTuple):
    """How an entry that was written is made like its source."""

    source: BibEntry
    record: Record
    dialect: Dialect
    convert: Callable[[str], str]
    """Makes commands of letters, or letters of commands."""

    def values(self, written: BibEntry) -> tuple[dict[str, str], tuple[Loss, ...]]:
        """The fields with the names and the characters of the source, where the values are the same."""
        fields: dict[str, str] = {}
        losses: list[Loss] = []
        for name, value in written.fields.items():
            there = self._name_in_source(name)
            if there != name and there in written.fields and self._is_read(there, self.source.fields[there]):
                continue  # a second field of the same value: "langid" beside "language", which stays
            name = there if self._has_name(there, written) else name
            fields[name] = value
            if not self._says_the_same(name, there, value):
                continue
            original = self._original(there)
            danger = executed(original) or ("its scheme" if has_foreign_scheme(name, original) else "")
            if danger:
                fields[name] = self._without(original, name) or value
                losses.append(Loss(name, (original,), (fields[name],), f"{danger} may do more than print"))
            else:
                fields[name] = self._characters(name, there)
        return fields, tuple(losses)

    def _name_in_source(self, name: str) -> str:
        """What the field *name* is called in the source, by the field that is read; *name* if there is none."""
        plan = _texts(self.record.type)
        if name in self.source.fields or name not in plan:
            return name
        names = (other for other in self.source.fields if other in plan and plan[other][1] == plan[name][1])
        return min(names, key=lambda other: plan[other][0], default=name)

    def _has_name(self, name: str, written: BibEntry) -> bool:
        """Whether the dialect has a field called *name*, as "booktitle" of a book."""
        # BibTeX has "organization", too, but its styles do not print it of what was @online.
        is_organization = name == "organization" and self.source.type == written.type
        return is_organization or name not in _foreign(self.dialect)

    def _original(self, there: str) -> str:
        return self.source.written.get(there, self.source.fields.get(there, ""))

    def _is_extra(self, name: str, there: str) -> bool:
        """Whether the record has the field as it is in the source; biber reads few forms of dates."""
        return name not in _DATES and self.record.extra.get(name) == self.source.fields.get(there, "")

    def _says_the_same(self, name: str, there: str, value: str) -> bool:
        """Whether the source has the same as *value*, which was written as the field *name*, in other characters."""
        original = self._original(there)
        if not original or original == value or name in KEY_FIELDS or name == ORIGINAL_KEY:
            return False
        if name == "url" and self.dialect == "biblatex" and verbatim_text(original) != original:
            return False  # biber reads no LaTeX there
        if self._is_extra(name, there):
            return True
        source = self.source.fields.get(there, "")
        return self._is_read(name, source) if name in _texts(self.record.type) else _agree(name, source, value)

    def _is_read(self, name: str, latex: str) -> bool:
        """Whether the value of the record is what is read from *latex* in the field *name*."""
        _, field, read = _texts(self.record.type)[name]
        value = getattr(self.record, field)
        if read is read_name_list:
            names, problems = read_name_list(latex)
            return names == value and all(problem.startswith(UNKNOWN_PART) for problem in problems)
        read_value = read(latex)
        return bool((in_words(field, read_value) if isinstance(read_value, str) else read_value) == value)

    def _characters(self, name: str, there: str) -> str:
        """The characters of the source, in the letters of the dialect."""
        original, is_extra = self._original(there), self._is_extra(name, there)
        if name in VERBATIM or (is_extra and name not in _PRINTED):
            return original if is_extra else self.convert(original)
        if name == "title" and self.convert is in_unicode:  # BibTeX keeps the case of \v{C}, but not of Č
            original = keep_capitals(original, accented_only=True)
        return self.convert(escape_signs(original))

    def _without(self, original: str, name: str) -> str:
        """*original* with only what TeX would do more with than print as characters; "" if that is not possible."""
        if name in VERBATIM:
            return ""
        write = partial(markup.latex, is_title=name in _TITLES)
        return self.convert(escape_signs(without_executed(original, lambda text: write(escape(text)))))

    def with_link(self, fields: dict[str, str]) -> dict[str, str]:
        """*fields* with the link in its place in the source."""
        link = self.source.fields.get("url", "")
        if "url" not in fields and _page(link) in self.record.identifiers and not executed(link):
            link = self._original("url")  # the page of the DOI, which the writer leaves out
            return fields | {"url": verbatim_text(link) if self.dialect == "biblatex" else link}
        for name in ("howpublished", "note"):  # BibTeX's styles print no "url" and no "urldate"
            place = read_place(self.source.fields.get(name, ""))
            if (place.link or place.accessed) and self._has_place(name, place, fields):
                fields = self._with_place(name, place, fields)
        return fields

    def _has_place(self, name: str, place: StatedPlace, fields: Mapping[str, str]) -> bool:
        """Whether the record still has what the field *name* of the source says, and the field may be written again."""
        original = self._original(name)
        words = (place.words, original) if name in fields else ("",)
        return (
            decode(fields.get(name, "")) in map(decode, words)
            and (name in fields or not place.words)
            and (not place.link or _page(place.link) in (self.record.url, *self.record.identifiers))
            and (not place.accessed or self.record.accessed == place.accessed)
            and not executed(original)
        )

    def _with_place(self, name: str, place: StatedPlace, fields: Mapping[str, str]) -> dict[str, str]:
        """*fields* with the field *name* of the source in place of those that only the writer has for it."""
        there = self.source.fields.keys()
        is_dated = place.accessed and there.isdisjoint(("urldate", *ALIASES["urldate"]))
        instead = [*(["url"] if place.link and "url" not in there else []), *(["urldate"] if is_dated else [])]
        at = name if name in fields else next((field for field in fields if field in instead), name)
        value = self.convert(escape_signs(self._original(name)))
        written = {
            name if field == at else field: fields[field] for field in fields if field == at or field not in instead
        }
        return written | {name: value}

    def with_type(self, written: BibEntry) -> BibEntry:
        """The entry with the type of the source, if the dialect has it."""
        if self.source.type == written.type or not keeps_type(self.source.type, self.dialect):
            return written
        fields = dict(written.fields)
        # What the writer needs to say of the type it is not that of the source.
        for name in ("entrysubtype", "type"):
            if name not in self.source.fields:
                fields.pop(name, None)
            elif not executed(self.source.fields[name]):
                fields[name] = self.source.fields[name]
        return written._replace(type=self.source.type, fields=fields)


def with_capitals(written: BibEntry, source: BibEntry) -> BibEntry:
    r"""*written* with braces around capitals of titles whose case BibTeX kept, as letters of the source.

    >>> source = BibEntry("book", "a", {"title": "Die Öfen"})
    >>> print(with_capitals(BibEntry("book", "a", {"title": r"Die {\"O}fen"}), source).fields["title"])
    Die {{\"O}}fen
    """
    fields = dict(written.fields)
    for name in _TITLES & fields.keys():
        original = escape_signs(source.written.get(name) or source.fields.get(name, ""))
        if not original.isascii() and fields[name] == in_ascii(original):
            fields[name] = in_ascii(original, protect=True)
    return written._replace(fields=fields)


@cache
def _foreign(dialect: Dialect) -> frozenset[str]:
    """The names that only the other dialect has."""
    names = [{row.bibtex for row in FIELD_ROWS}, {row.biblatex for row in FIELD_ROWS}]
    other, own = names if dialect == "biblatex" else reversed(names)
    return frozenset(other - own)


def _agree(name: str, one: str, other: str) -> bool:
    """Whether two values are the same serial numbers, or printed the same but for capitals; TeX reads no links."""
    if name in ("isbn", "issn"):
        try:
            return set(read_serials(name, one)[0]) == set(read_serials(name, other)[0])
        except InputError:
            return False
    if name == "url":
        page = _page(one)
        return page is not None and page == _page(other)
    read = str if name in VERBATIM else decode
    return read(one).casefold() == read(other).casefold()


def _page(latex: str) -> Identifier | str | None:
    """The identifier whose page a link is, or the page; ``None`` if there is anything else in the field."""
    try:
        link = read_url(latex)
    except InputError:
        return None
    return (link.identifier if not link.url else link.url) if link.exact else None


_DATES = DATE_FIELDS | {"eventdate", "origdate", "urldate"}
_OF_THE_WRITER = frozenset(["identifiers", "url", "issued", "status", "event_date", "original_date", "accessed"])


@cache
def _texts(type: Type) -> ReadingPlan:
    """How the fields are read that may be written in several ways; for the others, the writer knows the source."""
    return {name: reading for name, reading in reading_plan(type).items() if reading[1] not in _OF_THE_WRITER}
