"""A publication with the values of another one in its empty fields: origins follow the values, and nothing is lost."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from moebib.records.identifier import Identifier
from moebib.records.name import Names
from moebib.records.publication import Alternative, Origin, Status, Version
from moebib.records.record import Record

__all__ = ["Conflict", "Filled", "fill", "set_aside", "with_identifiers"]

PublicationT = TypeVar("PublicationT", Record, Version)


class Conflict(NamedTuple):
    """A field for which two records of one work have different values."""

    field: str
    """Of a version, it is "versions.<number>.<field>"."""
    kept: Any
    dropped: Any
    """Nothing is lost: it is among the aliases, ``disputed`` in the origin, or in ``extra`` as "merged-<field>"."""


class Filled(NamedTuple, Generic[PublicationT]):
    """A publication with the values of another one in its empty fields."""

    publication: PublicationT
    conflicts: tuple[Conflict, ...]
    aside: tuple[tuple[str, Any], ...]
    """Fields and values for which the publication has no place."""


def fill(kept: PublicationT, other: Record | Version, fields: Iterable[str]) -> Filled[PublicationT]:
    """*kept* with the values of *other* in those of its *fields* that are empty, each with its origin.

    Where both have a value, and each has an origin, that of *other* becomes ``disputed``.
    """
    values: dict[str, Any] = {}
    conflicts: list[Conflict] = []
    aside: list[tuple[str, Any]] = []
    plain_kept, plain_other = kept.to_dict(), other.to_dict()
    for field in fields:
        old, new = getattr(kept, field), getattr(other, field)
        if field == "origin" or not new:
            continue
        if field == "identifiers":
            values[field] = with_identifiers(kept, other)
        elif field == "remark":
            values[field] = _joined(old, new)
        elif not old:
            values[field] = new
        elif old != new and field in plain_other:
            conflicts.append(Conflict(field, old, new))
            if field != "title" and not _is_disputed(field, kept, other):
                aside.append((field, new))
    merged = kept.evolve(**values)
    plain_merged = merged.to_dict()
    origins: dict[str, Origin] = {}
    for field in {**kept.origin, **other.origin}:
        value = plain_merged.get(field)
        both = ((kept.origin.get(field), plain_kept.get(field)), (other.origin.get(field), plain_other.get(field)))
        of_value = [origin for origin, its_value in both if origin and its_value == value]
        of_others = [origin for origin, its_value in both if origin and its_value != value]
        if of_value:
            alternatives = [
                Alternative(value=plain_other[field], source=origin.source, date=origin.date)
                for origin in of_others
                if _is_disputed(field, kept, other)
            ]
            origins[field] = _joined_origins(value, of_value, of_others, alternatives)
        else:  # a person wrote the value
            for origin in of_others:
                aside += ((field, alternative.value) for alternative in origin.disputed)
                aside += [(f"{field}-remark", origin.remark)] if origin.remark else []
    return Filled(merged.evolve(origin=origins), tuple(conflicts), tuple(aside))


def with_identifiers(kept: Record | Version, other: Record | Version) -> tuple[Identifier, ...]:
    """The identifiers of *kept*, with those of *other* that neither it nor one of its versions has."""
    listed = kept.all_identifiers if isinstance(kept, Record) else kept.identifiers
    return (*kept.identifiers, *(added for added in dict.fromkeys(other.identifiers) if added not in listed))


def _is_disputed(field: str, kept: Record | Version, other: Record | Version) -> bool:
    """Whether the value of *other*, which is not kept, is an alternative in the origin of the other value."""
    old, new = getattr(kept, field, None), getattr(other, field, None)
    return bool(old and new) and field in kept.origin and field in other.origin and not isinstance(new, BaseModel)


def _joined_origins(
    value: Any, of_value: Sequence[Origin], others: Sequence[Origin], disputed: Iterable[Alternative]
) -> Origin:
    """The origin of *value*, plain data; *others* are the origins of other values."""
    kept, *rest = (*of_value, *others)
    alternatives = {(other.value, other.source): other for other in kept.disputed}
    for other in (*disputed, *(other for origin in rest for other in origin.disputed)):
        if other.to_dict()["value"] != value:  # the value is no alternative to itself
            alternatives.setdefault((other.value, other.source), other)
    confirmations = {other.source: other for origin in reversed(of_value) for other in origin.confirmed_by}
    return kept.evolve(
        confirmed=max(origin.confirmed for origin in of_value),
        confirmed_by=tuple(confirmations.values()),
        disputed=tuple(alternatives.values()),
        remark=_joined(kept.remark, *(origin.remark for origin in rest)),
    )


def _joined(remark: str, *others: str) -> str:
    """*remark* with the lines of the others that it does not have yet."""
    lines = [remark] if remark else []
    for other in others:
        lines += (line for line in other.split("\n") if line and line not in "\n".join(lines).split("\n"))
    return "\n".join(lines)


def set_aside(extra: dict[str, str], name: str, value: Any) -> None:
    """Keep *value*, for which a record has no field, in *extra* under *name*; a number is added if it is taken."""
    names = (name, *(f"{name}-{number}" for number in range(2, len(extra) + 2)))
    free = next(candidate for candidate in names if candidate not in extra)
    texts = value.texts() if isinstance(value, Names) else value
    if isinstance(value, Status):
        texts = " ".join(value.to_dict().values())
    extra[free] = " and ".join(map(str, texts)) if isinstance(texts, list | tuple) else str(texts)
