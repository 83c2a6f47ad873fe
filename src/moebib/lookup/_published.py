"""A preprint was published: the published version becomes the top level, and the preprint stands under versions."""

from __future__ import annotations

from typing import Any

from moebib.lookup._draft import Draft, is_unpublished
from moebib.merging.merge import PLACE_FIELDS, set_aside
from moebib.records.equivalence import abbreviates, alike_names, alike_text, is_cut
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record, Version

__all__ = ["appear", "has_appeared"]

_NO_PUBLICATION = {"document", "dataset", "post", "post-weblog", "software", "webpage"}


def has_appeared(old: Record, new: Record) -> bool:
    """Whether *old* is a preprint, and *new* its publication."""
    is_publication = not is_unpublished(new) and new.type not in _NO_PUBLICATION
    return is_unpublished(old) and is_publication


def appear(draft: Draft) -> None:
    """Move what the preprint has of its own to a version; what is empty then is to be filled.

    A value that a version has no place for goes to ``extra``, so that nothing a person wrote is lost.
    """
    own: dict[str, Any] = {"type": "article", "genre": "preprint"}
    own |= {field: draft.clear(field) for field in _moved(draft)}
    own["identifiers"] = _identifiers(draft)
    extra = dict(draft["extra"])
    for field in (*PLACE_FIELDS, "url"):
        if field not in Version.model_fields and draft[field]:
            value = draft.clear(field)
            if str(value) != own.get("container_title"):
                set_aside(extra, f"preprint-{field}", value)
    draft.set("extra", extra, draft.told_by("container_title"))
    draft.set("type", draft.new.type, draft.told_by("container_title"))
    draft.set("genre", draft.new.genre, draft.told_by("container_title"))
    versions = (Version.model_validate(own), *draft["versions"])
    draft.set("versions", tuple(dict.fromkeys(versions)), draft.told_by("container_title"))


def _moved(draft: Draft) -> list[str]:
    """The fields of which the published version has its own; a note is printed, so a person's stays where it is."""
    moved = [field for field in ("issued", "container_title") if draft[field]]
    if draft["title"] and draft.new.title and not alike_text(draft["title"], draft.new.title):
        moved.append("title")
    if draft["author"] and draft.new.author and _has_other_authors(draft):
        moved.append("author")
    return [*moved, "note"] if draft["note"] and draft.is_free("note") else moved


def _has_other_authors(draft: Draft) -> bool:
    old, new = draft["author"], draft.new.author
    return not alike_names(old, new) and not is_cut(new) and not abbreviates(new, old)


def _identifiers(draft: Draft) -> tuple[Identifier, ...]:
    """Those of the preprint: its arXiv ID, and what the publication has another one of, which leaves the top level."""
    old: tuple[Identifier, ...] = draft["identifiers"]
    new = {one.scheme: one for one in draft.new.identifiers if one.is_of_one_work}
    replaced = [one for one in old if one.scheme in new and new[one.scheme].canonical != one.canonical]
    own = tuple(one for one in old if one.scheme is Scheme.ARXIV or one in replaced)
    draft.set("identifiers", tuple(one for one in old if one not in replaced), draft.told_by("identifiers"))
    return own
