"""Two records of one work into one, without losing anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from moebib.library.library import Library
from moebib.records.identifier import Identifier
from moebib.records.name import Names
from moebib.records.publication import Alternative, Origin, Publication, Status, Version
from moebib.records.record import Record, label_number
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = [
    "PLACE_FIELDS", "UNITED_FIELDS", "VERSION_FIELDS", "Conflict", "as_version", "contradict", "find_same",
    "is_same_publication", "merge_records", "set_aside", "unite",
]  # fmt: skip

PLACE_FIELDS = (
    "issued", "event_date", "editor", "container_title", "container_title_short", "collection_title", "event_title",
    "event_place", "publisher", "publisher_place", "volume", "issue", "page", "number", "edition",
)  # fmt: skip
"""When and where a version was published. They belong together: the volume of one journal with the pages in another
is worse than neither, and a preprint's place is not where the work was published."""
VERSION_FIELDS = tuple(field for field in Publication.model_fields if field not in ("type", "label", "identifiers"))
"""The fields of a publication that sources give; its type and identifiers are chosen apart from them."""
UNITED_FIELDS = frozenset(
    {"id", "identifiers", "tags", "keyword", "aliases", "links", "versions", "relations", "origin", "extra"}
)
"""The fields that combine the values of both records, so that they cannot be in conflict."""

Value = TypeVar("Value")
PublicationT = TypeVar("PublicationT", Record, Version)


def find_same(library: Library, record: Record) -> Record | None:
    """The work in *library* that *record* describes: one with its identifier, else one with its title.

    Works of one title are different works if they have different identifiers of one scheme.
    """
    for identifier in record.all_identifiers:
        if identifier.is_of_one_work and (same := library.find(identifier)):
            return same
    titled = (library.titled(title) for title in record.titles)
    identifiers = [identifier for identifier in record.all_identifiers if identifier.is_of_one_work]
    return next((same for same in titled if same and not contradict(identifiers, same.all_identifiers)), None)


def contradict(these: Iterable[Identifier], those: Iterable[Identifier]) -> bool:
    """Whether the two sets, which share no identifier, have different identifiers of one scheme."""
    return not {identifier.scheme for identifier in these}.isdisjoint(identifier.scheme for identifier in those)


def unite(record: Record, new: Record) -> Record:
    """*record* with what can be added to it: no field that has a value gets another one.

    These are the sections, labels, links, identifiers, other titles, versions and relations of *new*.
    """
    versions = _add_versions(record, _versions_of(new, record)).publication.versions
    titles = {fold(title) for title in (*record.titles, *(plain(version.title) for version in versions))}
    united = record.evolve(
        identifiers=_with_identifiers(record, new),
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


def _union(old: Iterable[Value], new: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*old, *new)))


class Conflict(NamedTuple):
    """A field for which two records of one work have different values."""

    field: str
    """Of a version, it is "versions.<number>.<field>"."""
    kept: Any
    dropped: Any
    """Nothing is lost: it is among the aliases, ``disputed`` in the origin, or in ``extra`` as "merged-<field>"."""


class _Filled(NamedTuple, Generic[PublicationT]):
    """A publication with the values of another one in its empty fields."""

    publication: PublicationT
    conflicts: tuple[Conflict, ...]
    aside: tuple[tuple[str, Any], ...]
    """Fields and values for which the publication has no place."""


def merge_records(keep: Record, drop: Record) -> tuple[Record, tuple[Conflict, ...]]:
    """One record of two of one work, under the key of *keep*, and the fields in conflict.

    If one of them is a preprint, an earlier version by its label, or one of the versions of the other, the other
    becomes the top level, whichever key is kept. Versions that are one publication become one. The key of *drop*
    becomes a former key (``ids``), which still cites the work.
    """
    top, other = (drop, keep) if _is_version_of(keep, drop) else (keep, drop)
    added = _versions_of(other, top)
    rest = other.evolve(versions=())
    identifiers = top.identifiers
    if not _is_version_of(other, top) or other.is_preprint:  # a publication has the ID of its preprint, too
        identifiers = _with_identifiers(top, other)
    if _is_version_of(other, top):
        rest = _without_version(other, top)
        version = as_version(other, top)  # with the origins of values that a person removed, too
        origins = {field: origin for field, origin in other.origin.items() if field not in rest.origin}
        added = (version.evolve(origin=origins | version.origin), *added)
    with_versions = _add_versions(top.evolve(identifiers=identifiers), added)
    fields = [field for field in Record.model_fields if field not in (*UNITED_FIELDS, "ids")]
    filled = _fill(with_versions.publication, rest, fields)
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


