"""Explain where each field of a record came from: the candidates, the chosen one, and the rule that chose it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from moebib.errors import InputError
from moebib.lookup.answers import is_about_a_work
from moebib.lookup.doubts import Doubt
from moebib.lookup.fill import rank_by_source, sources_of
from moebib.lookup.reconcile import Candidate, Reconciled, reconcile
from moebib.lookup.update import answers_about, is_refreshable, is_unpublished
from moebib.records.answer import Found
from moebib.records.publication import Origin
from moebib.records.record import Record
from moebib.text.suggest import unknown

__all__ = ["FIELDS", "Explained", "Explanation", "explain"]

_CURATED = {
    "id", "keyword", "remark", "tags", "ids", "aliases", "versions", "relations", "origin", "extra",
}  # fmt: skip
FIELDS = tuple(field for field in Record.model_fields if field not in _CURATED)
"""The fields that sources have values for; only the list has the others."""

_COMBINED = {
    "type": 'the agency of its DOI, else the first source in this order with a type other than "document"',
    "identifiers": "one of each kind, from the first source in this order that has it for this publication",
    "links": "the links of all sources",
    "status": "a retraction or withdrawal from any source",
    "issued": "the agency of its DOI, else the first source in this order, made more precise by one with the same date",
    "author": "the first complete list in this order, with full given names if a source has them",
}
_FIRST = "the first source in this order that describes the publication and has it"


class Explanation(NamedTuple):
    """A field: its value in the entry, and the values that sources have."""

    field: str
    stored: Any
    """Plain data, as in an entry file; ``None`` if the field is empty."""
    origin: Origin | None
    is_locked: bool
    """Whether a person wrote the value, so that no update changes it."""
    rule: str
    order: Sequence[str]
    candidates: Sequence[Candidate]
    """In the order of choice."""
    chosen: int | None
    """The index of the candidate that a new entry would get."""


class Explained(NamedTuple):
    """The fields of a work, and what is doubtful in a new entry that is made from the same answers."""

    fields: tuple[Explanation, ...]
    doubts: tuple[Doubt, ...]


def explain(record: Record, answers: Iterable[Found], field: str | None = None) -> Explained:
    """An explanation of *field*, or of every field that is in the entry or in *answers*.

    Raises:
        InputError: If there is no such field, or only the list has it.
    """
    if field in _CURATED:
        raise InputError(f"no source has values for {field!r}; only the list has them")
    if field is not None and field not in FIELDS:
        raise InputError(unknown("field", field, FIELDS))
    accepted = answers_about(record, answers).answers
    like = None if is_unpublished(record) else record
    reconciled = reconcile(accepted, like=like) if accepted else Reconciled(record, {})
    fields = FIELDS if field is None else (field,)
    explanations = [_explain(record, name, reconciled, accepted) for name in fields]
    return Explained(
        tuple(explanation for explanation in explanations if field or explanation.stored or explanation.candidates),
        reconciled.doubts,
    )


def _explain(record: Record, field: str, reconciled: Reconciled, answers: Sequence[Found]) -> Explanation:
    stored, chosen = (plain.to_dict().get(field) for plain in (record, reconciled.record))
    candidates = [*reconciled.candidates.get(field, ())]
    used = {candidate.source for candidate in candidates}
    for answer in rank_by_source(answers, field):
        value = answer.record.to_dict().get(field)
        if value and is_about_a_work(answer) and answer.source not in used:
            candidates.append(Candidate(answer.source, value, answer.record.is_preprint, "several publications"))
    return Explanation(
        field=field,
        stored=stored,
        origin=record.origin.get(field),
        is_locked=stored is not None and not is_refreshable(record, field),
        rule=_COMBINED.get(field, _FIRST),
        order=sources_of(field),
        candidates=candidates,
        chosen=next((i for i, candidate in enumerate(candidates) if candidate.value == chosen), None),
    )
