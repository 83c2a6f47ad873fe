"""What changed in a record, field by field, with who said so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from moebib.records.record import Record

__all__ = ["Change", "changes_between"]

_TABLES = ("links", "extra")


class Change(NamedTuple):
    """A field that is to say something else; the values are plain data, as in an entry file."""

    field: str
    """With the part of a table after a dot: "links.code"."""
    old: Any
    """``None`` where there was nothing."""
    new: Any
    """``None`` where nothing stays."""
    source: str

    def diff(self) -> str:
        """The change for people, a line for everything that goes or comes.

        >>> print(Change("title", "Warm Experts", "Warmer Experts", "crossref").diff())
        title (crossref)
        - Warm Experts
        + Warmer Experts
        """
        old, new = _lines(self.old), _lines(self.new)
        gone = [f"- {line}" for line in old if line not in new]
        come = [f"+ {line}" for line in new if line not in old]
        return "\n".join([f"{self.field} ({self.source})", *(gone + come or ["  in another order"])])


def changes_between(old: Record, new: Record, source_of: Callable[[str], str]) -> Iterator[Change]:
    """What differs, in the order of a file."""
    before, after = _flat(old.to_dict()), _flat(new.to_dict())
    order = [*after, *(field for field in before if field not in after)]
    for field in order:
        if before.get(field) != after.get(field):
            yield Change(field, before.get(field), after.get(field), source_of(field))


def _flat(plain: Mapping[str, Any]) -> dict[str, Any]:
    """The fields, those of a table one by one; not where they come from, which every change tells."""
    flat = {field: value for field, value in plain.items() if field not in (*_TABLES, "origin")}
    return flat | {f"{table}.{field}": value for table in _TABLES for field, value in plain.get(table, {}).items()}


def _lines(value: Any) -> list[str]:
    """A value in lines: of a list one for each element, of a version what it says."""
    if value is None:
        return []
    if isinstance(value, dict):
        return [" · ".join(part for field, part in _said(value) if part and field != "type")]
    return [line for one in value for line in _lines(one)] if isinstance(value, list) else [str(value)]


def _said(version: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    for field, value in version.items():
        yield field, "; ".join(map(str, value)) if isinstance(value, list) else str(value)
