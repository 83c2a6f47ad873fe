"""Works: which answers are about one work, of all that sources gave for an identifier or a title."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from moebib.lookup.answers import (
    AnswerGroup,
    canonical,
    in_order,
    is_about_a_work,
    is_of_registrar,
    leads_of,
    without_identifiers,
)
from moebib.matching.identity import is_same_if_related, is_same_work
from moebib.records.answer import Found
from moebib.records.identifier import Identifier, Scheme

__all__ = ["Accepted", "accept", "without_leads", "works_of"]


class Accepted(NamedTuple):
    """The answers about one work, and those about other works."""

    answers: AnswerGroup
    rejected: AnswerGroup


def accept(answers: Iterable[Found], first: Collection[Found], requested: Identifier | None = None) -> Accepted:
    """Which of *answers* are about the work that was looked up.

    The work is that of the answers that have the *requested* identifier as their own, else of those in *first*: the
    answers to the query itself, for an identifier or a title. Another answer is accepted if it agrees with an accepted
    one about a publication: in the title or the people if one of the two names the other, in both otherwise. An
    identifier whose registered work is another one only leads there, whatever answer took it for that of this work.
    The order of *answers* has no influence.
    """
    remaining = in_order(answers)
    accepted = _seeds([answer for answer in remaining if answer in first or _has(answer, requested)], requested)
    remaining = [answer for answer in remaining if answer not in accepted]
    while True:
        known = [answer for answer in accepted if not is_about_a_work(answer)] or accepted
        new = [answer for answer in remaining if any(_is_of_one_work(answer, other) for other in known)]
        if not new:
            return Accepted(tuple(in_order(_without_refused(accepted, remaining, requested))), tuple(remaining))
        accepted += new
        remaining = [answer for answer in remaining if answer not in new]


def _without_refused(
    accepted: Iterable[Found], rejected: Iterable[Found], requested: Identifier | None
) -> Iterator[Found]:
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
    refused -= {requested.canonical} if requested else set()
    for answer in accepted:
        yield without_identifiers(answer, [other for other in answer.record.identifiers if other.canonical in refused])


def _seeds(answers: Sequence[Found], requested: Identifier | None) -> list[Found]:
    """The first answer with the *requested* identifier, and those that agree with it."""
    if requested is None:
        return list(answers)
    candidates = [answer for answer in answers if _has(answer, requested)] or answers
    return [answer for answer in candidates if answer is candidates[0] or _agree(answer, candidates[0])]


def _has(answer: Found, requested: Identifier | None) -> bool:
    return requested is not None and requested.canonical in canonical(answer.record.identifiers)


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


def _is_notice(answer: Found) -> bool:
    """Whether the answer is a correction or retraction of another publication."""
    return any(related.kind == "notice-of" for related in answer.related)


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


def without_leads(answers: Iterable[Found], refused: Iterable[Found]) -> list[Found]:
    """*answers* that do not lead to the publications in *refused*, which are of other works."""
    others = canonical(identifier for answer in refused for identifier in answer.record.identifiers)
    return [
        replace(answer, related=tuple(other for other in answer.related if other.identifier.canonical not in others))
        for answer in answers
    ]
