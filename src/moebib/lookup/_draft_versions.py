"""The versions of a record while it is updated: its preprint becomes one, and the other publications of the work do."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from moebib.lookup._draft import Draft, is_unpublished
from moebib.matching.places import same_place
from moebib.merging.diff import are_equivalent
from moebib.merging.versions import PLACE_FIELDS, as_version, is_one_publication, is_same_publication
from moebib.records.archives import archive_of_identifier
from moebib.records.identifier import Identifier
from moebib.records.publication import Version
from moebib.records.record import Record

__all__ = ["add_versions", "move_preprint_to_version"]


def move_preprint_to_version(draft: Draft) -> None:
    """Move the preprint's own values to a version, so that the top level can become the publication.

    Its values keep their origins. A note is printed with the reference, so one that a person wrote stays where it is.
    """
    source = draft.source_of_new("container_title")
    moved = [field for field in (*PLACE_FIELDS, "url", "label", "status") if draft[field]]
    if draft["title"] and draft.new.title and not are_equivalent("title", draft["title"], draft.new.title):
        moved.append("title")
    old, new = draft["author"], draft.new.author
    if old and new and not (are_equivalent("author", old, new) or new.others):
        moved.append("author")
    if draft["note"] and draft.is_refreshable("note"):
        moved.append("note")
    if draft.is_refreshable("abstract"):
        draft.clear("abstract")
    version: dict[str, Any] = {"type": "article", "genre": "preprint"}
    version["origin"] = {field: draft.old.origin[field] for field in moved if field in draft.old.origin}
    version |= {field: draft.clear(field) for field in moved}
    version["identifiers"] = _take_identifiers_of_preprint(draft)
    if version["identifiers"] and "identifiers" in draft.old.origin:
        version["origin"]["identifiers"] = draft.old.origin["identifiers"]
    draft.set("type", draft.new.type, source)
    draft.set("genre", draft.new.genre, source)
    preprint = Version.model_validate(version)
    others = (other for other in draft["versions"] if other != preprint and not _is_top_level(other, draft.new))
    draft.set("versions", (preprint, *others), source)


def _is_top_level(version: Version, new: Record) -> bool:
    """Whether *version* is the publication that becomes the top level, and nothing in it was written by hand."""
    plain = version.to_dict()
    is_fetched = all(
        field in version.origin and version.origin[field].fits(value)
        for field, value in plain.items()
        if field not in ("type", "identifiers", "origin", "status")
    )
    return is_fetched and is_one_publication(version, new) is True


def _take_identifiers_of_preprint(draft: Draft) -> tuple[Identifier, ...]:
    """The identifiers of a preprint, and those that the publication has others of, which leave the top level."""
    old: tuple[Identifier, ...] = draft["identifiers"]
    new = {identifier.scheme: identifier.canonical for identifier in draft.new.identifiers if identifier.is_of_one_work}
    preprints = [version for version in draft.new.versions if version.is_preprint]
    of_preprints = {identifier.canonical for version in preprints for identifier in version.identifiers}
    moved = tuple(
        identifier
        for identifier in old
        if archive_of_identifier(identifier)
        or identifier.canonical in of_preprints
        or new.get(identifier.scheme, identifier.canonical) != identifier.canonical
    )
    kept = tuple(identifier for identifier in old if identifier not in moved)
    (draft.set_list if kept else draft.set)("identifiers", kept, draft.source_of_new("identifiers"))
    return moved


def add_versions(draft: Draft) -> None:
    """Add the other publications of the work, or complete those that are there."""
    for version in _versions_of_sources(draft):
        versions: tuple[Version, ...] = draft["versions"]
        same = [other for other in versions if _is_listed_as(version, other)]
        listed = max(same, key=lambda other: other.label == draft.arxiv_version, default=None)
        if listed is None:
            draft.set("versions", (*versions, version), draft.source_of_new("versions"))
        elif (filled := _completed(listed, version)) != listed:
            changed = tuple(filled if other is listed else other for other in versions)
            draft.set("versions", changed, draft.source_of_new("versions"))


def _versions_of_sources(draft: Draft) -> Iterator[Version]:
    """The publications that sources have and the top level is not; each without a title equivalent to that of the work.

    One with other identifiers in the same place is no version, but a disagreement.
    """
    new, record = draft.new, draft.record
    if is_unpublished(record):
        return
    is_of_top = new.is_preprint is is_unpublished(record) and same_place(record, new) is not False
    for version in (*(() if is_of_top else (as_version(new.evolve(note=""), record),)), *new.versions):
        if is_one_publication(record, version) is False:
            same_title = version.title and are_equivalent("title", version.title, record.title)
            yield _without(version, "title") if same_title else version


def _without(version: Version, field: str) -> Version:
    origin = {name: origin for name, origin in version.origin.items() if name != field}
    return version.evolve(**{field: Version.model_fields[field].get_default(), "origin": origin})


def _is_listed_as(version: Version, listed: Version) -> bool:
    if version.is_preprint and listed.is_preprint and not listed.identifiers:
        return True
    is_equal = version.evolve(origin={}) == listed.evolve(origin={})
    return is_equal or is_one_publication(version, listed) is True or is_same_publication(version, listed)


def _completed(listed: Version, version: Version) -> Version:
    """*listed* with the values of *version* in empty fields, and in fields with a value that was fetched."""
    values: dict[str, Any] = {}
    plain, origin = listed.to_dict(), dict(listed.origin)
    for field in PLACE_FIELDS:
        if field == "issued" and listed.arxiv_version not in ("", "v1"):
            continue  # arXiv has the date of the first version for all of them
        old, new = getattr(listed, field), getattr(version, field)
        is_fetched = field in origin and origin[field].fits(plain.get(field))
        if new and (not old or (is_fetched and not are_equivalent(field, old, new))):
            values[field] = new
            origin |= {field: version.origin[field]} if field in version.origin else {}
    schemes = {identifier.scheme for identifier in listed.identifiers}
    added = (identifier for identifier in version.identifiers if identifier.scheme not in schemes)
    values["identifiers"] = (*listed.identifiers, *added)
    if version.status and not listed.status:
        values["status"] = version.status
    return listed.evolve(**values, origin=origin)
