"""Reconcile what sources have on one work into one record: group the answers, choose a publication, fill each of them.

The rule, with its reasons, is in docs/explanation/publications.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any, NamedTuple

from moebib.lookup.answers import AnswerGroup, canonical, in_order, is_about_a_work, leads_of
from moebib.lookup.doubts import Doubt, doubts_about
from moebib.lookup.fill import fill_publication, links_of, rank_by_source, status_of
from moebib.lookup.publications import group
from moebib.matching.places import track_rank
from moebib.merging.versions import VERSION_FIELDS, as_version, is_one_publication
from moebib.records.answer import NEW, Found, RelatedKind
from moebib.records.archives import archive_of_identifier
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import Publication, Version
from moebib.records.record import Record, Relation, RelationKind

__all__ = ["Candidate", "Reconciled", "reconcile"]

_OF_ANY_VERSION = (Scheme.ARXIV, Scheme.OPENREVIEW, Scheme.DBLP)
"""Identifiers of preprints that people use for the work, whatever became of the preprint."""


class Candidate(NamedTuple):
    """A value that a source has for a field."""

    source: str
    value: Any
    """Plain data, as in an entry file."""
    is_preprint: bool
    """Whether the source describes the preprint."""
    publication: str = ""
    """The venue and year of the publication that the source describes, if it is not the top level."""


class Reconciled(NamedTuple):
    """A work, the candidates for each of its fields, of which the first was taken, and what is doubtful in it."""

    record: Record
    candidates: Mapping[str, Sequence[Candidate]]
    doubts: tuple[Doubt, ...] = ()


class _Described(NamedTuple):
    answers: AnswerGroup
    record: Record


def reconcile(
    answers: Iterable[Found], requested: Identifier | None = None, *, like: Publication | None = None
) -> Reconciled:
    """One record from what sources have on one work, independent of the order of *answers*.

    The top level is the publication with the *requested* identifier, or the one that is described *like* that, else the
    best one; the others are its ``versions``.

    Raises:
        ValueError: If there is no answer.
    """
    described = in_order(answers)
    if not described:
        raise ValueError("nothing to reconcile")
    about_the_work = [answer for answer in described if is_about_a_work(answer)]
    publications = [_Described(of_one, fill_publication(of_one)) for of_one in group(described)]
    if not publications:
        publications = _of_one_answer(about_the_work[0], requested)
    top, *others = sorted(publications, key=partial(_precedence, requested=requested, like=like, answers=described))

    versions = [as_version(other.record, top.record) for other in others]
    listed = canonical(identifier for publication in publications for identifier in publication.record.identifiers)
    if (
        requested
        and requested.canonical not in listed
        and any(requested in leads_of(answer) for answer in about_the_work)
    ):
        versions.append(_only_named(requested))
    of_top = canonical(top.record.identifiers)
    naming_top = [answer for answer in about_the_work if canonical(answer.identifiers) & of_top]
    record = top.record.evolve(
        versions=versions,
        links=links_of(described) | {"pdf": links_of(top.answers).get("pdf", ())},
        extra={name: value for answer in described for name, value in answer.record.extra.items()},
        status=top.record.status or status_of(naming_top),
        relations=_relations(top, listed),
    )
    return Reconciled(record, _candidates(top, others), doubts_about(record, top.answers))


def _of_one_answer(answer: Found, requested: Identifier | None) -> list[_Described]:
    """The publication and the preprint of a work that only a source has which does not tell them apart.

    Each has one identifier of a scheme: the one that was *requested*, or the first.
    """
    in_order_of_choice = sorted(leads_of(answer), key=lambda identifier: identifier != requested)
    first_of = {(bool(archive_of_identifier(other)), other.scheme): other for other in reversed(in_order_of_choice)}
    of_preprint = [other for (is_archived, _), other in first_of.items() if is_archived]
    of_paper = [other for (is_archived, _), other in first_of.items() if not is_archived]
    record = fill_publication((answer,))
    if record.is_preprint:
        return [_Described((answer,), record.evolve(identifiers=(*of_preprint[-1:], *record.identifiers)))]
    described = [_Described((answer,), record.evolve(identifiers=(*reversed(of_paper), *record.identifiers)))]
    for identifier in of_preprint[-1:]:
        preprint = _only_named(identifier)
        fields = {field: getattr(preprint, field) for field in ("type", "genre", "container_title", "identifiers")}
        described.append(_Described((answer,), Record(id=NEW, title=record.title, author=record.author, **fields)))
    return described


def _only_named(identifier: Identifier) -> Version:
    """A publication of which only the *identifier* is known, and what follows from it."""
    archive = archive_of_identifier(identifier)
    if archive is None:
        return Version(type="document", identifiers=(identifier,))
    return Version(type="article", genre="preprint", container_title=archive.name, identifiers=(identifier,))


def _precedence(
    publication: _Described, *, requested: Identifier | None, like: Publication | None, answers: Sequence[Found]
) -> tuple[bool, bool, int, bool, int, str]:
    """The rule that chooses the top level: the lowest value wins.

    What was requested by an identifier of its own; a work of one kind before what was not published as such; then the
    journal or main track, findings, workshop, preprint; of several, the one that its preprint names, then the earliest.
    """
    record, own = publication.record, set[Identifier]()
    for answer in publication.answers:
        own |= canonical(answer.record.identifiers)
    is_requested = requested is not None and requested.canonical in (own | canonical(record.identifiers))
    if requested and record.is_preprint and requested.scheme in _OF_ANY_VERSION:
        is_requested = False
    is_requested = is_requested or (like is not None and is_one_publication(like, record) is True)
    is_named = any(
        related.kind == "published-as" and related.identifier.canonical in own
        for answer in answers
        for related in answer.related
    )
    year = record.issued.year if record.issued else 9999
    return not is_requested, record.type == "software", track_rank(record), not is_named, year, str(record.identifiers)


_RELATIONS: Mapping[RelatedKind, RelationKind] = {
    "notice-of": "notice-of", "version": "version-of", "translation": "translation-of",
}  # fmt: skip
"""What is stated of publications that are not looked up, or not described, as the relation in a record."""


def _relations(top: _Described, listed: Collection[Identifier]) -> tuple[Relation, ...]:
    """What the top level is a notice, another version or a translation of, unless that is one of its versions."""
    named = {
        (kind, related.identifier): answer.source
        for answer in reversed(top.answers)
        for related in reversed(answer.related)
        if (kind := _RELATIONS.get(related.kind)) and related.identifier.canonical not in listed
    }
    relations = (Relation(kind=kind, identifier=other, source=source) for (kind, other), source in named.items())
    return tuple(reversed([*relations]))


def _candidates(top: _Described, others: Sequence[_Described]) -> dict[str, list[Candidate]]:
    """All values of every field in the order of choice, those of the top level first."""
    candidates: dict[str, list[Candidate]] = {}
    for publication in (top, *others):
        record = publication.record
        year = record.issued.year if record.issued else ""
        place = "" if publication is top else f"{record.venue or record.type} {year}".strip()
        values = [(answer, answer.record.to_dict()) for answer in publication.answers]
        for field in ("type", *VERSION_FIELDS, "abstract", "identifiers", "links", "status"):
            having = [(answer, plain[field]) for answer, plain in values if plain.get(field)]
            for answer in rank_by_source((answer for answer, _ in having), field):
                value = next(value for other, value in having if other is answer)
                candidate = Candidate(answer.source, value, answer.record.is_preprint, place)
                candidates.setdefault(field, []).append(candidate)
    return candidates
