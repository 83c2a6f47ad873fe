"""Explain where the fields of a work came from: its identifiers are looked up, and each field is explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from moebib.lookup.explain import Explanation, explain
from moebib.lookup.lookup import answers_in, queries_about, unavailable_in
from moebib.lookup.update import answers_about
from moebib.matching.identity import distance_to
from moebib.records.record import Record
from moebib.text.markup import plain

if TYPE_CHECKING:
    from moebib.lookup.client import Client

__all__ = ["Provenance", "RejectedAnswer", "why"]


class RejectedAnswer(NamedTuple):
    """A record about another work, and how far apart the two are."""

    source: str
    title: str
    why: str


class Provenance(NamedTuple):
    """Where the fields of a work came from."""

    fields: tuple[Explanation, ...]
    rejected: tuple[RejectedAnswer, ...]
    unavailable: Mapping[str, str]
    """Source -> why it did not respond."""
    is_unknown: bool
    """Whether nothing was found, and a source that did not respond may have it."""


def why(record: Record, field: str | None, client: Client) -> Provenance:
    """The provenance of *field*, or of every field of *record*.

    Raises:
        InputError: If there is no such field, or only the list has it; then nothing is queried.
    """
    explain(record, (), field)
    (lookups,) = client.look_up_groups([queries_about(record)])
    answers = answers_in(lookups)
    accepted = answers_about(record, answers)
    rejected = [
        *(
            RejectedAnswer(rejected.source, rejected.title, rejected.why)
            for lookup in lookups
            for rejected in lookup.rejected
        ),
        *(
            RejectedAnswer(answer.source, plain(answer.record.title), str(distance_to(record, answer.record)))
            for answer in answers
            if answer not in accepted
        ),
    ]
    unavailable = unavailable_in(lookups)
    return Provenance(
        fields=tuple(explain(record, answers, field)),
        rejected=tuple(dict.fromkeys(rejected)),
        unavailable=unavailable,
        is_unknown=bool(unavailable and not answers),
    )
