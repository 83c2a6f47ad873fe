"""Works as commands name and print them."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

from moebib.cli._terminal import Terminal
from moebib.errors import InputError, InvalidIdentifier

if TYPE_CHECKING:
    from moebib.library.library import Library
    from moebib.records.record import Record

__all__ = ["find_work", "print_works", "read_keys"]


def find_work(library: Library, text: str) -> Record:
    """The work that a person means by *text*: a key, in any case, or an identifier in any form.

    Raises:
        InputError: If there is none.
    """
    if text in library:
        return library[text]
    try:
        found = library.find(text)
    except InvalidIdentifier:
        found = None
    if found is None:
        try:
            return library[text]
        except KeyError as error:
            raise InputError(str(error.args[0])) from None
    return found


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


def read_keys(given: Sequence[str]) -> list[str] | None:
    """The keys of an option that may stand several times, each time with commas or for stdin; ``None`` if never."""
    if not given:
        return None
    texts = (sys.stdin.read().replace("\n", ",") if text == "-" else text for text in given)
    return [key.strip() for text in texts for key in text.split(",") if key.strip()]
