"""Whether an answer describes the work that a reference names, however wrong the rest of the reference is."""

from __future__ import annotations

from moebib.matching.distance import Distance, agree, compare
from moebib.records.identifier import Identifier
from moebib.records.record import Record
from moebib.text.markup import escape

__all__ = ["distance_to", "is_renamed"]


def distance_to(reference: Record, answer: Record) -> Distance:
    """The distance by title and authors, as far as both records have them.

    Year, venue and identifiers do not count.
    """
    return agree(_named(reference, answer), _named(answer, reference))


def is_renamed(reference: Record, answer: Record) -> bool:
    """Whether *answer* has the same identifier and first author, but another title."""
    here = _named(reference, answer, reference.all_identifiers)
    return compare(here, _named(answer, reference, answer.all_identifiers)).is_same


def _named(record: Record, other: Record, identifiers: tuple[Identifier, ...] = ()) -> Record:
    """The titles and authors of *record*, as far as *other* has them, too."""
    titles = record.titles if other.titles else ()
    author = record.author if other.author else ()
    return Record(
        id=record.id, type="document", title=escape(titles[0]) if titles else "", aliases=titles[1:], author=author,
        identifiers=identifiers,
    )  # fmt: skip
