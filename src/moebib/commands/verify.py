"""Verify references of a file or of the list: each is compared with what sources have on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moebib import formats, store
from moebib.errors import CODES, Finding, InputError
from moebib.lookup.lookup import Lookup, identifier_queries, title_query, unavailable_in
from moebib.lookup.verify import Verdict, needs_title_search, verify_record
from moebib.records.record import Record
from moebib.web.cache import cache_info

if TYPE_CHECKING:
    from moebib.lookup.client import Client

__all__ = ["References", "Verified", "read_references", "recorded_on", "verify"]


class References(NamedTuple):
    """What is to be verified, and what of the file could not be read."""

    records: tuple[Record, ...]
    lost: tuple[Finding, ...] = ()


class Verified(NamedTuple):
    """A reference with its verdict; ``number`` is its position among the verified references."""

    number: int
    record: Record
    verdict: Verdict
    unavailable: Mapping[str, str]
    """Source -> why it did not respond."""
    lookups: Sequence[Lookup] = ()
    """Everything that was queried, and the responses."""


def read_references(file: Path, format: str | None = None) -> References:
    """The references in *file*, of any format that can be parsed.

    Raises:
        InputError: If the format is unknown, the file is not UTF-8, or there is no reference in it.
    """
    data = store.read_bytes(file)
    source = formats.for_file(file.name, data, name=format)
    parsed = source.parse(data, name=str(file))
    if parsed.is_empty:
        formats.check_without_works(source, source.decode(data, str(file))[0], file.as_posix())
    lost = tuple(finding for finding in parsed.findings if CODES[finding.code].is_entry_lost)
    if not parsed.records:
        first = f"; {lost[0]}" if lost else ""
        raise InputError(f"no reference can be read{first}", where=file.as_posix())
    return References(parsed.records, lost)


def recorded_on(recording: Path) -> date:
    """The day of the last response in *recording*: on that day, its responses say what exists.

    Raises:
        InputError: If there is no response in it.
    """
    info = cache_info(recording)
    if info.newest is None:
        hint = "record it first: moebib verify FILE --record FOLDER"
        raise InputError(f"no recorded response\nhint: {hint}", where=recording.as_posix())
    return info.newest


def verify(records: Sequence[Record], client: Client, today: date) -> Iterator[Verified]:
    """A verdict on each of *records*, as soon as it is known: by identifiers, or else by title.

    What appeared shortly before *today* may be in no index yet.
    """
    searched: list[tuple[int, list[Lookup]]] = []
    for number, lookups in enumerate(client.look_up_groups(map(identifier_queries, records))):
        record = records[number]
        if title_query(record) and needs_title_search(record, lookups):
            searched.append((number, lookups))
        else:
            yield Verified(number, record, verify_record(record, lookups, today), unavailable_in(lookups), lookups)

    by_title = client.look_up([records[number] for number, _ in searched])
    for (number, lookups), lookup in zip(searched, by_title, strict=True):
        record, lookups = records[number], [*lookups, lookup]
        yield Verified(number, record, verify_record(record, lookups, today), unavailable_in(lookups), lookups)
