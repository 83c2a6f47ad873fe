"""What a line of a list is by its form and its words: a work, what belongs to the work before, a heading."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from moebib.formats.paper_list.read.blocks import (
    HeadingBlock,
    ItemBlock,
    ListText,
    ParagraphBlock,
    SourceBlock,
    TableBlock,
)
from moebib.formats.paper_list.read.line import STRONG, STRONG_END, MarkdownLine, join
from moebib.formats.paper_list.read.people import words_of
from moebib.formats.paper_list.read.titles import TitledDraft, draft_of
from moebib.formats.paper_list.read.unit import WorkUnit
from moebib.text.urls import starts_with_http

__all__ = ["LineReader", "external_links", "external_urls", "is_bold", "lines_of", "vocabulary"]

_LONGEST_HEADING = 14
"""How many words a bold line may have as a heading."""


class LineReader:
    """Judges lines of a list by the words of the whole list."""

    def __init__(self, blocks: Iterable[SourceBlock], source: ListText) -> None:
        self._source = source
        self._words = vocabulary(blocks)
        self.is_marked = False
        """Whether the lines that are judged are between the markers of moebib."""

    def unit(self, line: MarkdownLine) -> WorkUnit:
        """The line as what may be a work."""
        return WorkUnit(line, self._source.number(line.at[0]), is_marked=self.is_marked)

    def draft(self, line: MarkdownLine) -> TitledDraft:
        """What the parts of the line may be."""
        return draft_of(self.unit(line), self._words)

    def is_labelled(self, line: MarkdownLine) -> bool:
        """Whether a line says what is at a link, "Code: ...", or has links and no title."""
        draft = self.draft(line)
        return 0 in draft.labels or (bool(line.links) and draft.first_title is None)

    def begins_work(self, line: MarkdownLine) -> bool:
        """Whether a line has the title of a work and a link."""
        return self.draft(line).first_title is not None and bool(external_links(line))

    def is_detail(self, line: MarkdownLine) -> bool:
        """Whether a line says something of the work before it: links with labels, authors, a venue, a date."""
        if not (line.links or line.images or line.text.strip()):
            return True
        if (line.links and all(link.url.startswith("#") for link in line.links)) or is_bold(line):
            return False
        draft = self.draft(line)
        if draft.labels and min(draft.labels) == 0:
            return True
        title = draft.first_title
        if title is None:
            return bool(draft.atoms)
        return bool(draft.people) and not line.links and draft.people[0][0] == 0

    def is_work(self, line: MarkdownLine) -> bool:
        """Whether a list item is a work, and not a heading: it has a title, and a link, date, venue or people."""
        draft = self.draft(line)
        if draft.first_title is None:
            return False
        is_dated_or_placed = any(atom.is_date or atom.is_venue for atom in draft.atoms)
        return is_dated_or_placed or bool(external_links(line) or draft.people)

    def is_sub_work(self, item: ItemBlock) -> bool:
        """Whether a sub-item is a work, and not a part of the item above: it has a title of its own, and a link."""
        if not item.paragraphs:
            return any(map(self.is_sub_work, item.children))
        line = join(item.paragraphs)
        draft = self.draft(line)
        if 0 in draft.labels:
            return False
        title = draft.first_title
        if title is None:
            return any(map(self.is_sub_work, item.children))
        return (bool(external_links(line)) and title.score >= 2.5) or any(map(self.is_sub_work, item.children))

    def most_children_are_works(self, blocks: Iterable[SourceBlock]) -> bool:
        """Whether most sub-items of works are works, in the whole list."""
        works = total = 0
        for block in blocks:
            if (
                isinstance(block, ItemBlock)
                and block.children
                and block.paragraphs
                and self.is_work(join(block.paragraphs))
            ):
                works += sum(map(self.is_sub_work, block.children))
                total += len(block.children)
        return works * 2 > total


def vocabulary(blocks: Iterable[SourceBlock]) -> frozenset[str]:
    """The words of a list (``words_of``)."""
    return words_of(line for block in blocks for line in lines_of(block))


def lines_of(block: SourceBlock) -> Iterator[MarkdownLine]:
    """All lines of a block, with those of sub-items and cells."""
    if isinstance(block, HeadingBlock):
        yield block.line
    elif isinstance(block, ParagraphBlock):
        yield from block.lines
    elif isinstance(block, ItemBlock):
        yield from block.paragraphs
        for child in block.children:
            yield from lines_of(child)
    elif isinstance(block, TableBlock):
        for cells, _, _ in block.rows:
            yield from cells


def is_bold(line: MarkdownLine) -> bool:
    """Whether a line is bold as a whole, and short enough for a heading."""
    mask = line.mask.strip(" :\uff1a\n")
    return (
        mask[:1] == STRONG
        and mask[-1:] == STRONG_END
        and mask.count(STRONG) == 1
        and len(mask.split()) <= _LONGEST_HEADING
    )


def external_links(line: MarkdownLine) -> list[str]:
    """The URLs of the links that lead out of the list."""
    return external_urls(link.url for link in line.links)


def external_urls(urls: Iterable[str]) -> list[str]:
    """Those of *urls* that lead out of the list, also without "https://"."""
    return [url for url in urls if starts_with_http(url) or re.match(r"(?:[\w-]+\.)+[a-z]{2,}/", url)]
