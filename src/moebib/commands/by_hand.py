"""Records made of what a person types, for works that no service knows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from moebib.commands.requests import Request
from moebib.errors import InputError
from moebib.matching.venue_types import type_of_venue
from moebib.records.answer import NEW
from moebib.records.archives import archive_of
from moebib.records.date import parse_date
from moebib.records.fields import TYPES
from moebib.records.foreign_words import type_for
from moebib.records.identifier import Scheme
from moebib.records.links import parse_link
from moebib.records.name import Names, parse_name, split_names
from moebib.records.pages import type_of_page
from moebib.records.publication import ARXIV_PREPRINT
from moebib.records.record import Record
from moebib.records.series import series_named
from moebib.records.written_date import read_written_date
from moebib.text.fold import fold
from moebib.text.shorten import quote
from moebib.text.suggest import unknown
from moebib.text.urls import is_http_url

__all__ = ["ByHand", "record_by_hand"]


class ByHand(NamedTuple):
    """What a person knows of a work, as typed; "" is not known."""

    title: str = ""
    author: tuple[str, ...] = ()
    """Each a name or, with "and" or semicolons, several; "others" as the last one of an incomplete list."""
    date: str = ""
    venue: str = ""
    url: str = ""
    """Of its page; it may contain an identifier."""
    type: str = ""


_BY_SCHEME: dict[Scheme, dict[str, Any]] = {
    Scheme.ARXIV: ARXIV_PREPRINT,
    Scheme.ISBN: {"type": "book"},
}
"""What the scheme of an identifier implies; the others only name a document."""


def record_by_hand(request: Request, typed: ByHand, venues: Mapping[str, str] | None = None) -> Record:
    """A record without a key, made from *request* and what is *typed*; *venues* has the short names of the list.

    The type follows from the identifier, the venue or the page, unless it is typed.

    >>> from moebib.commands.requests import read_requests
    >>> (request,), _ = read_requests(["On Routing"])
    >>> record = record_by_hand(request, ByHand(author=("Doe, Jane and Roe, Max",), venue="ICML", date="July 2024"))
    >>> record.type, record.container_title_short, [name.family for name in record.author], str(record.issued)
    ('paper-conference', 'ICML', ['Doe', 'Roe'], '2024-07')

    Raises:
        InputError: If a name, the date, the URL or the type is invalid, or a text is not UTF-8.
    """
    title, venue = _on_one_line(typed.title), _on_one_line(typed.venue)
    if typed.url and not is_http_url(typed.url):
        raise InputError(f"not an http(s) URL: {quote(typed.url)}")
    page = parse_link(typed.url) if typed.url else None
    is_page = page is not None and page.scheme is Scheme.URL
    identifiers = [request.identifier, None if is_page else page]
    is_at_page = is_page or (request.identifier and request.identifier.scheme is Scheme.URL and not page)
    kind = type_of_page(typed.url or request.text) if is_at_page else None
    fields: dict[str, Any] = {"id": NEW, "type": kind or "document"}
    for identifier in filter(None, identifiers):
        fields |= _BY_SCHEME.get(identifier.scheme, {})
    if venue:
        fields |= {"type": "document", "genre": ""} if "genre" in fields else {}
        fields |= _venue(venue, venues or {})
    if typed.type:
        if typed.type not in TYPES:
            of_format = type_for(typed.type)
            raise InputError(unknown("type", typed.type, TYPES, meant=of_format and of_format[0]))
        fields["type"] = typed.type
    return Record(
        **fields,
        title=title or ("" if request.identifier else request.text),
        author=Names(parse_name(name) for text in typed.author for name in split_names(text)),
        issued=(read_written_date(typed.date) or parse_date(typed.date)) if typed.date else None,
        identifiers=tuple(dict.fromkeys(filter(None, identifiers))),
        url=typed.url if is_page else None,
    )


def _on_one_line(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError:
        raise InputError(f"not UTF-8: {quote(text)}") from None
    return " ".join(text.split())


def _venue(text: str, venues: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a venue, which has a name, or a short name if it is one in the list or in the table of series."""
    shorts = {fold(spelling): short for spelling, short in venues.items()}
    venue = shorts.get(fold(text), text)
    if archive := archive_of(venue):
        return {**ARXIV_PREPRINT, "container_title": archive.name}
    series = series_named(venue)
    is_short = fold(text) in shorts or (series is not None and fold(series.short) == fold(venue))
    named = {"container_title": "", "container_title_short": venue} if is_short else {"container_title": venue}
    kind = type_of_venue(venue)
    return named | ({"type": kind} if kind else {})
