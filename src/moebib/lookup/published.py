"""Look up works and, if their identifiers lead a preprint to no publication, search for its title, then its authors.

Many conferences register no DOI, so that only a search finds what has appeared there, perhaps under another title.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from typing import TYPE_CHECKING

from moebib.lookup.lookup import Lookup, answers_in, queries_about, title_query, unavailable_in
from moebib.lookup.outages import MOEBIB
from moebib.lookup.update import Aspect, RecordUpdate, is_unpublished, update_record
from moebib.records.answer import Found
from moebib.records.record import Record

if TYPE_CHECKING:
    from moebib.lookup.client import Client

__all__ = ["look_up_works", "unavailable_for"]

_WAITING = 10
"""How many works wait for searches at most: searches share requests about what they find, but take long."""


def look_up_works(
    records: Sequence[Record],
    client: Client,
    only: Collection[Aspect] = (),
    *,
    update: Callable[[Record, Sequence[Found]], RecordUpdate] = update_record,
) -> Iterator[list[Lookup]]:
    """The lookups of each of *records*, in their order, for an update of the aspects in *only*.

    A title is searched for if *update* does not make the preprint a publication; if that does not either, the works of
    its authors are, of whom there must be several.
    """
    waiting: list[list[Lookup]] = []
    searched: list[tuple[Record, list[Lookup]]] = []
    groups = client.look_up_groups(map(queries_about, records), printed=[record.author for record in records])
    for number, (record, lookups) in enumerate(zip(records, groups, strict=True), start=1):
        waiting.append(lookups)
        is_due = is_unpublished(record) and set(only) != {"withdrawn"} and any(lookup.identifier for lookup in lookups)
        can_be_found = is_due and record.author and title_query(record)
        if can_be_found and is_unpublished(update(record, answers_in(lookups)).record):
            searched.append((record, lookups))
        if searched:
            if len(waiting) < _WAITING and number < len(records):
                continue
            by_title = client.look_up([record for record, _ in searched])
            for (_, of_work), lookup in zip(searched, by_title, strict=True):
                of_work.append(lookup)
            unfound = [
                (record, of_work)
                for record, of_work in searched
                if len(record.author) > 1 and is_unpublished(update(record, answers_in(of_work)).record)
            ]
            by_people = client.look_up_people([record for record, _ in unfound])
            for (_, of_work), lookup in zip(unfound, by_people, strict=True):
                of_work.append(lookup)
        yield from waiting
        waiting, searched = [], []


def unavailable_for(lookups: Sequence[Lookup]) -> dict[str, str]:
    """Source -> why it did not respond about a work; that several have its title matters only without an identifier."""
    has_identifier = any(lookup.identifier for lookup in lookups)
    return {source: why for source, why in unavailable_in(lookups).items() if not (has_identifier and source == MOEBIB)}
