"""Migration of records of format 1, which kept in ``extra`` what has fields of its own since format 2."""

from __future__ import annotations

from moebib.formats.bibtex.entry import BibEntry
from moebib.formats.bibtex.reader import decode_entry
from moebib.formats.bibtex.reading_plan import reading_plan
from moebib.records.record import Record

__all__ = ["read_extra"]

_ADDED = ("translator", "title_short", "version", "event_date", "original_date", "accessed", "status")
"""The fields that record format 1 did not have."""


def read_extra(record: Record) -> Record:
    r"""The record without the fields of ``extra`` that have fields of their own since record format 2.

    >>> record = read_extra(Record(id="a", type="book", extra={"translator": r"{\'E}va, Ada", "urldate": "soon"}))
    >>> str(record.translator[0]), record.extra
    ('Éva, Ada', {'urldate': 'soon'})
    """
    plan = reading_plan(record.type)
    moved = {name: value for name, value in record.extra.items() if name in plan and plan[name][1] in _ADDED}
    read, _ = decode_entry(BibEntry("misc", record.id, moved))
    if not read:
        return record
    values = {field: value for field in _ADDED if (value := getattr(read, field)) and not getattr(record, field)}
    done = {name for name in moved if plan[name][1] in values}
    left = {name: value for name, value in record.extra.items() if name not in done or name in read.extra}
    return record.evolve(**values, extra=left) if values else record
