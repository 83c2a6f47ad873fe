"""Edits a paper list in place: what changes in the library changes in the text, and every other byte stays."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from moebib.formats.paper_list.document import ListDocument, Role
from moebib.library.library import Library

__all__ = ["EditedList", "ListChange", "ListDifference", "ListProblem", "edit_list"]


class ListChange(NamedTuple):
    """What was changed in one place of the list."""

    line: int
    """In the new text; of a removed work, the line before which it was."""
    kind: Literal["added", "changed", "removed", "number", "count", "heading"]
    """A work that was added, changed or removed; numbers of a list, counts and headings that follow from that."""
    key: str
    """Of the work; "" for numbers, counts and headings."""
    message: str
    """What was changed, in words: "venue: 'arXiv' to 'ICML'"."""
    left_out: tuple[str, ...] = ()
    """Facts of an added work that the list has a place for elsewhere, but not in the form of this entry."""


class ListDifference(NamedTuple):
    """A part of a list that does not agree with its work, and was not changed: somebody edited the list by hand."""

    line: int
    key: str
    role: Role
    listed: str
    recorded: str
    is_conflict: bool
    """Whether the entry of the work was changed, too, since *base*."""


class ListProblem(NamedTuple):
    """Why a work cannot be written to the list; then the text is not changed at all."""

    key: str
    message: str
    hint: str = ""


class EditedList(NamedTuple):
    """The new text of a list and how it differs from the old one."""

    text: str
    changes: tuple[ListChange, ...] = ()
    differences: tuple[ListDifference, ...] = ()
    problems: tuple[ListProblem, ...] = ()


def edit_list(
    document: ListDocument, library: Library, keys: Sequence[str | None], base: Library | None = None
) -> EditedList:
    """The list with the works of *library*: each in the sections of its tags, in the form and order that the list has.

    *keys* has for each block of the document the key of its work (``match_blocks``), or ``None`` if it is none of the
    library's: such a block stays. A block whose key is not in the library, or whose work is not in its section, is
    removed. A work in none of the sections of the list is not written; one without tags is outside of all of them.

    A part that agrees with its work stays as it is. One that does not gets the value of the work, in the form that the
    part had, unless *base*, the library of which the list was written, has the same value: then the list was changed,
    which is a difference. If both were changed, it is a difference that is a conflict. Without *base*, the entries are
    right. A fact that is not in the list is added if it is not in *base*, either.
    """
    return EditedList(document.text)
