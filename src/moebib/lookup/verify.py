"""Verify a reference: whether it exists, and how it differs from what sources have on it.

A reference is another work only if its title and its people disagree with what is there. "Not found" is said only if
the sources that have works of its kind responded, and none has it. References are normalised, as answers are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import Literal, NamedTuple

from moebib.lookup._draft import is_unpublished
from moebib.lookup.coverage import are_enough, is_recent, why_not_covered, without_registration
from moebib.lookup.lookup import MOEBIB, Lookup, identifier_queries, unavailable_in
from moebib.lookup.reconcile import reconcile
from moebib.matching.agreement import Agreement, compare_people, compare_titles, is_one_person
from moebib.matching.identity import are_same_people, distance_to
from moebib.records.answer import Absent, Found
from moebib.records.equivalence import equivalent_venues, is_archive
from moebib.records.identifier import Scheme
from moebib.records.name import Names
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.markup import plain
from moebib.text.urls import is_http_url

__all__ = [
    "PUBLISHED_VERSION",
    "Difference",
    "Grade",
    "Verdict",
    "VerdictKind",
    "find_publication",
    "is_irrelevant",
    "is_settled",
    "matching_answers",
    "needs_title_search",
    "queries_to_verify",
    "verify_record",
]

PUBLISHED_VERSION = "there is a published version"
"""How a hint begins that offers the publication of a preprint."""
VerdictKind = Literal["ok", "differs", "not found", "cannot tell", "retracted", "withdrawn"]
Grade = Literal["another work", "error", "harmless"]
"""What a difference means: an identifier or title of another work, an error to correct, or another way of writing."""
_COMPARED = 50
"""How many authors are looked for in another list; some lists have thousands."""


_VAGUELY_DATED = frozenset({"book", "collection", "software", "dataset", "webpage", "post", "post-weblog"})
"""The types of works that are cited by the year of an edition, a release or a visit."""


class Difference(NamedTuple):
    """A field in which the reference and the sources disagree."""

    field: Literal["title", "authors", "year", "venue", "identifiers"]
    here: str
    there: str
    source: str
    grade: Grade = "error"
    link: str = ""
    """Where the other value can be seen."""

    def __str__(self) -> str:
        return f"{self.field}: {self.here} here, {self.there} in {self.source}"


class Verdict(NamedTuple):
    """The result for a reference."""

    kind: VerdictKind
    why: str = ""
    """The sources of the result, or the reason why there is none."""
    differences: tuple[Difference, ...] = ()
    hints: tuple[str, ...] = ()
    """Remarks that require no correction."""
    link: str = ""
    """Where a retraction or withdrawal is announced."""

    def __str__(self) -> str:
        return f"{self.kind} ({self.why})" if self.why else self.kind


def verify_record(record: Record, lookups: Sequence[Lookup], today: date) -> Verdict:
    """The verdict on *record* by *lookups* of its identifiers, or of its title, on the day *today*."""
    answers = matching_answers(record, lookups)
    if answers and not record.author and not any(lookup.identifier for lookup in lookups if lookup.found):
        return Verdict("cannot tell", "ambiguous: no author to distinguish works with this title")
    if answers:
        return _verify_found(record, answers, lookups, today)
    of_another = next((lookup for lookup in lookups if lookup.identifier and lookup.found), None)
    if of_another:
        first = of_another.found[0]
        link = first.record.link or ""
        wrong = Difference("identifiers", of_another.query, "another work", first.source, "another work", link)
        others = (other._replace(grade="another work") for other in _differences(record, [first], today))
        return Verdict("differs", differences=(wrong, *others))
    return _verify_absent(record, lookups, today)


def _verify_absent(reference: Record, lookups: Sequence[Lookup], today: date) -> Verdict:
    if not lookups:
        title = "a title of one word, which many works have" if reference.title else "no title to search for"
        return Verdict("cannot tell", f"no identifier, and {title}")
    responded, silent = _responses(lookups)
    if why := unavailable_in(lookups).get(MOEBIB):
        return Verdict("cannot tell", f"ambiguous: {why}", hints=_namesakes(lookups))
    unsupported = [lookup.query for lookup in lookups if not lookup.found and not lookup.misses]
    if unsupported:
        return Verdict("cannot tell", f"no source can be queried for {', '.join(unsupported)}")
    nothing = tuple(_wrong_identifiers(reference, lookups))
    if reason := why_not_covered(reference, today):
        return Verdict("differs", differences=nothing) if nothing else Verdict("cannot tell", reason)
    if not are_enough(reference, responded, silent):
        names = ", ".join(sorted(silent))
        return Verdict("cannot tell", f"{names} did not respond" if names else "no index of papers was queried")
    if nearest := _with_some_of_its_people(reference, lookups):
        return _verify_found(reference, nearest, lookups, today)
    number = "1 source" if len(responded) == 1 else f"{len(responded)} sources"
    return Verdict("not found", f"all {number} responded", hints=_namesakes(lookups))


def _responses(lookups: Iterable[Lookup]) -> tuple[set[str], set[str]]:
    """The sources that responded to *lookups*, and those that did not."""
    responded = {
        answer.source
        for lookup in lookups
        for answer in (*lookup.misses, *lookup.found, *chain.from_iterable(lookup.namesakes))
        if isinstance(answer, Absent | Found)
    }
    return responded, set(unavailable_in(lookups)) - {MOEBIB}


def _namesakes(lookups: Iterable[Lookup]) -> tuple[str, ...]:
    namesakes = (
        namesake for lookup in lookups for namesake in (*lookup.found[:1], *(work[0] for work in lookup.namesakes))
    )
    return tuple(map(_describe_namesake, namesakes))


def queries_to_verify(record: Record, today: date) -> list[str]:
    """The identifiers of *record* to look up; if no index has to have it, without others its ISBNs, or its page."""
    if (queries := identifier_queries(record)) or not why_not_covered(record, today):
        return queries
    isbns = [str(identifier) for identifier in record.all_identifiers if identifier.scheme is Scheme.ISBN]
    pages = [identifier.value for identifier in record.all_identifiers if identifier.scheme is Scheme.URL]
    return isbns or list(filter(None, [*pages, record.url]))[:1]


def is_irrelevant(record: Record, lookup: Lookup) -> bool:
    """Whether *lookup* is of a page that does not show the work: it may have moved, and many have no title."""
    is_of_page = lookup.query.startswith(("http://", "https://"))
    return is_of_page and not matching_answers(record, [lookup])


def needs_title_search(record: Record, lookups: Sequence[Lookup]) -> bool:
    """Whether the title of *record* is to be searched, too.

    If its identifiers lead to nothing or to a work with another title; and if it names a venue but they lead only to a
    preprint. Without a network, a search is no use.
    """
    answers = matching_answers(record, lookups)
    if not any(_has_title_of(record, answer.record) for answer in answers):
        responded, silent = _responses(lookups)
        return bool(responded) or not silent
    return _claims_venue(record) and not _publications(answers)


def is_settled(record: Record, answers: Sequence[Found], today: date) -> bool:
    """Whether *answers* for the title of *record* confirm all that it says, so that others need not be queried."""
    lookup = Lookup(plain(record.title), is_title=True, reference=record)
    lookup.add_titled(answers)
    is_published = bool(_publications(lookup.found)) or not _claims_venue(record)
    return is_published and verify_record(record, [lookup], today).kind == "ok"


def matching_answers(record: Record, lookups: Iterable[Lookup]) -> list[Found]:
    """The answers that are about the work that *record* names: those with its title, else those by its people."""
    found = [answer for lookup in lookups for answer in lookup.found]
    titled = [answer for answer in found if _has_title_of(record, answer.record)]
    return titled or [answer for answer in found if are_same_people(record, answer.record) is True]


def _with_some_of_its_people(record: Record, lookups: Iterable[Lookup]) -> Sequence[Found]:
    """The answers about the work with the title of *record* and most of its people, if it has at least one of them."""
    works = [work for lookup in lookups for work in lookup.namesakes]
    nearest = max(works, key=lambda work: _people_in_common(record, work), default=())
    return nearest if _people_in_common(record, nearest) else ()


def _people_in_common(record: Record, work: Iterable[Found]) -> int:
    """How many authors of *record* are those of *work*, too, among the first ones of each list."""
    known = {name for answer in work for name in answer.record.author[:_COMPARED]}
    return sum(any(is_one_person(name, other).is_same for other in known) for name in record.author[:_COMPARED])


def _has_title_of(reference: Record, answer: Record) -> bool:
    if distance_to(reference, answer).is_same:
        return True
    return bool(reference.title and answer.title) and _title_agreement(reference, answer.titles).is_same


def find_publication(record: Record, answers: Sequence[Found]) -> Record | None:
    """The publication among the answers, if *record* is only the preprint."""
    if is_unpublished(record):
        return next(iter(_publications(answers)), None)
    return None


def _verify_found(record: Record, answers: Sequence[Found], lookups: Sequence[Lookup], today: date) -> Verdict:
    found = (*_differences(record, answers, today), *_venue_of_preprint(record, answers, lookups, today),
             *_wrong_identifiers(record, lookups))  # fmt: skip
    differences = tuple(difference for difference in found if difference.grade != "harmless")
    hints = [*_hints(record, answers), *(str(difference) for difference in found if difference.grade == "harmless")]
    if any(difference.field == "identifiers" for difference in differences):
        right = dict.fromkeys(str(identifier) for answer in answers for identifier in answer.record.identifiers)
        hints.append(f"its identifiers are {', '.join(right)}")
    kinds: tuple[VerdictKind, ...] = ("retracted", "withdrawn")
    for kind in kinds:
        stated = [(answer, status) for answer in answers if (status := answer.record.status) and status.kind == kind]
        for answer, status in sorted(stated, key=lambda pair: (not pair[1].date, not is_http_url(pair[1].source))):
            on = f"on {status.date}, " if status.date else ""
            link = status.source if is_http_url(status.source) else answer.record.link or ""
            return Verdict(kind, f"{on}according to {answer.source}", differences, tuple(hints), link)
    _, silent = _responses(lookups)
    if silent and differences and {difference.field for difference in differences} <= {"year", "venue"}:
        # A source that did not respond may know the version that is cited.
        return Verdict("cannot tell", f"{', '.join(sorted(silent))} did not respond", differences, tuple(hints))
    return Verdict("differs" if differences else "ok", "", differences, tuple(hints))


def _differences(record: Record, answers: Sequence[Found], today: date) -> Iterator[Difference]:
    """The differences in title, authors, year and venue; the year of any version and an abbreviated venue are fine."""
    reconciled = reconcile(answers).record
    versions: list[Record | Version] = []
    for answer in answers:
        versions += [answer.record, *answer.record.versions]
    link = reconciled.link or ""

    def source(field: str) -> str:
        return reconciled.origin[field].source if field in reconciled.origin else "the sources"

    if record.title:
        title = _title_agreement(record, [title for answer in answers for title in answer.record.titles])
        if not title.is_same or title.note:
            there = f"{plain(reconciled.title)!r}{f' ({title.note})' if title.note else ''}"
            grade: Grade = "harmless" if title.is_same else "error"
            yield Difference("title", repr(plain(record.title)), there, source("title"), grade, link)
    lists = [version.author for version in versions if version.author]
    if record.author and lists:
        people = _best(compare_people(record.author, names) for names in lists)
        here, there = _first_difference(record.author, reconciled.author or lists[0])
        if not people.is_same:
            yield Difference("authors", here, there, source("author"), "error", link)
        elif people.note:
            yield Difference("authors", here, f"{there} ({people.note})", source("author"), "harmless", link)
    if record.issued:
        years = sorted({version.issued.year for version in versions if version.issued})
        if record.issued.year > today.year + 1:
            yield Difference("year", str(record.issued.year), "not yet", "the calendar", "error")
        elif years and record.issued.year not in years:
            only_preprints = all(version.is_preprint for version in versions if version.issued)
            near = min(abs(record.issued.year - year) for year in years)
            is_later = only_preprints and 0 < record.issued.year - years[-1] <= 2
            is_vague = record.type in _VAGUELY_DATED
            grade = "harmless" if near == 1 or is_later or is_vague else "error"
            here, there = str(record.issued.year), ", ".join(map(str, years))
            yield Difference("year", here, there, source("issued"), grade, link)
    published = _publications(answers)
    if record.venue and published and not _is_venue_of_any(record, published):
        venue = plain(record.container_title) or record.venue
        yield Difference("venue", repr(venue), repr(published[0].venue), source("container_title"), "error", link)


def _title_agreement(record: Record, titles: Iterable[str]) -> Agreement:
    return _best(compare_titles(plain(record.title), title) for title in titles)


def _best(agreements: Iterable[Agreement]) -> Agreement:
    """The agreement of the most similar spelling: without a note, if there is one."""
    return min(agreements, key=lambda agreement: (not agreement.is_same, bool(agreement.note)), default=Agreement(True))


def _venue_of_preprint(
    record: Record, answers: Sequence[Found], lookups: Sequence[Lookup], today: date
) -> Iterator[Difference]:
    """A venue that is claimed for a work of which every source that has papers knows only the preprint."""
    titled = [lookup for lookup in lookups if lookup.is_title]
    if not _claims_venue(record) or _publications(answers) or not titled or is_recent(record, today):
        return
    responded, silent = _responses(titled)
    if are_enough(record, responded, silent):
        preprint = answers[0].record
        year = f" {preprint.issued.year}" if preprint.issued else ""
        there = f"only the preprint ({preprint.venue or 'arXiv'}{year})"
        yield Difference("venue", repr(record.venue), there, answers[0].source, "error", preprint.link or "")


def _claims_venue(record: Record) -> bool:
    """Whether the reference says that the work appeared in a journal or at a conference."""
    return bool(record.venue) and not is_archive(record.venue) and not record.is_preprint


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


def _publications(answers: Iterable[Found]) -> list[Record]:
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
        is_archive(name) or any(equivalent_venues(name, other) for other in there) for name in filter(None, here)
    )


def _wrong_identifiers(record: Record, lookups: Iterable[Lookup]) -> Iterator[Difference]:
    """The identifiers that lead to nothing, or to another work, although the work was found."""
    matching = matching_answers(record, lookups)
    for lookup in lookups:
        if not lookup.identifier or any(answer in matching for answer in lookup.found):
            continue
        if lookup.found:
            there = f"another work, {plain(lookup.found[0].record.title)!r},"
            link = lookup.found[0].record.link or ""
            yield Difference("identifiers", lookup.query, there, lookup.found[0].source, "another work", link)
        elif queried := without_registration(lookup):
            yield Difference("identifiers", lookup.query, "nothing", queried)


def _hints(record: Record, answers: Sequence[Found]) -> Iterator[str]:
    published = find_publication(record, answers)
    if published:
        year = f" {published.issued.year}" if published.issued else ""
        identifier = f" ({published.identifiers[0]})" if published.identifiers else ""
        yield f"{PUBLISHED_VERSION}: {published.venue}{year}{identifier}"
    corrections = [status for answer in answers if (status := answer.record.status) and status.kind == "corrected"]
    if corrections:
        links = [f" ({status.source})" for status in corrections if is_http_url(status.source)]
        yield f"a correction was published{links[0] if links else ''}"


def _describe_namesake(answer: Found) -> str:
    record = answer.record
    people = record.author[0].display() if record.author else "an unknown author"
    link = f" ({record.link})" if record.link else ""
    return f"{answer.source} has another work with this title, by {people}{link}"
