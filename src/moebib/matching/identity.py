"""Belongs: what to ask about a reference, and whether an answer is of the work that it names.

However wrong the rest of it is: that is what is to be found out.
"""

from __future__ import annotations

from moebib.matching.distance import Distance, agree, compare
from moebib.records.equivalence import words_of
from moebib.records.identifier import Identifier, Scheme, schemes
from moebib.records.record import Record

__all__ = ["distance_to", "is_renamed", "questions", "title_question"]

_ASKED = (
    {*schemes(names="work")} - {Scheme.PMID, Scheme.URL},
    {Scheme.PMID, *schemes(names="database")} - {Scheme.HF},
)
"""Databases are asked by their own numbers only where nothing better is known: they lead to the same answers."""


def questions(record: Record) -> list[str]:
    """The identifiers to ask for; without any, the title; nothing where there is neither."""
    for group in _ASKED:
        found = [str(one) for one in record.all_identifiers if one.scheme in group]
        if found:
            return found
    return title_question(record)


def title_question(record: Record) -> list[str]:
    """The title to ask for; one word is no title to find a work by."""
    return [record.title] if len(words_of(record.title)) > 1 and len(record.title.split()) > 1 else []


def distance_to(reference: Record, answer: Record) -> Distance:
    """How far the two are apart by title and first author, as far as both tell them.

    Year, venue and identifiers do not count.
    """
    return agree(_named(reference, answer), _named(answer, reference))


def is_renamed(reference: Record, answer: Record) -> bool:
    """Whether *answer* is of the same identifier and first author, under another title."""
    here = _named(reference, answer, reference.all_identifiers)
    return compare(here, _named(answer, reference, answer.all_identifiers)).is_same


def _named(record: Record, other: Record, identifiers: tuple[Identifier, ...] = ()) -> Record:
    """What *record* is called and by whom, without what *other* does not tell."""
    titles = record.titles if other.titles else ()
    author = record.author if other.author else ()
    return Record(
        id=record.id, type="document", title=titles[0] if titles else "", aliases=titles[1:], author=author,
        identifiers=identifiers,
    )  # fmt: skip
