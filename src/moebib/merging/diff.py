"""Differences between two records, or two lists of them, as values; each caller renders them in its own way."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from typing import Any, Literal, NamedTuple

from moebib.records.equivalence import (
    equivalent_dates,
    equivalent_names,
    equivalent_pages,
    equivalent_text,
    equivalent_venues,
)
from moebib.records.fields import MARKUP
from moebib.records.model import Model
from moebib.records.name import NAME_FIELDS
from moebib.records.record import Record
from moebib.text.markup import plain

__all__ = ["EntryDiff", "FieldDiff", "are_equivalent", "diff_entries", "diff_parts", "diff_records"]

_BOOKKEEPING = frozenset({"id", "ids"})
"""Fields that describe the entry, not the work."""

_EQUIVALENCE: Mapping[str, Callable[[Any, Any], bool]] = {
    **dict.fromkeys(NAME_FIELDS, equivalent_names),
    **dict.fromkeys(("issued", "event_date", "original_date", "accessed"), equivalent_dates),
    "page": equivalent_pages,
    "collection_title": equivalent_venues,
    "container_title": equivalent_venues,
    "container_title_short": equivalent_venues,
    "event_title": equivalent_venues,
    "publisher": equivalent_venues,
}


Entry = Record | Model


class FieldDiff(NamedTuple):
    """A field with different values in two records; the values are plain data, as in an entry file.

    >>> tags = FieldDiff("tags", ["routing", "system"], ["system", "training"])
    >>> tags.removed, tags.added, tags.is_reordered
    (['routing'], ['training'], False)
    """

    field: str
    """The name of the field, or of a part of it: "links.code"."""
    old: Any
    """``None`` if the field is empty in the old record."""
    new: Any
    """``None`` if the field is empty in the new record."""

    @property
    def removed(self) -> list[Any]:
        """The elements that only the old value has; the value itself, if it is not a list."""
        return [value for value in _elements(self.old) if value not in _elements(self.new)]

    @property
    def added(self) -> list[Any]:
        """The elements that only the new value has; the value itself, if it is not a list."""
        return [value for value in _elements(self.new) if value not in _elements(self.old)]

    @property
    def is_reordered(self) -> bool:
        """Whether both lists have the same elements, in a different order or number."""
        return not self.removed and not self.added

    @property
    def is_conflict(self) -> bool:
        """Whether both records have a value."""
        return self.old is not None and self.new is not None

    def parts(self) -> tuple[FieldDiff, ...]:
        """The differences inside a table, or inside two lists with as many tables; any other value is one part.

        >>> FieldDiff("links", {"code": ["https://a.example"]}, None).parts()
        (FieldDiff(field='links.code', old=['https://a.example'], new=None),)
        """
        old, new = _as_table(self.old), _as_table(self.new)
        if old is None or new is None or (isinstance(self.old or self.new, list) and len(old) != len(new)):
            return (self,)
        return tuple(
            FieldDiff(f"{self.field}.{name}", old.get(name), new.get(name))
            for name in dict.fromkeys((*new, *old))
            if old.get(name) != new.get(name)
        )


def diff_records(old: Entry, new: Entry, *, ignore: Collection[str] = ()) -> tuple[FieldDiff, ...]:
    """The fields with different values, in the order of an entry file, without those in *ignore*."""
    fields = [field for field in type(new).model_fields if field not in ignore]
    return _differences(fields, old.to_dict(), new.to_dict())


def diff_parts(old: Entry, new: Entry, *, ignore: Collection[str] = ()) -> tuple[FieldDiff, ...]:
    """As :func:`diff_records`, with one difference for each kind of link and for each name in ``extra``."""
    diffs = diff_records(old, new, ignore=ignore)
    return tuple(chain.from_iterable(diff.parts() if diff.field in ("links", "extra") else (diff,) for diff in diffs))


def _differences(fields: Iterable[str], old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[FieldDiff, ...]:
    changed = (field for field in fields if old.get(field) != new.get(field))
    return tuple(FieldDiff(field, old.get(field), new.get(field)) for field in changed)


def are_equivalent(field: str, a: Any, b: Any) -> bool:
    """Whether two values of *field* mean the same: they differ in spelling, abbreviation or precision at most.

    >>> are_equivalent("title", "Sparse Experts", "Sparse experts."), are_equivalent("page", "12", "12-34")
    (True, True)
    """
    if field in MARKUP:
        a, b = plain(a), plain(b)
    return _EQUIVALENCE.get(field, equivalent_text)(a, b)


class EntryDiff(NamedTuple):
    """An entry that was added, removed, renamed or changed."""

    kind: Literal["added", "removed", "renamed", "changed"]
    old: Record | Model | None
    """``None`` for an added entry."""
    new: Record | Model | None
    """``None`` for a removed entry."""
    fields: tuple[FieldDiff, ...] = ()

    @property
    def entry(self) -> Record | Model:
        """The entry as it is now; a removed one as it was."""
        entry = self.new or self.old
        assert entry
        return entry


def diff_entries(old: Sequence[Entry], new: Sequence[Entry]) -> list[EntryDiff]:
    """The entries that differ between two states of a list: added, renamed, changed, removed; each group by key.

    An entry is a renamed one if the key of an old entry is among its former keys. From which service a value was
    fetched, and when, is no difference; how well it is confirmed, and what a person wrote of its origin, is one.
    """
    before = {entry.id: entry for entry in old}
    after = {entry.id: entry for entry in new}
    renamed = {key: entry for entry in new if entry.id not in before for key in _former_keys(entry) if key in before}
    renamed = {key: entry for key, entry in renamed.items() if key not in after}
    new_keys = {entry.id for entry in renamed.values()}
    diffs = [
        *(EntryDiff("added", None, entry) for key, entry in after.items() if key not in {*before, *new_keys}),
        *(EntryDiff("renamed", before[key], entry, _changes(before[key], entry)) for key, entry in renamed.items()),
        *(
            EntryDiff("changed", before[key], entry, fields)
            for key, entry in after.items()
            if key in before and (fields := _changes(before[key], entry))
        ),
        *(EntryDiff("removed", entry, None) for key, entry in before.items() if key not in {*after, *renamed}),
    ]
    kinds = ("added", "renamed", "changed", "removed")
    return sorted(diffs, key=lambda diff: (kinds.index(diff.kind), diff.entry.id))


def _changes(old: Entry, new: Entry) -> tuple[FieldDiff, ...]:
    fields = [field for field in type(new).model_fields if field not in _BOOKKEEPING]
    return _differences(fields, _without_fetches(old.to_dict()), _without_fetches(new.to_dict()))


def _without_fetches(table: Mapping[str, Any]) -> dict[str, Any]:
    """The data of an entry or version; of its origins only what no service says of itself."""
    origins = {
        field: {name: value for name, value in origin.items() if name not in _fetch(origin)}
        for field, origin in table.get("origin", {}).items()
    }
    origins = {field: origin for field, origin in origins.items() if origin}
    kept = {name: value for name, value in table.items() if name != "origin"} | ({"origin": origins} if origins else {})
    return kept | ({"versions": list(map(_without_fetches, kept["versions"]))} if "versions" in kept else {})


def _fetch(origin: Mapping[str, Any]) -> Collection[str]:
    return ("source", "date", "digest") if "digest" in origin else ("date",)


def _former_keys(entry: Entry) -> tuple[str, ...]:
    return entry.ids if isinstance(entry, Record) else ()


def _elements(value: Any) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _as_table(value: Any) -> dict[Any, Any] | None:
    """A table, or a list of tables by their position; ``None`` for any other value."""
    if value is None or isinstance(value, dict):
        return value or {}
    is_list_of_tables = isinstance(value, list) and all(isinstance(element, dict) for element in value)
    return dict(enumerate(value)) if is_list_of_tables else None
