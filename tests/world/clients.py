"""The real client and the real sources in the world; each answer is requested and parsed only once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

from moebib.errors import SourceError, SourceUnavailable
from moebib.lookup.client import Client
from moebib.lookup.lookup import Lookup
from moebib.records.answer import Answer, Found
from moebib.records.identifier import Identifier
from moebib.sources import Source, limits, source, sources
from moebib.web.response import Http, Response
from responses import respond
from world.articles import ARTICLES
from world.homonyms import HOMONYMS
from world.neighbours import NEIGHBOURS
from world.papers import PAPERS
from world.replay_http import Replay
from world.truth import Work

__all__ = ["WORKS", "WORLD", "World"]

WORKS: Mapping[str, Work] = {work.name: work for work in (*PAPERS, *ARTICLES, *NEIGHBOURS, *HOMONYMS)}
_LOADED = respond("parsed before")


class World:
    """The services with what they know about *works*."""

    def __init__(self, works: Iterable[Work]) -> None:
        self._http = Replay(works)
        self._parsed: dict[tuple[str, frozenset[Identifier]], Mapping[Identifier, Answer] | SourceError] = {}

    @contextmanager
    def client(self, *, down: Collection[str] = (), order: Sequence[str] = ()) -> Iterator[Client]:
        """A client that queries the sources in *order*; requests to those that are *down* fail."""
        named = {name: self._source(name, down) for name in dict.fromkeys((*order, *sources()))}
        invented = SimpleNamespace(sources=lambda: tuple(named), source=named.__getitem__, limits=limits)
        with patch("moebib.lookup.client.sources", invented), patch("moebib.lookup.client.in_parallel", _in_order):
            yield Client(self._http)

    def look_up(self, *texts: str, down: Collection[str] = (), order: Sequence[str] = ()) -> list[Lookup]:
        """The lookups of *texts*."""
        with self.client(down=down, order=order) as opened:
            return list(opened.look_up(texts))

    def answers_about(self, identifier: Identifier) -> list[Found]:
        """What each source has under *identifier*."""
        takes = {name: source(name).takes or (lambda _: True) for name in sources()}
        names = [name for name in sources() if identifier.scheme in source(name).schemes and takes[name](identifier)]
        answers = []
        for name in names:
            with suppress(SourceError):
                answers.append(self._answers(name, [identifier])[identifier])
        return [answer for answer in answers if isinstance(answer, Found)]

    def sources_that_know(self, identifier: Identifier) -> frozenset[str]:
        """The sources that have a record under *identifier*."""
        return frozenset(answer.source for answer in self.answers_about(identifier))

    def _source(self, name: str, down: Collection[str]) -> Source:
        def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
            if name in down:
                raise SourceUnavailable(f"cannot reach {name} (down)", url=name)
            return [_LOADED]

        def parse(_: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
            return self._answers(name, identifiers)

        def search(http: Http, title: str) -> Sequence[Response]:
            queried = source(name).search
            assert queried
            return load(http, ()) if name in down else queried(http, title)

        return source(name)._replace(load=load, parse=parse, search=search if source(name).search else None)

    def _answers(self, name: str, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
        key = (name, frozenset(identifiers))
        if key not in self._parsed:
            try:
                self._parsed[key] = source(name).parse(source(name).load(self._http, identifiers), identifiers)
            except SourceError as error:
                self._parsed[key] = error
        answers = self._parsed[key]
        if isinstance(answers, SourceError):
            raise answers
        return answers


def _in_order(run: Callable[[str, Any], Any], queries: Mapping[str, Any]) -> dict[str, Any]:
    """As ``moebib.web.in_parallel``, one after the other: threads would take as much time as the lookups."""
    return {name: run(name, query) for name, query in queries.items()}


WORLD = World(WORKS.values())
