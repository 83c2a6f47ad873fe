"""The truth: what each publication of an invented work has, and which publications a value can belong to."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import Any, Literal

from moebib.records.date import parse_date
from moebib.records.equivalence import words_of
from moebib.records.identifier import Identifier, Scheme, find_identifier
from moebib.records.name import parse_name

__all__ = ["Aggregate", "Kind", "Publication", "Work", "identifiers_of", "spelling"]

Kind = Literal[
    "preprint", "journal", "conference", "workshop", "findings", "thesis", "dataset", "software", "book", "chapter",
]  # fmt: skip
_TYPES = {
    "preprint": "article", "journal": "article-journal", "conference": "paper-conference",
    "workshop": "paper-conference", "findings": "paper-conference",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True, eq=False)
class Publication:
    """One publication of a work, and how services differ from its truth."""

    name: str
    """The work, a dot, and what it is of that work: "moves.journal"."""
    kind: Kind
    title: str
    authors: tuple[str, ...] = ()
    """All of them, as "Family, Given" or "{Group}"."""
    date: str = ""
    """The day on which it appeared first."""
    printed: str = ""
    """The date of the printed issue, if that is another one."""
    venue: str = ""
    short: str = ""
    volume: str = ""
    issue: str = ""
    page: str = ""
    edition: str = ""
    publisher: str = ""
    agency: Literal["crossref", "datacite"] = "crossref"
    doi: str = ""
    arxiv: str = ""
    acl: str = ""
    dblp: str = ""
    openreview: str = ""
    url: str = ""
    isbn: str = ""
    issn: str = ""
    status: str = ""
    """What became of it: "retracted" or "corrected"."""
    also: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    """Field -> other values that are true, too: shortened lists of authors, names of the venue."""
    wire: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    """Service -> what its answer has in addition, or in place of the truth, in the service's own form."""

    @property
    def identifiers(self) -> frozenset[Identifier]:
        """All that name this publication, in canonical form."""
        return frozenset(identifier.canonical for identifier in identifiers_of(self))

    @property
    def is_proceedings(self) -> bool:
        return self.kind in ("conference", "workshop", "findings")

    @property
    def type(self) -> str:
        """The CSL type."""
        return _TYPES.get(self.kind, self.kind)

    def owns(self, name: str, value: Any) -> bool:
        """Whether *value*, in the plain form of an entry file, is true of the field *name* of this publication."""
        return spelling(name, value) in self._values(name) if name != "issued" else self._owns_date(value)

    def _owns_date(self, value: str) -> bool:
        parts = parse_date(value).parts
        return any(parse_date(date).parts[: len(parts)] == parts for date in (self.date, self.printed) if date)

    def _values(self, name: str) -> set[str]:
        own: Mapping[str, tuple[Any, ...]] = {
            "type": (self.type, "document"),
            "genre": ("preprint",) if self.kind == "preprint" else (),
            "title": (self.title,),
            "author": (self.authors,),
            "container_title": (self.venue, self.short),
            "container_title_short": (self.short, self.venue),
            "event_title": (self.venue,),
            "volume": (self.volume,),
            "issue": (self.issue,),
            "page": (self.page,),
            "number": (self.issue,),
            "edition": (self.edition,),
            "publisher": (self.publisher,),
            "url": (self.url,),
        }
        return {spelling(name, value) for value in (*own.get(name, ()), *self.also.get(name, ())) if value}


def spelling(name: str, value: Any) -> str:
    """*value* without what differs between two ways to write the same."""
    if name == "author":
        return "; ".join(" ".join(words_of(parse_name(author).display())) for author in value)
    if name == "url":
        return str(value)
    return " ".join(words_of(str(value)))


def identifiers_of(publication: Publication) -> Iterator[Identifier]:
    """Those that name it, and not its journal or volume."""
    for scheme in (Scheme.DOI, Scheme.ARXIV, Scheme.ACL, Scheme.DBLP, Scheme.OPENREVIEW, Scheme.URL):
        value = getattr(publication, scheme.value)
        if value and (identifier := find_identifier(value if scheme is Scheme.URL else f"{scheme}:{value}")):
            yield identifier


@dataclass(frozen=True, kw_only=True, eq=False)
class Aggregate:
    """What a service that merges publications has about a work: the parts of each answer are of several of them."""

    service: Literal["semantic-scholar", "openalex"]
    number: int
    of: tuple[str, ...]
    """The publications that it merges, by the part of their names after the dot."""
    venue: str = ""
    """The publication whose venue, volume and pages it has; by default the first."""
    date: str = ""
    title: str = ""
    doi: str = ""
    """The publication whose DOI it has; "-" for no DOI."""
    wire: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, eq=False)
class Work:
    """An invented work, or several that are easily taken for one."""

    name: str
    publications: tuple[Publication, ...]
    aggregates: tuple[Aggregate, ...] = ()
    apart: tuple[tuple[str, ...], ...] = ()
    """Groups of publications that are other works than the rest, which may not be in one record with them."""
    top: Mapping[str, str] = field(default_factory=dict)
    """For a page that describes another publication: its name, and that of the other one."""

    def publication(self, name: str) -> Publication:
        """The publication with that name, with or without the name of the work."""
        return next(one for one in self.publications if one.name in (name, f"{self.name}.{name}"))

    def group(self, publication: Publication) -> tuple[Publication, ...]:
        """The publications that may be in one record with *publication*."""
        part = publication.name.partition(".")[2]
        for names in self.apart:
            if part in names:
                return tuple(map(self.publication, names))
        others = set(chain.from_iterable(self.apart))
        return tuple(one for one in self.publications if one.name.partition(".")[2] not in others)

    def expected(self, asked: Publication, identifier: Identifier) -> Publication:
        """The publication that is the top level if *asked* is asked for by its *identifier*, with all sources.

        Identifiers of preprints are used for the work, whatever became of it, unless they are DOIs.
        """
        if asked.name in self.top:
            return self.publication(self.top[asked.name])
        is_of_any = asked.kind == "preprint" and identifier.scheme is not Scheme.DOI
        return self.group(asked)[0] if is_of_any else asked
