"""Verify a reference: whether it exists, and how it differs from what sources have on it.

A reference is another work only if its title and its people disagree with what is there. "Not found" is said only if
the sources that have works of its kind responded, and none has it. References are normalised, as answers are.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain

from moebib.lookup._draft import is_unpublished
from moebib.lookup.claims import claimed_publication, is_stated
from moebib.lookup.coverage import are_enough, are_missed, covering, why_not_covered, without_registration
from moebib.lookup.differences import differing_fields, has_title_of, publications_in
from moebib.lookup.lookup import Lookup, identifier_queries, unavailable_in
from moebib.lookup.outages import MOEBIB
from moebib.lookup.verdict import Difference, Grade, Verdict, VerdictKind
from moebib.matching.agreement import is_one_person
from moebib.matching.identity import are_same_people
from moebib.records.answer import Absent, Found
from moebib.records.identifier import Scheme
from moebib.records.record import Record
from moebib.text.language import are_in_one_script
from moebib.text.markup import plain
from moebib.text.shorten import quote
from moebib.text.urls import is_http_url

__all__ = [
    "PUBLISHED_VERSION",
    "find_publication",
    "is_irrelevant",
    "is_publication_found",
    "is_settled",
    "matching_answers",
    "may_be_published",
    "needs_title_search",
    "queries_to_verify",
    "verify_record",
]

PUBLISHED_VERSION = "there is a published version"
"""How a hint begins that offers the publication of a preprint."""
_COMPARED = 50
"""How many authors are looked for in another list; some lists have thousands."""


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
        if not are_in_one_script(plain(record.title), plain(first.record.title)):
            return Verdict("cannot tell", f"ambiguous: {first.source} has a title in another script")
        link = first.record.link or ""
        wrong = Difference("identifiers", of_another.query, "another work", first.source, "another work", link)
        others = (other._replace(grade="another work") for other in differing_fields(record, [first], today))
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
    nothing = tuple(_wrong_identifiers(reference, lookups, today))
    if reason := why_not_covered(reference, today):
        return Verdict("differs", differences=nothing) if nothing else Verdict("cannot tell", reason)
    if not are_enough(reference, responded, silent, today):
        names = ", ".join(sorted(covering(silent, reference) or silent))
        return Verdict("cannot tell", f"{names} did not respond" if names else "no index of papers was queried")
    if nearest := _with_some_of_its_people(reference, lookups):
        return _verify_found(reference, nearest, lookups, today)
    namesakes = [answer for lookup in lookups for work in lookup.namesakes for answer in work]
    if any(are_same_people(reference, answer.record) is None for answer in namesakes):
        why = "ambiguous: the authors of a work with this title cannot be compared"
        return Verdict("cannot tell", why, hints=_namesakes(lookups))
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
    if not any(has_title_of(record, answer.record) for answer in answers):
        responded, silent = _responses(lookups)
        return bool(responded) or not silent
    return claimed_publication(record) is not None and not publications_in(answers)


def may_be_published(record: Record, lookups: Sequence[Lookup]) -> bool:
    """Whether *record* is a preprint whose publication may be found by its title; nothing leads from one to the other.

    Many conferences register no DOI that a preprint could name.
    """
    answers = matching_answers(record, lookups)
    is_cited_as_preprint = is_unpublished(record) and claimed_publication(record) is None
    return bool(answers and record.author) and is_cited_as_preprint and not publications_in(answers)


def is_settled(record: Record, answers: Sequence[Found], today: date) -> bool:
    """Whether *answers* for the title of *record* confirm all that it says, so that others need not be queried."""
    lookup = _titled(record, answers)
    is_published = bool(publications_in(lookup.found)) or claimed_publication(record) is None
    return is_published and verify_record(record, [lookup], today).kind == "ok"


def is_publication_found(record: Record, answers: Sequence[Found]) -> bool:
    """Whether one of the *answers* for the title of *record* is of its publication."""
    return bool(publications_in(_titled(record, answers).found))


def _titled(record: Record, answers: Sequence[Found]) -> Lookup:
    """A lookup of the title of *record* for which these are all *answers*."""
    lookup = Lookup(plain(record.title), is_title=True, reference=record)
    lookup.add_titled(answers)
    return lookup


def matching_answers(record: Record, lookups: Iterable[Lookup]) -> list[Found]:
    """The answers that are about the work that *record* names: those with its title, else those by its people."""
    found = [answer for lookup in lookups for answer in lookup.found]
    titled = [answer for answer in found if has_title_of(record, answer.record)]
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


def find_publication(record: Record, answers: Sequence[Found]) -> Record | None:
    """The publication among the answers, if *record* is only the preprint."""
    if is_unpublished(record):
        return next(iter(publications_in(answers)), None)
    return None


def _verify_found(record: Record, answers: Sequence[Found], lookups: Sequence[Lookup], today: date) -> Verdict:
    found = (*differing_fields(record, answers, today), *_venue_of_preprint(record, answers, lookups, today),
             *_wrong_identifiers(record, lookups, today))  # fmt: skip
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
    missed = are_missed(_responses(lookups)[1])
    if missed and differences and {difference.field for difference in differences} <= {"year", "venue"}:
        # A source that did not respond may know the version that is cited.
        return Verdict("cannot tell", f"{', '.join(missed)} did not respond", differences, tuple(hints))
    return Verdict("differs" if differences else "ok", "", differences, tuple(hints))


def _venue_of_preprint(
    record: Record, answers: Sequence[Found], lookups: Sequence[Lookup], today: date
) -> Iterator[Difference]:
    """A venue that is claimed for a work of which every source that has papers knows only the preprint."""
    titled = [lookup for lookup in lookups if lookup.is_title]
    claimed = claimed_publication(record)
    if claimed is None or publications_in(answers) or not titled:
        return
    responded, silent = _responses(titled)
    why: str | None = why_not_covered(claimed, today)
    if not why and not are_enough(claimed, responded, silent, today):
        why = f"{', '.join(sorted(silent))} did not respond" if silent else "no index of papers was queried"
    stated = next((answer.stated for answer in answers if is_stated(claimed, answer.stated)), "")
    why = f"its authors say {quote(stated)}" if stated else why
    preprint = answers[0].record
    year = f" {preprint.issued.year}" if preprint.issued else ""
    there = f"only the preprint ({preprint.venue or 'arXiv'}{year}{f'; {why}' if why else ''})"
    grade: Grade = "harmless" if why else "error"
    yield Difference("venue", repr(claimed.venue), there, answers[0].source, grade, preprint.link or "")


def _wrong_identifiers(record: Record, lookups: Iterable[Lookup], today: date) -> Iterator[Difference]:
    """The identifiers that lead to nothing, or to another work, although the work was found.

    arXiv answers for papers of the last days only after they were announced.
    """
    this_month = f"{Scheme.ARXIV}:{today:%y%m}."
    matching = matching_answers(record, lookups)
    for lookup in lookups:
        if not lookup.identifier or any(answer in matching for answer in lookup.found):
            continue
        if lookup.found:
            there = f"another work, {plain(lookup.found[0].record.title)!r}"
            link = lookup.found[0].record.link or ""
            yield Difference("identifiers", lookup.query, there, lookup.found[0].source, "another work", link)
        elif (queried := without_registration(lookup)) and not str(lookup.identifier).startswith(this_month):
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
