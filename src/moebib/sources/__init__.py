"""Sources: services that are queried for works. One file per service, found by its name ("semantic-scholar").

To add one, add a file that ends with its declaration:

    SOURCE = Source(
        schemes=frozenset({Scheme.DOI}),
        batch=1,
        load=load,
        parse=parse,
        absent=_ABSENT,
        limits=(Limit("api.example.org", ((5, 1),)),),
        rank=Rank(venue=55, title=65, author=55, abstract=55),
        example="doi:10.5555/12345678",
    )

``load`` makes requests and decides nothing; ``parse`` decides and makes no request, so a recorded response is a test.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from typing import Literal, NamedTuple

from moebib import _registry
from moebib.records.answer import Answer, Found
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.web.limits import Limit
from moebib.web.response import Http, Response

__all__ = [
    "INFORMAL_WORKSHOPS", "LAST", "AbsentResponse", "Coverage", "Rank", "Source", "is_absent", "limits", "source",
    "sources",
]  # fmt: skip

LAST = 1000
"""The rank of a source that does not declare one: after all that do."""


class Rank(NamedTuple):
    """The rank of a source among all, per field: of the sources with a value, the one with the lowest number wins.

    The numbers have gaps of 10 for new sources. Equal ranks are ordered by name.
    """

    venue: int = LAST
    """Where and when a work appeared, and every field without a rank of its own."""
    title: int = LAST
    author: int = LAST
    abstract: int = LAST
    identity: int = LAST
    """Which source describes the work that was queried; the records of other sources are compared with its record."""

    def of(self, field: str) -> int:
        """The rank for a field of a record."""
        ranks = {"title": self.title, "author": self.author, "abstract": self.abstract}
        return ranks.get(field, self.venue)


class AbsentResponse(NamedTuple):
    """The response by which a service says that it has no such work, as it is documented or was recorded.

    All three parts have to match: proxies, captive portals and web servers return 404, "not found" and JSON as well.
    """

    status: int
    content_types: tuple[str, ...]
    body: str
    """A regular expression for the whole body, without the white space around it; a dot matches line breaks, too."""

    def matches(self, response: Response) -> bool:
        """Whether *response* is that response."""
        is_of_kind = response.status == self.status and response.content_type in self.content_types
        body = response.body.decode("utf-8", errors="replace").strip() if is_of_kind else ""
        return is_of_kind and re.fullmatch(self.body, body, re.S) is not None


def is_absent(response: Response, forms: Iterable[AbsentResponse]) -> bool:
    """Whether *response* has one of the *forms*."""
    return any(form.matches(response) for form in forms)


INFORMAL_WORKSHOPS = frozenset(
    f"{name} workshops" for name in ("NeurIPS", "ICML", "ICLR", "COLM", "CoRL", "RSS", "MLSys", "AutoML")
)
"""Workshops whose papers appear on their own pages only, or on OpenReview, without DOIs."""


class Coverage(NamedTuple):
    """The works of which a source has nearly all, so that something follows from the absence of one.

    As the service documents it, or else as its members are obliged; where neither says so, it covers nothing.
    """

    types: frozenset[Type] = frozenset()
    since: int = 0
    """The first year of publication."""
    days: int = 0
    """How many days after their publication it has nearly all works."""
    archives: frozenset[str] = frozenset()
    """For preprints: the archives (``records.archives``) of which it has nearly all."""
    without: frozenset[str] = frozenset()
    """The short names of the series (``records.series``) whose works it need not have; "X workshops" for workshops at
    the conference X."""
    scripts: frozenset[str] = frozenset({"LATIN"})
    """The scripts of titles, as Unicode names them. Works in other scripts have DOIs of other agencies (ISTIC, JaLC,
    KISTI), or none, or are listed by a translated title."""
    languages: frozenset[str] = frozenset({"en"})
    """The languages (BCP 47) of works."""


class Source(NamedTuple):
    """A service that can be queried for works by their identifiers, and perhaps by title."""

    schemes: frozenset[Scheme]
    """The schemes of the identifiers it can be queried by."""
    batch: int
    """How many identifiers one ``load`` takes."""
    load: Callable[[Http, Sequence[Identifier]], Sequence[Response]]
    """Queries for up to ``batch`` identifiers, in as few requests as the service allows."""
    parse: Callable[[Sequence[Response], Sequence[Identifier]], Mapping[Identifier, Answer]]
    """An answer for each identifier; raises SourceError where the responses as a whole are unusable."""
    absent: tuple[AbsentResponse, ...]
    """The responses to a query for a single work that prove its absence: ``parse`` returns Absent for no other one.

    Empty if none does. In a list of works, the unknown ones are missing.
    """
    search: Callable[[Http, str], Sequence[Response]] | None = None
    """Queries for a title."""
    candidates: Callable[[Sequence[Response]], Sequence[Found]] | None = None
    """The works in a response to ``search``, best first; the caller decides whether they match."""
    search_people: Callable[[Http, Record], Sequence[Response]] | None = None
    """Queries for works by the authors of a record, on its subject; ``candidates`` reads the responses."""
    searched_for: frozenset[Type] | None = None
    """The types of references whose titles are searched; ``None`` means all, and titles of which nothing is known."""
    cites: Callable[[Http, Identifier], Sequence[Response]] | None = None
    """Queries for the references of a work."""
    cited: Callable[[Sequence[Response]], Sequence[Record] | None] | None = None
    """The references in the responses to ``cites``, in their order, with what the source knows of each as fields;
    ``None`` if it does not have the work."""
    about: Literal["publication", "work"] = "publication"
    """What one of its records describes. A record about a work may have the venue of one publication and the date of
    another one: it leads to the publications, and fills fields only if no other source has the work."""
    takes: Callable[[Identifier], bool] | None = None
    """Which identifiers of its schemes it can be queried for; ``None`` means all."""
    last_resort: frozenset[Scheme] = frozenset()
    """Schemes for which it is queried only if no other source describes the publication, because it would add nothing.

    doi.org is queried first for the DOIs of agencies that no source has.
    """
    copies: frozenset[Scheme] = frozenset()
    """Schemes for which its metadata are a copy of another source's: it is queried for links, and never to verify."""
    agency: str = ""
    """The registration agency whose DOIs it has, as https://doi.org/ra/PREFIX names it; others are a last resort."""
    leads_to: frozenset[Scheme] = frozenset({Scheme.ARXIV, Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW, Scheme.DBLP})
    """Identifiers in its records for which other sources are queried next. An ISBN would lead to a whole volume."""
    limits: tuple[Limit, ...] = ()
    """Its hosts, and how often each may be queried; without any it queries hosts of all kinds, each once a second."""
    rank: Rank = Rank()
    """How its values compare with those of other sources."""
    is_registrar: bool = False
    """Whether it registers DOIs: its record decides what kind of publication a DOI names, and when it appeared."""
    types: frozenset[Type] | None = None
    """The types of its records; ``None`` means all. Publications are searched for only where there are papers."""
    covers: Coverage = Coverage()
    """Of which works it has nearly all. A source without any is optional: it confirms works, but nothing follows from
    its silence or from an absence."""
    example: str = ""
    """An identifier to test it with. Its invented response is ``tests/sources/responses/NAME.found.http``."""


@cache
def sources() -> tuple[str, ...]:
    """The names of all sources."""
    return _registry.leaves(sys.modules[__name__])


@cache
def source(name: str) -> Source:
    """The source called *name*.

    Raises:
        InputError: If there is none; the message lists the sources.
    """
    return _registry.leaf(sys.modules[__name__], name, Source)


def limits() -> tuple[Limit, ...]:
    """The limits of the hosts of all sources, for the ``Web`` that queries them."""
    return tuple(limit for name in sources() for limit in source(name).limits)
