"""A paper list as its file has it: the headings, and the block of each work with the place of every part.

All places are indices of characters in ``ListDocument.text``, which is the file as it is, line endings included.
``read_document`` finds them; ``reader`` makes records of them, and the README is edited in place by them.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from moebib.errors import Finding
from moebib.formats.paper_list.entries import ListItem

__all__ = ["Heading", "ListDocument", "Role", "WorkBlock", "WorkPart"]

Role = Literal[
    "title", "name", "authors", "venue", "date", "url", "repository", "keyword", "comment", "marker", "number",
]  # fmt: skip
"""What a part states.

Facts of the work: ``title`` (there may be several pieces, of which the title is made in their order: "[A](url): B"),
``authors``, ``venue``, ``date``, ``url`` (the destination of a link) and ``keyword`` (one label each).
Derived from facts: ``name`` (the short name in front of a title or as the label of a link), ``repository`` (OWNER/NAME
in a badge) and ``number`` (of a numbered list).
Judgements, which nobody but a person can write: ``comment`` (an organisation, a remark) and ``marker`` (stars, emoji).
"""


class WorkPart(NamedTuple):
    """A part of a block that states something; all between the parts is literal text."""

    role: Role
    start: int
    end: int
    kind: str = ""
    """Of a ``url``: "paper", "pdf", "code", "weights", "data", "project", "slides" or "video"."""


class WorkBlock(NamedTuple):
    """A work as the list writes it: a list item with its sub-items and paragraphs, a row, a line or a part of one."""

    form: Literal["item", "row", "line"]
    start: int
    """Where its first line begins or, if another work is before it in the line, where that one ends."""
    end: int
    """After the end of its last line."""
    parts: tuple[WorkPart, ...]
    """In the order of the text; they do not overlap."""
    item: ListItem
    tag: str
    """The section; "" outside of all sections."""


class Heading(NamedTuple):
    """A heading, or a line that looks like one: bold text of its own, the summary of ``<details>``, a date."""

    level: int
    text: str
    tag: str
    """The section that begins here; "" if none does (the title of the file, the table of contents)."""
    start: int
    end: int


class ListDocument(NamedTuple):
    """A list: its text, and what was found in it. What is in no block and no heading is prose, which stays."""

    text: str
    headings: tuple[Heading, ...]
    blocks: tuple[WorkBlock, ...]
    findings: tuple[Finding, ...]
