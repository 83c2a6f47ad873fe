"""Publications: which answers are about one work, and which of these about one publication of it.

A publication is one DOI or one place. No answer about another publication may fill its fields, so answers are grouped
before anything is chosen.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import combinations
from typing import NamedTuple

from moebib import sources
from moebib.matching.identity import is_same_if_related, is_same_work
from moebib.matching.places import place_of, same_place
from moebib.matching.publications import begin_elsewhere, compare_types
from moebib.merging.same import contradict
from moebib.records.answer import Found, Related, RelatedKind
from moebib.records.identifier import Identifier, Scheme, schemes
from moebib.records.record import Record
from moebib.sources import Source

__all__ = [
    "Accepted", "AnswerGroup", "accept", "canonical", "group", "in_order", "is_about_a_work",
    "is_of_registrar", "leads_of", "without_leads", "works_of",
]  # fmt: skip

AnswerGroup = tuple[Found, ...]
"""The answers about one publication, in a fixed order."""

_LEADING: frozenset[RelatedKind] = frozenset({"published-as", "preprint", "translation", "same-work"})
"""The kinds of related publications that are looked up next."""

_OF_A_PUBLICATION = frozenset(schemes(names="work")) - {Scheme.URL} | {Scheme.DBLP}
_ONE_PER_PUBLICATION = (Scheme.DOI, Scheme.ARXIV, Scheme.ACL, Scheme.OPENREVIEW, Scheme.DBLP, Scheme.PMID, Scheme.PMCID)


def is_about_a_work(answer: Found) -> bool:
    """Whether the source describes works, so that values of several publications may stand side by side."""
    return _source_of(answer.source).about == "work"


def is_of_registrar(answer: Found) -> bool:
    """Whether the source decides what its DOIs are."""
    return _source_of(answer.source).is_registrar


def _is_notice(answer: Found) -> bool:
    """Whether the answer is a correction or retraction of another publication."""
    return any(related.kind == "notice-of" for related in answer.related)


@cache
def _source_of(name: str) -> Source:
    """The source called *name*; one without declarations, if that is none of moebib's."""
    if name in sources.sources():
        return sources.source(name)
    return Source(frozenset(), 1, lambda http, identifiers: (), lambda responses, identifiers: {}, absent=())


class Accepted(NamedTuple):
    """The answers about one work, and those about other works."""

    answers: AnswerGroup
    rejected: AnswerGroup


def accept(answers: Iterable[Found], first: Collection[Found], asked: Identifier | None = None) -> Accepted:
    """Which of *answers* are about the work that was looked up.

    The work is that of the answers that have the identifier *asked* as their own, else of those in *first*: the answers
    to the query itself, for an identifier or a title. Another answer is accepted if it agrees with an accepted one
    about a publication: in the title or the people if one of the two names the other, in both otherwise. An identifier
    whose registered work is another one only leads there, whoever took it for that of this work. The order of *answers*
    has no influence.
    """
    remaining = in_order(answers)
    accepted = _seeds([answer for answer in remaining if answer in first or _has(answer, asked)], asked)
    remaining = [answer for answer in remaining if answer not in accepted]
    while True:
        known = [answer for answer in accepted if not is_about_a_work(answer)] or accepted
        new = [answer for answer in remaining if any(_is_of_one_work(answer, other) for other in known)]
        if not new:
            return Accepted(tuple(in_order(_without_refused(accepted, remaining, asked))), tuple(remaining))
        accepted += new
        remaining = [answer for answer in remaining if answer not in new]


def _without_refused(accepted: Iterable[Found], rejected: Iterable[Found], asked: Identifier | None) -> Iterator[Found]:
    """The *accepted* answers, without identifiers of the works in *rejected*, which become related ones.

    A DOI is that of another work only if its agency says so, and not another source that has it, too.
    """
    accepted = list(accepted)
    refused = canonical(
        identifier
        for answer in rejected
        for identifier in answer.record.identifiers
        if is_of_registrar(answer) or identifier.scheme is not Scheme.DOI
    )
    for answer in accepted:
        if is_of_registrar(answer):
            refused -= canonical(answer.record.identifiers)
    refused -= {asked.canonical} if asked else set()
    for answer in accepted:
        yield _without(answer, [other for other in answer.record.identifiers if other.canonical in refused])


