"""Counts of works in headings, in the table of contents and in the introduction of a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from moebib.formats.paper_list.edit.edited import ListChange, ListEdit
from moebib.formats.paper_list.edit.listing import Listing
from moebib.text.markdown import anchors

__all__ = ["changed_counts"]

_WORKS = r"(?:papers?|works?|entries|articles?|publications?|references|\u7bc7)"
_IN_SECTION = re.compile(rf"(?<=[(\[\uff08])\d+(?=[)\]\uff09])|(?<!\w)\d+(?=\s*{_WORKS}\b)|(?<=\))\s+\d+(?=\s*$)", re.I)
_TOTAL = re.compile(
    rf"(?<![\w.,-])(\d+)(?=\s+(?:\w+\s+)?{_WORKS}\b)|(?<=papers-)(\d+)(?=-\w+)|\b{_WORKS}: ?(\d+)\b", re.I
)
_ANCHOR = re.compile(r"\(#([^()\s]+)\)|href=[\"']#([^\"']+)[\"']")
_RIGHT_SHARE = 0.9


class _WorkCount(NamedTuple):
    """A number that may be that of the works in a section."""

    start: int
    end: int
    tag: str
    """"" for all works."""


def changed_counts(listing: Listing, changes: Mapping[str, int]) -> Iterator[ListEdit]:
    """The counts that are right today, with the works by which each section *changes*.

    Numbers of sections are counts only if nearly all of them are right; anchors follow the headings in which they are.
    """
    of_sections = list(_counts_of_sections(listing))
    right = [count for count in of_sections if _works(listing, count)]
    if len(right) < _RIGHT_SHARE * len(of_sections):
        right = []
    counts = [*right, *(count for count in _totals(listing) if _works(listing, count))]
    edits = [edit for count in counts for edit in _edit(listing, count, changes)]
    yield from edits
    yield from _changed_anchors(listing, edits)


def _edit(listing: Listing, count: _WorkCount, changes: Mapping[str, int]) -> Iterator[ListEdit]:
    is_total = _works(listing, count) == "with subsections"
    prefix = f"{count.tag}/" if count.tag else ""
    by = sum(
        number for tag, number in changes.items() if tag == count.tag or (is_total and f"{tag}/".startswith(prefix))
    )
    if by:
        old = int(listing.text[count.start : count.end])
        section = listing.library.config.heading_of(count.tag) if count.tag else "all works"
        change = ListChange(0, "count", "", f"count of {section!r}: {old} to {old + by}")
        yield ListEdit(count.start, count.end, str(old + by), (change,))


def _works(listing: Listing, count: _WorkCount) -> str:
    """Which works the number counts, those of the section alone or with those below it; "" if none."""
    number = int(listing.text[count.start : count.end])
    alone = len(listing.members.get(count.tag, ()))
    prefix = f"{count.tag}/" if count.tag else ""
    total = sum(len(works) for tag, works in listing.members.items() if f"{tag}/".startswith(prefix))
    return "with subsections" if number == total else "alone" if number == alone else ""


def _counts_of_sections(listing: Listing) -> Iterator[_WorkCount]:
    """The numbers in the headings of sections, and in lines that link to one section."""
    text, headings = listing.text, listing.document.headings
    by_anchor = dict(zip(anchors(heading.text for heading in headings), headings, strict=True))
    for heading in headings:
        if heading.tag:
            for match in _IN_SECTION.finditer(text, heading.start, heading.end):
                yield _WorkCount(match.end() - len(match[0].strip()), match.end(), heading.tag)
    for start, end in _prose(listing):
        links = [by_anchor.get(match[1] or match[2]) for match in _ANCHOR.finditer(text, start, end)]
        tags = {heading.tag for heading in links if heading and heading.tag}
        if len(tags) == 1:
            for match in _IN_SECTION.finditer(text, start, end):
                yield _WorkCount(match.end() - len(match[0].strip()), match.end(), *tags)


def _totals(listing: Listing) -> Iterator[_WorkCount]:
    for start, end in _prose(listing):
        for match in _TOTAL.finditer(listing.text, start, end):
            group = match.lastindex or 0
            yield _WorkCount(match.start(group), match.end(group), "")


def _prose(listing: Listing) -> Iterator[tuple[int, int]]:
    """The lines that are in no work and no heading of a section."""
    taken = sorted(
        [(work.block.start, work.end) for work in listing.works]
        + [(heading.start, heading.end) for heading in listing.document.headings if heading.tag]
    )
    done = 0
    for start, end in (*taken, (len(listing.text), len(listing.text))):
        for line in re.finditer(r"[^\r\n]+", listing.text[done:start]):
            yield done + line.start(), done + line.end()
        done = max(done, end)


def _changed_anchors(listing: Listing, edits: Sequence[ListEdit]) -> Iterator[ListEdit]:
    """The links within the list to headings that get another text by *edits*."""
    headings = listing.document.headings
    texts = [heading.text for heading in headings]
    for number, heading in enumerate(headings):
        for edit in edits:
            if heading.start <= edit.start < heading.end:
                old = listing.text[edit.start : edit.end]
                texts[number] = re.sub(rf"(?<!\d){old}(?!\d)", edit.text, texts[number], count=1)
    old_anchors, new_anchors = anchors(heading.text for heading in headings), anchors(texts)
    renamed = {old: new for old, new in zip(old_anchors, new_anchors, strict=True) if old != new}
    for match in _ANCHOR.finditer(listing.text):
        group = match.lastindex or 0
        if match[group] in renamed:
            yield ListEdit(match.start(group), match.end(group), renamed[match[group]])
