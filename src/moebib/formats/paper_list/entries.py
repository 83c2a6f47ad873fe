"""What a list states about one work."""

from __future__ import annotations

from typing import NamedTuple

from moebib.formats.paper_list.read.words import link_kind
from moebib.records.date import Date

__all__ = ["ListItem", "ListLink", "link_kind"]


class ListLink(NamedTuple):
    """A link of a list: its label as a reader sees it, its URL as it is written, and its label with markup."""

    text: str
    url: str
    marked: str


class ListItem(NamedTuple):
    """One entry of a list, as the list writes it."""

    line: int
    title: str
    url: str = ""
    venue: str = ""
    issued: Date | None = None
    links: tuple[ListLink, ...] = ()
    labels: tuple[str, ...] = ()
    other_text: str = ""
    """Text for which a record has no field."""
    invalid_date: str = ""
    authors: tuple[str, ...] = ()
    """Names as the list writes them, in order."""
    has_more_authors: bool = False
    """Whether "et al." follows them."""
