"""Invented services with their works, for tests of code that uses their answers. No requests are made."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from types import MappingProxyType, SimpleNamespace
from typing import Any
from unittest.mock import patch

from moebib.errors import SourceUnavailable
from moebib.lookup.client import Client
from moebib.lookup.lookup import Lookup
from moebib.records.answer import NEW, Absent, Found, Related
from moebib.records.identifier import Identifier, Scheme, parse_identifier
from moebib.records.record import Record
from moebib.sources import Source, source, sources
from moebib.web.response import Http, Response

__all__ = ["DAY", "fields", "look_up", "queried", "services"]

DAY = date(2027, 2, 1)
Known = Mapping[str, Sequence[Mapping[str, Any]]]
"""Service -> its works, as plain data without a key; ``related`` has pairs of a kind and an identifier, and
``stated`` is what the authors say of the publication."""

queried: list[tuple[str, tuple[str, ...]]] = []
"""The batches queried since ``services`` was entered: the service, and the identifiers."""


def fields(record: Record) -> dict[str, Any]:
    """The fields of a record that a complete service has."""
    names = ("type", "genre", "title", "author", "issued", "container_title", "container_title_short", "identifiers")
    return {field: value for field, value in record.to_dict().items() if field in names}


def _source(name: str, works: Sequence[Mapping[str, Any]], schemes: Collection[Scheme], is_cut: bool) -> Source:
    answers = [_found(name, work) for work in works]

    def load(http: Http, identifiers: Sequence[Identifier]) -> list[Response]:
        queried.append((name, tuple(map(str, identifiers))))
        if is_cut:
            raise SourceUnavailable(f"{name}.example did not answer", url=f"https://{name}.example/")
        return [Response(f"https://{name}.example/", 200, "application/json", b"", DAY)]

    def parse(_: Sequence[Response], identifiers: Sequence[Identifier]) -> dict[Identifier, Any]:
        return {identifier: _answer(name, answers, identifier) for identifier in identifiers}

    def search(http: Http, title: str) -> list[Response]:
        (response,) = load(http, [])
        return [response._replace(body=title.encode())]

    def search_people(http: Http, record: Record) -> list[Response]:
        queried.append((name, ("authors",)))
        return search(http, record.title)

    def candidates(responses: Sequence[Response]) -> list[Found]:
        return answers

    invented = Source(frozenset(schemes), 100, load, parse, (), search, candidates, search_people)
    if name not in sources():
        return invented
    real = source(name)
    return invented._replace(rank=real.rank, copies=real.copies, searched_for=real.searched_for, types=real.types)


def _found(name: str, work: Mapping[str, Any]) -> Found:
    described = {field: value for field, value in work.items() if field not in ("related", "stated")}
    record = Record.model_validate({"id": NEW, **described})
    related = tuple(Related(kind, parse_identifier(text)) for kind, text in work.get("related", ()))
    return Found(record, name, DAY, related, work.get("stated", ""))


def _answer(name: str, answers: Sequence[Found], identifier: Identifier) -> Found | Absent:
    return next((answer for answer in answers if identifier in answer.record.all_identifiers), Absent(name))


@contextmanager
def services(
    works: Known, *, cut: Collection[str] = (), schemes: Mapping[str, Collection[Scheme]] = MappingProxyType({})
) -> Iterator[None]:
    """Clients created in the block have only these services, of which those in *cut* are unavailable.

    *schemes* limits what a service can be queried by.
    """
    by_name = {
        name: _source(name, listed, schemes.get(name, tuple(Scheme)), name in cut) for name, listed in works.items()
    }
    queried.clear()
    invented = SimpleNamespace(sources=lambda: tuple(by_name), source=by_name.__getitem__, limits=lambda: ())
    with patch("moebib.lookup.client.sources", invented):
        yield


def look_up(works: Known, queries: Sequence[str | Record], *, cut: Collection[str] = ()) -> list[Lookup]:
    """The client's lookups of *queries*."""
    with services(works, cut=cut):
        return list(Client(SimpleNamespace(keys={}, mailto=None)).look_up(queries))
