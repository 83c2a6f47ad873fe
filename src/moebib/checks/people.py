"""The people of works."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from moebib.records.equivalence import words_of
from moebib.records.fields import FieldPath
from moebib.records.name import NAME_FIELDS, Name
from moebib.records.record import Record

__all__ = ["folded", "people_of"]


def people_of(record: Record) -> Iterator[tuple[FieldPath, Name]]:
    """Every person and organisation in a list of names of the work, with its path."""
    for role in NAME_FIELDS:
        for number, name in enumerate(getattr(record, role)):
            yield (role, number), name


@lru_cache(maxsize=50_000)
def folded(name: Name) -> str:
    """The letters of the name without case, accents and hyphens, with a comma between family and given names."""
    whole = f"{name.particle}{name.family},{name.given}"
    if whole.isascii() and whole.replace(",", "", 1).isalpha():
        return whole.lower()
    return "".join(words_of(f"{name.particle} {name.family}")) + "," + "".join(words_of(name.given))
