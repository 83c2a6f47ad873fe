"""The real client and the real sources in the world; each answer is requested and parsed only once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
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

__all__ = ["WORKS", "answers_about", "client", "look_up", "sources_that_know"]

WORKS: Mapping[str, Work] = {work.name: work for work in (*PAPERS, *ARTICLES, *NEIGHBOURS, *HOMONYMS)}
_HTTP = Replay(WORKS.values())
_parsed: dict[tuple[str, frozenset[Identifier]], Mapping[Identifier, Answer] | SourceError] = {}
_loaded = respond("parsed before")


@contextmanager
def client(*, down: Collection[str] = (), order: Sequence[str] = ()) -> Iterator[Client]:
    """A client that queries the sources in *order*; requests to those that are *down* fail."""
    named = {name: _once(name, down) for name in (*order, *(name for name in sources() if name not in order))}
    invented = SimpleNamespace(sources=lambda: tuple(named), source=named.__getitem__, limits=limits)
    with patch("moebib.lookup.client.sources", invented), patch("moebib.lookup.client.in_parallel", _in_order):
        yield Client(_HTTP)


def _in_order(run: Callable[[str, Any], Any], queries: Mapping[str, Any]) -> dict[str, Any]:
    """As ``moebib.web.in_parallel``, one after the other: threads would take as much time as the lookups."""
    return {name: run(name, query) for name, query in queries.items()}


def look_up(*texts: str, down: Collection[str] = (), order: Sequence[str] = ()) -> list[Lookup]:
    """The lookups of *texts*."""
    with client(down=down, order=order) as opened:
        return list(opened.look_up(texts))


def answers_about(identifier: Identifier) -> list[Found]:
    """What each source has under *identifier*."""
    return [answer for name in sources() if isinstance(answer := _answer(name, identifier), Found)]


def sources_that_know(identifier: Identifier) -> frozenset[str]:
    """The sources that have a record under *identifier*."""
    return frozenset(answer.source for answer in answers_about(identifier))


def _answer(name: str, identifier: Identifier) -> Answer | None:
    queried = source(name)
    if identifier.scheme not in queried.schemes or (queried.takes and not queried.takes(identifier)):
        return None
    try:
        return _answers(name, [identifier])[identifier]
    except SourceError:
        return None


def _once(name: str, down: Collection[str]) -> Source:
    def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
        if name in down:
            raise SourceUnavailable(f"cannot reach {name} (down)", url=name)
        return [_loaded]

    def parse(_: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
        return _answers(name, identifiers)

    changed: dict[str, Any] = {"load": load, "parse": parse}
    if name in down and source(name).search:
        changed["search"] = load
    return source(name)._replace(**changed)


def _answers(name: str, identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    key = (name, frozenset(identifiers))
    if key not in _parsed:
        try:
            _parsed[key] = source(name).parse(source(name).load(_HTTP, identifiers), identifiers)
        except SourceError as error:
            _parsed[key] = error
    answers = _parsed[key]
    if isinstance(answers, SourceError):
        raise answers
    return answers
