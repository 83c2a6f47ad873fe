"""The action behind `verify`: references of a file or of the list, each held against what sources say."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from moebib import formats, store
from moebib.errors import CODES, Finding, InputError
from moebib.lookup.verify import Verdict, is_to_search, judge
from moebib.matching.identity import questions, title_question
from moebib.records.record import Record

if TYPE_CHECKING:
    from moebib.lookup.lookup import Inquiry

__all__ = ["Inquire", "References", "Verified", "read_references", "verify"]

Inquire = Callable[[Sequence[str]], Iterable["Inquiry"]]


class References(NamedTuple):
    """What is to be verified, and what of the file could not be read."""

    records: tuple[Record, ...]
    lost: tuple[Finding, ...] = ()


class Verified(NamedTuple):
    """A reference with its verdict; ``number`` is its place among those asked about."""

    number: int
    record: Record
    verdict: Verdict
    unavailable: Mapping[str, str]
    """Source -> why it did not answer."""
    inquiries: Sequence[Inquiry] = ()
    """All that was asked and answered."""


def read_references(file: Path, format: str | None = None) -> References:
    """The references in *file*, of any format that can be parsed.

    Raises:
        InputError: If the format is unknown, the file is not UTF-8, or there is no reference in it.
    """
    data = store.read_bytes(file)
    parsed = formats.for_file(file.name, data, name=format).parse(data, name=str(file))
    lost = tuple(finding for finding in parsed.findings if CODES[finding.code].is_entry_lost)
    if not parsed.records:
        first = f"; {lost[0]}" if lost else ""
        raise InputError(f"no reference can be read{first}", where=file.as_posix())
    return References(parsed.records, lost)


def verify(records: Sequence[Record], inquire: Inquire) -> Iterator[Verified]:
    """A verdict for each of *records*, as they come: by identifiers first, and by title where these lead nowhere."""
    asked = [[text for text in questions(record) if text not in title_question(record)] for record in records]
    stream = iter(inquire([text for texts in asked for text in texts]))
    searched: list[tuple[int, list[Inquiry]]] = []
    for number, record in enumerate(records):
        inquiries = list(islice(stream, len(asked[number])))
        if title_question(record) and is_to_search(record, inquiries):
            searched.append((number, inquiries))
        else:
            yield _verified(number, record, inquiries)
    by_title = iter(inquire([records[number].title for number, _ in searched]))
    for number, inquiries in searched:
        yield _verified(number, records[number], [*inquiries, *islice(by_title, 1)])


def _verified(number: int, record: Record, inquiries: Sequence[Inquiry]) -> Verified:
    unavailable = {source: why for inquiry in inquiries for source, why in inquiry.unavailable.items()}
    return Verified(number, record, judge(record, inquiries), unavailable, inquiries)
