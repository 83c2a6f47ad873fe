"""Changes the texts of a record and its versions."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import Any

from moebib.records.name import Name
from moebib.records.record import Record, Version

__all__ = ["FORMULAS", "PLAIN", "TEXTS", "VENUES", "in_lists", "in_names", "in_texts", "whole"]

VENUES = ("container_title", "event_title")
FORMULAS = ("title", "abstract")
"""Fields that may contain $formulas$."""
PLAIN = ("container_title", "container_title_short", "collection_title", "event_title", "event_place", "publisher",
         "publisher_place", "volume", "issue", "page", "number", "edition", "genre", "note")  # fmt: skip
"""Fields of plain text."""
TEXTS = (*FORMULAS, *PLAIN)

_PARTS = ("family", "given", "dropping_particle", "non_dropping_particle", "suffix", "literal")
_parts_of = attrgetter(*_PARTS)
_BRACES = str.maketrans("", "", "{}")


def in_texts(record: Record, change: Callable[[str], str], fields: Iterable[str] = TEXTS) -> Record:
    """*record* with *change* applied to each of *fields*, also in its versions; *record* itself if nothing changes."""

    def changes(entry: Record | Version) -> dict[str, Any]:
        texts = {name: getattr(entry, name, "") for name in fields}
        return {name: new for name, text in texts.items() if text and (new := change(text)) != text}

    return _everywhere(record, changes)


def in_names(record: Record, change: Callable[[str], str]) -> Record:
    """*record* with *change* applied to every part of every name; names of which nothing is left are removed."""
    return in_lists(record, lambda names: tuple(new for name in names if (new := _rename(name, change))))


def in_lists(record: Record, change: Callable[[tuple[Name, ...]], tuple[Name, ...]]) -> Record:
    """*record* with *change* applied to its lists of names and those of its versions."""

    def changes(entry: Record | Version) -> dict[str, Any]:
        lists = {name: getattr(entry, name, ()) for name in ("author", "editor")}
        return {name: new for name, names in lists.items() if names and (new := change(names)) != names}

    return _everywhere(record, changes)


def whole(parts: dict[str, str]) -> Name | None:
    """The name with these parts, if any is left; a given name without a family name becomes a mononym."""
    tidy = {part: " ".join(text.translate(_BRACES).split()) for part, text in parts.items()}
    if tidy.get("literal"):
        return Name(literal=tidy["literal"])
    if not tidy.get("family"):
        tidy |= {"family": tidy.get("given", ""), "given": ""}
    return Name(**tidy) if tidy["family"] else None


def _rename(name: Name, change: Callable[[str], str]) -> Name | None:
    parts = _parts_of(name)
    changed = tuple(text and change(text) for text in parts)
    return name if changed == parts else whole(dict(zip(_PARTS, changed, strict=True)))


def _everywhere(record: Record, changes: Callable[[Record | Version], dict[str, Any]]) -> Record:
    new = changes(record)
    versions = tuple(
        version.evolve(**changed) if (changed := changes(version)) else version for version in record.versions
    )
    if versions != record.versions:
        new["versions"] = versions
    return record.evolve(**new) if new else record
