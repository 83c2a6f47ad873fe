"""Applies a change to the texts, the names or the lists of names of a record and of its versions."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from operator import attrgetter
from typing import Any

from moebib.normalise import people
from moebib.records.fields import MARKUP
from moebib.records.name import NAME_FIELDS, NAME_PARTS, Name, Names
from moebib.records.publication import Version
from moebib.records.record import Record

__all__ = ["PLAIN", "in_lists", "in_names", "in_texts"]

PLAIN = ("container_title_short", "event_place", "publisher", "publisher_place", "volume", "issue", "page", "number",
         "edition", "version", "genre")  # fmt: skip
"""The fields of plain text."""
TEXTS = (*MARKUP, *PLAIN)

_parts_of = attrgetter(*NAME_PARTS)

_PLAIN_NAME = re.compile(r"[A-Za-z]+\.?(?:[ -][A-Za-z]+\.?)*")


def in_texts(record: Record, change: Callable[[str], str], fields: Iterable[str] = TEXTS) -> Record:
    """*record* with *change* applied to each of *fields*, also in its versions; *record* itself if nothing changes."""

    def changes(entry: Record | Version) -> dict[str, Any]:
        values = vars(entry)
        return {name: new for name in fields if (text := values.get(name)) and (new := change(text)) != text}

    return _everywhere(record, changes)


def in_names(record: Record, change: Callable[[str], str]) -> Record:
    """*record* with *change* applied to every part of every name; names of which nothing is left are removed."""

    def renamed(names: Names) -> Iterable[Name]:
        if all(map(_is_plain, names)):
            return names
        return tuple(new for name in names if (new := name if _is_plain(name) else _rename(name, change)))

    return in_lists(record, renamed)


@lru_cache(maxsize=50_000)
def _is_plain(name: Name) -> bool:
    """Whether no rule changes a part of *name*: all are words of ASCII letters, as most are."""
    return all(not part or _PLAIN_NAME.fullmatch(part) for part in _parts_of(name))


def in_lists(record: Record, change: Callable[[Names], Iterable[Name]]) -> Record:
    """*record* with *change* applied to its lists of names and those of its versions."""

    def changes(entry: Record | Version) -> dict[str, Any]:
        lists: list[tuple[str, Names]] = [(name, getattr(entry, name)) for name in NAME_FIELDS]
        changed = ((name, names, _list(names, change(names))) for name, names in lists if names)
        return {name: new for name, names, new in changed if new is not names and new != names}

    return _everywhere(record, changes)


def _list(names: Names, changed: Iterable[Name]) -> Names:
    if isinstance(changed, Names):
        return changed
    changed = tuple(changed)
    return names if tuple.__eq__(names, changed) is True else names.with_names(changed)


def _rename(name: Name, change: Callable[[str], str]) -> Name | None:
    parts = _parts_of(name)
    changed = tuple(text and change(text) for text in parts)
    return name if changed == parts else people.name_of(dict(zip(NAME_PARTS, changed, strict=True)))


def _everywhere(record: Record, changes: Callable[[Record | Version], dict[str, Any]]) -> Record:
    new = changes(record)
    versions = tuple(
        version.evolve(**changed) if (changed := changes(version)) else version for version in record.versions
    )
    if versions != record.versions:
        new["versions"] = versions
    return record.evolve(**new) if new else record
