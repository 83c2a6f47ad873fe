"""The action behind `update`: what sources say now is asked for, and each work is revised as its answers come."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from moebib.commands.add import DoesNotFit, Growing
from moebib.errors import Finding, InputError
from moebib.library.library import Library
from moebib.lookup.update import Aspect, FieldUpdate, Revision, is_unpublished, revise
from moebib.matching.identity import questions, title_question
from moebib.records.answer import Absent, Found
from moebib.records.record import Record
from moebib.store import FileChange

if TYPE_CHECKING:
    from moebib.lookup.lookup import Inquiry

__all__ = ["Inquire", "Updated", "ask_about", "choose", "found_in", "unavailable_in", "update"]

Inquire = Callable[[Sequence[str]], Iterable["Inquiry"]]


class Updated(NamedTuple):
    """What became of one work."""

    key: str
    changes: tuple[FieldUpdate, ...] = ()
    findings: tuple[Finding, ...] = ()
    files: tuple[FileChange, ...] = ()
    unavailable: Mapping[str, str] = {}
    """Source -> why it did not answer: more may have changed than is known."""
    is_asked: bool = True
    """Whether there was anything to ask for."""


def choose(library: Library, records: Sequence[Record] | None, only: Collection[Aspect]) -> list[Record]:
    """The works to ask about: *records*, or all; only preprints, if nothing but their publication is of interest."""
    chosen = library.records if records is None else {record.id: record for record in records}.values()
    return [record for record in chosen if set(only) != {"published"} or is_unpublished(record)]


def update(
    growing: Growing, records: Sequence[Record], inquire: Inquire, *, only: Collection[Aspect] = ()
) -> Iterator[Updated]:
    """Revise each of *records*, in their order; each is in the list, or on the disk, before the next one comes.

    Raises:
        InvalidRecord: If the entries of the list cannot be read any more.
    """
    for record, inquiries in ask_about(records, inquire):
        yield _revised(growing, record.id, inquiries, only) if inquiries else Updated(record.id, is_asked=False)


def ask_about(records: Sequence[Record], inquire: Inquire) -> Iterator[tuple[Record, list[Inquiry]]]:
    """Each record with the answers about all its identifiers; together they are asked in as few batches as can be."""
    asked = {record.id: _questions(record) for record in records}
    stream = iter(inquire([text for texts in asked.values() for text in texts]))
    for record in records:
        yield record, list(islice(stream, len(asked[record.id])))


def found_in(inquiries: Iterable[Inquiry]) -> list[Found]:
    """What was found, each answer once: two identifiers of a work lead to the same ones."""
    found: list[Found] = []
    for inquiry in inquiries:
        found += (answer for answer in inquiry.found if answer not in found)
    return found


def unavailable_in(inquiries: Iterable[Inquiry]) -> dict[str, str]:
    """Source -> why it did not answer."""
    return {source: why for inquiry in inquiries for source, why in inquiry.unavailable.items()}


def _questions(record: Record) -> list[str]:
    """Without an identifier or an author there would be nothing to tell works of one title apart by."""
    texts = questions(record)
    return texts if record.author or texts != title_question(record) else []


def _revised(growing: Growing, key: str, inquiries: Sequence[Inquiry], only: Collection[Aspect]) -> Updated:
    found = found_in(inquiries)
    revisions: list[Revision] = []

    def make(library: Library) -> Record:
        if key not in library:
            raise InputError(f"the entry {key!r} was removed meanwhile")
        revisions.append(revise(library[key], found, only=only))
        return revisions[-1].record

    missing = tuple(_nowhere(inquiries, key))
    unavailable = unavailable_in(inquiries)
    try:
        _, files = growing.put(make)
    except DoesNotFit:
        clashes = _clashes(growing.library, revisions[-1].record)
        return Updated(key, (), (*missing, *revisions[-1].findings, *clashes), (), unavailable)
    return Updated(key, revisions[-1].changes, (*missing, *revisions[-1].findings), files, unavailable)


def _clashes(library: Library, record: Record) -> Iterator[Finding]:
    """The identifiers that would be those of two works."""
    for one in record.all_identifiers:
        other = library.find(one) if one.is_of_one_work else None
        if other and other.id != record.id:
            message = f"{one} is also an identifier of {other.id!r}"
            yield Finding("MB007", message, record.id, "identifiers", hint="one work, one entry")


def _nowhere(inquiries: Iterable[Inquiry], key: str) -> Iterator[Finding]:
    """The identifiers that lead nowhere; many a page that has a title is in no database."""
    for inquiry in inquiries:
        if inquiry.identifier and isinstance(answer := inquiry.answer, Absent):
            message = f"no source has {inquiry.asked} (asked: {answer.source})"
            yield Finding("MB203", message, key, "identifiers")
