"""Verify references of a file or of the list: each is compared with what sources have on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moebib.errors import InputError
from moebib.lookup.lookup import Lookup, identifier_queries, title_query, unavailable_in
from moebib.lookup.verify import Verdict, needs_title_search, verify_record
from moebib.records.record import Record
from moebib.web.cache import cache_info

if TYPE_CHECKING:
    from moebib.lookup.client import Client

__all__ = ["Verified", "recorded_on", "verify"]


class Verified(NamedTuple):
    """A reference with its verdict; ``number`` is its position among the verified references."""

    number: int
    record: Record
    verdict: Verdict
    unavailable: Mapping[str, str]
    """Source -> why it did not respond."""
    lookups: Sequence[Lookup] = ()
    """Everything that was queried, and the responses."""


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
