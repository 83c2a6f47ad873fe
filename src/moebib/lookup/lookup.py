"""The state of one lookup: what was queried, what the sources responded, and which of it is accepted."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from moebib.errors import InvalidIdentifier
from moebib.lookup.reconcile import Reconciled, reconcile
from moebib.matching.identity import distance_to
from moebib.normalise import normalise
from moebib.records.answer import NEW, Absent, Answer, Found, Unavailable
from moebib.records.equivalence import words_of
from moebib.records.identifier import Identifier, Scheme, parse_identifier, schemes
from moebib.records.record import Record
from moebib.sources import Source
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = [
    "MOEBIB", "Lookup", "Outage", "Rejected", "answers_in", "begin", "identifier_queries", "outages", "outages_in",
    "queries_about", "title_query", "unavailable_in",
]  # fmt: skip

MOEBIB = "moebib"
"""The source of answers that come from no source: a title is ambiguous, or a text is not a query."""


_HOSTS_SHOWN = 12
"""How many hosts with the same reason are named. More have only links to many sites."""


_QUERIED = (
    {*schemes(names="work")} - {Scheme.PMID, Scheme.PMCID, Scheme.SHORTDOI, Scheme.URL},
    {Scheme.PMID, Scheme.PMCID, Scheme.SHORTDOI, *schemes(names="database")} - {Scheme.HF},
)
"""Databases are queried by their own numbers only if no other identifier is known, as both lead to the same records."""


class Rejected(NamedTuple):
    """A record that a source has under an identifier but that describes another work, and how far apart they are."""

    identifier: Identifier
    source: str
    title: str
    why: str


@dataclass(slots=True)
class Lookup:
    """One query and everything that was responded to it."""

    query: str
    identifier: Identifier | None = None
    """``None`` for a title, and for a text that is neither."""
    is_title: bool = False
    found: list[Found] = field(default_factory=list)
    """The accepted records; the others were compared with the first."""
    rejected: list[Rejected] = field(default_factory=list)
    misses: list[Absent | Unavailable] = field(default_factory=list)
    """Sources that returned no record for the query itself."""
    missed_leads: list[Unavailable] = field(default_factory=list)
    """Sources that did not respond about an identifier found on the way: they may know more about the work."""
    _queried: set[tuple[str, Identifier]] = field(default_factory=set)

    @property
    def reconciled(self) -> Reconciled:
        """The work, and the values to choose from; only if something was found."""
        return reconcile(self.found)

    @property
    def answer(self) -> Answer:
        """Found; absent only if every queried source responded so; otherwise unavailable, with the reasons."""
        if self.found:
            fetched = max(answer.fetched for answer in self.found)
            return Found(self.reconciled.record, self.found[0].source, fetched)
        unavailable = [miss for miss in self.misses if isinstance(miss, Unavailable)]
        if unavailable or not self.misses:
            why = (
                "; ".join(outage.why for outage in outages((miss.source, miss.why) for miss in unavailable))
                or "no source can be queried for this kind of identifier"
            )
            return Unavailable(", ".join(dict.fromkeys(miss.source for miss in unavailable)), why)
        return Absent(", ".join(dict.fromkeys(miss.source for miss in self.misses)))

    @property
    def unavailable(self) -> dict[str, str]:
        """Source -> why it did not respond, to the query or to what was found on the way."""
        misses = (miss for miss in (*self.misses, *self.missed_leads) if isinstance(miss, Unavailable))
        return {miss.source: miss.why for miss in misses}

    def leads(self, sources: Mapping[str, Source]) -> list[Identifier]:
        """The identifiers to query: that of the query, and those that the found records lead to."""
        queried = [self.identifier] if self.identifier else []
        leads = (
            identifier
            for answer in self.found
            for identifier in answer.record.all_identifiers
            if identifier.scheme in sources[answer.source].leads_to
        )
        return list(dict.fromkeys([*queried, *leads]))

    def mark_queried(self, source: str, identifier: Identifier) -> bool:
        """Note that *source* is queried for *identifier*; whether this is the first time."""
        is_first = (source, identifier) not in self._queried
        self._queried.add((source, identifier))
        return is_first

    def add(self, source: str, identifier: Identifier, answer: Answer) -> None:
        """Accept or reject *answer*: a record is accepted if it is of the same work as the first one."""
        if isinstance(answer, Found):
            record = normalise(answer.record)
            distance = distance_to(self.found[0].record, record) if self.found else None
            if distance is None or distance.is_same:
                self.found.append(Found(record, answer.source, answer.fetched))
            else:
                self.rejected.append(Rejected(identifier, source, plain(record.title), str(distance)))
        elif identifier == self.identifier:
            self.misses.append(answer)
        elif isinstance(answer, Unavailable):
            self.missed_leads.append(answer)

    def matches_title(self, record: Record) -> bool:
        """Whether the query is the title of *record*, perhaps without its last full stop or its subtitle."""
        return distance_to(Record(id=NEW, type="document", title=self.query), record).is_same

    def add_titled(self, candidates: Sequence[Found]) -> None:
        """Accept the works with the title of the query, unless their first authors differ."""
        firsts = [candidate.record.author[0] for candidate in candidates if candidate.record.author]
        families = {fold(name.family or name.literal) for name in firsts}
        if candidates and len(families) != 1:
            number = f"{len(families)} works" if families else "works without an author"
            self.misses.append(Unavailable(MOEBIB, f"{number} have this title; use an identifier"))
            return
        self.found += candidates[:1]
        for candidate in candidates[1:]:
            if candidate.record.identifiers:
                self.add(candidate.source, candidate.record.identifiers[0], candidate)


def begin(text: str) -> Lookup:
    """A lookup of an identifier or a title; that of any other text is unavailable from the start."""
    try:
        return Lookup(text, parse_identifier(text))
    except InvalidIdentifier as error:
        first, *more = text.split() or [""]
        if more and first.rstrip(":").lower() not in set(Scheme):
            return Lookup(text.strip(), is_title=True)
        return Lookup(text, misses=[Unavailable(MOEBIB, str(error))])


def identifier_queries(record: Record) -> list[str]:
    """The identifiers of *record* to look up."""
    for group in _QUERIED:
        queries = [str(identifier) for identifier in record.all_identifiers if identifier.scheme in group]
        if queries:
            return queries
    return []


def title_query(record: Record) -> list[str]:
    """The title of *record* to look up, if it has at least two words: a single one does not identify a work."""
    title = plain(record.title)
    return [title] if len(words_of(title)) > 1 and len(title.split()) > 1 else []


def queries_about(record: Record) -> list[str]:
    """The identifiers to look up, or else the title; the title only if works of one title can be told apart."""
    return identifier_queries(record) or (title_query(record) if record.author else [])


def answers_in(lookups: Iterable[Lookup]) -> list[Found]:
    """All that was found, each answer once: several identifiers of a work lead to the same one."""
    answers: list[Found] = []
    for lookup in lookups:
        answers += (answer for answer in lookup.found if answer not in answers)
    return answers


def unavailable_in(lookups: Iterable[Lookup]) -> dict[str, str]:
    """Source -> why it did not respond to one of *lookups*."""
    return {source: why for lookup in lookups for source, why in lookup.unavailable.items()}


class Outage(NamedTuple):
    """The sources that did not respond for one reason."""

    sources: tuple[str, ...]
    why: str

    def __str__(self) -> str:
        return f"{', '.join(self.sources)} did not respond: {self.why}"


def outages_in(unavailable: Iterable[Mapping[str, str]]) -> list[Outage]:
    """The outages of services in the reasons for several works (source -> why)."""
    reasons = {source: why for of_work in unavailable for source, why in of_work.items() if source != MOEBIB}
    return outages(reasons.items())


def outages(unavailable: Iterable[tuple[str, str]]) -> list[Outage]:
    """Pairs of a source and why it did not respond, by reason: no network, for example, is one for all hosts.

    >>> print(*outages([("crossref", "cannot reach a.org (no network)"), ("dblp", "cannot reach b.org (no network)")]))
    crossref, dblp did not respond: cannot reach a.org, b.org (no network)
    """
    groups: dict[tuple[str, str], tuple[dict[str, None], dict[str, None]]] = {}
    for source, reason in unavailable:
        of_host = re.fullmatch(r"(cannot reach|no cached response from) ([^\s,]+)(\W.*)", reason, re.S)
        before, host, after = of_host.groups() if of_host else (reason, "", "")
        sources, hosts = groups.setdefault((before, after), ({}, {}))
        sources[source] = hosts[host] = None
    return [
        Outage(tuple(sources), f"{before} {_listed(tuple(hosts))}{after}".strip())
        for (before, after), (sources, hosts) in groups.items()
    ]


def _listed(hosts: Sequence[str]) -> str:
    more = len(hosts) - _HOSTS_SHOWN
    shown = ", ".join(hosts[:_HOSTS_SHOWN])
    return f"{shown} and {more} other host{'s' * (more > 1)}" if more > 0 else shown
