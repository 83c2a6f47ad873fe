"""Reconcile what several sources have on one work into one record with its versions.

Every field is taken as a whole from one source, the first in the field's order of sources that has it; lists of
authors are never mixed. Each field keeps its origin: the source, the day, and the digest of the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from moebib import sources
from moebib.merging.versions import VERSION_FIELDS, as_version
from moebib.records.answer import NEW, Found
from moebib.records.identifier import Identifier, Scheme, schemes
from moebib.records.name import Names
from moebib.records.publication import Origin, Status
from moebib.records.record import Record

__all__ = ["Candidate", "Reconciled", "rank_by_source", "reconcile", "sources_of"]

_SCHEMES = tuple(
    scheme
    for scheme in (
        *schemes(Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW, Scheme.ARXIV, Scheme.PMID, names="work"),
        Scheme.DBLP,
        *schemes(names="volume"),
    )
    if scheme is not Scheme.URL
)
"""The identifiers a record keeps, in this order. Numbers of databases (S2, OpenAlex) only lead to others."""


class Candidate(NamedTuple):
    """A value that a source has for a field."""

    source: str
    value: Any
    """Plain data, as in an entry file."""
    is_preprint: bool
    """Whether the source describes the preprint."""


class Reconciled(NamedTuple):
    """A work, and the candidates for each of its fields, of which the first was taken."""

    record: Record
    candidates: Mapping[str, Sequence[Candidate]]


def reconcile(answers: Iterable[Found]) -> Reconciled:
    """One record from what sources have on one work; software that belongs to a paper only adds to its record.

    The published version is the top level, and the preprint one of its ``versions``; without a published version, the
    preprint is the top level.

    Raises:
        ValueError: If there is no answer.
    """
    answers = list(answers)
    if not answers:
        raise ValueError("nothing to reconcile")
    papers = [answer for answer in answers if answer.record.type != "software"] or answers
    preprints = [answer for answer in papers if answer.record.is_preprint]
    published = [answer for answer in papers if not answer.record.is_preprint]

    # If no source has the authors of the published version, they are those of the preprint, if one has these.
    of_preprint = {field: value for field in ("title", "author") if (value := _first(preprints, field))}
    top = of_preprint | _version(published or preprints)
    types = [answer.record.type for answer in rank_by_source(published or preprints, "type")]
    work = top | {
        "id": NEW,
        "type": next((type_ for type_ in types if type_ != "document"), types[0]),
        "identifiers": _identifiers(answers),
        "abstract": _first(papers, "abstract"),
        "links": _links(answers),
        "status": _status(answers),
        "extra": {name: value for answer in papers for name, value in answer.record.extra.items()},
    }
    if published and preprints:
        arxiv = [identifier for identifier in _identifiers(preprints) if identifier.scheme is Scheme.ARXIV]
        fields = {**_version(preprints), "type": "article", "genre": "preprint", "identifiers": arxiv}
        preprint = Record.model_validate({"id": NEW, **fields})
        work["versions"] = (as_version(preprint, Record.model_validate({"id": NEW, "type": "document", **top})),)
    record = Record.model_validate({field: value for field, value in work.items() if value})

    candidates = _candidates(published, preprints)
    return Reconciled(record.evolve(origin=_origins(record, answers, candidates)), candidates)


@cache
def sources_of(field: str) -> Sequence[str]:
    """The sources of *field*, best first, by the ranks they declare."""
    ranks = {name: sources.source(name).rank.of(field) for name in sources.sources()}
    return tuple(sorted(ranks, key=lambda name: (ranks[name], name)))


def rank_by_source(answers: Iterable[Found], field: str) -> list[Found]:
    """*answers* with those of the best sources of *field* first."""
    order = sources_of(field)
    return sorted(answers, key=lambda answer: order.index(answer.source) if answer.source in order else len(order))


def _version(answers: Sequence[Found]) -> dict[str, Any]:
    return {field: value for field in VERSION_FIELDS if (value := _first(answers, field))}


def _first(answers: Iterable[Found], field: str) -> Any:
    """The value of the best source: of lists of names a complete one, of dates the most precise that is the same."""
    values = [value for answer in rank_by_source(answers, field) if (value := getattr(answer.record, field))]
    if field == "issued" and values:
        same = [date for date in values if date.parts[: len(values[0].parts)] == values[0].parts]
        return max(same, key=lambda date: len(date.parts))
    complete = (value for value in values if not (isinstance(value, Names) and value.others))
    return next(complete, next(iter(values), None))


def _identifiers(answers: Iterable[Found]) -> tuple[Identifier, ...]:
    """One of each scheme, from the best source: another one of that scheme is of another version, or wrong."""
    by_scheme: dict[Scheme, Identifier] = {}
    for answer in rank_by_source(answers, "identifiers"):
        for identifier in answer.record.all_identifiers:
            by_scheme.setdefault(identifier.scheme, identifier)
    return tuple(by_scheme[scheme] for scheme in _SCHEMES if scheme in by_scheme)


def _links(answers: Iterable[Found]) -> dict[str, tuple[str, ...]]:
    links: dict[str, dict[str, None]] = {}
    for answer in rank_by_source(answers, "links"):
        for kind, urls in answer.record.links:
            links.setdefault(kind, {}).update(dict.fromkeys(urls))
    return {kind: tuple(urls) for kind, urls in links.items() if urls}


def _status(answers: Iterable[Found]) -> Status | None:
    """A retraction or withdrawal from any source; otherwise the first status."""
    statuses = [answer.record.status for answer in answers if answer.record.status]
    worst = (status for status in statuses if status.kind in ("retracted", "withdrawn"))
    return next(worst, next(iter(statuses), None))


def _candidates(published: Sequence[Found], preprints: Sequence[Found]) -> dict[str, list[Candidate]]:
    """All values of every field in the order of choice, those of the published version first."""
    candidates: dict[str, list[Candidate]] = {}
    for answers in (published, preprints):
        for field in (*VERSION_FIELDS, "abstract"):
            for answer in rank_by_source(answers, field):
                if getattr(answer.record, field):
                    value = answer.record.to_dict()[field]
                    candidate = Candidate(answer.source, value, answer.record.is_preprint)
                    candidates.setdefault(field, []).append(candidate)
    return candidates


def _origins(
    record: Record, answers: Sequence[Found], candidates: Mapping[str, Sequence[Candidate]]
) -> dict[str, Origin]:
    days = {answer.source: answer.fetched for answer in answers}
    origins = {}
    for field, value in record.to_dict().items():
        chosen = next((candidate for candidate in candidates.get(field, ()) if candidate.value == value), None)
        if chosen:
            origins[field] = Origin.of(chosen.source, days[chosen.source], value)
    return origins
