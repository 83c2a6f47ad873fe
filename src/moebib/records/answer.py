"""The answer of a source to the query for one identifier: found, absent or unavailable."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal, NamedTuple

from moebib._guesses import guessing
from moebib.records.identifier import Identifier
from moebib.records.record import Record

__all__ = ["NEW", "Absent", "Answer", "Found", "Related", "RelatedKind", "Unavailable"]

NEW = "new"
"""The ``id`` of a record that has no key yet."""


RelatedKind = Literal["published-as", "preprint", "version", "translation", "notice-of", "same-work"]
"""What another publication is to the one that an answer describes.

``published-as``: its publication; ``preprint``: its preprint; ``version``: another version of this software, data or
deposit, or the record of all its versions; ``translation``: its translation or original; ``notice-of``: what this
correction or retraction is about; ``same-work``: a publication or copy of the same work, in whatever relation.
"""


class Related(NamedTuple):
    """Another publication that a source names as related to the one it describes."""

    kind: RelatedKind
    identifier: Identifier


_NOT_FOUND = dict.fromkeys(
    ("record", "work", "identifiers"), "only moebib.Found has it: isinstance(answer, moebib.Found)"
)


@guessing(dict.fromkeys(("work", "result", "value"), "record"))
@dataclass(frozen=True, slots=True)
class Found:
    """The source has it. The record describes one publication and has the key ``NEW``.

    >>> answer = Found(Record(id=NEW, type="book", title="The TeXbook"), "crossref", date(2026, 11, 24))
    >>> answer.record.title, answer.source
    ('The TeXbook', 'crossref')
    """

    record: Record
    source: str
    fetched: date
    related: tuple[Related, ...] = ()
    """Publications that the source names as related; the identifiers of *record* are only its own."""
    stated: str = ""
    """What the authors of a preprint say of its publication: "Accepted at ICML 2024", "J. Clay 3 (2024) 5"."""

    @property
    def identifiers(self) -> tuple[Identifier, ...]:
        """The identifiers of the publication, then those of related ones."""
        return tuple(dict.fromkeys((*self.record.identifiers, *(related.identifier for related in self.related))))


@guessing(_NOT_FOUND)
@dataclass(frozen=True, slots=True)
class Absent:
    """The source responded and does not have it.

    >>> Absent("crossref")
    Absent(source='crossref')
    """

    source: str


@guessing(_NOT_FOUND | dict.fromkeys(("reason", "error", "message"), "why"))
@dataclass(frozen=True, slots=True)
class Unavailable:
    """It is unknown whether the source has it: there was no response, or none that could be used.

    >>> Unavailable("crossref", "too many requests").why
    'too many requests'
    """

    source: str
    why: str
    has_record: bool = field(default=False, compare=False)
    """Whether the source responded as documented, with a record that cannot be used."""


Answer = Found | Absent | Unavailable
