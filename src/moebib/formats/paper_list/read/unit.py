"""What may be a work, before anything of it is read; and where its title is."""

from __future__ import annotations

from typing import NamedTuple

from moebib.formats.paper_list.document import Role
from moebib.formats.paper_list.read.line import MarkdownLine

__all__ = ["TitlePlace", "WorkUnit"]


class WorkUnit(NamedTuple):
    """What may be a work: its line, and for a row what its columns hold."""

    line: MarkdownLine
    number: int
    columns: tuple[Role | None, ...] = ()
    """The roles of the columns that the header states."""
    headers: tuple[str, ...] = ()
    is_marked: bool = False
    """Whether it is between the markers of moebib, so that moebib wrote it."""


class TitlePlace(NamedTuple):
    """The atoms of a title."""

    first: int
    last: int
    score: float
    span: tuple[int, int] | None = None
    """Where exactly it is, if the form of the line says that, so that its punctuation belongs to it."""
