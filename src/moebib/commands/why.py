"""Explain where the fields of a work came from: its identifiers are looked up, and each field is explained."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from moebib.lookup.doubts import Doubt
from moebib.lookup.explain import Explanation, explain
from moebib.lookup.lookup import Rejected, answers_in, queries_about, unavailable_in
from moebib.lookup.update import answers_about
from moebib.matching.identity import distance_to
from moebib.records.record import Record
from moebib.text.markup import plain

if TYPE_CHECKING:
    from moebib.lookup.client import Client

__all__ = ["Provenance", "why"]


class Provenance(NamedTuple):
    """Where the fields of a work came from."""

    fields: tuple[Explanation, ...]
    doubts: tuple[Doubt, ...]
    """What is doubtful in a new entry that is made from the same responses; only about the field, if one is given."""
    rejected: tuple[Rejected, ...]
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
    of_other_works = answers_about(record, answers).rejected
    explained = explain(record, answers, field)
    about_record = [lookup for lookup in lookups if any(answer not in of_other_works for answer in lookup.found)]
    of_lookups = (doubt for lookup in about_record for doubt in lookup.doubts)
    doubts = dict.fromkeys((*explained.doubts, *(doubt for doubt in of_lookups if doubt.field == "identifiers")))
    rejected = [
        *(rejected for lookup in about_record for rejected in lookup.rejected),
        *(
            Rejected(
                answer.identifiers,
                answer.source,
                plain(answer.record.title),
                str(distance_to(record, answer.record)),
            )
            for answer in of_other_works
        ),
    ]
    unavailable = unavailable_in(lookups)
    return Provenance(
        fields=explained.fields,
        doubts=tuple(doubt for doubt in doubts if field is None or doubt.field in ("", field)),
        rejected=tuple(dict.fromkeys(rejected)),
        unavailable=unavailable,
        is_unknown=bool(unavailable and not answers),
    )
