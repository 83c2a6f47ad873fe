"""What `list` and `search` print of works."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from moebib.cli._terminal import Terminal

if TYPE_CHECKING:
    from moebib.record import Record

__all__ = ["print_works"]


def print_works(out: Terminal, records: Sequence[Record], total: int, as_json: bool) -> None:
    """One line a work, or all fields as JSON; how many of how many on stderr."""
    if as_json:
        out.json([record.to_dict() for record in records])
        return
    out.table(("KEY", "YEAR", "VENUE", "TITLE"), (_cells(record) for record in records))
    out.say(f"{len(records)} of {total} works")


def _cells(record: Record) -> tuple[str, str, str, str]:
    year = str(record.issued.year) if record.issued else ""
    return record.id, year, record.venue, record.title
