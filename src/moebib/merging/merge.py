"""Two records of one work into one, without losing anything."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from moebib.library.library import Library
from moebib.merging.diff import diff_records
from moebib.records.identifier import Identifier
from moebib.records.name import Names
from moebib.records.publication import Publication, Version
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = [
    "PLACE_FIELDS", "UNITED_FIELDS", "VERSION_FIELDS", "Conflict", "as_version", "contradict", "find_same",
    "merge_records", "set_aside", "unite",
]  # fmt: skip

PLACE_FIELDS = (
    "issued", "event_date", "editor", "container_title", "container_title_short", "collection_title", "event_title",
    "event_place", "publisher", "publisher_place", "volume", "issue", "page", "number", "edition",
)  # fmt: skip
"""When and where a version was published. They belong together: the volume of one journal with the pages in another
is worse than neither, and a preprint's place is not where the work was published."""
VERSION_FIELDS = tuple(field for field in Publication.model_fields if field not in ("type", "label", "identifiers"))
"""The fields of a publication that sources give; its type and identifiers are chosen apart from them."""
_OF_WORK = frozenset({"title", "author", "language"})
"""The fields of a publication that another one of the same work may fill."""
UNITED_FIELDS = frozenset(
    {"id", "identifiers", "tags", "keyword", "aliases", "links", "versions", "relations", "origin", "extra"}
)
"""The fields that combine the values of both records, so that they cannot be in conflict."""

Value = TypeVar("Value")


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
    """*record* with the sections, labels, links, identifiers and other titles of *new*; no other field changes."""
    titles = {fold(title) for title in record.titles}
    return record.evolve(
        identifiers=_union(
            record.identifiers, (added for added in new.identifiers if added not in record.all_identifiers)
        ),
        tags=_union(record.tags, new.tags),
        keyword=_union(record.keyword, new.keyword),
        aliases=_union(record.aliases, (title for title in new.titles if fold(title) not in titles)),
        links={kind: _union(urls, getattr(new.links, kind)) for kind, urls in record.links},
    )


def _unique(values: Iterable[Value]) -> tuple[Value, ...]:
    unique: list[Value] = []
    for value in values:
        if value not in unique:
            unique.append(value)
    return tuple(unique)


def _union(old: Iterable[Value], new: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*old, *new)))


class Conflict(NamedTuple):
    """A field for which two records of one work have different values."""

    field: str
    kept: Any
    dropped: Any
    """Nothing is lost: it is kept among the aliases, or in ``extra`` as "merged-<field>"."""


def merge_records(keep: Record, drop: Record) -> tuple[Record, tuple[Conflict, ...]]:
    """One record of two of one work, under the key of *keep*, and the fields in conflict.

    If one of them is a preprint, the other becomes the top level, whichever key is kept, and the preprint one of its
    ``versions``. The key of *drop* becomes a former key (``ids``), which still cites the work.
    """
    top, other = (drop, keep) if keep.is_preprint and not drop.is_preprint else (keep, drop)
    version = as_version(other, top) if other.is_preprint and not top.is_preprint else None
    in_version = set(Version.model_fields) if version else set()
    conflicts = tuple(
        Conflict(diff.field, getattr(top, diff.field), getattr(other, diff.field))
        for diff in diff_records(top, other, ignore={*UNITED_FIELDS, "ids", *in_version})
        if diff.is_conflict
    )

    extra = {**other.extra, **top.extra}
    for field, _, dropped in conflicts:
        if field != "title":
            set_aside(extra, f"merged-{field}", dropped)
    for name, value in other.extra.items():
        if extra[name] != value:
            set_aside(extra, f"merged-{name}", value)

    of_top = Version.model_fields.keys() - _OF_WORK if version else set()
    filled = {
        field: getattr(top, field) or (getattr(top if field in of_top else other, field))
        for field in Record.model_fields
        if field not in {*UNITED_FIELDS, "ids"}
    }
    united = unite(top, other)
    versions = [version] if version else []
    merged = united.evolve(
        **filled,
        id=keep.id,
        ids=tuple(key for key in dict.fromkeys((*keep.ids, *drop.ids, drop.id)) if key != keep.id),
        aliases=tuple(title for title in united.aliases if title not in [plain(version.title) for version in versions]),
        versions=_unique((*top.versions, *versions, *other.versions)),
        relations=_unique((*top.relations, *other.relations)),
        origin={field: origin for field, origin in other.origin.items() if field not in of_top} | top.origin,
        extra=extra,
    )
    return merged, conflicts


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
    extra[free] = " and ".join(map(str, texts)) if isinstance(texts, list | tuple) else str(texts)
