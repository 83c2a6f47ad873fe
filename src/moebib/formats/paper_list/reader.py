"""Reads a list of papers: its blocks are cut into what may be works, and the whole list decides what they are.

Every line is accounted for: it is a heading, or in the block of a work, or there is a finding about it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, NamedTuple

from moebib.errors import Finding
from moebib.formats import ParsedFile
from moebib.formats.paper_list.document import Heading, ListDocument, WorkBlock
from moebib.formats.paper_list.entries import ListItem
from moebib.formats.paper_list.linked import LinkedFile, linked_files, name_of_file
from moebib.formats.paper_list.markers import is_marker
from moebib.formats.paper_list.read.acceptance import is_unclear, is_work
from moebib.formats.paper_list.read.blocks import HeadingBlock, TableBlock
from moebib.formats.paper_list.read.candidates import SectionEnd, SubHeading, WorkCandidate
from moebib.formats.paper_list.read.dates_and_venues import is_known_venue, read_date_and_venue
from moebib.formats.paper_list.read.models import is_model_table, make_model, read_model_row
from moebib.formats.paper_list.read.pieces import pieces_of
from moebib.formats.paper_list.read.sections import SectionTree
from moebib.formats.paper_list.read.tables import has_titles
from moebib.formats.paper_list.urls import repair_url
from moebib.formats.paper_list.works import ListedWorks
from moebib.library.config import Config
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.text.fold import fold

__all__ = ["read", "read_document", "read_documents", "read_files"]


def read(text: str, config: Config) -> ParsedFile:
    """The works, models and sections of a list."""
    return read_files({"": text}, config)


def read_files(texts: Mapping[str, str], config: Config) -> ParsedFile:
    """The works, models and sections of a list in several files, by their paths: the first one, and all it links to.

    The sections of a file are below the place of the link to it. A file without works is no part of the list.
    """
    works = ListedWorks(config)
    readers = _readers(texts, config)
    for path, reader in readers.items():
        for block in reader.blocks:
            works.add(block.item, (block.tag,) if block.tag else (), path)
    records = works.records()
    models: list[Model] = []
    findings: list[Finding] = []
    for path, reader in readers.items():
        reader.add_models(models, records)
        found = [*(replace(finding, file=path or None) for finding in reader.findings), *works.findings_in(path)]
        findings += sorted(found, key=lambda finding: finding.line or 0)
    return ParsedFile(records, tuple(models), next(iter(readers.values())).sections.used(), tuple(findings))


def _readers(texts: Mapping[str, str], config: Config) -> dict[str, _ListReader]:
    readers: dict[str, _ListReader] = {}
    places: dict[str, tuple[_ListReader, LinkedFile]] = {}
    for path, text in texts.items():
        reader = _ListReader(text, config, places.get(path))
        for linked in linked_files(text, path):
            places.setdefault(linked.path, (reader, linked))
        if not readers or reader.blocks or reader.has_models:
            readers[path] = reader
    return readers


def read_document(text: str, config: Config) -> ListDocument:
    """The headings and the works of a list, each with its place in *text*."""
    return read_documents({"": text}, config)[""]


def read_documents(texts: Mapping[str, str], config: Config) -> dict[str, ListDocument]:
    """The documents of a list in several files, by their paths, as :func:`read_files` reads them."""
    return {
        path: ListDocument(texts[path], tuple(reader.headings), tuple(reader.blocks), tuple(reader.findings))
        for path, reader in _readers(texts, config).items()
    }


class _Placed(NamedTuple):
    """A candidate with its section."""

    candidate: WorkCandidate
    tag: str
    headings: tuple[str, ...]
    in_contents: bool


class _ListReader:
    """Reads a list block by block, and then its works all together."""

    def __init__(self, text: str, config: Config, place: tuple[_ListReader, LinkedFile] | None = None) -> None:
        """Read *text*; *place* is where another file of the list links to it."""
        self._pieces = pieces_of(text)
        self.source = self._pieces.source
        self.findings: list[Finding] = []
        self.headings: list[Heading] = []
        self.blocks: list[WorkBlock] = []
        self._models: list[tuple[dict[str, Any], int]] = []
        self._placed: list[_Placed] = []
        self._skipped: list[tuple[str, int, int]] = []
        self._above = _headings_above(place, self._pieces.titles) if place else ()
        has_title = len(self._pieces.titles) == 1
        self.sections: SectionTree = (
            place[0].sections.below(self._above, has_title=has_title)
            if place
            else SectionTree(config, has_title=has_title)
        )
        for found in self._pieces.found:
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
        self._read_works()
        self._report_skipped()

    def _place(self, candidate: WorkCandidate) -> None:
        in_contents = self.sections.in_contents
        self._placed.append(_Placed(candidate, self.sections.tag(), self.sections.headings, in_contents))

    # --- works

    def _read_works(self) -> None:
        readings = self._pieces.read([placed.candidate for placed in self._placed])
        certain: Counter[str] = Counter()
        unclear: Counter[str] = Counter()
        works: list[bool] = []
        for placed, reading in zip(self._placed, readings, strict=True):
            works.append(reading is not None and is_work(placed.candidate, reading, placed.headings))
            certain[placed.tag] += works[-1]
            unclear[placed.tag] += not works[-1] and reading is not None and is_unclear(placed.candidate, reading)
        for placed, reading, is_certain in zip(self._placed, readings, works, strict=True):
            candidate = placed.candidate
            # Among works, a title without anything else is one, too.
            is_like_others = certain[placed.tag] >= max(3, 2 * unclear[placed.tag])
            if placed.in_contents:
                self._skip("table of contents", candidate.start, candidate.end)
            elif reading is None or not (is_certain or (is_like_others and is_unclear(candidate, reading))):
                self._pass_over(candidate)
            else:
                item = _with_heading(reading.item, placed.headings)
                self.sections.use(placed.tag)
                parts = tuple(
                    part for part in reading.parts if candidate.start <= part.start and part.end <= candidate.end
                )
                self.blocks.append(WorkBlock(candidate.form, candidate.start, candidate.end, parts, item, placed.tag))
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
        elif line.links and all(_is_within(link.url) for link in line.links):
            self._skip("links within this list", candidate.start, candidate.end)
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
        elif is_model_table(table.head) and not has_titles(table):
            for cells, start, _ in table.rows:
                number = self.source.number(start)
                values, findings = read_model_row(table.head, cells, number)
                self.findings += findings
                if values.get("name"):
                    self._models.append((values, number))
                elif any(cell.plain for cell in cells):
                    self._find("MB101", "row without a name", number)
        else:
            rows = self._pieces.rows(table)
            if rows and "title" in rows[0].unit.columns:
                for header, role in zip(rows[0].unit.headers, rows[0].unit.columns, strict=True):
                    if header and role in (None, "comment"):
                        self._find("MB102", f"column not imported: {header!r}", self.source.number(table.start))
                for row in rows:
                    self._place(row)
            else:
                number, last = self.source.number(table.start), self.source.number(max(table.start, table.end - 1))
                self._find("MB101", f"table not understood, lines {number}-{last}", number)

    @property
    def has_models(self) -> bool:
        """Whether there is a model in a table."""
        return bool(self._models)

    def add_models(self, models: list[Model], records: Sequence[Record]) -> None:
        """Add the models to *models*, each with the key of its paper in *records*."""
        for fields, line in self._models:
            url, repair = repair_url(fields.get("url") or "")
            if repair:
                self._find("MB104", f"link repaired, {repair}: {fields['url']!r}", line)
            elif fields.get("url") and not url:
                self._find("MB104", f"link not imported, not an http(s) URL: {fields['url']!r}", line)
            models.append(make_model(fields | {"url": url}, records, [model.id for model in models]))

    def headings_at(self, line: int) -> tuple[str, ...]:
        """The headings of the sections in which a line is, from the top."""
        above: list[Heading] = []
        for heading in self.headings:
            if self.source.number(heading.start) <= line:
                above = [other for other in above if other.level < heading.level]
                above += [heading] if heading.tag else []
        return (*self._above, *(heading.text for heading in above))

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


def _is_within(url: str) -> bool:
    """Whether a link leads to a place in this file or to another file beside it."""
    return bool(url) and not re.match(r"[a-z][a-z0-9+.-]*:", url, re.I) and repair_url(url)[0] is None


def _headings_above(place: tuple[_ListReader, LinkedFile], titles: Sequence[str]) -> tuple[str, ...]:
    """The headings above those of a file: those of the place of the link, and what the link or the file calls it."""
    reader, linked = place
    headings = reader.headings_at(linked.line)
    name = linked.label or (titles[0] if len(titles) == 1 else "") or name_of_file(linked.path)
    return headings if headings and fold(headings[-1]) == fold(name) else (*headings, name)


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
