"""Add works to a list: requests are parsed, looked up, and written one by one as their records are complete."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

from moebib.commands.requests import Request
from moebib.errors import InputError
from moebib.library.library import Library
from moebib.library.tags import Suggestion, suggest_tags
from moebib.lookup.lookup import answers_in, queries_about, unavailable_in
from moebib.lookup.outages import outages_in
from moebib.lookup.update import update_record
from moebib.matching.identity import distance_to, is_renamed
from moebib.merging.merge import add_publications, unite
from moebib.merging.same import find_same
from moebib.records.answer import Absent, Found
from moebib.records.citekey import free_key, make_key
from moebib.records.identifier import Scheme
from moebib.records.key_pattern import KeyPattern
from moebib.records.record import Links, Record
from moebib.store import ChangeSet, FileChange, ListSession
from moebib.text.urls import without_scheme

if TYPE_CHECKING:
    from moebib.lookup.client import Client
    from moebib.lookup.lookup import Lookup

__all__ = [
    "Annotations", "Destination", "Outcome", "Proposal", "accept", "add", "add_listed", "add_record", "find_listed",
    "key_for",
]  # fmt: skip


class Destination(Protocol):
    """A list or a .bib file that is kept open while works are added one by one."""

    library: Library

    @property
    def pattern(self) -> KeyPattern | None:
        """The pattern of the keys, if it is not that of a list."""

    def edit(self) -> AbstractContextManager[Library]:
        """The works as they are now."""

    def save(self, record: Record) -> ChangeSet:
        """Add or change an entry, and return the changes of the files."""


class Annotations(NamedTuple):
    """Tags and links for every added work, in addition to its own."""

    tags: tuple[str, ...] = ()
    links: Links = Links()

    def apply(self, record: Record) -> Record:
        """*record* with the tags and links."""
        return unite(record, record.evolve(tags=self.tags, links=self.links))


class Outcome(NamedTuple):
    """The result for one request."""

    request: Request
    result: Literal["added", "listed", "noted", "absent", "ambiguous", "unavailable", "refused"]
    """``noted``: the requested notice is the status of a listed work; ``ambiguous``: several works have the title."""
    why: str = ""
    """The sources that do not have it (absent), why they did not respond (unavailable), what is wrong (refused), and
    what the works are that a notice is about (noted)."""
    record: Record | None = None
    """The entry, if it was added or is listed; the work that a notice is about."""
    changes: tuple[FileChange, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    """Tags that were suggested and not accepted."""
    lookup: Lookup | None = None
    """Everything that the sources responded, if they were queried."""


class Proposal(NamedTuple):
    """A work that was found and is not written yet, so that its tags can be chosen; pass it to :func:`accept`."""

    request: Request
    record: Record
    suggestions: tuple[Suggestion, ...]
    lookup: Lookup


def add(
    session: Destination, requests: Sequence[Request], annotations: Annotations, client: Client
) -> Iterator[Outcome | Proposal]:
    """Outcomes for requests that need no decision, and a proposal for each work that was found.

    The caller accepts a proposal before it continues, so that works are written as they are found.

    Raises:
        InvalidRecord: If the entries of the list cannot be read any more.
    """
    missing = []
    for request in requests:
        if outcome := add_listed(session, request, annotations):
            yield outcome
        else:
            missing.append(request)

    lookups = client.look_up([request.text for request in missing])
    for request, lookup in zip(missing, lookups, strict=True):
        answer = lookup.answer
        if isinstance(answer, Found):
            noted = _note(session, request, answer.record, client)
            yield noted or _propose(session, request, answer.record, annotations, lookup)
        elif lookup.namesakes:
            yield Outcome(request, "ambiguous", lookup=lookup)
        elif isinstance(answer, Absent):
            yield Outcome(request, "absent", answer.source, lookup=lookup)
        else:
            yield Outcome(request, "unavailable", answer.why, lookup=lookup)


def _propose(
    session: Destination, request: Request, record: Record, annotations: Annotations, lookup: Lookup
) -> Proposal:
    """The work, with sections that the abstract of any publication suggests, unless it is in one already."""
    suggestions: tuple[Suggestion, ...] = ()
    if not annotations.tags and not find_same(session.library, record):
        abstracts = dict.fromkeys(answer.record.abstract for answer in lookup.found if answer.record.abstract)
        suggestions = suggest_tags(record.evolve(abstract=" ".join(abstracts)), session.library.config.sections)
    return Proposal(request, record, suggestions, lookup)


def _note(session: Destination, request: Request, record: Record, client: Client) -> Outcome | None:
    """If *record* is a notice (a correction or retraction) of listed works, the outcome of updating their status.

    ``None`` if it is none, or if the sources have no status for the works. Those in a .bib file have none.
    """
    if not isinstance(session, ListSession):
        return None
    about = (session.library.related(relation) for relation in record.relations if relation.kind == "notice-of")
    listed = [work for work in about if work]
    noted: list[Outcome] = []
    unavailable: dict[str, str] = {}
    for work, lookups in zip(listed, client.look_up_groups(map(queries_about, listed)), strict=True):
        unavailable |= unavailable_in(lookups)
        with session.edit() as library:
            old = library.find_key(work.id) or work
            updated = update_record(old, answers_in(lookups), only={"withdrawn"}).record
            if updated.status:
                outcome = _save(session, request, updated, "noted")
                if outcome.result == "refused":
                    return outcome
                noted.append(outcome._replace(why=f"{updated.id} is {updated.status.kind}"))
    if not noted and unavailable:
        why = "; ".join(outage.why for outage in outages_in([unavailable]))
        return Outcome(request, "unavailable", f"it is a notice of {listed[0].id}, whose status is not known: {why}")
    if not noted:
        return None
    changes = tuple(change for outcome in noted for change in outcome.changes)
    return noted[0]._replace(changes=changes, why=", ".join(outcome.why for outcome in noted))


def accept(session: Destination, proposal: Proposal, annotations: Annotations, *, with_suggestions: bool) -> Outcome:
    """Write the work of *proposal*, with the suggested tags or without them."""
    if with_suggestions and proposal.suggestions:
        annotations = annotations._replace(tags=tuple(suggestion.tag for suggestion in proposal.suggestions))
    outcome = add_record(session, proposal.request, proposal.record, annotations)
    return outcome._replace(suggestions=() if with_suggestions else proposal.suggestions, lookup=proposal.lookup)


def add_listed(session: Destination, request: Request, annotations: Annotations) -> Outcome | None:
    """The outcome for a work that is listed already, which gets only the tags and links; ``None`` for any other."""
    listed = find_listed(session.library, request)
    if listed is None:
        return None
    if annotations.apply(listed) == listed:
        return Outcome(request, "listed", record=listed)
    with session.edit() as library:
        return _save(session, request, annotations.apply(find_listed(library, request) or listed), "listed")


def add_record(
    session: Destination, request: Request, record: Record, annotations: Annotations, *, is_by_hand: bool = False
) -> Outcome:
    """Write *record* under a new key, or add what is new in it to the entry of the same work.

    If it was written *by hand*, such an entry gets only its identifiers, because any other fact may contradict it.
    """
    with session.edit() as library:
        listed = find_same(library, record)
        is_other = listed and not (distance_to(listed, record).is_same or is_renamed(listed, record))
        if listed and is_other and set(listed.all_identifiers).isdisjoint(record.all_identifiers):
            listed = None  # another work with the same title
        if listed and is_other:
            distance = distance_to(listed, record)
            why = f"{record.title!r} has an identifier of {listed.id!r}, but is another work: distance {distance}"
            return Outcome(request, "refused", why)
        if listed and is_by_hand:
            record = Record(
                id=record.id, type=listed.type, genre=listed.genre, title=record.title, identifiers=record.identifiers
            )
        if listed:
            return _save(session, request, annotations.apply(add_publications(listed, record)), "listed")
        taken = {key.lower() for other in library for key in (other.id, *other.ids)}
        key = key_for(library.config.known_people.with_main_names(record), taken, session.pattern)
        return _save(session, request, annotations.apply(record.evolve(id=key)), "added")


def _save(
    session: Destination, request: Request, entry: Record, result: Literal["added", "listed", "noted"]
) -> Outcome:
    """The outcome of saving *entry*; one that the list refuses does not affect the others."""
    try:
        changes = session.save(entry)
    except InputError as error:
        return Outcome(request, "refused", str(error))
    return Outcome(request, result, record=entry, changes=changes.files)


def find_listed(library: Library, request: Request) -> Record | None:
    """The requested work in *library*; an ISBN or ISSN alone names a volume, not the work."""
    if request.identifier is None:
        return library.titled(request.text)
    return library.find(request.identifier) if request.identifier.is_of_one_work else None


_ARXIV_MONTH = re.compile(r"(?:[a-z-]+/)?(\d\d)\d\d")


def key_for(record: Record, taken: Collection[str], pattern: KeyPattern | None = None) -> str:
    """A key that is not in *taken* (in lower case), by *pattern* if the record has all that this needs.

    That of a work without a title is made from the identifier.

    >>> from moebib.commands.by_hand import ByHand, record_by_hand
    >>> from moebib.commands.requests import read_requests
    >>> (request,), _ = read_requests(["2401.06066"])
    >>> key_for(record_by_hand(request, ByHand()), set())
    'arxiv-2401.06066'
    >>> key_for(record_by_hand(request, ByHand("Sparse Experts", ("Dune, Ida",))), set())
    'dune2024sparse'
    """
    if pattern and (key := pattern.make(record)):
        return free_key(key, taken)
    if record.title or not record.identifiers:
        return make_key(record if record.issued else record.evolve(issued=_year_of_id(record)), taken)
    identifier = record.identifiers[0]
    value = re.sub(r"[^A-Za-z0-9_+.-]+", "-", without_scheme(identifier.value))
    return free_key(f"{identifier.scheme}-{value}"[:190].strip("-."), taken)


def _year_of_id(record: Record) -> str | None:
    """The year in which arXiv assigned the ID: good for a key, but the work may be some days older."""
    identifier = record.identifier(Scheme.ARXIV)
    match = _ARXIV_MONTH.match(identifier.value) if identifier else None
    return f"{'19' if match[1] > '90' else '20'}{match[1]}" if match else None
