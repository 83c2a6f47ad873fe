"""Publications: which answers about one work are about one publication of it.

A publication is one DOI or one place. No answer about another publication may fill its fields, so answers are grouped
before anything is chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import combinations

from moebib.lookup.answers import (
    AnswerGroup,
    canonical,
    in_order,
    is_about_a_work,
    is_of_registrar,
    without_identifiers,
)
from moebib.matching.places import place_of, same_place
from moebib.matching.publications import begin_elsewhere, compare_types
from moebib.merging.same import contradict
from moebib.records.answer import Found
from moebib.records.identifier import Identifier, Scheme, schemes
from moebib.records.record import Record

__all__ = ["group"]

_OF_A_PUBLICATION = frozenset(schemes(names="work")) - {Scheme.URL} | {Scheme.DBLP}
_ONE_PER_PUBLICATION = (Scheme.DOI, Scheme.ARXIV, Scheme.ACL, Scheme.OPENREVIEW, Scheme.DBLP, Scheme.PMID, Scheme.PMCID)


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
    return without_identifiers(answer, sorted(refuted, key=str))


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
