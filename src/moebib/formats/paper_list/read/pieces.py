"""A list in pieces: all that is read of its text, whatever its sections are called."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from moebib.formats.paper_list.read.blocks import HeadingBlock, ListText, TableBlock
from moebib.formats.paper_list.read.candidates import WorkCandidate, candidates
from moebib.formats.paper_list.read.evidence import read_units
from moebib.formats.paper_list.read.facts import WorkReading
from moebib.formats.paper_list.read.line_reader import vocabulary
from moebib.formats.paper_list.read.markdown_blocks import read_blocks
from moebib.formats.paper_list.read.tables import rows_of

__all__ = ["ListPieces", "pieces_of"]


class ListPieces:
    """The headings, tables and candidates of a text in their order; what costs most is done once."""

    def __init__(self, text: str) -> None:
        self.source = ListText(text)
        blocks = list(read_blocks(self.source))
        self.titles = tuple(
            block.line.plain for block in blocks if isinstance(block, HeadingBlock) and block.level == 1
        )
        self.found = tuple(candidates(blocks, self.source))
        self._words = vocabulary(blocks)
        self._rows: dict[int, tuple[WorkCandidate, ...]] = {}
        self._readings: dict[tuple[int, ...], list[WorkReading | None]] = {}

    def rows(self, table: TableBlock) -> tuple[WorkCandidate, ...]:
        """The rows of a table of papers, which is one of the pieces."""
        if id(table) not in self._rows:
            self._rows[id(table)] = tuple(rows_of(table, self.source))
        return self._rows[id(table)]

    def read(self, placed: Sequence[WorkCandidate]) -> list[WorkReading | None]:
        """What each of these candidates states; they are among the pieces and the rows."""
        key = tuple(map(id, placed))
        if key not in self._readings:
            self._readings[key] = read_units([candidate.unit for candidate in placed], self._words)
        return self._readings[key]


@lru_cache(maxsize=2)
def pieces_of(text: str) -> ListPieces:
    """The pieces of *text*, which a command often reads several times: before and after it knows the sections."""
    return ListPieces(text)
