"""Sources: services that tell of works. One file a service, found by its name ("semantic-scholar").

To add one, add a file with one constant:

    SOURCE = Source(schemes=frozenset({Scheme.DOI}), batch=1, load=load, parse=parse)

``load`` asks and decides nothing; ``parse`` decides and asks nothing, so that a recorded answer is a test.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple, Protocol

from moebib import _registry
from moebib.answer import Answer
from moebib.identifier import Identifier, Scheme
from moebib.record import Record

__all__ = ["Http", "Response", "Source", "source", "sources"]


class Response(NamedTuple):
    """What a server said, of whatever status; the body is whole, or there is no response."""

    url: str
    """The address that answered, after redirects."""
    status: int
    content_type: str
    """In lower case, without parameters: "application/json"."""
    body: bytes
    fetched: date
    """The day the server said it; a cached answer keeps its day."""
    charset: str = "utf-8"


class Http(Protocol):
    """How a ``load`` asks: ``moebib.web.Web``, which is polite, cached and bounded for all of them."""

    @property
    def keys(self) -> Mapping[str, str]:
        """API keys by the name of their source; most are missing."""

    @property
    def mailto(self) -> str | None:
        """The address to be reached at, for services that ask for one."""

    def get(
        self, url: str, *, params: Mapping[str, str] | None = None, headers: Mapping[str, str] | None = None
    ) -> Response:
        """GET *url* (https, of the real host); whatever status.

        Raises:
            Unavailable: If no whole answer came.
        """

    def post(self, url: str, *, json: Any, params: Mapping[str, str] | None = None,
             headers: Mapping[str, str] | None = None) -> Response:  # fmt: skip
        """POST *json*; as :meth:`get`."""


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
