"""Note in the entries of a list which sources give their values: the evidence of `moebib verify`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from moebib.commands.verify import Verified
from moebib.lookup.answers import is_about_a_work
from moebib.lookup.fill import rank_by_source
from moebib.lookup.lookup import Lookup, answers_in
from moebib.lookup.update import answers_about
from moebib.merging.confirm import CONFIRMED, confirm, gives
from moebib.merging.versions import is_one_publication
from moebib.records.record import Record
from moebib.store import FileChange, ListSession

__all__ = ["Confirmed", "confirm_entry", "confirmed"]


class Confirmed(NamedTuple):
    """What was noted in the entry of a work."""

    key: str
    fields: tuple[str, ...]
    """The fields whose values have more evidence than before."""
    files: tuple[FileChange, ...]


def confirmed(record: Record, lookups: Iterable[Lookup], today: date) -> Record:
    """*record* with the sources that give its values in *lookups*.

    Only records about its own publication count: those of its preprint, and those that a service made of several, say
    nothing about its values.
    """
    answers = answers_about(record, answers_in(lookups)).answers
    own = [
        answer
        for answer in answers
        if not is_about_a_work(answer) and is_one_publication(record, answer.record) is True
    ]
    sources = {
        field: [answer.source for answer in rank_by_source(own, field) if gives(field, record, answer.record)]
        for field in CONFIRMED
    }
    return confirm(record, sources, today)


def confirm_entry(session: ListSession, verified: Verified, today: date) -> Confirmed:
    """Save the evidence for the work of *verified*, as its entry is now, if there is new evidence.

    Raises:
        InvalidRecord: If the entries of the list cannot be read any more.
    """
    key = verified.record.id
    with session.edit() as library:
        if key not in library:  # it was removed in the meantime
            return Confirmed(key, (), ())
        old = library[key]
        new = confirmed(old, verified.lookups, today)
        changes = session.save(new)
    fields = tuple(field for field in CONFIRMED if new.origin.get(field) != old.origin.get(field))
    return Confirmed(key, fields, changes.files)
