"""Reads a list of papers: its blocks are cut into what may be works, and the whole list decides what they are.

Every line is accounted for: it is a heading, or in the block of a work, or there is a finding about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from moebib.errors import Finding
from moebib.formats import ParsedFile
from moebib.formats.paper_list.document import Block, Heading, ListDocument
from moebib.formats.paper_list.entries import ListItem
from moebib.formats.paper_list.markers import is_marker
from moebib.formats.paper_list.read.blocks import HeadingBlock, ListText, TableBlock, read_blocks
from moebib.formats.paper_list.read.candidates import (
    SectionEnd,
    SubHeading,
    WorkCandidate,
    candidates,
    is_work,
    rows_of,
    vocabulary,
)
from moebib.formats.paper_list.read.dates_and_venues import is_known_venue, read_date_and_venue
from moebib.formats.paper_list.read.evidence import read_units
from moebib.formats.paper_list.read.models import is_model_table, make_model, read_model_row
from moebib.formats.paper_list.read.sections import SectionTree
from moebib.formats.paper_list.urls import repair_url
from moebib.formats.paper_list.works import ListedWorks
from moebib.library.config import Config
from moebib.records.model import Model
from moebib.records.record import Record

__all__ = ["read", "read_document"]


def read(text: str, config: Config) -> ParsedFile:
    """The works, models and sections of a list."""
    reader = _ListReader(text, config)
    works = ListedWorks(config)
    for block in reader.blocks:
        works.add(block.item, (block.tag,) if block.tag else ())
    records = works.records()
    models = reader.models(records)
    findings = sorted((*reader.findings, *works.findings), key=lambda finding: finding.line or 0)
    return ParsedFile(records, models, reader.sections.used(), tuple(findings))


def read_document(text: str, config: Config) -> ListDocument:
    """The headings and the works of a list, each with its place in *text*."""
    reader = _ListReader(text, config)
    return ListDocument(text, tuple(reader.headings), tuple(reader.blocks), tuple(reader.findings))


class _Placed(NamedTuple):
    """A candidate with its section."""

    candidate: WorkCandidate
    tag: str
    headings: tuple[str, ...]
    in_contents: bool


class _ListReader:
    """Reads a list block by block, and then its works all together."""

    def __init__(self, text: str, config: Config) -> None:
        self.source = ListText(text)
        self.findings: list[Finding] = []
        self.headings: list[Heading] = []
        self.blocks: list[Block] = []
        self._models: list[tuple[dict[str, Any], int]] = []
        self._placed: list[_Placed] = []
        self._skipped: list[tuple[str, int, int]] = []
        blocks = list(read_blocks(self.source))
        titles = sum(isinstance(block, HeadingBlock) and block.level == 1 for block in blocks)
        self.sections = SectionTree(config, has_title=titles == 1)
        for found in candidates(blocks, self.source):
            if isinstance(found, WorkCandidate):
                self._place(found)
            elif isinstance(found, HeadingBlock | SubHeading):
                tag = self.sections.enter(found.level, found.line.plain)
                self.headings.append(Heading(found.level, found.line.plain, tag, found.start, found.end))
            elif isinstance(found, SectionEnd):
                self.sections.leave(found.level)
            elif isinstance(found, TableBlock):
                self._read_table(found)
            elif found.start < found.end and not is_marker(text[found.start : found.end]):
                self._skip(found.kind, found.start, found.end)
        self._read_works(vocabulary(blocks))
        self._report_skipped()

    def _place(self, candidate: WorkCandidate) -> None:
        in_contents = self.sections.in_contents
        self._placed.append(_Placed(candidate, self.sections.tag(), self.sections.headings, in_contents))

    # --- works

    def _read_works(self, words: frozenset[str]) -> None:
        readings = read_units([placed.candidate.unit for placed in self._placed], words)
        for placed, reading in zip(self._placed, readings, strict=True):
            candidate = placed.candidate
            if placed.in_contents:
                self._skip("table of contents", candidate.start, candidate.end)
            elif reading is None or not is_work(candidate, reading, placed.headings):
                self._pass_over(candidate)
            else:
                item = _with_heading(reading.item, placed.headings)
                self.sections.use(placed.tag)
                parts = tuple(
                    part for part in reading.parts if candidate.start <= part.start and part.end <= candidate.end
                )
                self.blocks.append(Block(candidate.form, candidate.start, candidate.end, parts, item, placed.tag))
                if item.other_text:
                    self._find("MB102", f"text not imported: {item.other_text!r}", item.line)
                if item.invalid_date:
                    self._find("MB105", f"not a date: {item.invalid_date!r}", item.line)

    def _pass_over(self, candidate: WorkCandidate) -> None:
        """Report a candidate that is no work."""
        line = candidate.unit.line
        if candidate.form == "row":
            if line.plain.strip():
                self._find("MB101", "row without a title", candidate.unit.number)
        elif line.links and all(link.url.startswith("#") for link in line.links):
            self._skip("links within this document", candidate.start, candidate.end)
        elif all(link.label.is_image for link in line.links) and not line.without_links and (line.links or line.images):
            self._skip("badge", candidate.start, candidate.end)
        elif line.links or line.mask.startswith("["):
            self._find("MB101", f"line not understood: {line.plain!r}", candidate.unit.number)
        elif line.plain:
            self._skip("prose", candidate.start, candidate.end)

    # --- tables

    def _read_table(self, table: TableBlock) -> None:
        if self.sections.in_contents:
            self._skip("table of contents", table.start, table.end)
        elif is_model_table(table.head):
            for cells, start, _ in table.rows:
                number = self.source.number(start)
                values, findings = read_model_row(table.head, cells, number)
                self.findings += findings
                if values.get("name"):
                    self._models.append((values, number))
                elif any(cell.plain for cell in cells):
                    self._find("MB101", "row without a name", number)
        else:
            rows = list(rows_of(table, self.source))
            if rows and "title" in rows[0].unit.columns:
                for header, role in zip(rows[0].unit.headers, rows[0].unit.columns, strict=True):
                    if header and role in (None, "comment"):
                        self._find("MB102", f"column not imported: {header!r}", self.source.number(table.start))
                for row in rows:
                    self._place(row)
            else:
                number, last = self.source.number(table.start), self.source.number(max(table.start, table.end - 1))
                self._find("MB101", f"table not understood, lines {number}-{last}", number)

    def models(self, records: Sequence[Record]) -> tuple[Model, ...]:
        """The models, each with the key of its paper in *records*."""
        models: list[Model] = []
        for fields, line in self._models:
            url, repair = repair_url(fields.get("url") or "")
            if repair:
                self._find("MB104", f"link repaired, {repair}: {fields['url']!r}", line)
            elif fields.get("url") and not url:
                self._find("MB104", f"link not imported, not an http(s) URL: {fields['url']!r}", line)
            models.append(make_model(fields | {"url": url}, records, [model.id for model in models]))
        return tuple(models)

    # --- findings

    def _find(self, code: str, message: str, line: int) -> None:
        self.findings.append(Finding(code, message, line=line))

    def _skip(self, kind: str, start: int, end: int) -> None:
        written = self.source.text[start:end].rstrip()
        first = self.source.number(start)
        self._skipped.append((kind, first, self.source.number(start + max(0, len(written) - 1))))

    def _report_skipped(self) -> None:
        """Report each run of lines that were skipped."""
        runs: list[tuple[str, int, int]] = []
        for kind, first, last in sorted(self._skipped, key=lambda skipped: skipped[1]):
            if runs and runs[-1][0] == kind and first <= runs[-1][2] + 1:
                runs[-1] = (kind, runs[-1][1], max(last, runs[-1][2]))
            else:
                runs.append((kind, first, last))
        for kind, first, last in runs:
            span = f", lines {first}-{last}" if last > first else ""
            self._find("MB102", f"skipped: {kind}{span}", first)


def _with_heading(item: ListItem, headings: Iterable[str]) -> ListItem:
    """*item* with the date and the venue of the heading above it, if that is nothing else: "2024-05", "ICLR 2024"."""
    for heading in reversed(tuple(headings)):
        found = read_date_and_venue(heading)
        venue = heading[slice(*found.venue)]
        if found.issued and (not venue or is_known_venue(venue)) and len(venue.split()) <= 4:
            if item.issued is None:
                item = item._replace(issued=found.issued)
            if venue and not item.venue:
                item = item._replace(venue=venue)
            break
    return item