def is_same_publication(a: Publication, b: Publication) -> bool:
    """Whether two publications of one work are the same: with one identifier and label, or at one place.

    The versions of an arXiv ID have one identifier, and so may a preprint and the publication in which it ended.
    """
    has_other_title = a.title and b.title and fold(plain(a.title)) != fold(plain(b.title))
    if a.label != b.label or a.is_preprint != b.is_preprint or has_other_title:
        return False
    these, those = _identifiers_of_one_work(a), _identifiers_of_one_work(b)
    if contradict(these - those, those - these):
        return False
    if these & those and a.is_preprint:
        return True
    places = [(getattr(a, field), getattr(b, field)) for field in PLACE_FIELDS]
    agrees = all(old == new for old, new in places if old and new)
    is_known = bool(a.issued and b.issued and a.container_title and b.container_title)
    return agrees and (is_known or bool(these & those))


def _identifiers_of_one_work(publication: Publication) -> set[Identifier]:
    return {identifier.canonical for identifier in publication.identifiers if identifier.is_of_one_work}


def _share_identifier(a: Publication, b: Publication) -> bool:
    return not _identifiers_of_one_work(a).isdisjoint(_identifiers_of_one_work(b))


def _is_version_of(record: Record, work: Record) -> bool:
    """Whether *record* describes another version of *work* than its top level."""
    if record.is_preprint != work.is_preprint:
        return record.is_preprint
    if record.label and work.label and record.label != work.label and _share_identifier(record, work):
        return label_number(record.label) < label_number(work.label)
    is_listed = any(is_same_publication(version, record) for version in work.versions)
    return is_listed and not is_same_publication(record, work)


def _with_identifiers(kept: Record | Version, other: Record | Version) -> tuple[Identifier, ...]:
    """The identifiers of *kept*, with those of *other* that neither it nor one of its versions has."""
    listed = kept.all_identifiers if isinstance(kept, Record) else kept.identifiers
    return _union(kept.identifiers, (added for added in other.identifiers if added not in listed))


def _without_version(record: Record, work: Record) -> Record:
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


def _versions_of(record: Record, work: Record) -> tuple[Version, ...]:
    """The versions of *record* as versions of *work*: with the title and authors that they have from *record*."""

    def moved(version: Version) -> Version:
        inherited = {
            field: getattr(record, field)
            for field in ("title", "author")
            if not getattr(version, field) and getattr(record, field) != getattr(work, field)
        }
        return version.evolve(**inherited) if any(inherited.values()) else version

    return tuple(map(moved, record.versions))


def _add_versions(record: Record, added: Iterable[Version]) -> _Filled[Record]:
    """*record* with these versions; one that it has already is completed, and so is the top level."""
    conflicts: list[Conflict] = []
    aside: list[tuple[str, Any]] = []
    for version in added:
        versions = list(record.versions)
        if version in versions:
            continue
        number = next((i for i, listed in enumerate(versions) if is_same_publication(listed, version)), None)
        if number is not None:
            of_version = _fill(versions[number], version, Version.model_fields)
            versions[number] = of_version.publication
            record = record.evolve(versions=versions)
            conflicts += (conflict._replace(field=f"versions.{number}.{conflict.field}")
                          for conflict in of_version.conflicts)  # fmt: skip
            aside += of_version.aside
        elif is_same_publication(record, version):
            of_record = _fill(record, version, Version.model_fields)
            record = of_record.publication
            conflicts += of_record.conflicts
            aside += of_record.aside
        else:
            record = record.evolve(versions=(*versions, version))
    return _Filled(record, tuple(conflicts), tuple(aside))


def _fill(kept: PublicationT, other: Record | Version, fields: Iterable[str]) -> _Filled[PublicationT]:
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
            values[field] = _with_identifiers(kept, other)
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
    return _Filled(merged.evolve(origin=origins), tuple(conflicts), tuple(aside))


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
    return kept.evolve(
        confirmed=max(origin.confirmed for origin in of_value),
        disputed=tuple(alternatives.values()),
        remark=_joined(kept.remark, *(origin.remark for origin in rest)),
    )


def _joined(remark: str, *others: str) -> str:
    """*remark* with the lines of the others that it does not have yet."""
    lines = [remark] if remark else []
    for other in others:
        lines += (line for line in other.split("\n") if line and line not in "\n".join(lines).split("\n"))
    return "\n".join(lines)


def as_version(preprint: Record, work: Record) -> Version:
    """*preprint* as a version of *work*, without a title and authors that are those of the work."""
    fields = {field: value for field in Version.model_fields if (value := getattr(preprint, field))}
    for field in ("title", "author"):
        if fields.get(field) == getattr(work, field):
            fields.pop(field, None)
    origin = {field: origin for field, origin in preprint.origin.items() if field in fields}
    return Version(**fields | {"origin": origin})


def set_aside(extra: dict[str, str], name: str, value: Any) -> None:
    """Keep *value*, for which a record has no field, in *extra* under *name*; a number is added if it is taken."""
    names = (name, *(f"{name}-{number}" for number in range(2, len(extra) + 2)))
    free = next(candidate for candidate in names if candidate not in extra)
    texts = value.texts() if isinstance(value, Names) else value
    if isinstance(value, Status):
        texts = " ".join(value.to_dict().values())
    extra[free] = " and ".join(map(str, texts)) if isinstance(texts, list | tuple) else str(texts)
