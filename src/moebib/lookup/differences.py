"""The differences between a reference and what sources have on the work, each with its grade."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from moebib.lookup._draft import is_unpublished
from moebib.lookup.claims import claimed_publication
from moebib.lookup.reconcile import reconcile
from moebib.lookup.verdict import Difference, Grade
from moebib.matching.agreement import Agreement, compare_people, compare_titles, is_one_person
from moebib.matching.identity import distance_to
from moebib.records.answer import Found
from moebib.records.equivalence import equivalent_venues, is_archive
from moebib.records.name import Names
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.language import are_in_one_script
from moebib.text.markup import plain

__all__ = ["differing_fields", "has_title_of", "publications_in"]

_VAGUELY_DATED = frozenset({"book", "collection", "software", "dataset", "webpage", "post", "post-weblog"})
"""The types of works that are cited by the year of an edition, a release or a visit."""


def differing_fields(record: Record, answers: Sequence[Found], today: date) -> Iterator[Difference]:
    """The differences in title, authors, year and venue; the year of any version and an abbreviated venue are fine.

    What a source has in another script is not compared.
    """
    reconciled = reconcile(answers).record
    versions: list[Record | Version] = []
    for answer in answers:
        versions += [answer.record, *answer.record.versions]
    link = reconciled.link or ""

    def source(field: str) -> str:
        return reconciled.origin[field].source if field in reconciled.origin else "the sources"

    titles = [title for answer in answers for title in answer.record.titles]
    titles = [title for title in titles if are_in_one_script(plain(record.title), title)]
    if record.title and titles:
        title = _title_agreement(record, titles)
        if not title.is_same or title.note:
            there = f"{plain(reconciled.title)!r}{f' ({title.note})' if title.note else ''}"
            grade: Grade = "harmless" if title.is_same else "error"
            yield Difference("title", repr(plain(record.title)), there, source("title"), grade, link)
    lists = [version.author for version in versions if version.author]
    if record.author:
        first = record.author[0].display()
        lists = [names for names in lists if are_in_one_script(first, names[0].display())]
    if record.author and lists:
        people = _best(compare_people(record.author, names) for names in lists)
        here, there = _first_difference(record.author, reconciled.author or lists[0])
        if not people.is_same or people.note:
            grade = "harmless" if people.is_same and not people.is_error else "error"
            note = f" ({people.note})" if people.note else ""
            yield Difference("authors", here, f"{there}{note}", source("author"), grade, link)
    if record.issued:
        years = sorted({version.issued.year for version in versions if version.issued})
        if record.issued.year > today.year + 1:
            yield Difference("year", str(record.issued.year), "not yet", "the calendar", "error")
        elif years and record.issued.year not in years:
            only_preprints = all(is_unpublished(version) for version in versions if version.issued)
            near = min(abs(record.issued.year - year) for year in years)
            is_later = only_preprints and 0 < record.issued.year - years[-1] <= 2
            is_vague = record.type in _VAGUELY_DATED
            grade = "harmless" if near == 1 or is_later or is_vague else "error"
            here, there = str(record.issued.year), ", ".join(map(str, years))
            yield Difference("year", here, there, source("issued"), grade, link)
    published = publications_in(answers)
    claimed = claimed_publication(record)
    if claimed and published and not _is_venue_of_any(claimed, published):
        venue = plain(claimed.container_title) or claimed.venue
        yield Difference("venue", repr(venue), repr(published[0].venue), source("container_title"), "error", link)


def _title_agreement(record: Record, titles: Iterable[str]) -> Agreement:
    return _best(compare_titles(plain(record.title), title) for title in titles)


def _best(agreements: Iterable[Agreement]) -> Agreement:
    """The agreement of the most similar spelling: without a note, if there is one."""

    def order(agreement: Agreement) -> tuple[bool, bool, bool]:
        return not agreement.is_same, agreement.is_error, bool(agreement.note)

    return min(agreements, key=order, default=Agreement(True))


def has_title_of(reference: Record, answer: Record) -> bool:
    """Whether *answer* has the title of *reference*, in any way in which people write it."""
    if distance_to(reference, answer).is_same:
        return True
    return bool(reference.title and answer.title) and _title_agreement(reference, answer.titles).is_same


def _first_difference(here: Names, there: Names) -> tuple[str, str]:
    """The first people whom only one of two lists has, else those whose place differs, with position and length."""
    agreements = list(map(is_one_person, here, there))
    moved = next((i for i, agreement in enumerate(agreements) if not agreement.is_same), None)
    if moved is None and len(here) == len(there):
        moved = next((i for i, agreement in enumerate(agreements) if agreement.note), None)
    of_each = (_first_only_in(here, there), _first_only_in(there, here))
    places = of_each if any(place is not None for place in of_each) else (moved, moved)
    shown = [
        f"only {len(names)}" if place is None else f"{names[place].display()!r} ({place + 1} of {len(names)})"
        for names, place in zip((here, there), places, strict=True)
    ]
    return shown[0], shown[1]


def _first_only_in(names: Names, others: Names) -> int | None:
    only = (i for i, name in enumerate(names) if not any(is_one_person(name, other).is_same for other in others))
    return next(only, None)


def publications_in(answers: Iterable[Found]) -> list[Record]:
    """The records that are not of preprints."""
    records = (answer.record for answer in answers if not answer.record.is_preprint)
    return [record for record in records if record.venue and not is_archive(record.venue)]


def _is_venue_of_any(record: Record, published: Iterable[Record]) -> bool:
    """Whether the venue of *record* is that of a publication, or an archive: a preprint may be cited as one."""
    here = [record.container_title_short, *map(plain, (record.container_title, record.event_title))]
    there = [
        name
        for publication in published
        for name in (
            publication.container_title_short,
            *map(plain, (publication.container_title, publication.event_title, publication.collection_title)),
        )
        if name
    ]
    return any(
        is_archive(name) or any(equivalent_venues(name, other) or not are_in_one_script(name, other) for other in there)
        for name in filter(None, here)
    )
