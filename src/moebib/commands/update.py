"""Update works of a list: their identifiers are looked up, and each is updated as soon as its answers are complete."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from moebib.errors import Finding, IdentifierClash, InputError
from moebib.library.library import Library
from moebib.lookup.lookup import Lookup, answers_in
from moebib.lookup.other_titles import publications_of_other_title
from moebib.lookup.published import look_up_works, unavailable_for
from moebib.lookup.update import Aspect, FieldUpdate, is_unpublished, update_record
from moebib.matching.related import RelatedPair, find_related, relate
from moebib.records.answer import Absent
from moebib.records.record import Record
from moebib.store import FileChange, ListSession

if TYPE_CHECKING:
    from moebib.lookup.client import Client
    from moebib.lookup.doubts import Doubt

__all__ = ["Updated", "choose", "unknown_identifiers", "update"]


class Updated(NamedTuple):
    """The result for one work."""

    key: str
    changes: tuple[FieldUpdate, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: tuple[FileChange, ...] = ()
    unavailable: Mapping[str, str] = {}
    """Source -> why it did not respond: more may have changed than is known."""
    is_queried: bool = True
    """Whether there was anything to look up."""
    file: str | None = None
    """The .bib file of the entry, unless it is in a list."""
    doubts: tuple[Doubt, ...] = ()
    """What to check in the publication that an entry of a .bib file becomes."""


def choose(library: Library, records: Sequence[Record] | None, only: Collection[Aspect]) -> list[Record]:
    """The works to look up: *records*, or all; only preprints, if only their publication matters."""
    chosen = library.records if records is None else {record.id: record for record in records}.values()
    return [record for record in chosen if set(only) != {"published"} or is_unpublished(record)]


def update(
    session: ListSession, records: Sequence[Record], client: Client, *, only: Collection[Aspect] = ()
) -> Iterator[Updated]:
    """Update each of *records*, in their order; each is saved before the next one is yielded.

    Raises:
        InputError: If an entry was removed in the meantime.
        InvalidRecord: If the entries of the list cannot be read any more.
    """
    listed, config = session.library.records, session.library.config
    client.people = config.known_people
    related = find_related(listed, config.different_pairs, people=config.known_people)
    for record, lookups in zip(records, look_up_works(records, client, only), strict=True):
        pairs = [pair for pair in related if pair.first.id == record.id]
        yield _update(session, record.id, lookups, pairs, only) if lookups else Updated(record.id, is_queried=False)


def _update(
    session: ListSession, key: str, lookups: Sequence[Lookup], related: Sequence[RelatedPair], only: Collection[Aspect]
) -> Updated:
    findings = [*unknown_identifiers(key, lookups)]
    unavailable = unavailable_for(lookups)
    with session.edit() as library:
        if key not in library:
            raise InputError(f"the entry {key!r} was removed in the meantime")
        updated = update_record(library[key], answers_in(lookups), only=only)
        findings += updated.findings
        if set(only) != {"withdrawn"}:
            findings += _related(updated.record, related, library)
            findings += publications_of_other_title(updated.record, lookups, library)
        try:
            changes = session.save(updated.record)
        except IdentifierClash as clash:
            return Updated(key, (), (*findings, *clash.findings), (), unavailable)
    return Updated(key, updated.changes, tuple(findings), changes.files, unavailable)


def _related(record: Record, pairs: Sequence[RelatedPair], library: Library) -> Iterator[Finding]:
    """MB205 for each work of the list that *record* was probably published as, or is extended or continued by."""
    for pair in pairs:
        still = relate(*map(library.config.known_people.with_main_names, (record, pair.second)))
        if still and still.kind == pair.kind:
            known = ", ".join(str(part) for part in (pair.second.venue, pair.second.issued) if part)
            message = f"probably {pair.kind.replace('-', ' ')} {pair.second.id!r} ({known}); {still.evidence}"
            hint = "`moebib dedupe` shows both, and merges or relates them"
            yield Finding("MB205", message, record.id, "title", hint=hint)


def unknown_identifiers(key: str, lookups: Sequence[Lookup]) -> tuple[Finding, ...]:
    """MB203 for each identifier of the work *key* that no source has."""
    return tuple(
        Finding("MB203", f"no source has {lookup.query} (queried: {lookup.answer.source})", key, "identifiers")
        for lookup in lookups
        # Many a page that has a title is in no database.
        if lookup.identifier and isinstance(lookup.answer, Absent)
    )
