"""The fields of one version: which are filled, which refreshed, which left to a person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from moebib.lookup._draft import Draft, is_unpublished
from moebib.merging.diff import are_equivalent
from moebib.merging.merge import PLACE_FIELDS, VERSION_FIELDS
from moebib.records.equivalence import abbreviates, is_cut, words_of
from moebib.records.record import Record
from moebib.records.venue import alike_venues

__all__ = ["is_elsewhere", "take_fields"]

_ELSEWHERE_TOO = tuple(field for field in (*VERSION_FIELDS, "abstract") if field not in (*PLACE_FIELDS, "genre"))
"""The fields that say nothing of the place of publication."""
_TOLD = {"title", "author", "issued", "container_title", "volume", "issue", "page", "number"}
"""Where another value is an error, and not only another way to say it."""

_IS_FULLER: Mapping[str, Callable[[Any, Any], bool]] = {
    "author": lambda new, old: is_cut(old) and not is_cut(new),
    "issued": lambda new, old: len(new.parts) > len(old.parts),
    "page": lambda new, old: len(words_of(new)) > len(words_of(old)),
}


def take_fields(draft: Draft) -> None:
    """Fill and refresh the fields of the top level, if that is the version the sources tell of."""
    _take_type(draft)
    if not _is_same_version(draft):
        return
    for field in _ELSEWHERE_TOO:
        _take(draft, field)
    if is_elsewhere(draft):
        draft.contradict(*_place_told(draft))
        return
    moved = _is_contradicted(draft.record, draft.new)
    for field in PLACE_FIELDS:
        if moved and draft.is_free(field) and not getattr(draft.new, field):
            draft.clear(field)
        elif moved or not draft[field] or not field.startswith("container_title"):
            _take(draft, field)


def is_elsewhere(draft: Draft) -> bool:
    """Whether a person wrote another venue: then what the sources tell is of another publication."""
    fields = [field for field in ("container_title", "container_title_short") if draft[field]]
    is_contradicted = _is_same_version(draft) and _is_contradicted(draft.record, draft.new)
    return is_contradicted and not all(map(draft.is_free, fields))


def _is_same_version(draft: Draft) -> bool:
    return is_unpublished(draft.record) == is_unpublished(draft.new)


def _place_told(draft: Draft) -> tuple[str, str, str]:
    field = "container_title" if draft["container_title"] else "container_title_short"
    return field, draft.new.container_title, draft.told_by("container_title")


def _is_contradicted(old: Record, new: Record) -> bool:
    mine = [name for name in (old.container_title, old.container_title_short) if name]
    theirs = [new.container_title, new.container_title_short, new.event_title, new.collection_title]
    alike = any(alike_venues(one, other) for one in mine for other in theirs if other)
    return bool(mine and new.container_title and not alike)


def _take_type(draft: Draft) -> None:
    """A list of links says of no work what it is; sources do."""
    venue = draft["container_title"] or draft["container_title_short"]
    if draft["type"] == "document" != draft.new.type and not (is_unpublished(draft.new) and venue):
        draft.set("type", draft.new.type, draft.told_by("type"))
        draft.set("genre", draft.new.genre, draft.told_by("genre"))


def _take(draft: Draft, field: str) -> None:
    old, new = draft[field], getattr(draft.new, field)
    if not new or draft.is_emptied(field) or (not old and not _is_to_fill(draft, field)):
        return
    is_fuller = bool(old) and field in _IS_FULLER and _IS_FULLER[field](new, old)
    if old and not is_fuller and are_equivalent(field, old, new):
        return
    if field in ("author", "editor") and (is_cut(new) or abbreviates(new, old)):
        draft.contradict(field, draft.new.to_dict()[field], draft.told_by(field))
    elif not old or draft.is_free(field):
        draft.take(field)
    elif field in _TOLD and (field == "author" or not are_equivalent(field, old, new)):
        draft.contradict(field, draft.new.to_dict()[field], draft.told_by(field))


def _is_to_fill(draft: Draft, field: str) -> bool:
    """Whether the field is one to fill: no list needs abstracts, and a page that an identifier leads to no ``url``."""
    return field != "abstract" and (field != "url" or not draft.record.link)