def _seeds(answers: Sequence[Found], asked: Identifier | None) -> list[Found]:
    """The first answer with the identifier *asked*, and those that agree with it."""
    if asked is None:
        return list(answers)
    candidates = [answer for answer in answers if _has(answer, asked)] or answers
    return [answer for answer in candidates if answer is candidates[0] or _agree(answer, candidates[0])]


def _has(answer: Found, asked: Identifier | None) -> bool:
    return asked is not None and asked.canonical in canonical(answer.record.identifiers)


def works_of(answers: Iterable[Found]) -> list[AnswerGroup]:
    """The works that *answers* are about, each with its answers; one without authors is a work of its own.

    A source that describes works may have taken several for one; its answer belongs to none of them then.
    """
    works: list[AnswerGroup] = []
    for answer in in_order(answers):
        same = [work for work in works if any(_is_of_one_work(answer, other) for other in work)]
        if len(same) > 1 and is_about_a_work(answer):
            continue
        works = [work for work in works if work not in same]
        works.append((*(other for work in same for other in work), answer))
    return works


def in_order(answers: Iterable[Found]) -> list[Found]:
    """*answers*, each once, in a fixed order: that of the service that registers the identifiers first."""
    unique: list[Found] = []
    for answer in answers:
        if answer not in unique:
            unique.append(answer)
    return sorted(unique, key=_order)


def _order(answer: Found) -> tuple[object, ...]:
    rank = _source_of(answer.source).rank.identity
    return is_about_a_work(answer), rank, answer.source, tuple(map(str, answer.identifiers)), answer.record.title


def _is_of_one_work(answer: Found, other: Found) -> bool:
    has_notice = _is_notice(answer) or _is_notice(other)
    if is_same_work(answer.record, other.record) and not has_notice:
        return True
    own, own_of_other = canonical(answer.record.identifiers), canonical(other.record.identifiers)
    if own & own_of_other:
        return _agree(answer, other)
    naming = [x for x, named in ((answer, own_of_other), (other, own)) if named & canonical(leads_of(x))]
    # What is said of works only leads to publications: it is no statement that two titles are of one work. Nor are a
    # paper and a notice about it, whatever the authors of its preprint say.
    is_stated = not has_notice and not all(map(is_about_a_work, naming))
    return bool(naming) and is_same_if_related(answer.record, other.record, is_stated=is_stated)


def _agree(a: Found, b: Found) -> bool:
    return is_same_if_related(a.record, b.record)


def leads_of(answer: Found) -> tuple[Identifier, ...]:
    """The identifiers of related publications of the work."""
    return tuple(related.identifier for related in answer.related if related.kind in _LEADING)


def without_leads(answers: Iterable[Found], refused: Iterable[Found]) -> list[Found]:
    """*answers* that do not lead to the publications in *refused*, which are of other works."""
    others = canonical(identifier for answer in refused for identifier in answer.record.identifiers)
    return [
        replace(answer, related=tuple(other for other in answer.related if other.identifier.canonical not in others))
        for answer in answers
    ]


def canonical(identifiers: Iterable[Identifier]) -> set[Identifier]:
    """The *identifiers* that name a single work, in the form in which they can be compared."""
    return {identifier.canonical for identifier in identifiers if identifier.is_of_one_work}


def group(answers: Sequence[Found]) -> list[AnswerGroup]:
    """The publications that the *answers* about one work describe; those about works belong to none.

    Answers are about one publication if they have one of its identifiers in common, else if they name one place. One
    without identifiers and place is about the only publication of its kind and year; if there are several, about none.
    """
    about_publications = [answer for answer in answers if not is_about_a_work(answer)]
    described = [_without_refuted(answer, about_publications) for answer in about_publications]
    groups: list[AnswerGroup] = []
    for answer in described:
        same = [other for other in groups if any(_share_identifier(answer, member) for member in other)]
        groups = [other for other in groups if other not in same]
        groups.append((*(member for other in same for member in other), answer))
    groups = _joined_by_place(groups)
    placed = [of_one for of_one in groups if not _is_unplaced(of_one)]
    for unplaced in (of_one for of_one in groups if _is_unplaced(of_one)):
        fitting = [of_one for of_one in placed if _may_be_one(unplaced[0].record, of_one[0].record)]
        if not placed:
            placed.append(unplaced)
        elif len(fitting) == 1:
            links = tuple(replace(answer, record=_only_links(answer.record)) for answer in unplaced)
            placed[placed.index(fitting[0])] = (*fitting[0], *links)
    return [tuple(in_order(of_one)) for of_one in placed]


