"""Fill a publication from the answers about it: each field is taken whole from one source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from typing import Any

from moebib import sources
from moebib.lookup.answers import AnswerGroup, is_of_registrar
from moebib.merging.versions import VERSION_FIELDS
from moebib.normalise.names import count_initials
from moebib.records.answer import NEW, Found
from moebib.records.equivalence import equivalent_names, equivalent_text
from moebib.records.identifier import Identifier, Scheme, schemes
from moebib.records.name import NAME_FIELDS, Names
from moebib.records.publication import Origin, Status
from moebib.records.record import Record
from moebib.text.markup import plain

__all__ = ["fill_publication", "links_of", "rank_by_source", "sources_of", "status_of"]

_SCHEMES = tuple(
    scheme
    for scheme in (
        *schemes(Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW, Scheme.ARXIV, Scheme.PMID, names="work"),
        Scheme.DBLP,
        Scheme.HF,
        *schemes(names="volume"),
    )
    if scheme is not Scheme.URL
)
"""The identifiers a publication keeps, in this order. Numbers of databases (S2, OpenAlex) only lead to others."""


@cache
def sources_of(field: str) -> Sequence[str]:
    """The sources of *field*, best first, by the ranks they declare."""
    ranks = {name: sources.source(name).rank.of(field) for name in sources.sources()}
    return tuple(sorted(ranks, key=lambda name: (ranks[name], name)))


def rank_by_source(answers: Iterable[Found], field: str) -> list[Found]:
    """*answers* with those of the best sources of *field* first.

    The type of a publication, and when it appeared, are what the agency says that registered its DOI.
    """
    order = sources_of(field)

    def rank(answer: Found) -> tuple[bool, int]:
        decides = field in ("type", "genre", "issued") and is_of_registrar(answer)
        return not decides, order.index(answer.source) if answer.source in order else len(order)

    return sorted(answers, key=rank)


def fill_publication(answers: AnswerGroup) -> Record:
    """The publication that *answers* describe, with the origins of its fields."""
    typed = [answer for answer in rank_by_source(answers, "type") if answer.record.title]
    kind = next((answer for answer in typed if answer.record.type != "document"), typed[0])
    fields: dict[str, Any] = {"id": NEW, "type": kind.record.type, "genre": kind.record.genre}
    chosen: dict[str, Found] = {"genre": kind}
    for field in (*(name for name in VERSION_FIELDS if name != "genre"), "abstract"):
        candidates = answers
        if kind.record.is_preprint and field in ("author", "abstract") and "title" in chosen:
            candidates = _of_one_version(answers, chosen["title"])
        if answer := _choose(candidates, field):
            fields[field], chosen[field] = getattr(answer.record, field), answer
    identifiers = _identifiers(answers)
    is_named = "url" in fields or any(identifier.is_of_one_work for identifier in identifiers)
    if not is_named and (page := next(_pages(answers), None)):  # the DOI on the page may be of another work
        chosen["url"], fields["url"] = page
    fields |= {"identifiers": identifiers, "status": status_of(answers)}
    record = Record.model_validate({name: value for name, value in fields.items() if value})
    values = record.to_dict()
    origins = {
        field: Origin.of(answer.source, answer.fetched, values[field])
        for field, answer in chosen.items()
        if field in values
    }
    return record.evolve(origin=origins)


def _of_one_version(answers: AnswerGroup, titled: Found) -> AnswerGroup:
    """The *answers* about the version of a preprint that *titled* describes: those with its title, or without any."""
    title = plain(titled.record.title)
    return tuple(
        answer for answer in answers
        if not answer.record.title or equivalent_text(plain(answer.record.title), title)
    )  # fmt: skip


def _choose(answers: AnswerGroup, field: str) -> Found | None:
    """The answer from which *field* is taken: of dates the most precise of those that are the same."""
    having = [answer for answer in rank_by_source(answers, field) if getattr(answer.record, field)]
    if not having:
        return None
    if field in NAME_FIELDS:
        return _choose_names(having, field)
    if field == "issued":
        first = having[0].record.issued
        assert first
        dated = [(answer, answer.record.issued.parts) for answer in having if answer.record.issued]
        same = [(answer, parts) for answer, parts in dated if parts[: len(first.parts)] == first.parts]
        return max(same, key=lambda pair: len(pair[1]))[0]
    return having[0]


def _choose_names(having: Sequence[Found], field: str) -> Found:
    """The answer whose list of names is taken whole; *having* is in the order of sources.

    A complete list before an incomplete one, then the best source's; its people with their full given names, if another
    source has them.
    """
    lists = [names_of(answer, field) for answer in having]
    complete = [
        answer
        for answer, names in zip(having, lists, strict=True)
        if not names.others and not any(_is_cut(names, other) for other in lists)
    ]
    candidates = complete or having
    best = names_of(candidates[0], field)
    same = [answer for answer in candidates if equivalent_names(names_of(answer, field), best)]
    return min(same, key=lambda answer: count_initials(names_of(answer, field)))


def names_of(answer: Found, field: str) -> Names:
    """The list of names in *field*."""
    names: Names = getattr(answer.record, field)
    return names


def _is_cut(names: Names, other: Names) -> bool:
    """Whether *names* are only the first of the people in *other*."""
    first = Names(other[: len(names)])
    return len(names) < len(other) and equivalent_names(names, first)


def _identifiers(answers: AnswerGroup) -> tuple[Identifier, ...]:
    """One of each scheme, from the best source."""
    by_scheme: dict[Scheme, Identifier] = {}
    for answer in rank_by_source(answers, "identifiers"):
        for identifier in answer.record.identifiers:
            by_scheme.setdefault(identifier.scheme, identifier)
    return tuple(by_scheme[scheme] for scheme in _SCHEMES if scheme in by_scheme)


def _pages(answers: AnswerGroup) -> Iterator[tuple[Found, str]]:
    """The pages that were looked up, which name a publication if nothing else does."""
    for answer in answers:
        yield from ((answer, other.value) for other in answer.record.identifiers if other.scheme is Scheme.URL)


def links_of(answers: Iterable[Found]) -> dict[str, tuple[str, ...]]:
    """The links of all *answers*, those of the best sources first."""
    links: dict[str, dict[str, None]] = {}
    for answer in rank_by_source(answers, "links"):
        for kind, urls in answer.record.links:
            links.setdefault(kind, {}).update(dict.fromkeys(urls))
    return {kind: tuple(urls) for kind, urls in links.items() if urls}


def status_of(answers: Iterable[Found]) -> Status | None:
    """A retraction or withdrawal from any source; otherwise the first status."""
    statuses = [answer.record.status for answer in rank_by_source(answers, "status") if answer.record.status]
    worst = (status for status in statuses if status.kind in ("retracted", "withdrawn"))
    return next(worst, next(iter(statuses), None))
