"""Two records of one work into one, without losing anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from moebib.merging.fill import Conflict, Filled, fill, set_aside, with_identifiers
from moebib.merging.versions import (
    as_version,
    is_one_publication,
    is_same_publication,
    is_version_of,
    versions_of,
    without_version,
)
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = ["UNITED_FIELDS", "add_publications", "merge_records", "unite"]

UNITED_FIELDS = frozenset(
    {"id", "identifiers", "tags", "keyword", "aliases", "links", "versions", "relations", "origin", "extra"}
)
"""The fields that combine the values of both records, so that they cannot be in conflict."""

Value = TypeVar("Value")


def unite(record: Record, new: Record) -> Record:
    """*record* with what can be added to it: no field that has a value gets another one.

    These are the sections, labels, links, identifiers, other titles, versions and relations of *new*.
    """
    versions = _add_versions(record, versions_of(new, record)).publication.versions
    titles = {fold(title) for title in (*record.titles, *(plain(version.title) for version in versions))}
    united = record.evolve(
        identifiers=with_identifiers(record, new),
        tags=_union(record.tags, new.tags),
        keyword=_union(record.keyword, new.keyword),
        aliases=_union(record.aliases, (title for title in new.titles if fold(title) not in titles)),
        links={kind: _union(urls, getattr(new.links, kind)) for kind, urls in record.links},
        versions=versions,
    )
    return united.evolve(
        relations=_union(
            record.relations, (added for added in new.relations if not added.is_to(united) and not added.is_to(new))
        )
    )


def add_publications(record: Record, new: Record) -> Record:
    """*record* united with *new*, a record of the same work.

    If *new* describes another publication of it, that becomes one of its versions, so that no publication has the
    identifiers of another one.
    """
    if is_one_publication(record, new) is not False:
        return unite(record, new)
    publications = (as_version(new, record), *versions_of(new, record))
    others = [version for version in publications if is_one_publication(record, version) is not True]
    united = unite(record, new.evolve(title="", identifiers=(), versions=()))
    return _add_versions(united, others).publication


def _union(old: Iterable[Value], new: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def merge_records(keep: Record, drop: Record) -> tuple[Record, tuple[Conflict, ...]]:
    """One record of two of one work, under the key of *keep*, and the fields in conflict.

    If one of them is a preprint, an earlier version by its label, or one of the versions of the other, the other
    becomes the top level, whichever key is kept. Versions that are one publication become one. The key of *drop*
    becomes a former key (``ids``), which still cites the work.
    """
    top, other = (drop, keep) if is_version_of(keep, drop) else (keep, drop)
    added = versions_of(other, top)
    rest = other.evolve(versions=())
    identifiers = top.identifiers
    if not is_version_of(other, top) or other.is_preprint:  # a publication has the ID of its preprint, too
        identifiers = with_identifiers(top, other)
    if is_version_of(other, top):
        rest = without_version(other, top)
        version = as_version(other, top)  # with the origins of values that a person removed, too
        origins = {field: origin for field, origin in other.origin.items() if field not in rest.origin}
        added = (version.evolve(origin=origins | version.origin), *added)
    with_versions = _add_versions(top.evolve(identifiers=identifiers), added)
    fields = [field for field in Record.model_fields if field not in (*UNITED_FIELDS, "ids")]
    filled = fill(with_versions.publication, rest, fields)
    conflicts = (*with_versions.conflicts, *filled.conflicts)

    extra = {**other.extra, **top.extra}
    for name, value in (*with_versions.aside, *filled.aside):
        set_aside(extra, f"merged-{name}", value)
    for name, value in other.extra.items():
        if extra[name] != value:
            set_aside(extra, f"merged-{name}", value)

    united = unite(filled.publication, rest)
    titles = {fold(title) for title in united.titles}
    dropped = (plain(conflict.dropped) for conflict in conflicts if conflict.field.rpartition(".")[2] == "title")
    merged = united.evolve(
        id=keep.id,
        ids=tuple(key for key in dict.fromkeys((*keep.ids, *drop.ids, drop.id)) if key != keep.id),
        aliases=_union(united.aliases, (title for title in dropped if fold(title) not in titles)),
        extra=extra,
    )
    relations = (relation for relation in (*top.relations, *other.relations) if not relation.is_to(merged))
    return merged.evolve(relations=tuple(dict.fromkeys(relations))), conflicts


def _is_listed_as(version: Version, listed: Version) -> bool:
    is_one = version.label == listed.label and is_one_publication(version, listed) is True
    return is_one or is_same_publication(listed, version)


def _add_versions(record: Record, added: Iterable[Version]) -> Filled[Record]:
    """*record* with these versions; one that it has already is completed, and so is the top level."""
    conflicts: list[Conflict] = []
    aside: list[tuple[str, Any]] = []
    for version in added:
        versions = list(record.versions)
        if version in versions:
            continue
        number = next((i for i, listed in enumerate(versions) if _is_listed_as(version, listed)), None)
        if number is not None:
            of_version = fill(versions[number], version, Version.model_fields)
            versions[number] = of_version.publication
            record = record.evolve(versions=versions)
            conflicts += (conflict._replace(field=f"versions.{number}.{conflict.field}")
                          for conflict in of_version.conflicts)  # fmt: skip
            aside += of_version.aside
        elif is_same_publication(record, version):
            of_record = fill(record, version, Version.model_fields)
            record = of_record.publication
            conflicts += of_record.conflicts
            aside += of_record.aside
        else:
            record = record.evolve(versions=(*versions, version))
    return Filled(record, tuple(conflicts), tuple(aside))
