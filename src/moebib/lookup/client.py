"""The client: identifiers and titles to records, by querying every source that may know them, in rounds.

A round queries each source for everything that is due, in batches; sources on different hosts are queried in parallel.
Identifiers in the records that were found (the DOI of a preprint's publication) are queried in the next round. A record
that describes another work than the first one is rejected.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice, repeat
from typing import Self

from moebib import sources
from moebib._arguments import checked
from moebib._guesses import GuessedType, guessing
from moebib.errors import InvalidArgument, NoSuchWork, SourceUnavailable
from moebib.lookup.agencies import Agencies
from moebib.lookup.cited_works import cited_works
from moebib.lookup.lookup import Lookup, begin
from moebib.lookup.querying import IsSettled, Querying
from moebib.normalise.rules import normalise
from moebib.records.answer import Absent, Answer, Found
from moebib.records.identifier import Identifier, Scheme, parse_identifier, parse_request
from moebib.records.name import Names
from moebib.records.people import NOBODY, People
from moebib.records.record import Record
from moebib.sources import Source
from moebib.web import Web, in_parallel
from moebib.web.budgets import RequestBudget
from moebib.web.response import Http

__all__ = ["Client", "fetch", "fetch_many", "open_client"]

_Served = Mapping[str, frozenset[Scheme]]
"""Source -> the schemes by which it is queried."""
_ROUNDS = 4
"""How often leads are followed."""
_CHUNK = 100
"""The number of texts that are looked up together."""
_SEARCHED = 10
"""The same for titles that are verified: each takes several requests, and results are shown as they come."""


@guessing(
    {
        **dict.fromkeys(("get", "lookup", "search", "query", "work", "works", "find", "resolve"), "fetch"),
        **dict.fromkeys(("get_many", "lookup_many", "fetch_all", "map"), "fetch_many"),
        **dict.fromkeys(("verify", "check"), "moebib.verify(works, client=client)"),
        **dict.fromkeys(("references", "cited", "citations"), "cited_by"),
    }
)
class Client(metaclass=GuessedType):
    """Looks works up in the sources. Keep one for many lookups: it holds the connections, the cache and the limits.

    ``transport`` makes the requests; by default it is a :class:`moebib.web.Web` with the settings of the environment,
    which caches responses in the folder ``cache`` (by default the user's cache). In tests, it may be any object with
    the methods and properties of :class:`moebib.Http`. ``only`` names the sources to query.

    >>> with Client(only=["crossref", "arxiv"]) as client:
    ...     list(client.fetch_many([]))
    []
    """

    @checked('moebib.Client(only=["crossref"]), for example; most options are in the environment')
    def __init__(
        self, transport: Http | None = None, *, cache: str | None = None, only: Iterable[str] | None = None
    ) -> None:
        if isinstance(transport, str | int | float | list | tuple | set | dict):
            hint = 'moebib.Client(only=["crossref"]) names sources; a transport is a moebib.Http'
            raise InvalidArgument(f"transport should make requests, not be a {type(transport).__name__}\nhint: {hint}")
        self._own_web = None if transport else Web.from_environment(limits=sources.limits(), cache=cache)
        self._http: Http = transport or self._own_web  # type: ignore[assignment]  # one of them is there
        self._sources: Mapping[str, Source] = {name: sources.source(name) for name in only or sources.sources()}
        self.people: People = NOBODY
        """The people who are known to publish under several names."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        if self._own_web:
            self._own_web.close()

    @checked()
    def fetch(self, text: str) -> Record:
        """The work that *text* names: an identifier in any form, or a title.

        Raises:
            InvalidIdentifier: If it is neither.
            NoSuchWork: If every queried source responds that there is none.
            SourceUnavailable: If that is unknown because a source did not respond.
        """
        (lookup,) = self.look_up([text])
        if lookup.identifier is None and not lookup.is_title:
            parse_request(text)
        answer = lookup.answer
        if isinstance(answer, Found):
            return answer.record
        if isinstance(answer, Absent):
            raise NoSuchWork(f"no such work: {text!r} (queried: {answer.source})")
        raise SourceUnavailable(f"cannot tell whether {text!r} exists: {answer.why}", url=text)

    @checked("client.fetch_many([text, ...]) takes a list; client.fetch(text) looks up one work")
    def fetch_many(self, texts: Iterable[str]) -> Iterator[Answer]:
        """An answer for each text, in their order; they are yielded as soon as their batch is complete."""
        return (lookup.answer for lookup in self.look_up(texts))

    def cited_by(self, text: str) -> list[Record]:
        """The references of the work with the identifier *text*; see :func:`moebib.lookup.cited_works.cited_works`."""
        return cited_works(parse_identifier(text), self._http, self._sources)

    def look_up(
        self,
        queries: Iterable[str | Record],
        *,
        printed: Iterable[Names] = (),
        is_settled: IsSettled | None = None,
        with_links: bool = True,
        only_publications: bool = False,
    ) -> Iterator[Lookup]:
        """:meth:`fetch_many` with everything that was responded on the way; a record is looked up by its title.

        In what is found, people with several names have the one that is *printed* in the work of the query, if it has
        one. Once the answers for the title of a record *settle* what it is, no other source is searched for it. Sources
        that only add links to a copy of metadata are not queried unless *with_links*. With *only_publications*, only
        those are searched for titles that have a record of each publication.
        """
        served = {name: source.schemes - (frozenset() if with_links else source.copies)
                  for name, source in self._sources.items()}  # fmt: skip
        querying = Querying(self._http, self._sources)
        agencies = Agencies(self._http, self._sources)
        remaining = zip(queries, chain(printed, repeat(Names())), strict=False)
        size = _SEARCHED if is_settled else _CHUNK
        while lookups := [self._begin(*query) for query in islice(remaining, size)]:
            for lookup in lookups:
                if lookup.is_title:
                    querying.search(lookup, is_settled, only_publications=only_publications)
            self._query(lookups, querying, agencies, served)
            yield from lookups

    def _query(self, lookups: Sequence[Lookup], querying: Querying, agencies: Agencies, served: _Served) -> None:
        """Query the sources for all that *lookups* have leads to, and then for what these answers lead to."""
        for number in range(_ROUNDS + 1):
            agencies.look_up(identifier for lookup in lookups for identifier in lookup.leads(self._sources))
            due = self._queries(lookups, agencies, served, follows_leads=number < _ROUNDS)
            if not due:
                return
            for name, answers in in_parallel(querying.query, due).items():
                for identifier, answer in answers.items():
                    agencies.note(self._sources[name], identifier, answer)
                    for lookup in due[name][identifier]:
                        lookup.add(name, identifier, answer)

    def _begin(self, query: str | Record, printed: Names) -> Lookup:
        lookup = begin(query)
        names = query.author if isinstance(query, Record) else printed
        if self.people and names:
            lookup.as_printed = lambda record: self.people.with_names_in(normalise(record), names)
        return lookup

    def look_up_people(self, records: Iterable[Record]) -> Iterator[Lookup]:
        """For each of *records*, the works of its authors on its subject, in ``others``; its own may be among them."""
        querying = Querying(self._http, self._sources)
        for record in records:
            lookup = self._begin(record, record.author)
            querying.search_people(lookup, record)
            yield lookup

    def inquire(self, texts: Iterable[str]) -> Iterator[Lookup]:
        """The old name of :meth:`look_up`."""
        warnings.warn("Client.inquire is now Client.look_up", DeprecationWarning, stacklevel=2)
        return self.look_up(texts)

    def look_up_groups(
        self, groups: Iterable[Iterable[str | Record]], *, printed: Iterable[Names] = (), with_links: bool = True
    ) -> Iterator[list[Lookup]]:
        """The lookups of each group of queries, for example of the identifiers of one work; groups share batches."""
        queries = [list(group) for group in groups]
        names = [names for names, group in zip(chain(printed, repeat(Names())), queries, strict=False) for _ in group]
        every = (query for group in queries for query in group)
        lookups = iter(self.look_up(every, printed=names, with_links=with_links))
        return (list(islice(lookups, len(group))) for group in queries)

    def _queries(
        self, lookups: Iterable[Lookup], agencies: Agencies, served: _Served, *, follows_leads: bool
    ) -> dict[str, dict[Identifier, list[Lookup]]]:
        """For each source, the identifiers that it is to be queried for, each with the lookups that need it.

        A lookup turns to a last resort, and then to the page, when it has no other lead, or follows none any more.
        """
        queries: dict[str, dict[Identifier, list[Lookup]]] = {}
        for lookup in lookups:
            due = self._due(lookup, agencies, served, last_resort=False) if follows_leads else []
            if not due and lookup.is_undescribed:
                due = self._due(lookup, agencies, served, last_resort=True)
            if not due and lookup.turn_to_page():
                due = self._due(lookup, agencies, served, last_resort=False)
            for name, identifier in due:
                queries.setdefault(name, {}).setdefault(identifier, []).append(lookup)
        return queries

    def _due(
        self, lookup: Lookup, agencies: Agencies, served: _Served, *, last_resort: bool
    ) -> list[tuple[str, Identifier]]:
        """The sources that *lookup* has not queried yet, each with an identifier that it takes."""
        leads = lookup.leads(self._sources)
        return [
            (name, identifier)
            for name, source in self._sources.items()
            for identifier in leads
            if identifier.scheme in served[name]
            and (not source.takes or source.takes(identifier))
            and agencies.is_last_resort(source, identifier) == last_resort
            and lookup.mark_queried(name, identifier)
        ]


@contextmanager
def open_client(
    *,
    offline: bool = False,
    refresh: bool = False,
    recording: str | None = None,
    on_low_budget: Callable[[RequestBudget], None] | None = None,
) -> Iterator[Client]:
    """A client for the settings of the environment, with cached responses only (*offline*) or without (*refresh*).

    The cache is the folder *recording*, if that is given; responses in it never expire. *on_low_budget* is called once
    for each service that soon allows no more requests.
    """
    with (
        Web.from_environment(
            limits=sources.limits(),
            offline=offline,
            refresh=refresh,
            cache=recording,
            recording=recording is not None,
            on_low_budget=on_low_budget,
        ) as web,
        Client(web) as client,
    ):
        yield client


@checked()
def fetch(text: str) -> Record:
    """The work that *text* names; see :meth:`Client.fetch`. For many works, :func:`fetch_many` queries in batches.

    >>> try:
    ...     fetch("")
    ... except ValueError as error:
    ...     type(error).__name__
    'InvalidIdentifier'
    """
    with Client() as client:
        return client.fetch(text)


@checked("moebib.fetch_many([text, ...]) takes a list; moebib.fetch(text) looks up one work")
def fetch_many(texts: Iterable[str]) -> Iterator[Answer]:
    """An answer for each text, in their order; see :meth:`Client.fetch_many`.

    >>> with open_client(offline=True) as client:
    ...     [answer] = client.fetch_many(["10.5555/pots"])
    >>> type(answer).__name__
    'Unavailable'
    """
    with Client() as client:
        yield from client.fetch_many(texts)
