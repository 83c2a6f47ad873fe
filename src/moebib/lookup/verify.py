"""Verify a reference: whether it exists, and how it differs from what sources have on it.

"Not found" requires that every queried source responded, and none has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from moebib.lookup._draft import is_unpublished
from moebib.lookup.lookup import MOEBIB, Lookup, unavailable_in
from moebib.lookup.reconcile import reconcile
from moebib.matching.identity import distance_to
from moebib.merging.diff import are_equivalent
from moebib.records.answer import Absent, Found
from moebib.records.equivalence import equivalent_name, equivalent_text, equivalent_venues, is_archive
from moebib.records.name import Names
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.markup import plain

__all__ = [
    "Difference",
    "Verdict",
    "VerdictKind",
    "find_publication",
    "matching_answers",
    "needs_title_search",
    "verify_record",
]

VerdictKind = Literal["ok", "differs", "not found", "cannot tell", "retracted", "withdrawn"]


class Difference(NamedTuple):
    """A field in which the reference and the sources disagree."""

    field: Literal["title", "authors", "year", "venue", "identifiers"]
    here: str
    there: str
    source: str

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

    def __str__(self) -> str:
        return f"{self.kind} ({self.why})" if self.why else self.kind


def verify_record(record: Record, lookups: Sequence[Lookup]) -> Verdict:
    """The verdict on *record* by *lookups* of its identifiers, or of its title."""
    answers = matching_answers(record, lookups)
    unknown = _why_unknown(lookups)
    if answers and not record.author and not any(lookup.identifier for lookup in lookups if lookup.found):
        return Verdict("cannot tell", "no author to distinguish works with this title")
    if answers:
        return _verify_found(record, answers, lookups, unknown)
    of_another = next((lookup for lookup in lookups if lookup.identifier and lookup.found), None)
    if of_another:
        first = of_another.found[0]
        wrong = Difference("identifiers", of_another.query, "another work", first.source)
        return Verdict("differs", differences=(wrong, *_differences(record, [first])))
    if unknown or not lookups:
        return Verdict("cannot tell", unknown or "no identifier, and no title to search for")
    responded = dict.fromkeys(answer.source for lookup in lookups for answer in (*lookup.misses, *lookup.found))
    number = "1 source" if len(responded) == 1 else f"{len(responded)} sources"
    namesakes = (namesake for lookup in lookups for namesake in (*lookup.found[:1], *lookup.namesakes))
    return Verdict("not found", f"all {number} responded", hints=tuple(map(_describe_namesake, namesakes)))


def needs_title_search(record: Record, lookups: Sequence[Lookup]) -> bool:
    """Whether all sources responded about the identifiers of *record*, and none of them has it."""
    return not matching_answers(record, lookups) and not any(lookup.unavailable for lookup in lookups)


def matching_answers(record: Record, lookups: Iterable[Lookup]) -> list[Found]:
    """The answers that are about the work that *record* names."""
    return [answer for lookup in lookups for answer in lookup.found if distance_to(record, answer.record).is_same]


def find_publication(record: Record, answers: Sequence[Found]) -> Record | None:
    """The publication among the answers, if *record* is only the preprint."""
    if is_unpublished(record):
        return next(iter(_publications(answers)), None)
    return None


def _verify_found(record: Record, answers: Sequence[Found], lookups: Sequence[Lookup], unknown: str) -> Verdict:
    differences = (*_differences(record, answers), *_wrong_identifiers(record, lookups))
    hints = [*_hints(record, answers)]
    if any(difference.field == "identifiers" for difference in differences):
        right = dict.fromkeys(str(identifier) for answer in answers for identifier in answer.record.identifiers)
        hints.append(f"its identifiers are {', '.join(right)}")
    kinds: tuple[VerdictKind, ...] = ("retracted", "withdrawn")
    for kind in kinds:
        for answer in answers:
            if answer.record.status and answer.record.status.kind == kind:
                return Verdict(kind, f"according to {answer.source}", differences, tuple(hints))
    if unknown and differences and {difference.field for difference in differences} <= {"year", "venue"}:
        # A source that did not respond may know the version that is cited.
        return Verdict("cannot tell", unknown, differences, tuple(hints))
    return Verdict("differs" if differences else "ok", "", differences, tuple(hints))


def _why_unknown(lookups: Sequence[Lookup]) -> str:
    """Why more may be known about the reference; empty if every source responded."""
    unavailable = unavailable_in(lookups)
    own_reason = unavailable.pop(MOEBIB, None)
    reasons = [f"{', '.join(unavailable)} did not respond"] if unavailable else []
    reasons += [own_reason] if own_reason else []
    reasons += [
        f"no source can be queried for {lookup.query}" for lookup in lookups if not lookup.found and not lookup.misses
    ]
    return "; ".join(dict.fromkeys(reasons))


def _differences(record: Record, answers: Sequence[Found]) -> Iterator[Difference]:
    """The differences in title, authors, year and venue; the year of any version and an abbreviated venue are fine."""
    reconciled = reconcile(answers).record
    versions: list[Record | Version] = []
    for answer in answers:
        versions += [answer.record, *answer.record.versions]

    def source(field: str) -> str:
        return reconciled.origin[field].source if field in reconciled.origin else "the sources"

    titles = [title for answer in answers for title in answer.record.titles]
    if record.title and not any(equivalent_text(plain(record.title), title) for title in titles):
        yield Difference("title", repr(record.title), repr(reconciled.title), source("title"))
    lists = [version.author for version in versions if version.author]
    if record.author and lists and not any(are_equivalent("author", record.author, names) for names in lists):
        yield Difference("authors", *_first_difference(record.author, reconciled.author), source("author"))
    years = sorted({version.issued.year for version in versions if version.issued})
    if record.issued and years and record.issued.year not in years:
        yield Difference("year", str(record.issued.year), ", ".join(map(str, years)), source("issued"))
    published = _publications(answers)
    if record.venue and published and not _is_venue_of_any(record, published):
        here = record.container_title or record.venue
        yield Difference("venue", repr(here), repr(published[0].venue), source("container_title"))


def _first_difference(here: Names, there: Names) -> tuple[str, str]:
    """The first names in which two lists differ, with their position and the length of the list."""
    lists = (here, there)
    shared = min(map(len, lists))
    at = next((i for i in range(shared) if not equivalent_name(lists[0][i], lists[1][i])), shared)
    shown = [f"{names[at].display()!r} ({at + 1} of {len(names)})" if at < len(names) else f"only {len(names)}"
             for names in lists]  # fmt: skip
    return shown[0], shown[1]


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
    for lookup in lookups:
        if not lookup.identifier or matching_answers(record, [lookup]):
            continue
        if lookup.found:
            there = f"another work, {lookup.found[0].record.title!r},"
            yield Difference("identifiers", lookup.query, there, lookup.found[0].source)
        elif isinstance(answer := lookup.answer, Absent):
            yield Difference("identifiers", lookup.query, "nothing", answer.source)


def _hints(record: Record, answers: Sequence[Found]) -> Iterator[str]:
    published = find_publication(record, answers)
    if published:
        year = f" {published.issued.year}" if published.issued else ""
        yield f"there is a published version: {published.venue}{year}"
    if record.venue and not _publications(answers) and not is_archive(record.venue):
        yield f"no source has a publication in {record.venue!r}, only the preprint"
    if any(answer.record.status and answer.record.status.kind == "corrected" for answer in answers):
        yield "a correction was published"


def _describe_namesake(answer: Found) -> str:
    record = answer.record
    people = record.author[0].display() if record.author else "an unknown author"
    link = f" ({record.link})" if record.link else ""
    return f"{answer.source} has another work with this title, by {people}{link}"
