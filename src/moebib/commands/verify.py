"""Verify references of a file or of the list: each is compared with what sources have on it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moebib._guesses import guessing
from moebib.errors import InputError
from moebib.lookup.lookup import Lookup, title_query, unavailable_in
from moebib.lookup.verdict import Verdict
from moebib.lookup.verify import (
    is_irrelevant,
    is_publication_found,
    is_settled,
    may_be_published,
    needs_title_search,
    queries_to_verify,
    verify_record,
)  # fmt: skip
from moebib.normalise.rules import normalise
from moebib.records.record import Record
from moebib.text.markup import plain
from moebib.text.shorten import quote
from moebib.web.cache import cache_info

if TYPE_CHECKING:
    from moebib.lookup.client import Client

__all__ = ["Verified", "recorded_on", "verify"]


@guessing(
    {
        **dict.fromkeys(("status", "result", "kind", "why", "differences", "ok"), "verdict"),
        **dict.fromkeys(("work", "reference", "id", "key"), "record"),
    }
)
class Verified(NamedTuple):
    """A reference with its verdict; ``number`` is its position among the verified references.

    >>> result = Verified(0, Record(id="lund2024", type="book"), Verdict("ok", "crossref"), {})
    >>> print(f"{result.record.id}: {result.verdict}")
    lund2024: ok (crossref)
    """

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


def verify(
    records: Sequence[Record], client: Client, today: date, *, guessed: Collection[str] = ()
) -> Iterator[Verified]:
    """A verdict on each of *records*, as soon as it is known: by identifiers, or else by title.

    What appeared shortly before *today* may be in no index yet. The fields of the records with the keys *guessed* were
    guessed from text; unless the verdict is "ok", a hint says how they were read.
    """
    references = [normalise(record) for record in records]

    def verified(number: int, lookups: Sequence[Lookup]) -> Verified:
        record = records[number]
        verdict = verify_record(references[number], lookups, today)
        if record.id in guessed and verdict.kind != "ok":
            verdict = verdict._replace(hints=(*verdict.hints, f"its fields were guessed from text: {_shown(record)}"))
        return Verified(number, record, verdict, unavailable_in(lookups), lookups)

    searched: list[tuple[int, list[Lookup]]] = []
    preprints: list[tuple[int, list[Lookup]]] = []
    printed = [record.author for record in references]
    queries = (queries_to_verify(record, today) for record in references)
    for number, lookups in enumerate(client.look_up_groups(queries, printed=printed, with_links=False)):
        record = references[number]
        lookups = [lookup for lookup in lookups if not is_irrelevant(record, lookup)]
        if title_query(record) and needs_title_search(record, lookups):
            searched.append((number, lookups))
        elif title_query(record) and may_be_published(record, lookups):
            preprints.append((number, lookups))
        else:
            yield verified(number, lookups)

    by_title = client.look_up(
        [references[number] for number, _ in searched],
        is_settled=lambda record, answers: is_settled(record, answers, today),
        with_links=False,
    )
    for (number, lookups), lookup in zip(searched, by_title, strict=True):
        yield verified(number, [*lookups, lookup])
    published = client.look_up(
        [references[number] for number, _ in preprints],
        is_settled=is_publication_found,
        with_links=False,
        only_publications=True,
    )
    for (number, lookups), lookup in zip(preprints, published, strict=True):
        yield verified(number, [*lookups, lookup])


def _shown(record: Record) -> str:
    """The title of *record*, its people, its venue and its year."""
    people = ", ".join(name.display() for name in record.author)
    parts = (quote(plain(record.title)), people, plain(record.container_title), str(record.issued or ""))
    return "; ".join(filter(None, parts))
