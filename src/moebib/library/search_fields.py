"""What a query searches in a record: all of its text, or a field, which has a condition of its own."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import get_args

from moebib.errors import InputError
from moebib.library.config import matching_tags, tag_matches
from moebib.records.fields import Type
from moebib.records.foreign_words import field_for, type_for
from moebib.records.identifier import Scheme
from moebib.records.publication import Status
from moebib.records.record import Links, Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.suggest import unknown

__all__ = ["FIELDS", "FIELDS_OF_WORDS", "condition_on", "searched_text"]

FIELDS_OF_WORDS = ("author", "title", "venue", "abstract", "keyword", "remark")
"""The fields whose values are words."""


def condition_on(name: str, value: str, tags: Collection[str]) -> Callable[[Record], bool]:
    """Whether the field called *name* of a record matches *value*; *tags* are those that exist.

    Raises:
        InputError: If there is no such field, or it cannot have such a value.
    """
    if name not in FIELDS:
        meant = field_for(name)
        raise InputError(unknown("search field", name, FIELDS, meant=_SEARCHED.get(meant, meant)))
    if name == "tag":
        matching_tags(tags, value)
    return FIELDS[name](value)


def searched_text(record: Record) -> str:
    """Everything that a word without a field is searched in, folded."""
    names = (name.display() for name in record.author)
    parts = (record.id, *record.titles, *names, record.venue, plain(record.container_title),
             *record.keyword, *record.tags, *record.ids, *map(str, record.all_identifiers),
             plain(record.abstract), *_remarks(record))  # fmt: skip
    return fold("\n".join(parts))


def _remarks(record: Record) -> Iterator[str]:
    """The remarks about the work and about its values."""
    yield record.remark
    for origins in (record.origin, *(version.origin for version in record.versions)):
        yield from (origin.remark for origin in origins.values() if origin.remark)


def _year(value: str) -> Callable[[Record], bool]:
    match = re.fullmatch(r"(\d{4})?(\.\.)?(\d{4})?", value)
    if not match or not (match[1] or match[3]):
        raise InputError(
            f"not a year or a range of years: {value!r}; should be like 2024, 2023..2024, 2024.. or ..2022"
        )
    low = int(match[1] or 0)
    high = int(match[3] or (9999 if match[2] else match[1]))
    return lambda record: record.issued is not None and low <= record.issued.year <= high


def _contains(texts: Callable[[Record], Iterable[str]]) -> Callable[[str], Callable[[Record], bool]]:
    """A field that matches if one of the *texts* of a record contains the value."""

    def condition(value: str) -> Callable[[Record], bool]:
        folded = fold(value)
        return lambda record: any(folded in fold(text) for text in texts(record))

    return condition


def _one_of(
    name: str, known: tuple[str, ...], of: Callable[[Record], str | None]
) -> Callable[[str], Callable[[Record], bool]]:
    """A field that has one of the *known* values."""

    def condition(value: str) -> Callable[[Record], bool]:
        if value not in known:
            of_format = type_for(value) if name == "type" else None
            raise InputError(unknown(name, value, known, meant=of_format and of_format[0]))
        return lambda record: of(record) == value

    return condition


def _has(value: str) -> Callable[[Record], bool]:
    if value == "published":
        return lambda record: not record.is_preprint
    if value == "preprint":
        return lambda record: record.is_preprint or any(version.genre == "preprint" for version in record.versions)
    names = [*Links.model_fields, *Record.model_fields, *_SCHEMES]
    if value not in names:
        raise InputError(unknown("field in has:", value, names))
    if value in _SCHEMES:
        return lambda record: any(identifier.scheme == value for identifier in record.all_identifiers)
    return lambda record: bool(getattr(record.links, value, None) or getattr(record, value, None))


# A URL has a field of its own.
_SCHEMES = [str(scheme) for scheme in Scheme if scheme is not Scheme.URL]

_SEARCHED: dict[str | None, str] = {"container_title": "venue", "issued": "year", "identifiers": "id"}
"""Fields of entries -> what they are called in a query, if that is another word."""
FIELDS: dict[str, Callable[[str], Callable[[Record], bool]]] = {
    "year": _year,
    "tag": lambda value: lambda record: any(tag_matches(tag, value) for tag in record.tags),
    "venue": _contains(
        lambda record: (plain(record.container_title), record.container_title_short, plain(record.event_title))
    ),
    "author": _contains(lambda record: (name.display() for name in record.author)),
    "title": _contains(lambda record: record.titles),
    "abstract": _contains(lambda record: [plain(record.abstract)]),
    "keyword": _contains(lambda record: record.keyword),
    "key": _contains(lambda record: (record.id, *record.ids)),
    "id": _contains(lambda record: map(str, record.all_identifiers)),
    "type": _one_of("type", get_args(Type), lambda record: record.type),
    "remark": _contains(_remarks),
    "status": _one_of(
        "status",
        get_args(Status.model_fields["kind"].annotation),
        lambda record: record.status.kind if record.status else None,
    ),
    "has": _has,
}
"""Field -> value -> condition on a record."""
