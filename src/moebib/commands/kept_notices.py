"""What is reported about a list whose README is kept as it is, with its place."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from moebib.formats.paper_list.edit.edit import EditedList, ListChange
from moebib.formats.paper_list.joined import place_in_files
from moebib.three_way.follow import (
    Notice,
)

__all__ = ["ListNotices", "PlacedNotice"]


class PlacedNotice(NamedTuple):
    """Something to report about a list, and where: "README.md:12", or the file alone."""

    where: str
    message: str
    hint: str = ""


class ListNotices:
    """What is to be reported, with its place in the files of the list."""

    def __init__(self, first: str) -> None:
        self._first = first
        self.changes: list[PlacedNotice] = []
        self.problems: list[PlacedNotice] = []

    def add(self, text: str, changes: Iterable[Notice] = (), problems: Iterable[Notice] = ()) -> None:
        """Add notices about lines of *text*."""
        self.changes += (self._placed(text, notice) for notice in changes)
        self.problems += (self._placed(text, notice) for notice in problems)

    def add_edit(self, edited: EditedList) -> None:
        """Add what was changed in the list, and why a work cannot be written."""
        changes = (Notice(change.line, _words(change)) for change in edited.changes)
        problems = (Notice(0, f"{problem.key}: {problem.message}", problem.hint) for problem in edited.problems)
        self.add(edited.text, changes, problems)

    def _placed(self, text: str, notice: Notice) -> PlacedNotice:
        path, line = place_in_files(text, self._first, notice.line)
        hint = notice.hint.replace("`moebib import`", f"`moebib import {self._first}`")
        return PlacedNotice(f"{path}:{line}" if notice.line else path, notice.message, hint)


def _words(change: ListChange) -> str:
    if change.kind == "added":
        left_out = f", without {', '.join(change.left_out)}" if change.left_out else ""
        return f"added {change.key!r}{left_out}"
    if change.kind == "removed":
        return f"removed {change.key!r}"
    return f"{change.key}: {change.message}" if change.key else change.message
