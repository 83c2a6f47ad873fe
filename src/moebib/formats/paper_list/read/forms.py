"""The forms in which moebib writes a work, in which the place says what everything is: rows, brackets and sentences."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from moebib.formats.paper_list.document import Role
from moebib.formats.paper_list.read.atoms import Atom
from moebib.formats.paper_list.read.line import CELL, EM, EM_END, LINK
from moebib.formats.paper_list.read.unit import TitlePlace, WorkUnit
from moebib.records.date import MONTH_NAMES

__all__ = ["WorkForm", "read_form"]

_INSIDE = r"[^\[\]]|\[[^\[\]]*\]"
_BRACKETS = re.compile(
    rf"(?:\[(?P<first>(?:(?!{LINK})[^\[\]])*)\]\s*)?(?:(?P<link>{LINK})|\[(?P<title>(?:(?!{LINK})(?:{_INSIDE}))+)\])\s*"
    rf"(?:\[(?:{LINK}(?:,\s*{LINK})*|{LINK}\])\]?\s*)*(?:\[(?P<last>[^\[\]]*)\]\s*)?"
)
_WHEN = rf"(?:(?:{'|'.join(MONTH_NAMES)}) )?\d{{4}}|undated"
_WITHIN = rf"(?:(?!\. )[^{LINK}{EM}{EM_END}])"
_LABEL = rf"{EM}[^{EM}{EM_END}]+{EM_END}"
_SENTENCES = re.compile(
    rf" - (?:(?:In (?P<venue>{_WITHIN}+?), )?(?P<when>{_WHEN})\.(?: |$))?"
    rf"(?:{LINK}(?:, {LINK})*\.(?: |$))?"
    rf"(?:(?P<labels>{_LABEL}(?:, {_LABEL})*)\.)?"
    rf"(?P<alone>No link\.|See \"{_WITHIN}+\"\.)?"
)
_SCORE = 6
"""How much a title looks like one whose place is certain: more than any other."""


class WorkForm(NamedTuple):
    """What a line in one of the forms says."""

    title: TitlePlace
    spans: tuple[tuple[Role, int, int], ...]
    """The other parts, by their places in the line."""


def read_form(unit: WorkUnit, atoms: Sequence[Atom], *, is_on_one_line: bool) -> WorkForm | None:
    """The form of a unit, if it has one; *is_on_one_line* says whether all its atoms are in one line."""
    return _FormReader(unit, atoms).read(is_on_one_line=is_on_one_line)


class _FormReader:
    def __init__(self, unit: WorkUnit, atoms: Sequence[Atom]) -> None:
        self.unit = unit
        self.atoms = atoms
        self.mask = unit.line.mask

    def read(self, *, is_on_one_line: bool) -> WorkForm | None:
        if self.unit.is_marked and "title" in self.unit.columns:
            return self._row_form()
        if self.unit.columns or not is_on_one_line:
            return None
        return self._bracket_form() or self._sentence_form()

    def _row_form(self) -> WorkForm:
        """The title of a row between the markers of moebib: all of its cell."""
        stated: tuple[Role, ...] = ("venue", "date", "keyword")
        spans = ((role, *self._cell(column)) for column, role in enumerate(self.unit.columns) if role in stated)
        return WorkForm(self._title_in(self._cell(self.unit.columns.index("title"))), tuple(spans))

    def _bracket_form(self) -> WorkForm | None:
        """The title of "[Venue'24] [Title](url) [[Code](url)] [label]", in which all is in brackets."""
        match = _BRACKETS.fullmatch(self.mask)
        if not match or not (match["link"] or match["first"] is not None or self.mask.count("[") == 1):
            return None
        if match["link"] and not self.unit.is_marked and self._is_only_label():
            return None
        spans: list[tuple[Role, int, int]] = []
        if match["first"] is not None:
            spans.append(("venue", *match.span("first")))
        last = match["last"]
        if last is not None and LINK not in last:
            # In the form of moebib, the venue is first; others have it last: "[Title](url) [ICML 2024]".
            is_venue = (
                match["first"] is None and not self.unit.is_marked and re.search(r"(?<!\d)(?:19|20)\d\d\b|'\d\d", last)
            )
            spans.append(("venue" if is_venue else "keyword", *match.span("last")))
        return WorkForm(self._title_in(match.span("link" if match["link"] else "title")), tuple(spans))

    def _is_only_label(self) -> bool:
        """Whether the first link says only what it leads to: "Code", or its URL."""
        return next((atom.is_label for atom in self.atoms if atom.link), False)

    def _sentence_form(self) -> WorkForm | None:
        """The title of "[Title](url) - In Venue, May 2024. [Code](url). *Label*."."""
        start = 1 if self.mask.startswith(LINK) else self.mask.find(" - ")
        match = _SENTENCES.fullmatch(self.mask, start) if start > 0 else None
        if (
            not match
            or not match[0]
            or (self.mask.startswith(LINK) and not self.unit.is_marked and self._is_only_label())
        ):
            return None
        roles: tuple[tuple[str, Role], ...] = (("venue", "venue"), ("when", "date"), ("labels", "keyword"))
        spans = ((role, *match.span(name)) for name, role in roles if match[name])
        return WorkForm(self._title_in((0, start)), tuple(spans))

    def _title_in(self, span: tuple[int, int]) -> TitlePlace:
        inside = [index for index, atom in enumerate(self.atoms) if span[0] <= atom.start and atom.end <= span[1]]
        before = sum(atom.end <= span[0] for atom in self.atoms)
        return (
            TitlePlace(inside[0], inside[-1], _SCORE, span) if inside else TitlePlace(before, before - 1, _SCORE, span)
        )

    def _cell(self, column: int) -> tuple[int, int]:
        """Where a cell begins and ends."""
        ends = [*(match.start() for match in re.finditer(CELL, self.mask)), len(self.mask)]
        return (ends[column - 1] + 1 if column else 0), ends[column]
