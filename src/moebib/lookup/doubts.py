"""What is doubtful in a record that was made from answers, for a person to look at."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from moebib.lookup.answers import AnswerGroup, canonical, is_about_a_work, leads_of
from moebib.records.equivalence import equivalent_names
from moebib.records.record import Record
from moebib.text.markup import plain
from moebib.text.shorten import quote

__all__ = ["Doubt", "doubts_about", "doubts_about_identifiers"]


class Doubt(NamedTuple):
    """Something that may be wrong or missing."""

    field: str
    """The field of the record; empty if the doubt is about all of them."""
    message: str


def doubts_about(record: Record, answers: AnswerGroup) -> tuple[Doubt, ...]:
    """What is doubtful in the top level of *record*, which was filled from *answers*."""
    return tuple(_doubts(record, answers))


def _doubts(record: Record, answers: AnswerGroup) -> Iterator[Doubt]:
    titled = [answer for answer in answers if answer.record.title]
    if any(map(is_about_a_work, titled)):
        yield Doubt("", f"only {titled[0].source} has it, which mixes versions: check its venue, date and identifiers")
    years = {answer.source: answer.record.issued.year for answer in titled if answer.record.issued}
    if len(set(years.values())) > 1:
        yield Doubt("issued", "the years differ: " + ", ".join(f"{year} in {source}" for source, year in years.items()))
    lists = [answer for answer in titled if answer.record.author]
    if not lists:
        yield Doubt("author", "no source has its authors")
    elif record.author.others:
        yield Doubt("author", f"the list of authors is incomplete in {', '.join(answer.source for answer in lists)}")
    elif not all(equivalent_names(answer.record.author, record.author) for answer in lists):
        counts = ", ".join(f"{len(answer.record.author)} in {answer.source}" for answer in lists)
        yield Doubt("author", f"the lists of authors differ: {counts}")
    elif len(lists) == 1:
        yield Doubt("author", f"authors from {lists[0].source} only")
    if record.is_preprint and not any(not version.is_preprint for version in record.versions):
        yield Doubt("container_title", "no published version found")


def doubts_about_identifiers(record: Record, accepted: AnswerGroup, rejected: AnswerGroup) -> Iterator[Doubt]:
    """The identifiers that a source names but *record* does not have: of another work, or not to be verified."""
    listed = canonical(record.all_identifiers)
    others = {identifier: answer for answer in rejected for identifier in canonical(answer.record.identifiers)}
    for answer in accepted:
        for identifier in leads_of(answer):
            if identifier.canonical in listed:
                continue
            listed.add(identifier.canonical)
            message = f"{identifier}, named by {answer.source}, "
            if other := others.get(identifier.canonical):
                message += f"is of another work: {quote(plain(other.record.title))} in {other.source}"
            else:
                message += "is left out: no source that responded describes it"
            yield Doubt("identifiers", message)
