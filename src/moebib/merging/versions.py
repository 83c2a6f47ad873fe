"""The publications of one work: which of them are the same, and one of them as a version of another."""

from __future__ import annotations

from moebib.matching.places import same_place
from moebib.merging.same import contradict
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.identifier import Identifier, Scheme
from moebib.records.publication import Publication, Version
from moebib.records.record import Record, label_number
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = [
    "PLACE_FIELDS", "VERSION_FIELDS", "as_version", "is_one_publication", "is_same_publication", "is_version_of",
    "versions_of", "without_version",
]  # fmt: skip

_ARXIV = archive_of("arXiv")
PLACE_FIELDS = (
    "issued", "event_date", "editor", "container_title", "container_title_short", "collection_title", "event_title",
    "event_place", "publisher", "publisher_place", "volume", "issue", "page", "number", "edition",
)  # fmt: skip
"""When and where a version was published. They belong together: the volume of one journal with the pages in another
is worse than neither, and a preprint's place is not where the work was published."""
VERSION_FIELDS = tuple(field for field in Publication.model_fields if field not in ("type", "label", "identifiers"))
"""The fields of a publication that sources give; its type and identifiers are chosen apart from them."""


def is_same_publication(a: Publication, b: Publication) -> bool:
    """Whether two publications of one work are one, and all that is known of both agrees: label, title and place.

    Preprints with one identifier are the same wherever they are, but versions of one arXiv ID have different labels.
    """
    has_other_title = a.title and b.title and fold(plain(a.title)) != fold(plain(b.title))
    if a.label != b.label or has_other_title or is_one_publication(a, b) is False:
        return False
    is_shared = _share_identifier(a, b)
    if is_shared and a.is_preprint:
        return True
    places = [(getattr(a, field), getattr(b, field)) for field in PLACE_FIELDS]
    agrees = all(old == new for old, new in places if old and new)
    is_known = bool(a.issued and b.issued and a.container_title and b.container_title)
    return agrees and (is_known or is_shared)


def is_one_publication(a: Publication, b: Publication) -> bool | None:
    """Whether two records of one work describe one publication of it: by identifier, else by place.

    ``None`` if that is not known.
    """
    if a.is_preprint != b.is_preprint:
        return False
    own_a, own_b = map(_own_identifiers, (a, b))
    if own_a & own_b:
        return True
    if contradict(own_a, own_b) or len({name for name in map(_archive, (a, b)) if name}) > 1:
        return False
    return same_place(a, b)


def _archive(publication: Publication) -> str:
    """The name of the archive of a preprint; empty if it is unknown."""
    if not publication.is_preprint:
        return ""
    by_identifier = filter(None, map(archive_of_identifier, publication.identifiers))
    archive = next(by_identifier, None) or archive_of(publication.venue)
    return archive.name if archive else fold(publication.venue)


def _own_identifiers(publication: Publication) -> set[Identifier]:
    """The identifiers of one publication; an entry may have those of its preprint on arXiv, too."""
    return {
        other
        for other in _identifiers_of_one_work(publication)
        if other.scheme is not Scheme.URL and (publication.is_preprint or archive_of_identifier(other) != _ARXIV)
    }


def is_version_of(record: Record, work: Record) -> bool:
    """Whether *record* describes another version of *work* than its top level."""
    if record.is_preprint != work.is_preprint:
        return record.is_preprint
    if record.label and work.label and record.label != work.label and _share_identifier(record, work):
        return label_number(record.label) < label_number(work.label)
    is_listed = any(is_same_publication(version, record) for version in work.versions)
    return is_listed and not is_same_publication(record, work)


def _identifiers_of_one_work(publication: Publication) -> set[Identifier]:
    return {identifier.canonical for identifier in publication.identifiers if identifier.is_of_one_work}


def _share_identifier(a: Publication, b: Publication) -> bool:
    return not _identifiers_of_one_work(a).isdisjoint(_identifiers_of_one_work(b))


def as_version(preprint: Record, work: Record) -> Version:
    """*preprint* as a version of *work*, without a title and authors that are those of the work."""
    fields = {field: value for field in Version.model_fields if (value := getattr(preprint, field))}
    for field in ("title", "author"):
        if fields.get(field) == getattr(work, field):
            fields.pop(field, None)
    origin = {field: origin for field, origin in preprint.origin.items() if field in fields}
    return Version(**fields | {"origin": origin})


def without_version(record: Record, work: Record) -> Record:
    """What remains of *record* when it has become a version of *work*."""
    kept = {
        field: getattr(record, field)
        for field in Record.model_fields
        if field not in Version.model_fields or field == "language"
    }
    kept |= {
        field: getattr(record, field)
        for field in ("title", "author")
        if getattr(record, field) == getattr(work, field) or not getattr(work, field)
    }
    origin = {
        field: origin for field, origin in record.origin.items() if field in kept or field not in Version.model_fields
    }
    return Record(**{**kept, "type": work.type, "versions": (), "origin": origin})


def versions_of(record: Record, work: Record) -> tuple[Version, ...]:
    """The versions of *record* as versions of *work*: with the title and authors that they have from *record*."""

    def moved(version: Version) -> Version:
        inherited = {
            field: getattr(record, field)
            for field in ("title", "author")
            if not getattr(version, field) and getattr(record, field) != getattr(work, field)
        }
        return version.evolve(**inherited) if any(inherited.values()) else version

    return tuple(map(moved, record.versions))
