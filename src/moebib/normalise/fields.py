"""Fields of a record from the values of a service. Invalid optional values are left out; nothing is repaired."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from pydantic import ValidationError

from moebib.errors import InputError
from moebib.normalise.labels import without_label
from moebib.records.answer import NEW, Found, Related, RelatedKind, Unavailable
from moebib.records.date import Date, parse_date
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.text.json_values import text
from moebib.text.urls import is_http_url

__all__ = [
    "answer_of",
    "identifiers",
    "is_abbreviated",
    "is_article_number",
    "link",
    "make_notice",
    "make_record",
    "name_or_text",
    "part",
    "published",
    "related_as",
    "text",
    "with_subtitle",
]


def part(value: object, name: str) -> Mapping[str, Any]:
    """The object called *name* in the JSON object *value*; an empty one if there is none."""
    member = value.get(name) if isinstance(value, Mapping) else None
    return member if isinstance(member, Mapping) else {}


def name_or_text(value: object) -> str:
    """The name of a thing that services have as an object with a ``name``, or as text."""
    return text(value.get("name")) if isinstance(value, Mapping) else text(value)


def identifiers(*values: object) -> tuple[Identifier, ...]:
    """The identifiers in *values* ("doi:10.1145/...", or a URL), without duplicates; other URLs are left out."""
    parsed: dict[Identifier, None] = {}
    for value in values:
        try:
            identifier = parse_identifier(text(value))
        except ValueError:
            continue
        if identifier.scheme is not Scheme.URL:
            parsed.setdefault(identifier)
    return tuple(parsed)


def published(value: object, *, first_is_unknown: bool = False) -> Date | None:
    """A date written as "2024", "2024-06" or "2024-06-12"; a time after it is ignored.

    ``first_is_unknown``: the service writes 1 January if it only knows the year.
    """
    try:
        date = parse_date(text(value).partition("T")[0])
    except InputError:
        return None
    year_only = first_is_unknown and date.parts[1:] == (1, 1)
    return Date(date.year) if year_only else date


def is_abbreviated(venue: str) -> bool:
    """Whether *venue* is the abbreviated name of a journal, which is its short name.

    >>> is_abbreviated("J. Inv. Things"), is_abbreviated("Journal of Invented Things")
    (True, False)
    """
    return bool(re.search(r"\w\.(?=[\s,]|$)", venue))


def is_article_number(page: str) -> bool:
    """Whether what a service has as a page is the number of an article without pages, as its form shows.

    >>> [is_article_number(page) for page in ("e12", "012345", "54321", "123")]
    [True, True, True, False]
    """
    return re.fullmatch(r"e\d+|0\d+|\d{5,}", page, re.I) is not None


def with_subtitle(title: str, subtitle: str) -> str:
    """The title with its *subtitle*, which may be empty; empty without a title.

    >>> with_subtitle("Gates", "A Review"), with_subtitle("Why Gates?", "A Review"), with_subtitle("Gates", "")
    ('Gates: A Review', 'Why Gates? A Review', 'Gates')
    """
    if not title or not subtitle:
        return title
    return f"{title}{' ' if title[-1] in ':?!' else ': '}{subtitle}"


def link(value: object) -> tuple[str, ...]:
    """The URL in a tuple, as in ``Links``; an empty tuple if it is not one."""
    url = text(value)
    return (url,) if is_http_url(url) else ()


def make_record(**fields: Any) -> Record | None:
    """The record under the key ``NEW`` without invalid fields; ``None`` if title, authors or type are invalid.

    A label such as "RETRACTED:" in the title becomes the status.
    """
    title, label = without_label(fields.get("title") or "")
    return make_notice(**{**fields, "title": title, "status": fields.get("status") or (label and Status(kind=label))})


def make_notice(**fields: Any) -> Record | None:
    """The record of a correction or retraction, as by :func:`make_record`, but with its title as it is."""
    while fields.get("title"):
        try:
            return Record.model_validate({"id": NEW, **{name: value for name, value in fields.items() if value}})
        except ValidationError as error:
            invalid = {str(detail["loc"][0]) for detail in error.errors() if detail["loc"]} & fields.keys()
            if not invalid or invalid & {"title", "author", "type"}:
                return None
            fields = {name: value for name, value in fields.items() if name not in invalid}
    return None


def answer_of(
    source: str, identifier: Identifier, record: Record | None, fetched: date, related: Iterable[Related] = ()
) -> Found | Unavailable:
    """Found if *record*, or one of the publications *related* to it, has the *identifier* that was queried.

    Otherwise it may be another work.
    """
    if record is None:
        return Unavailable(source, f"{source} has no valid title or authors for {identifier}", has_record=True)
    found = Found(record, source, fetched, tuple(dict.fromkeys(related)))
    if identifier not in found.identifiers:
        why = f"{source} returned another work for {identifier}: {record.title!r}"
        return Unavailable(source, why, has_record=True)
    return found


def related_as(kind: RelatedKind, *values: object) -> tuple[Related, ...]:
    """The publications with the identifiers in *values* (see :func:`identifiers`) as related ones of one kind."""
    return tuple(Related(kind, identifier) for identifier in identifiers(*values))
