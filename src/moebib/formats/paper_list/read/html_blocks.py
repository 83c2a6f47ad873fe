"""Cuts the HTML in a list into blocks, by its tags."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
from moebib.formats.paper_list.read.line import MarkdownLine
from moebib.formats.paper_list.read.words import only_opens

__all__ = ["read_html_blocks"]

_HTML_BLOCKS = ("p", "li", "div", "summary", "table", "h1", "h2", "h3", "h4", "h5", "h6")


def read_html_blocks(source: ListText, start: int, end: int) -> Iterator[SourceBlock]:
    """The blocks in the HTML from *start* to *end*: headings, summaries, tables, list items and paragraphs."""
    yield from _HtmlBlocks(source, start, end).read()


class _HtmlBlocks:
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
                line = self.source.inline(start, end).strip()
                if name != "summary" or not only_opens(line.plain):
                    level = 0 if name == "summary" else int(name[1])
                    yield HeadingBlock(level, line, match.start(), match.end())
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
            filled = [(filled_row(cells, columns), row_start, row_end) for cells, row_start, row_end in rows]
            yield TableBlock(filled[0][0], tuple(filled[1:]), start, end)
