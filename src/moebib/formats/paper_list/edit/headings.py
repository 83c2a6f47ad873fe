"""Sections of a list that have no works yet, or no heading."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.formats.paper_list.edit.additions import NewWork
from moebib.formats.paper_list.edit.edited import ListChange, ListEdit
from moebib.formats.paper_list.edit.listing import Listing

__all__ = ["place_in_section"]


def place_in_section(listing: Listing, new: NewWork, change: ListChange) -> Iterator[ListEdit]:
    """The work at the end of its section, which has no works yet."""
    heading = next((heading for heading in listing.document.headings if heading.tag == new.tag), None)
    assert heading
    end = len(listing.text[: heading.end].rstrip())
    yield ListEdit(end, end, listing.newline * 2 + new.draft.text, (change,))
