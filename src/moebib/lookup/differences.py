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
    differences = {
        "title": _difference_in_title(record, answers, reconciled),
        "author": _difference_in_people(record, versions, reconciled),
        "issued": _difference_in_year(record, versions, today),
        "container_title": _difference_in_venue(record, publications_in(answers)),
    }
    for field, difference in differences.items():
        if difference and not difference.source:
            origin = reconciled.origin.get(field)
            source = origin.source if origin else "the sources"
            difference = difference._replace(source=source, link=reconciled.link or "")
        if difference:
            yield difference


def _difference_in_title(record: Record, answers: Iterable[Found], reconciled: Record) -> Difference | None:
    here = plain(record.title)
    titles = [title for answer in answers for title in answer.record.titles if are_in_one_script(here, title)]
    title = _title_agreement(record, titles) if here else Agreement(True)
    if title.is_same and not title.note:
        return None
    there = f"{plain(reconciled.title)!r}{f' ({title.note})' if title.note else ''}"
    return Difference("title", repr(here), there, "", "harmless" if title.is_same else "error")


def _difference_in_people(
    record: Record, versions: Iterable[Record | Version], reconciled: Record
) -> Difference | None:
    if not record.author:
        return None
    first = record.author[0].display()
    lists = [
        version.author
        for version in versions
        if version.author and are_in_one_script(first, version.author[0].display())
    ]
    people = _best(compare_people(record.author, names) for names in lists)
    if people.is_same and not people.note:
        return None
    here, there = _first_difference(record.author, reconciled.author or lists[0])
    note = f" ({people.note})" if people.note else ""
    grade: Grade = "harmless" if people.is_same and not people.is_error else "error"
    return Difference("authors", here, f"{there}{note}", "", grade)


def _difference_in_year(record: Record, versions: Sequence[Record | Version], today: date) -> Difference | None:
    years = sorted({version.issued.year for version in versions if version.issued})
    if not record.issued:
        return None
    year = record.issued.year
    if year > today.year + 1:
        return Difference("year", str(year), "not yet", "the calendar")
    if not years or year in years:
        return None
    only_preprints = all(is_unpublished(version) for version in versions if version.issued)
    is_near = min(abs(year - other) for other in years) == 1
    is_later = only_preprints and 0 < year - years[-1] <= 2
    grade: Grade = "harmless" if is_near or is_later or record.type in _VAGUELY_DATED else "error"
    return Difference("year", str(year), ", ".join(map(str, years)), "", grade)


def _difference_in_venue(record: Record, published: Sequence[Record]) -> Difference | None:
    claimed = claimed_publication(record)
    if not claimed or not published or _is_venue_of_any(claimed, published):
        return None
    return Difference("venue", repr(plain(claimed.container_title) or claimed.venue), repr(published[0].venue), "")


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
