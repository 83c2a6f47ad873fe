"""Explain: for each field of a record what there was to choose from, what was chosen, and by which rule."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from moebib.errors import InputError
from moebib.lookup.reconcile import Assembled, Candidate, assemble, order_of
from moebib.lookup.update import answers_about, is_free
from moebib.records.answer import Found
from moebib.records.record import Origin, Record
from moebib.text.suggest import suggest

__all__ = ["FIELDS", "Explained", "explain"]

_CURATED = {"id", "keyword", "tags", "ids", "aliases", "versions", "origin", "extra"}
FIELDS = tuple(field for field in Record.model_fields if field not in _CURATED)
"""What sources tell of; the rest is the list's own."""

_UNITED = {
    "type": 'the first source in this order that says more than "document"',
    "identifiers": "one of each kind, of the first source in this order that has it",
    "links": "those of all sources",
    "status": "whoever says that a work was retracted or withdrawn is believed",
    "issued": "the first source in this order, and who tells the same date more exactly",
}
_FIRST = "the first source in this order that has it, of the published version before the preprint"


class Explained(NamedTuple):
    """A field: what is in the entry, and what sources say."""

    field: str
    stored: Any
    """Plain data, as in an entry file; ``None`` where there is nothing."""
    origin: Origin | None
    is_locked: bool
    """Whether it is a person's, so that no update changes it."""
    rule: str
    order: Sequence[str]
    candidates: Sequence[Candidate]
    """In the order of choice."""
    chosen: int | None
    """Which of them a new entry would have."""


def explain(record: Record, found: Iterable[Found], field: str | None = None) -> list[Explained]:
    """What is to be said of *field*, or of every field that is in the entry or in the answers *found*.

    Raises:
        InputError: If there is no such field, or it is one that only the list has.
    """
    if field is not None and field not in FIELDS:
        raise InputError(f"no field {field!r} that sources tell of{suggest(field, FIELDS)}")
    own = answers_about(record, found)
    told = assemble(own) if own else Assembled(record, {})
    names = FIELDS if field is None else (field,)
    explained = [_explained(record, name, told, own) for name in names]
    return [one for one in explained if field or one.stored or one.candidates]


def _explained(record: Record, field: str, told: Assembled, own: Sequence[Found]) -> Explained:
    plain, new = record.to_dict(), told.record.to_dict()
    candidates = told.candidates.get(field) or _told(own, field)
    return Explained(
        field=field,
        stored=plain.get(field),
        origin=record.origin.get(field),
        is_locked=field in plain and not is_free(record, field),
        rule=_UNITED.get(field, _FIRST),
        order=order_of(field),
        candidates=candidates,
        chosen=next((i for i, one in enumerate(candidates) if one.value == new.get(field)), None),
    )


def _told(own: Sequence[Found], field: str) -> list[Candidate]:
    """Who tells of a field that is united from what all of them tell."""
    order = order_of(field)
    ranked = sorted(own, key=lambda one: order.index(one.source) if one.source in order else len(order))
    said = ((one, one.record.to_dict().get(field)) for one in ranked)
    return [Candidate(one.source, value, one.record.is_preprint) for one, value in said if value]
