"""What editing a list gives: its new text, what was changed, what differs, and why a work cannot be written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from moebib.formats.paper_list.document import Role
from moebib.text.lines import Lines

__all__ = ["ChangeKind", "EditedList", "ListChange", "ListDifference", "ListEdit", "ListProblem", "apply"]

ChangeKind = Literal["added", "changed", "removed", "number", "count", "heading"]


class ListChange(NamedTuple):
    """What was changed in one place of the list."""

    line: int
    """In the new text; of a removed work, the line at which it was."""
    kind: ChangeKind
    """A work that was added, changed or removed; numbers of a list, counts and headings that follow from that."""
    key: str
    """Of the work; "" for numbers, counts and headings."""
    message: str
    """What was changed, in words: "venue: 'arXiv' to 'ICML'"."""
    left_out: tuple[str, ...] = ()
    """Facts of an added work that the list has of other works, but not in the form of this one."""


class ListDifference(NamedTuple):
    """A part of a list that does not agree with its work, and was not changed: the list was edited by hand."""

    line: int
    """0 for a work that is not in the section any more."""
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


class ListEdit(NamedTuple):
    """New text for a part of a list, and the change that this makes; ``line`` is set when all edits are known."""

    start: int
    end: int
    text: str
    changes: tuple[ListChange, ...] = ()
    """The first line of the text that is not empty is the line of all of them."""


def apply(text: str, edits: Sequence[ListEdit]) -> tuple[str, tuple[ListChange, ...]]:
    """The text with all edits, which do not overlap, and their changes with their lines in the new text.

    Of two edits in one place, the first one in the sequence comes first.
    """
    pieces, done, length = [], 0, 0
    placed: list[tuple[int, ListEdit]] = []
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        kept = text[done : edit.start]
        blank = len(edit.text) - len(edit.text.lstrip())
        placed.append((length + len(kept) + (blank if edit.text.strip() else 0), edit))
        pieces += [kept, edit.text]
        length += len(kept) + len(edit.text)
        done = edit.end
    new_text = "".join([*pieces, text[done:]])
    lines = Lines(new_text)
    changes = [change._replace(line=lines.position(at)[0]) for at, edit in placed for change in edit.changes]
    return new_text, tuple(changes)
