"""Finds the lines that may be works: which paragraphs and sub-items go together, and which are headings.

"- Quantization" with papers below it is a heading; "- A Survey of Quantization" with "Code: ..." below it is a work.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile
from typing import Literal, NamedTuple

from moebib.formats.paper_list.markers import is_marker
from moebib.formats.paper_list.read.blocks import (
    HeadingBlock,
    ItemBlock,
    ListText,
    ParagraphBlock,
    SkippedBlock,
    SourceBlock,
    TableBlock,
)
from moebib.formats.paper_list.read.line import MarkdownLine, join
from moebib.formats.paper_list.read.line_reader import LineReader, external_links, is_bold, lines_of
from moebib.formats.paper_list.read.unit import WorkUnit
from moebib.formats.paper_list.read.words import link_kind_of_url
from moebib.text.urls import starts_with_http

__all__ = ["SectionEnd", "SubHeading", "WorkCandidate", "candidates"]


class WorkCandidate(NamedTuple):
    """What may be a work."""

    form: Literal["item", "row", "line"]
    unit: WorkUnit
    start: int
    end: int


class SubHeading(NamedTuple):
    """A line that is a heading although Markdown does not say so; ``level`` is below those of Markdown."""

    level: int
    line: MarkdownLine
    start: int
    end: int


class SectionEnd(NamedTuple):
    """The end of the sections of *level* and below."""

    level: int


FoundInList = WorkCandidate | SubHeading | SectionEnd | HeadingBlock | TableBlock | SkippedBlock

SUMMARY, BOLD, ITEM = 7, 8, 9
"""Levels of the headings that Markdown does not know: below ``<details>``, bold lines, list items."""
_MOST_DETAILS = 12
"""How many items below a line may belong to it: "Code: ...", "Video: ...". More are a list of works."""


def candidates(blocks: Sequence[SourceBlock], source: ListText) -> Iterator[FoundInList]:
    """What may be works in *blocks*, with the headings and the blocks that are neither."""
    yield from _Finder(blocks, source).find()


class _Finder:
    def __init__(self, blocks: Sequence[SourceBlock], source: ListText) -> None:
        self.blocks = blocks
        self.source = source
        self.lines = LineReader(blocks, source)
        self.open: WorkCandidate | None = None
        """The last candidate, which a paragraph may go on with."""
        self.takes_items = False
        """Whether the items that follow belong to the open candidate."""
        self.takes_all = False
        """Whether all up to the next heading belongs to it: its title is a heading."""
        self.works_below_works = self.lines.most_children_are_works(blocks)

    def find(self) -> Iterator[FoundInList]:
        for index, block in enumerate(self.blocks):
            following = self.blocks[index + 1] if index + 1 < len(self.blocks) else None
            if isinstance(block, ParagraphBlock):
                yield from self._paragraph(block, following, index)
                continue
            if isinstance(block, ItemBlock) and self.open and (self.takes_items or self.takes_all):
                self._attach(list(lines_of(block)), block.end)
                continue
            if isinstance(block, SkippedBlock) and block.kind == "HTML" and not self._is_comment(block):
                yield block  # an image between the paragraphs of a work
                continue
            yield from self._close()
            if isinstance(block, ItemBlock):
                for found in self._item(block, ITEM):
                    yield from self._close()
                    if isinstance(found, WorkCandidate):
                        self.open = found
                    else:
                        yield found
            elif isinstance(block, HeadingBlock) and self._is_title_of_work(block, index):
                self.open = WorkCandidate("line", self.lines.unit(block.line), block.start, block.end)
                self.takes_all = True
            elif isinstance(block, HeadingBlock):
                yield block._replace(level=block.level or SUMMARY)
            elif isinstance(block, SkippedBlock) and block.kind == "end of details":
                yield SectionEnd(SUMMARY)
            elif isinstance(block, TableBlock):
                yield block._replace(is_marked=self.lines.is_marked)
            else:
                written = self.source.text[block.start : block.end]
                if is_marker(written):
                    self.lines.is_marked = "moebib:begin" in written
                yield block
        yield from self._close()

    def _is_comment(self, block: SkippedBlock) -> bool:
        return self.source.text[block.start : block.end].lstrip().startswith("<!--")

    def _attach(self, lines: Sequence[MarkdownLine], end: int) -> None:
        """Let the open candidate go on with *lines*."""
        if self.open:
            line = join((self.open.unit.line, *lines))
            self.open = self.open._replace(unit=self.open.unit._replace(line=line), end=end)

    def _has_labelled_items(self, index: int) -> bool:
        """Whether the items from the block *index* on say what belongs to the line before: "Code: ...", a URL."""
        run = list(
            takewhile(lambda block: isinstance(block, ItemBlock), self.blocks[index : index + _MOST_DETAILS + 1])
        )
        items = [item for item in run if isinstance(item, ItemBlock) and item.paragraphs]
        labelled = [self.lines.is_labelled(join(item.paragraphs)) for item in items]
        if not labelled or len(labelled) > _MOST_DETAILS or sum(labelled) * 2 < len(labelled):
            return False
        return labelled[0] or self.lines.is_detail(join(items[0].paragraphs))

    def _close(self) -> Iterator[FoundInList]:
        if self.open:
            yield from self._split(self.open)
            self.open = None
        self.takes_items = self.takes_all = False

    # --- headings and paragraphs

    def _is_title_of_work(self, heading: HeadingBlock, index: int) -> bool:
        """Whether a heading is the title of a work: it links to it, or what follows says "Authors: ..., Code: ..."."""
        draft = self.lines.draft(heading.line)
        title = draft.first_title
        if heading.level == 1 or title is None:
            return False
        linked = [atom.link for atom in draft.atoms[title.first : title.last + 1] if atom.link]
        if linked and starts_with_http(linked[0].url):
            is_paper = link_kind_of_url(linked[0].url) in ("paper", "pdf")
            return is_paper or len(draft.text_of((title.first, title.last)).split()) > 3
        return not heading.line.links and self._has_labelled_items(index + 1)

    def _paragraph(self, block: ParagraphBlock, following: SourceBlock | None, index: int) -> Iterator[FoundInList]:
        if self.open and (self.takes_all or all(self.lines.is_detail(line) for line in block.lines)):
            self._attach(block.lines, block.end)
            return
        yield from self._close()
        groups = list(self._groups(block.lines))
        for position, group in enumerate(groups):
            start = block.start if position == 0 else self.source.start(self.source.number(group[0].at[0]) - 1)
            last = position == len(groups) - 1
            end = block.end if last else self.source.start(self.source.number(group[-1].at[-1]))
            line = join(group)
            goes_on = last and isinstance(following, ParagraphBlock) and all(map(self.lines.is_detail, following.lines))
            takes_items = last and self._has_labelled_items(index + 1)
            if is_bold(line) and not line.links and not goes_on and not takes_items:
                yield from self._close()
                yield SubHeading(BOLD, line, start, end)
                continue
            yield from self._close()
            self.open = WorkCandidate("line", self.lines.unit(line), start, end)
            self.takes_items = takes_items

    def _groups(self, lines: Sequence[MarkdownLine]) -> Iterator[list[MarkdownLine]]:
        """The lines of each work in a paragraph: one for each line, unless a line only goes on with the one before."""
        begins = [self.lines.begins_work(line) for line in lines]
        is_one_each = sum(begins) > 1
        group: list[MarkdownLine] = []
        for line, begin in zip(lines, begins, strict=True):
            starts_anew = is_bold(line) and any(map(external_links, group)) and is_bold(group[0])
            if group and (starts_anew or (begin if is_one_each else is_bold(group[0]) and len(group) == 1 and begin)):
                yield group
                group = []
            group.append(line)
        yield group

    # --- list items

    def _item(self, item: ItemBlock, level: int) -> Iterator[FoundInList]:
        own = join(item.paragraphs) if item.paragraphs else None
        works = [child for child in item.children if self.lines.is_sub_work(child)]
        details = len(item.children) - len(works)
        is_work = own is not None and self.lines.is_work(own)
        if item.children and works and (self.works_below_works if is_work else len(works) >= details or not own):
            if is_work and own:
                end = item.children[0].start
                yield from self._split(WorkCandidate("item", self.lines.unit(own), item.start, end))
            elif own:
                yield SubHeading(level, own, item.start, item.children[0].start)
            for child in item.children:
                yield from self._item(child, level + 1)
            if not is_work:
                yield SectionEnd(level)
        elif own is not None:
            line = join(list(lines_of(item)))
            yield from self._split(WorkCandidate("item", self.lines.unit(line), item.start, item.end))

    def _split(self, candidate: WorkCandidate) -> Iterator[WorkCandidate]:
        """The works in one line: there is more than one if links with titles follow each other."""
        line = candidate.unit.line
        starts = self.lines.draft(line).starts_of_titles() if len(line.links) > 1 else []
        if len(starts) < 2:
            yield candidate
            return
        ends = [*starts[1:], len(line.text)]
        for position, (start, end) in enumerate(zip([0, *starts[1:]], ends, strict=True)):
            part = line.part(start, end).strip(" \n,;|\u00b7\u2022/&")
            unit = candidate.unit._replace(line=part, number=self.source.number(part.at[0]))
            file_start = candidate.start if position == 0 else line.at[start]
            yield WorkCandidate(
                candidate.form, unit, file_start, candidate.end if end == len(line.text) else line.at[end]
            )
