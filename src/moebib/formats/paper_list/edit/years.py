"""Sections whose works are below headings of years."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import groupby, pairwise
from typing import NamedTuple

from moebib.formats.paper_list.document import Heading
from moebib.formats.paper_list.edit.edited import ListEdit
from moebib.formats.paper_list.edit.listing import Listing

__all__ = ["NewYear", "YearGroup", "new_year", "year_groups"]


class YearGroup(NamedTuple):
    """The works of a section below the heading of one year."""

    year: int
    heading: Heading
    members: tuple[int, ...]


def year_groups(listing: Listing, members: Sequence[int]) -> list[YearGroup]:
    """The works by year; empty if not each of them is below the heading of one year."""
    groups = []
    for heading, numbers in groupby(members, listing.heading_of):
        years = set(re.findall(r"(?<!\d)(?:19|20)\d\d(?!\d)", heading.text)) if heading else set()
        if heading is None or len(years) != 1:
            return []
        groups.append(YearGroup(int(years.pop()), heading, tuple(numbers)))
    return groups if len({group.year for group in groups}) == len(groups) > 1 else []


class NewYear(NamedTuple):
    """Where the works of a year go that has no heading yet."""

    number: int
    """The work that is their neighbour."""
    is_before: bool
    """Whether the neighbour is before them."""
    between: str
    """What is between them and the neighbour: the end of one group, and the heading of the other."""
    edits: tuple[ListEdit, ...] = ()
    """Of the heading of the neighbour, if the new one takes its place."""


def new_year(listing: Listing, groups: Sequence[YearGroup], year: int) -> NewYear:
    """The place of *year*, in the order that the years of the section have; its heading is made like theirs."""
    text, works = listing.text, listing.works
    is_falling = sum(b.year < a.year for a, b in pairwise(groups)) * 2 >= len(groups) - 1
    at = next((i for i, group in enumerate(groups) if (group.year < year) == is_falling), len(groups))
    between = [text[works[a.members[-1]].end : works[b.members[0]].block.start] for a, b in pairwise(groups)]
    if at == 0:
        first, second = groups[:2]
        heading = text[first.heading.start : first.heading.end]
        edit = ListEdit(first.heading.start, first.heading.end, _with(heading, first.year, year))
        return NewYear(first.members[0], False, _with(between[0], second.year, first.year), (edit,))
    like = min(at, len(groups) - 1)
    return NewYear(groups[at - 1].members[-1], True, _with(between[like - 1], groups[like].year, year))


def _with(text: str, year: int, new: int) -> str:
    return re.sub(rf"(?<!\d){year}(?!\d)", str(new), text)
