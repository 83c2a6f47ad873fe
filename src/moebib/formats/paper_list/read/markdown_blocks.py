"""Cuts a list into blocks: markdown-it reads those of Markdown as GitHub shows them, and ``html_blocks`` HTML."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from moebib.formats.paper_list.read.blocks import (
    HeadingBlock,
    ItemBlock,
    ListText,
    ParagraphBlock,
    SkippedBlock,
    SourceBlock,
    TableBlock,
    filled_row,
)
from moebib.formats.paper_list.read.html_blocks import read_html_blocks
from moebib.formats.paper_list.read.line import MarkdownLine, printable

__all__ = ["read_blocks"]


def read_blocks(source: ListText) -> Iterator[SourceBlock]:
    """The blocks of a list in their order; each character of the text is in one of them or between two."""
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    environment: dict[str, Mapping[str, Mapping[str, str]]] = {}
    tokens = markdown.parse(printable(source.text.removeprefix("\ufeff")), environment)
    source.references = {
        " ".join(label.casefold().split()): definition["href"]
        for label, definition in environment.get("references", {}).items()
    }
    yield from _BlockReader(source, tokens).read(0, len(tokens))


class _BlockReader:
    def __init__(self, source: ListText, tokens: Sequence[Token]) -> None:
        self.source = source
        self.tokens = tokens
        self.closings: dict[int, int] = {}
        opened: list[int] = []
        for index, token in enumerate(tokens):
            if token.nesting == 1:
                opened.append(index)
            elif token.nesting == -1:
                self.closings[opened.pop()] = index

    def read(self, first: int, last: int) -> Iterator[SourceBlock]:
        index = first
        while index < last:
            token = self.tokens[index]
            close = self.closings.get(index, index)
            start, end = self._place(token)
            if token.type == "heading_open":
                yield HeadingBlock(int(token.tag[1]), self._paragraph(index + 1), start, end)
            elif token.type == "paragraph_open":
                yield ParagraphBlock(tuple(self._lines(index + 1)), start, end)
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                yield from self._items(index + 1, close)
            elif token.type == "table_open":
                yield self._table(index, close)
            elif token.type == "html_block":
                yield from read_html_blocks(self.source, start, end)
            elif token.type == "blockquote_open":
                yield SkippedBlock("block quote", start, end)
            elif token.type in ("fence", "code_block"):
                yield SkippedBlock("code block", start, end)
            index = close + 1

    def _place(self, token: Token) -> tuple[int, int]:
        first, last = token.map or (0, 0)
        return self.source.start(first), self.source.start(last)

    def _paragraph(self, index: int) -> MarkdownLine:
        """All of an inline token."""
        token = self.tokens[index]
        first = (token.map or (0, 1))[0]
        written = token.content.split("\n")
        start, end = self.source.content(first, written[0])
        if len(written) > 1:
            end = self.source.content(first + len(written) - 1, written[-1])[1]
        return self.source.inline(start, end)

    def _lines(self, index: int) -> Iterator[MarkdownLine]:
        token = self.tokens[index]
        first = (token.map or (0, 1))[0]
        for number, written in enumerate(token.content.split("\n")):
            yield self.source.inline(*self.source.content(first + number, written))

    def _items(self, first: int, last: int) -> Iterator[ItemBlock]:
        index = first
        while index < last:
            close = self.closings[index]
            yield self._item(index, close)
            index = close + 1

    def _item(self, index: int, close: int) -> ItemBlock:
        paragraphs: list[MarkdownLine] = []
        children: list[ItemBlock] = []
        inner = index + 1
        while inner < close:
            token = self.tokens[inner]
            end = self.closings.get(inner, inner)
            if token.type in ("paragraph_open", "heading_open"):
                paragraphs.append(self._paragraph(inner + 1))
            elif token.type in ("bullet_list_open", "ordered_list_open"):
                children += self._items(inner + 1, end)
            inner = end + 1
        start, end = self._place(self.tokens[index])
        # Markdown counts the blank lines after the last item of a list as its own.
        written = self.source.text[start:end].rstrip(" \t\r\n")
        end = self.source.start(self.source.number(start + max(0, len(written) - 1)))
        token = self.tokens[index]
        return ItemBlock(token.info + token.markup, tuple(paragraphs), tuple(children), start, end)

    def _table(self, index: int, close: int) -> TableBlock:
        rows: list[tuple[tuple[MarkdownLine, ...], int, int]] = []
        for inner in range(index, close):
            token = self.tokens[inner]
            if token.type != "tr_open":
                continue
            first = (token.map or self.tokens[index].map or (0, 1))[0]
            start, end = self.source.start(first), self.source.start(first + 1)
            rows.append((tuple(self._cells(start, end)), start, end))
        start, end = self._place(self.tokens[index])
        columns = len(rows[0][0])
        filled = tuple((filled_row(cells, columns), row_start, row_end) for cells, row_start, row_end in rows[1:])
        return TableBlock(rows[0][0], filled, start, end)

    def _cells(self, start: int, end: int) -> Iterator[MarkdownLine]:
        """The cells of a row: GitHub divides it at every pipe without a backslash, even in code (GFM 4.10)."""
        text = self.source.text
        left, right = start, start + len(text[start:end].rstrip())
        left += len(text[left:right]) - len(text[left:right].lstrip())
        if text[left : left + 1] == "|":
            left += 1
        if right > left and text[right - 1] == "|" and text[right - 2] != "\\":
            right -= 1
        for cell in re.finditer(r"((?:\\.|[^|\\])*)(?:\||$)", text[left:right]):
            cell_start, cell_end = (left + place for place in cell.span(1))
            written = text[cell_start:cell_end]
            padding = len(written) - len(written.lstrip())
            yield self.source.inline(
                cell_start + min(padding, len(written)),
                cell_start + len(written.rstrip()) if written.strip() else cell_start + padding,
            )
            if cell_end >= right:
                break
