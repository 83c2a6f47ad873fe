"""Works and models as text for people: every field that they have, and what is known about its value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, get_args

from moebib.text import markup

if TYPE_CHECKING:
    from moebib.library.library import Library
    from moebib.records.model import Checkpoint, Model
    from moebib.records.name import Names
    from moebib.records.publication import Origin, Publication, Status, Version
    from moebib.records.record import Links, Record, Relation

__all__ = ["LabelledValue", "describe_model", "describe_work", "evidence", "inverse_relations"]

LabelledValue = tuple[str, str]
_MOST_NAMES = 12
_WITH_OWN_ROWS = ("id", "name", "url", "papers", "not_applicable", "remark", "links", "checkpoints", "origin")
"""The fields of a model that are not a single value with its name before it."""


def describe_work(library: Library, record: Record) -> str:
    """The title of a work, and a line for each other value."""
    related: list[tuple[str, str, Record | None, Relation]] = [
        (relation.kind, relation.key or str(relation.identifier), library.related(relation), relation)
        for relation in record.relations
    ]
    related += [(relation.inverse, work.id, work, relation) for work, relation in library.relations_to(record)]
    models = (model.name for model in library.models if record in map(library.find_key, model.papers))
    rows = [
        ("key", record.id),
        *_of_publication(record),
        ("status", _status(record.status)),
        ("identifiers", " ".join(map(str, record.identifiers))),
        ("link", record.link or ""),
        *_of_links(record.links),
        *(row for version in record.versions for row in _version(version)),
        *(
            ("related", f"{_words(kind)}: {key}{_titled(work)}{relation.source and f'  ({relation.source})'}")
            for kind, key, work, relation in related
        ),
        ("sections", " · ".join(map(library.config.heading_of, record.tags))),
        ("keywords", ", ".join(record.keyword)),
        ("also called", " · ".join(record.aliases)),
        ("former keys", " ".join(record.ids)),
        ("models", ", ".join(models)),
        ("note", markup.plain(record.note)),
        *_evidence_rows(record.origin),
        ("remark", record.remark),
    ]
    return _text(markup.plain(record.title) or record.id, rows)


def describe_model(library: Library, model: Model) -> str:
    """The name of a model, and a line for each other value; the numbers that are unknown or do not apply are named."""
    from moebib.records.model import ModelNumber

    # A number without a value, but with an origin, has a line, because the origin may say why.
    absent = [name for name in get_args(ModelNumber) if getattr(model, name) is None and name not in model.origin]
    unknown = [name for name in absent if name not in model.not_applicable]
    papers = (f"{key}{_titled(library.find_key(key))}" for key in model.papers)
    rows = [
        ("key", model.id),
        ("page", model.url or ""),
        *(("paper", paper) for paper in papers),
        *((field, _with_evidence(_of_model(model, field), model.origin.get(field)))
          for field in type(model).model_fields if field not in (*_WITH_OWN_ROWS, *absent)),
        ("unknown", ", ".join(unknown)),
        ("not applicable", ", ".join(name for name in absent if name not in unknown)),
        *(("checkpoint", _checkpoint(checkpoint)) for checkpoint in model.checkpoints),
        *_of_links(model.links),
        *(("evidence", _with_evidence(field, origin)) for field, origin in model.origin.items()
          if field in _WITH_OWN_ROWS),
        ("remark", model.remark),
    ]  # fmt: skip
    return _text(model.name, rows, width=22)


def inverse_relations(library: Library, record: Record) -> list[dict[str, str]]:
    """What *record* is to the works that have a relation to it, as plain data."""
    return [{"kind": relation.inverse, "key": work.id} for work, relation in library.relations_to(record)]


def evidence(origin: Origin) -> Iterator[str]:
    """How well a value is confirmed, which other values there are, and the remark, each in a few words."""
    seen = ", ".join(f"{other.source} {other.date}" for other in origin.confirmed_by)
    if origin.confirmed:
        number = f"{origin.confirmed} source{'s' if origin.confirmed > 1 else ''}"
        yield f"confirmed by {number}{f' ({seen})' if seen else ''}"
    elif seen:
        yield f"confirmed by {seen}"
    for other in origin.disputed:
        value = "; ".join(map(str, other.value)) if isinstance(other.value, tuple) else other.value
        yield f"disputed: {value} ({' '.join(str(part) for part in (other.source, other.date) if part)})"
    if origin.remark:
        yield f"remark: {origin.remark}"


def _text(title: str, rows: Iterable[LabelledValue], *, width: int = 12) -> str:
    below = f"\n{' ' * (width + 3)}"
    lines = (f"  {name:<{width}} {value.replace(chr(10), below)}" for name, value in rows if value)
    return "\n".join([title, *lines]) + "\n"


def _of_publication(publication: Publication) -> Iterator[LabelledValue]:
    """What records and versions have in common, without titles, notes and identifiers."""
    container, short = markup.plain(publication.container_title), publication.container_title_short
    container = f"{container} ({short})" if container and short and short != container else container or short
    event = (markup.plain(publication.event_title), publication.event_place, publication.event_date)
    place = (
        publication.volume and f"vol. {publication.volume}", publication.issue and f"no. {publication.issue}",
        publication.page, publication.number and f"article {publication.number}",
    )  # fmt: skip
    yield "short title", markup.plain(publication.title_short)
    yield "authors", _people(publication.author)
    yield "editors", _people(publication.editor)
    yield "translators", _people(publication.translator)
    yield "in", _joined(" · ", container, publication.issued)
    yield "series", markup.plain(publication.collection_title)
    yield "event", _joined(" · ", *event)
    yield "type", _joined(" ", publication.type, publication.genre, publication.label)
    yield "pages", _joined(" ", *place)
    yield "publisher", _joined(" · ", publication.publisher, publication.publisher_place)
    yield "edition", publication.edition
    yield "release", publication.version
    yield "original", str(publication.original_date or "")
    yield "language", publication.language
    yield "accessed", str(publication.accessed or "")


def _version(version: Version) -> Iterator[LabelledValue]:
    """A version: on its first line what it is, then what else it has of its own."""
    kind = version.genre or ("" if version.type == "article" else version.type)
    venue = markup.plain(version.container_title) or version.container_title_short
    title = markup.plain(version.title)
    yield "version", _joined(" ", version.label, kind, venue, version.issued, title, *version.identifiers) or "unknown"
    shown = ("in", "type")
    rows = [row for row in _of_publication(version) if row[0] not in shown]
    if version.container_title and version.container_title_short:
        rows.append(("short", version.container_title_short))
    rows += [
        ("status", _status(version.status)), ("url", version.url or ""), ("note", markup.plain(version.note)),
        *_evidence_rows(version.origin),
    ]  # fmt: skip
    yield from (("", f"{name}: {value}") for name, value in rows if value)


def _evidence_rows(origins: Mapping[str, Origin]) -> Iterator[LabelledValue]:
    for field, origin in origins.items():
        for words in evidence(origin):
            yield "evidence", f"{field} {words}"


def _with_evidence(value: str, origin: Origin | None) -> str:
    if origin is None or not value:
        return value
    return f"{value}  ({'; '.join([origin.source, *evidence(origin)])})"


def _of_model(model: Model, field: str) -> str:
    from moebib.records.model import ModelNumber

    numbers: tuple[ModelNumber, ...] = get_args(ModelNumber)
    value = next((model.number(number) for number in numbers if number == field), getattr(model, field))
    if isinstance(value, float):
        return str(value).removesuffix(".0")
    return "" if value is None else str(value)


def _checkpoint(checkpoint: Checkpoint) -> str:
    context = checkpoint.context_length and f"context_length {checkpoint.context_length}"
    return _joined(" · ", checkpoint.name, checkpoint.released, context, checkpoint.url, checkpoint.remark)


def _status(status: Status | None) -> str:
    if status is None:
        return ""
    kind = "accepted, to appear" if status.kind == "accepted" else status.kind
    return _joined(" ", kind, status.date, status.source and f"({status.source})")


def _of_links(links: Links) -> Iterator[LabelledValue]:
    return ((kind, " ".join(urls)) for kind, urls in links if urls)


def _people(names: Names) -> str:
    shown = ", ".join(name.display() for name in names[:_MOST_NAMES])
    more = f", and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return f"{shown}{more}{' et al.' if names.others else ''}"


def _words(kind: str) -> str:
    return kind.replace("-", " ")


def _titled(work: Record | None) -> str:
    return f"  {markup.plain(work.title)}" if work else ""


def _joined(between: str, *parts: Any) -> str:
    return between.join(str(part) for part in parts if part)
