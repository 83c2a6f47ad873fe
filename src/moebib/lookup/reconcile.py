"""Assemble: what several sources say of one work, into one record with its versions.

Every field is taken whole from one source, the first in its written order that has it; lists of authors are never
mixed. Each field keeps its origin: the source, the day, and the digest of the value.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple

from moebib import sources
from moebib.merging.merge import VERSION_FIELDS, as_version
from moebib.records.answer import NEW, Found
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme, schemes
from moebib.records.record import Origin, Record, Status

__all__ = ["Assembled", "Candidate", "assemble", "order_of"]

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
    """A value that a source gives for a field."""

    source: str
    value: Any
    """Plain data, as in an entry file."""
    is_preprint: bool
    """Whether the source speaks of the preprint."""


class Assembled(NamedTuple):
    """A work, and for each of its fields what there was to choose from: the first one was taken."""

    record: Record
    candidates: Mapping[str, Sequence[Candidate]]


def assemble(found: Iterable[Found]) -> Assembled:
    """One record from what sources say of one work; records of software stand behind all others.

    The published version is the top level, and the preprint stands under ``versions``; without one, the preprint is
    the top level.

    Raises:
        ValueError: If nothing was found.
    """
    answers = list(found)
    if not answers:
        raise ValueError("nothing to assemble")
    papers = [one for one in answers if one.record.type != "software"] or answers
    preprints = [one for one in papers if one.record.is_preprint]
    published = [one for one in papers if not one.record.is_preprint]
    top = _version(published or preprints)
    # Where nobody tells who wrote the published version, it is still by somebody: those of the preprint.
    top |= {name: _first(preprints, name) for name in ("title", "author") if not top.get(name)}
    work = top | {
        "id": NEW,
        "type": _type(published or preprints),
        "identifiers": _identifiers(answers),
        "abstract": _first(papers, "abstract"),
        "links": _links(answers),
        "status": next((one.record.status for one in answers if _is_worst(one.record.status)), _any_status(answers)),
        "extra": {name: value for one in papers for name, value in one.record.extra.items()},
    }
    if published and preprints:
        preprint = {"id": NEW, "type": "article", **_version(preprints), "genre": "preprint"}
        identifiers = [one for one in _identifiers(preprints) if one.scheme is Scheme.ARXIV]
        version = as_version(
            Record.model_validate({**preprint, "identifiers": identifiers}),
            Record.model_validate({"id": NEW, "type": "document", **top}),
        )
        work["versions"] = (version,)
    record = Record.model_validate({name: value for name, value in work.items() if value})
    candidates = _candidates(published, preprints)
    return Assembled(record.evolve(origin=_origins(record, answers, candidates)), candidates)


def _version(answers: Sequence[Found]) -> dict[str, Any]:
    return {name: value for name in VERSION_FIELDS if (value := _first(answers, name))}


@cache
def order_of(field: str) -> Sequence[str]:
    """The sources of *field*, best first, by the ranks they declare."""
    ranks = {name: sources.source(name).rank.of(field) for name in sources.sources()}
    return tuple(sorted(ranks, key=lambda name: (ranks[name], name)))


def _ranked(answers: Iterable[Found], field: str) -> list[Found]:
    order = order_of(field)
    return sorted(answers, key=lambda one: order.index(one.source) if one.source in order else len(order))


def _first(answers: Iterable[Found], field: str) -> Any:
    values = [value for one in _ranked(answers, field) if (value := getattr(one.record, field))]
    if field == "issued" and values:
        # The same date, told more exactly by a source further down: 2024 and then 2024-05.
        return max((one for one in values if one.parts[: len(values[0].parts)] == values[0].parts), key=_exactness)
    return values[0] if values else None


def _exactness(date: Date) -> int:
    return len(date.parts)


def _type(answers: Sequence[Found]) -> str:
    """The type by the best source that says more than "document"."""
    types = [one.record.type for one in _ranked(answers, "type")]
    return next((type_ for type_ in types if type_ != "document"), types[0])


def _identifiers(answers: Iterable[Found]) -> tuple[Identifier, ...]:
    """One of each scheme: that of the best source. Another one of the same scheme is of another version, or wrong."""
    found: dict[Scheme, Identifier] = {}
    for answer in _ranked(answers, "identifiers"):
        for one in answer.record.all_identifiers:
            found.setdefault(one.scheme, one)
    return tuple(found[scheme] for scheme in _SCHEMES if scheme in found)


def _links(answers: Iterable[Found]) -> dict[str, tuple[str, ...]]:
    links: dict[str, dict[str, None]] = {}
    for answer in _ranked(answers, "links"):
        for kind, urls in answer.record.links:
            links.setdefault(kind, {}).update(dict.fromkeys(urls))
    return {kind: tuple(urls) for kind, urls in links.items() if urls}


def _is_worst(status: Status | None) -> bool:
    return status is not None and status.kind in ("retracted", "withdrawn")


def _any_status(answers: Iterable[Found]) -> Status | None:
    return next((one.record.status for one in answers if one.record.status), None)


def _candidates(published: Sequence[Found], preprints: Sequence[Found]) -> dict[str, list[Candidate]]:
    """For every field all that was said, in the order of choice: first of the version that is the top level."""
    candidates: dict[str, list[Candidate]] = {}
    for answers in (published, preprints):
        for field in (*VERSION_FIELDS, "abstract"):
            for one in _ranked(answers, field):
                if getattr(one.record, field):
                    value = one.record.to_dict()[field]
                    candidates.setdefault(field, []).append(Candidate(one.source, value, one.record.is_preprint))
    return candidates


def _origins(
    record: Record, answers: Sequence[Found], candidates: Mapping[str, Sequence[Candidate]]
) -> dict[str, Origin]:
    days = {one.source: one.fetched for one in answers}
    origins = {}
    for field, value in record.to_dict().items():
        said = next((one for one in candidates.get(field, ()) if one.value == value), None)
        if said:
            origins[field] = Origin.of(said.source, days[said.source], value)
    return origins