def _without_refuted(answer: Found, answers: Sequence[Found]) -> Found:
    """*answer* without a DOI that is of another publication according to the agency that registered it."""
    if is_of_registrar(answer):
        return answer
    refuted = {
        identifier
        for identifier in answer.record.identifiers
        if identifier.scheme is Scheme.DOI
        and any(
            identifier in registered.record.identifiers and _is_of_other_kind(answer.record, registered.record)
            for registered in answers
            if is_of_registrar(registered)
        )
    }
    return _without(answer, sorted(refuted, key=str))


def _without(answer: Found, identifiers: Collection[Identifier]) -> Found:
    """*answer* without *identifiers*, which are of other publications: they become related ones."""
    if not identifiers:
        return answer
    own = tuple(identifier for identifier in answer.record.identifiers if identifier not in identifiers)
    related = (*answer.related, *(Related("same-work", identifier) for identifier in identifiers))
    return replace(answer, record=answer.record.evolve(identifiers=own), related=tuple(dict.fromkeys(related)))


def _is_of_other_kind(a: Record, b: Record) -> bool:
    """Whether one is a preprint, software or data and the other one is not, or they certainly appeared in two places.

    Agencies register proceedings as journals, and venues have many names: of the type, the venue and the first page,
    two have to be others.
    """
    differing = ({a.type, b.type} == {"article-journal", "paper-conference"}, same_place(a, b) is False,
                 begin_elsewhere(a, b))  # fmt: skip
    return a.is_preprint != b.is_preprint or compare_types(a, b) == 1.0 or sum(differing) > 1


def _share_identifier(a: Found, b: Found) -> bool:
    """Whether the two have an identifier of one publication in common; a forum may be of a preprint and of a paper."""
    common = {
        identifier
        for identifier in canonical(a.record.identifiers) & canonical(b.record.identifiers)
        if identifier.scheme in _OF_A_PUBLICATION
    }
    return any(identifier.scheme is Scheme.DOI for identifier in common) or bool(
        common and a.record.is_preprint == b.record.is_preprint
    )


def _joined_by_place(groups: Sequence[AnswerGroup]) -> list[AnswerGroup]:
    joined = list(groups)
    while True:
        pair = next((pair for pair in combinations(joined, 2) if _is_one_place(*pair)), None)
        if pair is None:
            return joined
        joined = [of_one for of_one in joined if of_one not in pair]
        joined.append((*pair[0], *pair[1]))


def _is_one_place(a: AnswerGroup, b: AnswerGroup) -> bool:
    """Whether two groups have one place: no detail of one contradicts the other, and no identifier does."""
    if contradict(_one_per_publication(a), _one_per_publication(b)):
        return False
    pairs = [(x.record, y.record) for x in a for y in b]
    places = {same_place(x, y) for x, y in pairs}
    return True in places and False not in places and not any(_is_of_other_kind(x, y) for x, y in pairs)


def _one_per_publication(of_one: AnswerGroup) -> Iterator[Identifier]:
    for answer in of_one:
        for identifier in answer.record.identifiers:
            if identifier.canonical.scheme in _ONE_PER_PUBLICATION:
                yield identifier.canonical


def _is_unplaced(of_one: AnswerGroup) -> bool:
    return not any(_one_per_publication(of_one)) and not any(place_of(answer.record) for answer in of_one)


def _may_be_one(a: Record, b: Record) -> bool:
    """Whether an unplaced publication can be *b*: of its kind, and of its year; a preprint may be a year older."""
    if _is_of_other_kind(a, b):
        return False
    years = abs(a.issued.year - b.issued.year) if a.issued and b.issued else 0
    return years <= int(a.is_preprint)


def _only_links(record: Record) -> Record:
    return Record(id=record.id, type="document", links=record.links)
