"""Puts new works between the works of a list, and takes works out, with the empty lines around them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from itertools import groupby

from moebib.formats.paper_list.edit.additions import NewWork
from moebib.formats.paper_list.edit.edited import ListChange, ListEdit
from moebib.formats.paper_list.edit.headings import first_works
from moebib.formats.paper_list.edit.listing import Listing
from moebib.text.markup import plain
from moebib.text.shorten import quote

__all__ = ["insertions", "removals"]


def insertions(listing: Listing, new: Sequence[NewWork]) -> Iterator[ListEdit]:
    """The new works, which are in their order, each beside its neighbour or in its empty section."""
    first: dict[str, list[NewWork]] = {}
    changes = [
        ListChange(0, "added", added.record.id, f"in {_section(listing, added.tag)}", added.left_out) for added in new
    ]
    for added, change in zip(new, changes, strict=True):
        if added.neighbour is None:
            first.setdefault(added.tag, []).append(added)
            continue
        made: tuple[ListChange, ...] = (change,)
        if added.gap and added.record.issued:
            made = (ListChange(0, "heading", "", f"new heading for {added.record.issued.year}"), change)
        number, is_before = added.neighbour
        work = listing.works[number]
        pair = (number, number + 1) if is_before else (number - 1, number)
        gap = added.gap or f"{listing.gap(added.tag, *pair)}{listing.indentation(number)}"
        if is_before:
            yield ListEdit(work.end, work.end, gap + added.draft.text, made)
        else:
            yield ListEdit(work.block.start, work.block.start, added.draft.text + gap, made)
        yield from added.edits
    for works in first.values():
        yield from first_works(listing, works, [changes[new.index(work)] for work in works])


def _section(listing: Listing, tag: str) -> str:
    return quote(listing.library.config.heading_of(tag)) if tag else "the list"


def removals(listing: Listing, removed: Collection[int]) -> Iterator[ListEdit]:
    """Takes works out, with the empty lines that belong to them."""
    works, text = listing.works, listing.text
    for run in _runs(listing, sorted(removed)):
        first, last = run[0], run[-1]
        start, end = works[first].block.start, works[last].end
        if first and first - 1 not in removed and listing.are_adjacent(first - 1, first):
            start = works[first - 1].end
        elif last + 1 < len(works) and last + 1 not in removed and listing.are_adjacent(last, last + 1):
            end = works[last + 1].block.start
        else:
            start = len(text[:start].rstrip())
        changes = tuple(
            ListChange(0, "removed", listing.keys[number] or "", quote(plain(works[number].block.item.title)))
            for number in run
        )
        yield ListEdit(start, end, "", changes)


def _runs(listing: Listing, removed: Sequence[int]) -> Iterator[list[int]]:
    """The works that are removed, those in a row together."""
    starts = 0
    groups: list[tuple[int, int]] = []
    for number in removed:
        if not (groups and groups[-1][0] == number - 1 and listing.are_adjacent(number - 1, number)):
            starts += 1
        groups.append((number, starts))
    for _, run in groupby(groups, lambda pair: pair[1]):
        yield [number for number, _ in run]
