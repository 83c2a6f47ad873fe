"""Lookups of works that are recorded: the client queries services that have only what was recorded of them.

A service that has no recorded answer to a query does not respond.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from types import SimpleNamespace

import pytest

from moebib.errors import SourceUnavailable
from moebib.lookup.client import Client
from moebib.lookup.lookup import Lookup
from moebib.records.answer import Found, Unavailable
from moebib.records.identifier import Identifier
from moebib.records.record import Record
from moebib.sources import Source, source, sources
from moebib.text.markup import plain
from moebib.web.response import Response
from recorded_works import Said, answered, flaws, requested_in, shown, works
from responses import respond
from single_answers import recorded_answers
from stated import folded

STEP = 3
"""Every third work is looked up."""


@cache
def client(said_of: Callable[[], Iterable[Said]]) -> Client:
    """A client whose sources have the recorded answers."""
    recorded = defaultdict[str, list[Said]](list)
    for said in said_of():
        recorded[said.found.source].append(said)
    no_web = SimpleNamespace(keys={}, mailto=None, get=unavailable)
    one = Client(no_web)
    one._sources = {name: answering(source(name), name, recorded[name]) for name in sources()}
    return one


def unavailable(url: str, **_: object) -> Response:
    raise SourceUnavailable(f"{url} was not recorded", url=url)


def answering(here: Source, name: str, recorded: Sequence[Said]) -> Source:
    """The source with recorded answers in place of requests. A search has all works that begin with the same word."""
    by_identifier: dict[Identifier, Found] = {}
    by_word = defaultdict[str, list[Found]](list)
    for said in recorded:
        for identifier in said.identifiers:
            by_identifier.setdefault(identifier, said.found)
        by_word[first_word(said.stated.title)].append(said.found)

    def parse(_: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Found | Unavailable]:
        missing = Unavailable(name, f"{name} was not recorded")
        return {identifier: by_identifier.get(identifier, missing) for identifier in identifiers}

    def candidates(responses: Sequence[Response]) -> Sequence[Found]:
        return by_word[first_word(responses[0].body.decode())]

    answering = here._replace(load=lambda *_: [], parse=parse)
    if not here.search:
        return answering
    return answering._replace(search=lambda _, title: [respond(title)], candidates=candidates)


def is_answered(identifier: Identifier, work: Sequence[Said]) -> bool:
    """Whether a source that has it can be queried for it: a CITATION.cff has DOIs, but is queried by its repository."""
    return any(
        identifier in said.identifiers and identifier.scheme in source(said.found.source).schemes for said in work
    )


def first_word(title: str) -> str:
    return folded(title).partition(" ")[0]


def of_works() -> Iterable[Said]:
    """The answers about works that several services answer."""
    return (said for work in works() for said in work)


@cache
def all_with_authors() -> Sequence[Said]:
    """The answers about all works."""
    singles = {
        (single.source, single.stated.identifiers): single for single in recorded_answers() if single.stated.authors
    }
    return [said for said in map(answered, singles.values()) if said]


def look_up(queries: Sequence[str | Record]) -> Iterator[Lookup]:
    return client(of_works).look_up(queries)


def test_each_field_of_what_is_found_is_stated_by_an_answer_about_its_publication() -> None:
    queried = [(work, name) for work in works() for name in requested_in(work) if is_answered(name, work)]
    for (work, identifier), lookup in zip(queried, look_up([str(name) for _, name in queried]), strict=True):
        assert isinstance(lookup.answer, Found), (identifier, lookup.answer)
        record = lookup.answer.record
        assert list(flaws(work, record)) == [], [said.name for said in work]
        assert identifier in record.all_identifiers, (identifier, shown(record))


@pytest.mark.parametrize("title", ["Helicobacter", "Adiponectin"])
def test_a_title_of_one_word_finds_no_other_work(title: str) -> None:
    (lookup,) = look_up([title])
    assert not isinstance(lookup.answer, Found)


def test_no_identifier_brings_fields_of_another_work() -> None:
    """Each work is looked up by an identifier of its own, while all others are at hand."""
    by_identifier = defaultdict[Identifier, list[Said]](list)
    for said in all_with_authors():
        for identifier in said.identifiers | set(said.found.identifiers):
            by_identifier[identifier].append(said)
    every = [name for said in all_with_authors() for name in requested_in([said])[:1] if is_answered(name, [said])]
    queried = every[::STEP]
    for identifier, lookup in zip(queried, client(all_with_authors).look_up(map(str, queried)), strict=True):
        assert isinstance(lookup.answer, Found), (identifier, lookup.answer)
        record = lookup.answer.record
        work = {said.name: said for name in record.all_identifiers for said in by_identifier[name]}
        assert list(flaws(list(work.values()), record)) == [], identifier
        assert identifier in record.all_identifiers, (identifier, shown(record))


def test_no_title_takes_another_work() -> None:
    """Each search returns all of more than a thousand recorded works whose titles begin with the same word."""
    wanted = [said for said in all_with_authors() if said.found.source in ("crossref", "dblp")][::STEP]
    lookups = client(all_with_authors).look_up([plain(said.found.record.title) for said in wanted])
    results = Counter[str]()
    for said, lookup in zip(wanted, lookups, strict=True):
        if isinstance(lookup.answer, Found):
            taken = set(lookup.answer.record.all_identifiers)
            assert taken & set(said.found.record.identifiers), (said.found.record.title, taken)
        results[type(lookup.answer).__name__] += 1
    assert results["Found"] > 0.9 * results.total(), results


def test_a_work_is_found_by_its_title() -> None:
    """But not if nobody names its authors: it may be another one."""
    titled = [(work, said.found.record) for work in works() for said in work if said.found.source == "crossref"]
    for (work, wanted), lookup in zip(titled, look_up([record.title for _, record in titled]), strict=True):
        are_named = any(said.found.record.author for said in work)
        assert isinstance(lookup.answer, Found) == are_named, (wanted.title, lookup.answer)
        if not isinstance(lookup.answer, Found):
            continue
        assert list(flaws(work, lookup.answer.record)) == [], [said.name for said in work]
        assert set(wanted.identifiers) & set(lookup.answer.record.all_identifiers), wanted.title
