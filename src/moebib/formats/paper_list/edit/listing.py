"""A list with its works, and what it shows about their forms, their order and the lines between them."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Sequence
from functools import cached_property

from moebib.formats.paper_list.document import Heading, ListDocument
from moebib.formats.paper_list.edit.facts import Facts
from moebib.formats.paper_list.edit.order import SortKey, find_order, sort_key
from moebib.formats.paper_list.edit.rules import ShapeRules
from moebib.formats.paper_list.edit.shapes import listed_block
from moebib.formats.paper_list.edit.written import ListForms
from moebib.library.config import Order
from moebib.library.library import Library
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.lines import LINE_BREAK, newline_of

__all__ = ["Listing"]


class Listing:
    """The list as it is, with the works that its blocks are about."""

    def __init__(self, document: ListDocument, library: Library, keys: Sequence[str | None]) -> None:
        self.document = document
        self.text = document.text
        self.library = library
        self.newline = newline_of(document.text)
        self.works = tuple(listed_block(document.text, block) for block in document.blocks)
        self.keys = tuple(keys)
        self.records: tuple[Record | None, ...] = tuple(library.find_key(key) if key else None for key in keys)
        self.members: dict[str, list[int]] = defaultdict(list)
        """Tag of a section -> the numbers of its works."""
        for number, block in enumerate(document.blocks):
            self.members[block.tag].append(number)
        self._venues = {fold(spelling): short for spelling, short in library.config.venues.items()}
        self._heading_starts = [heading.start for heading in document.headings]

    def facts(self, record: Record) -> Facts:
        """The facts of a work."""
        return Facts(record, self._venues)

    @cached_property
    def forms(self) -> ListForms:
        """How the list writes values."""
        return ListForms(self.text, self.works)

    @cached_property
    def rules(self) -> ShapeRules:
        """What the list shows about the slots of its works."""
        return ShapeRules(Counter(work.shape for work in self.works))

    def sort_key(self, number: int) -> SortKey:
        """What the work can be ordered by: its date and title in the library or, if it is in none, in the list."""
        record, item = self.records[number], self.works[number].block.item
        return sort_key(item.title, record.issued if record else item.issued)

    def order(self, tag: str) -> Order:
        """The order in the section: that of moebib.toml, else the one that the section or the list shows."""
        config = self.library.config
        configured = next((section.order for section in config.sections if section.tag == tag), None)
        configured = configured or (config.readme.order if config.readme else None)
        return configured or find_order([self._keys(tag)]) or self._usual_order

    @cached_property
    def _usual_order(self) -> Order:
        return find_order([self._keys(tag) for tag in self.members]) or "as it is"

    def _keys(self, tag: str) -> list[SortKey]:
        return [self.sort_key(number) for number in self.members.get(tag, ())]

    def gap(self, tag: str, before: int, after: int) -> str:
        """What is between a new work and its neighbours, of which the numbers are given: as between most works."""
        here = self._gap(before, after)
        in_section = Counter(
            gap for pair in zip(self.members[tag], self.members[tag][1:], strict=False) if (gap := self._gap(*pair))
        )
        usual = in_section or self._usual_gaps
        if here is not None and (not usual or here in usual):
            return here
        return usual.most_common(1)[0][0] if usual else self.newline

    @property
    def usual_gap(self) -> str:
        """What is between most works of the list."""
        return self._usual_gaps.most_common(1)[0][0] if self._usual_gaps else self.newline

    @cached_property
    def _usual_gaps(self) -> Counter[str]:
        numbers = range(len(self.works) - 1)
        return Counter(gap for number in numbers if (gap := self._gap(number, number + 1)))

    def _gap(self, before: int, after: int) -> str | None:
        """The line breaks between two neighbours; ``None`` if other works or prose are between them."""
        if after != before + 1 or not 0 <= before < len(self.works) - 1:
            return None
        start, end = self.works[before].end, self.works[after].block.start
        return None if self.text[start:end].strip() else self.newline * self.breaks(start, end)

    def indentation(self, number: int) -> str:
        """The spaces before a work on its first line, as before a row of HTML."""
        start = self.works[number].block.start
        before = self.text[max(self.text.rfind("\n", 0, start), self.text.rfind("\r", 0, start)) + 1 : start]
        return "" if before.strip() else before

    def breaks(self, start: int, end: int) -> int:
        """How many lines end in a part of the text."""
        return len(LINE_BREAK.findall(self.text, start, end))

    def are_adjacent(self, before: int, after: int) -> bool:
        """Whether only spaces and line breaks are between two works."""
        return self._gap(before, after) is not None

    def heading_of(self, number: int) -> Heading | None:
        """The last heading before a work, which may be that of a year within its section."""
        at = bisect_right(self._heading_starts, self.works[number].block.start)
        return self.document.headings[at - 1] if at else None
