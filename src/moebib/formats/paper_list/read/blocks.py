"""Cuts a list into what may be works: list items with their sub-items, rows of tables, lines of text; and headings.

markdown-it reads the blocks of Markdown as GitHub shows them. HTML is cut by its tags.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from moebib.formats.paper_list.read.inline import read_inline
from moebib.formats.paper_list.read.line import MarkdownLine

__all__ = ["HeadingBlock", "ItemBlock", "ListText", "ParagraphBlock", "SkippedBlock", "TableBlock", "read_blocks"]


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


_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read_blocks(source: ListText) -> Iterator[SourceBlock]:
    """The blocks of a list in their order; each character of the text is in one of them or between two."""
    markdown = MarkdownIt("commonmark").enable("table")
    markdown.core.ruler.enableOnly(["normalize", "block"])
    environment: dict[str, Mapping[str, Mapping[str, str]]] = {}
    tokens = markdown.parse(_CONTROL.sub("\ufffd", source.text.removeprefix("\ufeff")), environment)
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
                yield from _HtmlBlocks(self.source, start, end).read()
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
        filled = tuple((_filled(cells, columns), row_start, row_end) for cells, row_start, row_end in rows[1:])
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


def _filled(cells: tuple[MarkdownLine, ...], columns: int) -> tuple[MarkdownLine, ...]:
    """A row with as many cells as the head has: missing ones are empty, and GitHub does not show others."""
    end = cells[-1].at[-1] if cells else 0
    empty = MarkdownLine("", "", (), (end,))
    return (*cells, *[empty] * (columns - len(cells)))[:columns]


_TAG = re.compile(r"<(?P<end>/?)(?P<name>[A-Za-z][A-Za-z0-9]*)\b[^<>]*>|<!--.*?-->", re.S)
_HTML_BLOCKS = ("p", "li", "div", "summary", "table", "h1", "h2", "h3", "h4", "h5", "h6")


class _HtmlBlocks:
    """The blocks in HTML: headings, summaries, tables, list items and paragraphs."""

    def __init__(self, source: ListText, start: int, end: int) -> None:
        self.source = source
        self.start = start
        self.end = end

    def read(self) -> Iterator[SourceBlock]:
        text = self.source.text
        at = self.start
        is_anything = False
        pattern = re.compile(
            rf"<(?P<name>{'|'.join(_HTML_BLOCKS)})\b[^<>]*>(?P<inside>.*?)(?:</(?P=name)\s*>|(?=<(?P=name)\b)|\Z)",
            re.I | re.S,
        )
        while match := pattern.search(text, at, self.end):
            name = match["name"].lower()
            start, end = match.span("inside")
            if name == "table":
                yield from self._table(start, end)
            elif name in ("summary", "h1", "h2", "h3", "h4", "h5", "h6"):
                yield HeadingBlock(
                    0 if name == "summary" else int(name[1]),
                    self.source.inline(start, end).strip(),
                    match.start(),
                    match.end(),
                )
            elif name == "li":
                yield ItemBlock("li", (self.source.inline(start, end).strip(),), (), match.start(), match.end())
            elif name == "div" and re.search(r"<(?:p|li|table|summary|h\d)\b", match["inside"], re.I):
                at = start
                continue
            else:
                yield ParagraphBlock((self.source.inline(start, end).strip(),), match.start(), match.end())
            is_anything = True
            at = max(match.end(), at + 1)
        written = text[self.start : self.end]
        if re.search(r"</details\s*>", written, re.I):
            yield SkippedBlock("end of details", self.end, self.end)
            return
        if not is_anything:
            if re.search(r"<a\b", written, re.I):
                yield ParagraphBlock((self.source.inline(self.start, self.end).strip(),), self.start, self.end)
            elif written.strip() and not re.fullmatch(r"(?:\s|</?\w+[^<>]*>)*", written):
                yield SkippedBlock("HTML", self.start, self.end)

    def _table(self, start: int, end: int) -> Iterator[TableBlock]:
        rows: list[tuple[tuple[MarkdownLine, ...], int, int]] = []
        text = self.source.text
        for row in re.compile(r"<tr\b[^<>]*>(.*?)(?:</tr\s*>|(?=<tr\b)|\Z)", re.I | re.S).finditer(text, start, end):
            cells = [
                self.source.inline(*cell.span(1)).strip()
                for cell in re.compile(r"<t[dh]\b[^<>]*>(.*?)(?:</t[dh]\s*>|(?=<t[dh]\b)|\Z)", re.I | re.S).finditer(
                    text, *row.span(1)
                )
            ]
            if cells:
                rows.append((tuple(cells), row.start(), row.end()))
        if rows:
            columns = max(len(cells) for cells, _, _ in rows)
            filled = [(_filled(cells, columns), row_start, row_end) for cells, row_start, row_end in rows]
            yield TableBlock(filled[0][0], tuple(filled[1:]), start, end)
