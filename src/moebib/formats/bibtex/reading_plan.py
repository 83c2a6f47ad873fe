"""How each field of an entry is read, by the type of the entry."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from moebib.formats.bibtex.fields import SHARED_FIELDS, FieldKind, fields_to_read
from moebib.formats.bibtex.values import READ, read_genre_in_custom_field, read_known_language
from moebib.records.fields import Type

__all__ = ["ReadingPlan", "reading_plan"]

ReadingPlan = dict[str, tuple[int, str, Callable[[str], Any]]]
"""Name of a field -> its rank, the field of the record, and the function that reads it."""


@cache
def reading_plan(type_: Type) -> ReadingPlan:
    """How the fields of an entry of this type are read."""
    plan: ReadingPlan = {}
    for rank, (row, name) in enumerate(fields_to_read(type_)):
        if row.kind in READ:
            read = _remembered(row.kind) if row.field in SHARED_FIELDS else READ[row.kind]
            read = {"language": read_known_language, "usera": read_genre_in_custom_field}.get(name, read)
            plan.setdefault(name, (rank, row.field, read))
    return plan


@cache
def _remembered(kind: FieldKind) -> Callable[[str], Any]:
    return lru_cache(maxsize=20_000)(READ[kind])
