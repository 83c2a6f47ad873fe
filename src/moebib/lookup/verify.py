"""Verdict: whether a reference exists, and what in it is not as the sources say.

"Not found" is said only if every source that was asked answered, and none has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Literal, NamedTuple

from moebib.lookup._differences import Difference, differences, published_among
from moebib.lookup.lookup import Inquiry
from moebib.matching.identity import distance_to
from moebib.records.answer import Absent, Found
from moebib.records.record import Record
from moebib.records.venue import is_archive

__all__ = ["Difference", "Kind", "Verdict", "is_to_search", "judge", "own_answers", "publication_of"]

_OURSELVES = "moebib"
"""Who says so, if no source does: that a title is that of several works."""

Kind = Literal["ok", "differs", "not found", "cannot tell", "retracted", "withdrawn"]


class Verdict(NamedTuple):
    """What is to be thought of a reference."""

    kind: Kind
    why: str = ""
    """Who says so, or why nobody does."""
    differences: tuple[Difference, ...] = ()
    hints: tuple[str, ...] = ()
    """What is good to know and nothing to correct."""

    def __str__(self) -> str:
        return f"{self.kind} ({self.why})" if self.why else self.kind


def judge(record: Record, inquiries: Sequence[Inquiry]) -> Verdict:
    """What *inquiries* about the identifiers of *record*, or about its title, say of it."""
    own = own_answers(record, inquiries)
    silent = _silent(inquiries)
    if own and not record.author and not any(one.identifier for one in inquiries if one.found):
        return Verdict("cannot tell", "no author to tell works of one title apart")
    if own:
        return _judge_found(record, own, inquiries, silent)
    of_another = next((one for one in inquiries if one.identifier and one.found), None)
    if of_another:
        return Verdict("differs", differences=tuple(_strange(record, of_another)))
    if silent or not inquiries:
        return Verdict("cannot tell", silent or "no identifier, and no title to search for")
    answered = dict.fromkeys(one.source for inquiry in inquiries for one in (*inquiry.silent, *inquiry.found))
    number = "1 source" if len(answered) == 1 else f"{len(answered)} sources"
    return Verdict("not found", f"all {number} answered", hints=tuple(_of_the_same_title(inquiries)))


def is_to_search(record: Record, inquiries: Sequence[Inquiry]) -> bool:
    """Whether all was answered about the identifiers of *record* and nothing is of it, so that its title is next."""
    return not own_answers(record, inquiries) and not any(inquiry.unavailable for inquiry in inquiries)


def _judge_found(record: Record, own: Sequence[Found], inquiries: Sequence[Inquiry], silent: str) -> Verdict:
    found = (*differences(record, own), *_wrong_identifiers(record, inquiries))
    hints = (*_hints(record, own), *_right_identifiers(found, own))
    kinds: tuple[Kind, ...] = ("retracted", "withdrawn")
    for kind in kinds:
        says = [one.source for one in own if one.record.status and one.record.status.kind == kind]
        if says:
            return Verdict(kind, f"by {says[0]}", found, hints)
    if silent and found and {one.field for one in found} <= {"year", "venue"}:
        # Who did not answer may know of the version that is cited.
        return Verdict("cannot tell", silent, found, hints)
    return Verdict("differs" if found else "ok", "", found, hints)


def own_answers(record: Record, inquiries: Iterable[Inquiry]) -> list[Found]:
    """The answers that are of the work that *record* names."""
    return [answer for inquiry in inquiries for answer in inquiry.found if _is_of(record, answer)]


def _is_of(record: Record, answer: Found) -> bool:
    return distance_to(record, answer.record).is_same


def _silent(inquiries: Sequence[Inquiry]) -> str:
    """Why it is not known whether there is more to know; empty if everybody answered."""
    unavailable = {source: why for inquiry in inquiries for source, why in inquiry.unavailable.items()}
    ours = unavailable.pop(_OURSELVES, None)
    reasons = [f"{', '.join(unavailable)} unavailable"] if unavailable else []
    reasons += [ours] if ours else []
    reasons += [f"no source takes {one.asked}" for one in inquiries if not one.found and not one.silent]
    return "; ".join(dict.fromkeys(reasons))


def publication_of(record: Record, own: Sequence[Found]) -> Record | None:
    """The publication that the answers tell of, where *record* is only the preprint."""
    if record.is_preprint or is_archive(record.venue):
        return next(iter(published_among(own)), None)
    return None


def _hints(record: Record, own: Sequence[Found]) -> Iterator[str]:
    published = publication_of(record, own)
    if published:
        year = f" {published.issued.year}" if published.issued else ""
        yield f"there is a published version: {published.venue}{year}"
    if record.venue and not published_among(own) and not is_archive(record.venue):
        yield f"no source tells of a publication in {record.venue!r}; they know the preprint"
    if any(one.record.status and one.record.status.kind == "corrected" for one in own):
        yield "a correction was published"


def _strange(record: Record, inquiry: Inquiry) -> Iterator[Difference]:
    """What is different where an identifier leads to another work."""
    first = inquiry.found[0]
    yield Difference("identifiers", inquiry.asked, "another work", first.source)
    yield from differences(record, [first])


def _wrong_identifiers(record: Record, inquiries: Iterable[Inquiry]) -> Iterator[Difference]:
    """The identifiers that lead nowhere, or to another work, while the work is there."""
    for inquiry in inquiries:
        if not inquiry.identifier or own_answers(record, [inquiry]):
            continue
        if inquiry.found:
            there = f"another work, {inquiry.found[0].record.title!r},"
            yield Difference("identifiers", inquiry.asked, there, inquiry.found[0].source)
        elif isinstance(answer := inquiry.answer, Absent):
            yield Difference("identifiers", inquiry.asked, "nothing", answer.source)


def _right_identifiers(found: Iterable[Difference], own: Iterable[Found]) -> Iterator[str]:
    if any(one.field == "identifiers" for one in found):
        right = dict.fromkeys(str(one) for answer in own for one in answer.record.identifiers)
        yield f"its identifiers are {', '.join(right)}"


def _of_the_same_title(inquiries: Iterable[Inquiry]) -> Iterator[str]:
    for one in (found for inquiry in inquiries for found in inquiry.found[:1]):
        people = one.record.author[0].display() if one.record.author else "somebody"
        link = f" ({one.record.link})" if one.record.link else ""
        yield f"{one.source} knows another work of this title, by {people}{link}"
