"""The state of one lookup: what was queried, what the sources responded, and which of it is accepted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from moebib.errors import InvalidIdentifier
from moebib.lookup.answers import AnswerGroup, canonical, is_about_a_work, leads_of
from moebib.lookup.doubts import Doubt, doubts_about_identifiers
from moebib.lookup.outages import MOEBIB, outages
from moebib.lookup.reconcile import Reconciled, reconcile
from moebib.lookup.works import Accepted, accept, without_leads, works_of
from moebib.matching.identity import distance_to, has_title, is_same_work
from moebib.normalise.rules import normalise
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.equivalence import words_of
from moebib.records.identifier import Identifier, Scheme, find_page, is_title, parse_request, schemes
from moebib.records.record import Record
from moebib.sources import Source
from moebib.text.markup import plain

__all__ = [
    "Lookup", "Rejected", "answers_in", "begin", "identifier_queries",
    "queries_about", "title_query", "unavailable_in",
]  # fmt: skip


_QUERIED = (
    {*schemes(names="work")} - {Scheme.PMID, Scheme.PMCID, Scheme.SHORTDOI, Scheme.URL},
    {Scheme.PMID, Scheme.PMCID, Scheme.SHORTDOI, *schemes(names="database")} - {Scheme.HF},
)
"""Databases are queried by their own numbers only if no other identifier is known, as both lead to the same records."""


class Rejected(NamedTuple):
    """A record to which an identifier led but that describes another work, and how far apart the two are."""

    identifiers: tuple[Identifier, ...]
    source: str
    title: str
    why: str


@dataclass(slots=True)
class Lookup:
    """One query and everything that was responded to it."""

    query: str
    identifier: Identifier | None = None
    """``None`` for a title, and for a text that is neither."""
    page: Identifier | None = None
    """The page to query if no source has the identifier."""
    is_title: bool = False
    as_printed: Callable[[Record], Record] = normalise
    """Cleans a record; people who publish under several names have the one by which the entry prints them."""
    reference: Record | None = None
    """For a title: what is known of the work, so that it can be told from others with the title."""
    namesakes: list[AnswerGroup] = field(default_factory=list)
    """For a title: one record of each work that has it, if there are several."""
    misses: list[Absent | Unavailable] = field(default_factory=list)
    """Sources that returned no record for the query itself."""
    missed_leads: list[Unavailable] = field(default_factory=list)
    """Sources that did not respond about an identifier found on the way: they may know more about the work."""
    _answers: list[Found] = field(default_factory=list)
    """Everything that was found."""
    _first: list[Found] = field(default_factory=list)
    """The answers to the query itself."""
    _accepted: Accepted | None = None
    _reconciled: Reconciled | None = None
    _queried: set[tuple[str, Identifier]] = field(default_factory=set)

    @property
    def found(self) -> AnswerGroup:
        """The answers about the work, in a fixed order."""
        return self._accept().answers

    @property
    def others(self) -> AnswerGroup:
        """The answers about other works, in a fixed order."""
        return self._accept().rejected

    @property
    def is_undescribed(self) -> bool:
        """Whether no source describes the publication that was looked up, even if some know the work that it is of."""
        return all(is_about_a_work(answer) for answer in self._first)

    @property
    def rejected(self) -> list[Rejected]:
        """The answers about other works, and why they are not taken for answers about this one."""
        return [
            Rejected(
                answer.identifiers,
                answer.source,
                plain(answer.record.title),
                str(distance_to(self.found[0].record, answer.record)),
            )
            for answer in self._accept().rejected
            if self.found
        ]

    def _accept(self) -> Accepted:
        if self._accepted is None:
            self._accepted = accept(self._answers, self._first, self.identifier)
        return self._accepted

    @property
    def reconciled(self) -> Reconciled:
        """The work, and the values to choose from; only if something was found."""
        if self._reconciled is None:
            self._reconciled = reconcile(without_leads(*self._accept()), self.identifier)
        return self._reconciled

    @property
    def answer(self) -> Answer:
        """Found; absent only if every queried source responded so; otherwise unavailable, with the reasons."""
        if self.found and not self._lacks_people:
            fetched = max(answer.fetched for answer in self.found)
            return Found(self.reconciled.record, self.found[0].source, fetched)
        unavailable = [miss for miss in (*self.misses, *self.missed_leads) if isinstance(miss, Unavailable)]
        if unavailable or not self.misses:
            why = (
                "; ".join(outage.why for outage in outages((miss.source, miss.why) for miss in unavailable))
                or "no source can be queried for this kind of identifier"
            )
            return Unavailable(", ".join(dict.fromkeys(miss.source for miss in unavailable)), why)
        return Absent(", ".join(dict.fromkeys(miss.source for miss in self.misses)))

    @property
    def _lacks_people(self) -> bool:
        """Whether a page names no people, and a service that may know them did not respond.

        The page of a publisher may only lead to its DOI. Records of services may have no people: proceedings, data.
        """
        is_page = self.identifier is not None and self.identifier.scheme is Scheme.URL
        has_people = any(answer.record.author or answer.record.editor for answer in self.found)
        return is_page and bool(self.missed_leads) and not has_people

    @property
    def unavailable(self) -> dict[str, str]:
        """Source -> why it did not respond, to the query or to what was found on the way."""
        misses = (miss for miss in (*self.misses, *self.missed_leads) if isinstance(miss, Unavailable))
        return {miss.source: miss.why for miss in misses}

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """What is doubtful in the record, with the identifiers that are not in it although a source names them."""
        return (*self.reconciled.doubts, *doubts_about_identifiers(self.reconciled.record, *self._accept()))

    def leads(self, sources: Mapping[str, Source]) -> list[Identifier]:
        """The identifiers to query: that of the query, and those that the found records lead to."""
        queried = [self.identifier] if self.identifier else []
        leads = (
            identifier
            for answer in self.found
            for identifier in (*answer.record.identifiers, *leads_of(answer))
            if identifier.scheme in sources[answer.source].leads_to
        )
        return list(dict.fromkeys([*queried, *leads]))

    def turn_to_page(self) -> bool:
        """Query the page in place of the identifier, which no source has; whether there is one."""
        if self.found or self.page is None:
            return False
        self.identifier, self.page = self.page, None
        return True

    def mark_queried(self, source: str, identifier: Identifier) -> bool:
        """Note that *source* is queried for *identifier*; whether this is the first time."""
        is_first = (source, identifier) not in self._queried
        self._queried.add((source, identifier))
        return is_first

    def add(self, source: str, identifier: Identifier, answer: Answer) -> None:
        """Add the *answer* of a source to the query for *identifier*."""
        if isinstance(answer, Found):
            self._add(answer, is_first=identifier == self.identifier)
        elif identifier == self.identifier:
            self.misses.append(answer)
        elif isinstance(answer, Unavailable):
            self.missed_leads.append(answer)

    def _add(self, answer: Found, *, is_first: bool) -> None:
        answer = replace(answer, record=self.as_printed(answer.record))
        if any(_replaces(answer, titled) for titled in self._first if self.is_title):
            self._answers = [other for other in self._answers if not _replaces(answer, other)]
            self._first = [other for other in self._first if not _replaces(answer, other)]
            is_first = True
        self._answers.append(answer)
        if is_first:
            self._first.append(answer)
        self._accepted = self._reconciled = None

    def add_others(self, answers: Iterable[Found]) -> None:
        """Add *answers* that are about other works, as far as is known."""
        self._answers += answers
        self._accepted = self._reconciled = None

    def matches_title(self, record: Record) -> bool:
        """Whether the query is the title of *record*, perhaps in another spelling or without its subtitle."""
        return has_title(record, self.query)

    def add_titled(self, candidates: Iterable[Found]) -> None:
        """Accept the work with the title of the query, if there is only one, or only one of the *reference*.

        Works of one title by people of one family name are several works; so is one without authors. The people of the
        *reference* tell them apart.
        """
        works = works_of(candidates)
        if self.reference and self.reference.author:
            others = [work for work in works if not self._is_of_reference(work)]
            works = [work for work in works if work not in others]
            if not works:
                self.namesakes = others
                self.misses += (Absent(answer.source) for work in others for answer in work)
        if len(works) == 1 and any(answer.record.author for answer in works[0]):
            for answer in works[0]:
                self._add(answer, is_first=True)
        elif works:
            self.namesakes = works
            why = f"{len(works)} works have this title" if len(works) > 1 else "the work with this title has no author"
            self.misses.append(Unavailable(MOEBIB, f"{why}; use an identifier"))

    def _is_of_reference(self, work: AnswerGroup) -> bool:
        return self.reference is not None and any(is_same_work(self.reference, answer.record) for answer in work)


def _replaces(answer: Found, titled: Found) -> bool:
    """Whether *answer* is the whole record of a publication that was found by title: searches may return parts."""
    same = canonical(answer.record.identifiers) & canonical(titled.record.identifiers)
    return answer.source == titled.source and bool(same)


def begin(query: str | Record) -> Lookup:
    """A lookup of an identifier or a title, or of a record by its title; that of any other text is unavailable."""
    if isinstance(query, Record):
        reference = normalise(query)
        return Lookup(plain(reference.title), is_title=True, reference=reference)
    text = query
    try:
        return Lookup(text, parse_request(text), find_page(text))
    except InvalidIdentifier as error:
        if is_title(text):
            return Lookup(text.strip(), is_title=True)
        return Lookup(text, misses=[Unavailable(MOEBIB, str(error))])


def identifier_queries(record: Record) -> list[str]:
    """The identifiers of *record* to look up."""
    for group in _QUERIED:
        queries = [str(identifier) for identifier in record.all_identifiers if identifier.scheme in group]
        if queries:
            return queries
    return []


def title_query(record: Record) -> list[Record]:
    """*record* to look up by its title, if that has at least two words: a single one does not identify a work."""
    title = plain(record.title)
    return [record] if len(words_of(title)) > 1 and len(title.split()) > 1 else []


def queries_about(record: Record) -> Sequence[str | Record]:
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
