"""What answers say of themselves: their sources, their order, and the identifiers that they have or lead to."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import replace
from functools import cache

from moebib import sources
from moebib.records.answer import Found, Related, RelatedKind
from moebib.records.identifier import Identifier
from moebib.sources import Source

__all__ = [
    "AnswerGroup", "canonical", "in_order", "is_about_a_work", "is_of_registrar", "leads_of", "without_identifiers",
]  # fmt: skip

AnswerGroup = tuple[Found, ...]
"""The answers about one publication, in a fixed order."""

_LEADING: frozenset[RelatedKind] = frozenset({"published-as", "preprint", "translation", "same-work"})
"""The kinds of related publications that are looked up next."""


def is_about_a_work(answer: Found) -> bool:
    """Whether the source describes works, so that values of several publications may stand side by side."""
    return _source_of(answer.source).about == "work"


def is_of_registrar(answer: Found) -> bool:
    """Whether the source decides what its DOIs are."""
    return _source_of(answer.source).is_registrar


@cache
def _source_of(name: str) -> Source:
    """The source called *name*; one without declarations, if that is none of moebib's."""
    if name in sources.sources():
        return sources.source(name)
    return Source(frozenset(), 1, lambda http, identifiers: (), lambda responses, identifiers: {}, absent=())


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


def leads_of(answer: Found) -> tuple[Identifier, ...]:
    """The identifiers of related publications of the work."""
    return tuple(related.identifier for related in answer.related if related.kind in _LEADING)


def canonical(identifiers: Iterable[Identifier]) -> set[Identifier]:
    """The *identifiers* that name a single work, in the form in which they can be compared."""
    return {identifier.canonical for identifier in identifiers if identifier.is_of_one_work}


def without_identifiers(answer: Found, identifiers: Collection[Identifier]) -> Found:
    """*answer* without *identifiers*, which are of other publications: they become related ones."""
    if not identifiers:
        return answer
    own = tuple(identifier for identifier in answer.record.identifiers if identifier not in identifiers)
    related = (*answer.related, *(Related("same-work", identifier) for identifier in identifiers))
    return replace(answer, record=answer.record.evolve(identifiers=own), related=tuple(dict.fromkeys(related)))
