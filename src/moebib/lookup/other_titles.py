"""Publications that a preprint probably became under another title: suggestions, which no update applies.

They are among the records of other works that its identifiers led to, and among the works of the same people.
"""

from __future__ import annotations

from collections.abc import Sequence

from moebib.errors import Finding
from moebib.library.library import Library
from moebib.lookup._draft import is_unpublished
from moebib.lookup.lookup import Lookup, answers_in
from moebib.matching.related import RelatedPair, relate
from moebib.records.answer import Found
from moebib.records.equivalence import words_of
from moebib.records.record import Record
from moebib.text.markup import plain
from moebib.text.shorten import quote

__all__ = ["publications_of_other_title"]


def publications_of_other_title(
    record: Record, lookups: Sequence[Lookup], library: Library | None = None
) -> list[Finding]:
    """MB205 for each work in *lookups* that *record*, a preprint, was probably published as.

    Works in the *library* of the record are compared there, and others may be recorded as different works.
    """
    if not is_unpublished(record):
        return []
    preprint = record.evolve(abstract=record.abstract or _abstract_in(lookups))
    pairs: dict[tuple[str, ...], tuple[RelatedPair, str]] = {}
    for answer in (answer for lookup in lookups for answer in lookup.others):
        pair = relate(preprint, answer.record.evolve(id="publication"))
        is_settled = library is not None and _is_settled(record, answer, library)
        if pair is None or pair.kind != "published-as" or is_settled:
            continue
        title = tuple(words_of(plain(answer.record.title)))
        if title not in pairs or pairs[title][0].evidence.abstract is None:  # of several sources one with an abstract
            pairs[title] = (pair, answer.source)
    return [_finding(pair, source, is_listed=library is not None) for pair, source in pairs.values()]


def _abstract_in(lookups: Sequence[Lookup]) -> str:
    """The abstract of the preprint, if a source has it."""
    abstracts = (answer.record.abstract for answer in answers_in(lookups) if answer.record.is_preprint)
    return next(filter(None, abstracts), "")


def _is_settled(record: Record, answer: Found, library: Library) -> bool:
    """Whether the list has the publication, too, or says that it is another work."""
    return any(
        library.find(identifier) or frozenset((record.id, str(identifier))) in library.config.different_pairs
        for identifier in answer.record.identifiers
        if identifier.is_of_one_work
    )


def _finding(pair: RelatedPair, source: str, *, is_listed: bool) -> Finding:
    key, publication = pair.first.id, pair.second
    identifier = next(map(str, publication.identifiers), "")
    known = ", ".join(str(part) for part in (publication.venue, publication.issued, identifier) if part)
    hint = "if they are one work, cite the publication"
    if is_listed and identifier:
        hint = (
            f"`moebib add {identifier}`, and `moebib dedupe --merge` if they are one work; "
            f"`moebib dedupe --not {key} {identifier}` if not"
        )
    title = quote(plain(publication.title))
    message = f"probably published as {title} ({known}), according to {source}; {pair.evidence}"
    return Finding("MB205", message, key, "title", hint=hint)
