"""Merge: two records of one work into one, losing nothing."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple, TypeVar

from moebib.library.library import Library
from moebib.records.record import Record, Version
from moebib.text.fold import fold

__all__ = ["Conflict", "absorb", "differing", "find_same", "unite"]

Value = TypeVar("Value")


def find_same(library: Library, record: Record) -> Record | None:
    """The work in *library* that *record* is: by an identifier, else by an equal title that nothing contradicts."""
    for identifier in record.all_identifiers:
        if identifier.is_of_one_work and (found := library.find(identifier)):
            return found
    by_title = (library.titled(title) for title in record.titles)
    return next((known for known in by_title if known and not _contradict(known, record)), None)


def unite(known: Record, found: Record) -> Record:
    """*known* with the sections, labels, links, identifiers and other titles of *found*; what it says itself stays."""
    links = {kind: _union(urls, getattr(found.links, kind)) for kind, urls in known.links}
    titles = {fold(title) for title in known.titles}
    new_titles = [title for title in found.titles if fold(title) not in titles]
    return known.evolve(
        identifiers=_union(known.identifiers, (new for new in found.identifiers if new not in known.all_identifiers)),
        tags=_union(known.tags, found.tags),
        keyword=_union(known.keyword, found.keyword),
        aliases=_union(known.aliases, new_titles),
        links=links,
    )


def _contradict(a: Record, b: Record) -> bool:
    """Whether the two have different identifiers of one scheme, as works of one title by other people do."""
    schemes = {found.scheme for found in a.all_identifiers if found.is_of_one_work}
    return any((other := b.identifier(scheme)) and other != a.identifier(scheme) for scheme in schemes)


def differing(known: Record, found: Record) -> list[str]:
    """The fields of which both say something, and not the same; what :func:`unite` unites is none of them."""
    united = {"id", "identifiers", "tags", "keyword", "aliases", "links", "versions", "origin", "extra"}
    fields = [name for name in Record.model_fields if name not in united]
    return [name for name in fields if len({getattr(one, name) or None for one in (known, found)} - {None}) > 1]


def _union(known: Iterable[Value], found: Iterable[Value]) -> tuple[Value, ...]:
    return tuple(dict.fromkeys((*known, *found)))


class Conflict(NamedTuple):
    """A field of which two records of one work say different things."""

    field: str
    kept: Any
    dropped: Any
    """It is kept as well: among the aliases or versions, or in ``extra`` as "merged-<field>"."""


def absorb(keep: Record, drop: Record) -> tuple[Record, tuple[Conflict, ...]]:
    """One record of two of one work, with the key of *keep*, and what they contradict each other in; nothing is lost.

    Of a preprint and its publication the publication becomes the top level, whichever of the two has the key, and the
    preprint stands under ``versions``. The key that is dropped still cites the work (``ids``).
    """
    top, other = (drop, keep) if keep.is_preprint and not drop.is_preprint else (keep, drop)
    is_version = other.is_preprint and not top.is_preprint
    fields = {name: getattr(top, name) or getattr(other, name) for name in Record.model_fields}
    if is_version:
        fields |= {name: getattr(top, name) for name in _PLACE}
    conflicts = [
        Conflict(name, getattr(top, name), getattr(other, name))
        for name in differing(top, other)
        if name not in ("ids", *(_OF_A_VERSION if is_version else ()))
    ]
    extra = {**other.extra, **top.extra}
    for field, _, dropped in conflicts:
        if field != "title":
            extra[_free(f"merged-{field}", extra)] = _as_text(dropped)
    if is_version and other.container_title and other.container_title_short:  # a version has one name of the place
        extra[_free("merged-container_title_short", extra)] = other.container_title_short
    lost = {name: value for name, value in other.extra.items() if extra[name] != value}
    extra |= {_free(f"merged-{name}", extra): value for name, value in lost.items()}
    own = [_as_version(top, other)] if is_version else []
    united = unite(top, other)
    old_keys = (*keep.ids, *drop.ids, drop.id)
    merged = united.evolve(
        **{name: value for name, value in fields.items() if name not in _UNITED},
        id=keep.id,
        aliases=tuple(title for title in united.aliases if title not in [version.title for version in own]),
        ids=tuple(key for key in dict.fromkeys(old_keys) if key != keep.id),
        versions=_union(top.versions, (*own, *other.versions)),
        origin={**other.origin, **top.origin},
        extra=extra,
    )
    return merged, tuple(conflicts)


_UNITED = {"id", "ids", "identifiers", "tags", "keyword", "aliases", "links", "versions", "origin", "extra"}
_OF_A_VERSION = ("type", "genre", "title", "author", "issued", "container_title", "container_title_short", "note")

# When and where the preprint appeared is not when and where the work was published.
_PLACE = ("genre", "issued", "container_title", "container_title_short", "note")


def _as_version(top: Record, preprint: Record) -> Version:
    """What *preprint* has of its own."""
    own = {
        name: getattr(preprint, name)
        for name in ("title", "author", "note")
        if getattr(preprint, name) != getattr(top, name)
    }
    return Version(
        type=preprint.type,
        genre=preprint.genre,
        issued=preprint.issued,
        container_title=preprint.container_title or preprint.container_title_short,
        identifiers=preprint.identifiers,
        **own,
    )


def _free(name: str, taken: Iterable[str]) -> str:
    """*name*, or with a number if it is taken."""
    taken = set(taken)
    return next(one for n in range(1, len(taken) + 2) if (one := name if n == 1 else f"{name}-{n}") not in taken)


def _as_text(value: Any) -> str:
    return " and ".join(map(str, value)) if isinstance(value, tuple) else str(value)
