"""The blocks of a list: headings, paragraphs, list items and tables, each with its place in the text."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import NamedTuple

from moebib.formats.paper_list.read.inline import read_inline
from moebib.formats.paper_list.read.line import MarkdownLine

__all__ = [
    "HeadingBlock", "ItemBlock", "ListText", "ParagraphBlock", "SkippedBlock", "SourceBlock", "TableBlock",
    "filled_row",
]  # fmt: skip


class HeadingBlock(NamedTuple):
    """A heading: one of Markdown or of HTML, or the summary of ``<details>``."""

    level: int
    line: MarkdownLine
    start: int
    end: int


class ParagraphBlock(NamedTuple):
    """Lines of text that are in no list."""

    lines: tuple[MarkdownLine, ...]
    start: int
    end: int


class ItemBlock(NamedTuple):
    """A list item: its paragraphs, and the items below it."""

    marker: str
    paragraphs: tuple[MarkdownLine, ...]
    children: tuple[ItemBlock, ...]
    start: int
    """Where its first line begins."""
    end: int
    """After the end of its last line."""


class TableBlock(NamedTuple):
    """The cells of the head and of each row; a row has its place in the file."""

    head: tuple[MarkdownLine, ...]
    rows: tuple[tuple[tuple[MarkdownLine, ...], int, int], ...]
    start: int
    end: int
    is_marked: bool = False
    """Whether it is between the markers of moebib."""


class SkippedBlock(NamedTuple):
    """A block that is no list: code, a block quote, other HTML."""

    kind: str
    start: int
    end: int


SourceBlock = HeadingBlock | ParagraphBlock | ItemBlock | TableBlock | SkippedBlock


class ListText:
    """A text with its lines, as Markdown counts them."""

    def __init__(self, text: str) -> None:
        self.text = text
        breaks = [match.end() for match in re.finditer(r"\r\n|\r|\n", text)]
        self.starts = [0, *breaks]
        if breaks and breaks[-1] == len(text):
            self.starts.pop()
        self.references: Mapping[str, str] = {}

    def start(self, line: int) -> int:
        """Where a line begins; the end of the text for a line after the last."""
        return self.starts[line] if line < len(self.starts) else len(self.text)

    def number(self, at: int) -> int:
        """The number of the line with a character, from 1."""
        return bisect_right(self.starts, at)

    def content(self, line: int, content: str) -> tuple[int, int]:
        """Where *content*, which Markdown found in a line, is in the file."""
        start, end = self.start(line), self.start(line + 1)
        written = self.text[start:end].rstrip("\r\n")
        at = written.rfind(content.strip())
        if at >= 0:
            return start + at, start + at + len(content.strip())
        left = start + len(written) - len(written.lstrip())
        return left, max(left, start + len(written.rstrip()))

    def inline(self, start: int, end: int) -> MarkdownLine:
        """What is written from *start* to *end*."""
        return read_inline(self.text, start, end, self.references)


def filled_row(cells: tuple[MarkdownLine, ...], columns: int) -> tuple[MarkdownLine, ...]:
    """A row with as many cells as the head has: missing ones are empty, and GitHub does not show others."""
    end = cells[-1].at[-1] if cells else 0
    empty = MarkdownLine("", "", (), (end,))
    return (*cells, *[empty] * (columns - len(cells)))[:columns]
