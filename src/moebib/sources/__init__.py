"""Sources: services that tell of works. One file a service, found by its name ("semantic-scholar").

To add one, add a file with one constant:

    SOURCE = Source(schemes=frozenset({Scheme.DOI}), batch=1, load=load, parse=parse)

``load`` asks and decides nothing; ``parse`` decides and asks nothing, so that a recorded answer is a test.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from moebib import _registry
from moebib.records.answer import Answer
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.web.response import Http, Response

__all__ = ["Source", "source", "sources"]


class Source(NamedTuple):
    """A service that can be asked for works by their identifiers, and perhaps by title."""

    schemes: frozenset[Scheme]
    """What it can be asked for."""
    batch: int
    """How many identifiers one ``load`` takes."""
    load: Callable[[Http, Sequence[Identifier]], Sequence[Response]]
    """Asks for up to ``batch`` identifiers, in as few requests as the service allows."""
    parse: Callable[[Sequence[Response], Sequence[Identifier]], Mapping[Identifier, Answer]]
    """An answer for each identifier that was asked for; raises SourceError where the answer as a whole is unusable."""
    search: Callable[[Http, str], Sequence[Response]] | None = None
    """Asks for a title."""
    candidates: Callable[[Sequence[Response]], Sequence[Record]] | None = None
    """The works of an answer to ``search``, best first; to be verified by whoever asked."""
    takes: Callable[[Identifier], bool] | None = None
    """Which identifiers of its schemes it can be asked for; ``None`` means all."""
    last_resort: frozenset[Scheme] = frozenset()
    """Schemes for which it is asked, one by one, only where no other source had the work: it would add nothing."""


def sources() -> tuple[str, ...]:
    """The names of all sources."""
    return _registry.leaves(sys.modules[__name__])


def source(name: str) -> Source:
    """The source called *name*.

    Raises:
        InputError: If there is none; the message lists those there are.
    """
    return _registry.leaf(sys.modules[__name__], name, Source)
