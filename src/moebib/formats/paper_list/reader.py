"""Reads a list of papers in Markdown: lines, bullets and table rows are entries, headings are sections.

Every line is accounted for: it is a heading, an entry or a row of a table, or there is a finding about it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from markdown_it.token import Token

from moebib.errors import Finding
from moebib.formats import ParsedFile
from moebib.formats.paper_list.entries import read_line
from moebib.formats.paper_list.lines import IMAGE, LINK, MarkdownLine, join_lines, lines, parser
from moebib.formats.paper_list.markers import OTHERS, is_marker
from moebib.formats.paper_list.tables import (
    is_model_table,
    is_paper_table,
    make_model,
    read_model_row,
    read_paper_row,
    unknown_columns,
)
from moebib.formats.paper_list.works import ListedWorks, repair_url
from moebib.library.config import Config, Section
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.text.fold import fold

__all__ = ["read"]

_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")


def read(text: str, config: Config) -> ParsedFile:
    """The works, models and sections of a list."""
    tokens = parser().parse(_CONTROL.sub("\ufffd", text.removeprefix("\ufeff")))
    has_title = sum(token.type == "heading_open" and token.tag == "h1" for token in tokens) == 1
    reader = _ListReader(config, has_title=has_title)
    for token, context in _with_context(tokens):
        reader.read(token, context)
    records = reader.works.records()
    models = reader.models(records)
    findings = [*reader.findings, *reader.skipped_lines(), *reader.works.findings]
    findings.sort(key=lambda finding: finding.line or 0)
    return ParsedFile(records, models, reader.sections.used(), tuple(findings))


def _with_context(tokens: Sequence[Token]) -> Iterator[tuple[Token, str]]:
    """Each token with the block that it is in: "h2" (a heading), "list", "blockquote", "table" or ""."""
    contexts: list[str] = [""]
    for token in tokens:
        kind = token.type.partition("_")[0]
        is_context = kind in ("heading", "list", "blockquote", "table")
        if token.nesting == 1 and is_context:
            contexts.append(token.tag if kind == "heading" else kind)
            yield token, contexts[-1]
        elif token.nesting == -1 and is_context:
            yield token, contexts.pop()
        else:
            yield token, contexts[-1]


class _SkippedLines(NamedTuple):
    """Lines of one kind that are no entries."""

    kind: str
    first: int
    last: int


class _ListReader:
    """Reads a list block by block and keeps what it has read so far."""

    def __init__(self, config: Config, *, has_title: bool) -> None:
        self.sections = _SectionTree(config, has_title=has_title)
        self.works = ListedWorks(config)
        self.findings: list[Finding] = []
        self._skipped: list[_SkippedLines] = []
        self._rows: list[list[MarkdownLine]] = []
        self._models: list[tuple[dict[str, Any], int]] = []

    def read(self, token: Token, context: str) -> None:
        """Read one token of a block."""
        if token.type == "tr_open":
            self._rows.append([])
        elif token.type == "table_close":
            self._read_table(self._rows[0], self._rows[1:])
            self._rows = []
        elif token.type in ("fence", "code_block", "html_block"):
            start, end = token.map or [0, 0]
            is_html = token.type == "html_block"
            if not (is_html and is_marker(token.content)):
                self._skip("HTML" if is_html else "code block", start + 1, end - start)
        elif token.type == "inline":
            self._read_inline(token, context)

    def _read_inline(self, token: Token, context: str) -> None:
        parts = list(lines(token))
        if context.startswith("h"):
            self.sections.enter(int(context[1]), join_lines(parts).plain)
        elif context == "table":
            self._rows[-1].append(join_lines(parts))
        elif context == "list":
            self._read_line(join_lines(parts), len(parts), bullet=True)
        elif context == "blockquote":
            self._skip("block quote", parts[0].number, len(parts))
        else:
            for line, count in _entry_lines(parts):
                self._read_line(line, count, bullet=False)

    def _read_line(self, line: MarkdownLine, count: int, *, bullet: bool) -> None:
        """Read a line that was *count* lines in the file."""
        if self.sections.in_contents:
            self._skip("table of contents", line.number, count)
            return
        item = read_line(line, bullet=bullet)
        if item and (not item.url or repair_url(item.url)[0]):
            self.works.add(item, self.sections.tags())
            if item.other_text:
                self._find("MB102", f"text not imported: {item.other_text!r}", line.number)
            if item.invalid_date:
                self._find("MB105", f"not a date: {item.invalid_date!r}", line.number)
        elif line.links and all(link.url.startswith("#") for link in line.links):
            self._skip("links within this document", line.number, count)
        elif line.links or line.mask.startswith("["):
            self._find("MB101", f"line not understood: {line.plain!r}", line.number)
        else:
            self._skip("badge" if IMAGE in line.mask else "prose", line.number, count)

    def _read_table(self, head: list[MarkdownLine], rows: list[list[MarkdownLine]]) -> None:
        number = head[0].number
        if is_model_table(head):
            for row in rows:
                fields, findings = read_model_row(head, row)
                self.findings += findings
                if fields.get("name"):
                    self._models.append((fields, row[0].number))
                else:
                    self._find("MB101", "row without a name", row[0].number)
        elif is_paper_table(head):
            for row in rows:
                item = read_paper_row(head, row)
                if not item:
                    self._find("MB101", "row without a title", row[0].number)
                    continue
                self.works.add(item, self.sections.tags())
                if item.invalid_date:
                    self._find("MB105", f"not a date: {item.invalid_date!r}", item.line)
        else:
            self._find("MB101", f"table not understood, lines {number}-{number + len(rows) + 1}", number)
            return
        for column in unknown_columns(head):
            self._find("MB102", f"column not imported: {column!r}", number)

    def models(self, records: Sequence[Record]) -> tuple[Model, ...]:
        """The models of the tables, each with the key of its paper in *records*."""
        models: list[Model] = []
        for fields, line in self._models:
            url, repair = repair_url(fields.get("url") or "")
            if repair:
                self._find("MB104", f"link repaired, {repair}: {fields['url']!r}", line)
            elif fields.get("url") and not url:
                self._find("MB104", f"link not imported, not an http(s) URL: {fields['url']!r}", line)
            models.append(make_model(fields | {"url": url}, records, [model.id for model in models]))
        return tuple(models)

    def skipped_lines(self) -> Iterator[Finding]:
        """A finding for each run of lines that were skipped."""
        for kind, first, last in self._skipped:
            span = f", lines {first}-{last}" if last > first else ""
            yield Finding("MB102", f"skipped: {kind}{span}", line=first)

    def _skip(self, kind: str, number: int, count: int) -> None:
        run = _SkippedLines(kind, number, number + count - 1)
        previous = self._skipped[-1] if self._skipped else None
        if previous and previous.kind == kind and number == previous.last + 1:
            self._skipped[-1] = run._replace(first=previous.first)
        else:
            self._skipped.append(run)

    def _find(self, code: str, message: str, line: int) -> None:
        self.findings.append(Finding(code, message, line=line))


_ONLY_LINKS = re.compile(rf"\s*(?:\[{LINK}(?:,?\s*{LINK})*\]\s*)+")


def _entry_lines(parts: Sequence[MarkdownLine]) -> Iterator[tuple[MarkdownLine, int]]:
    """The entries of a paragraph, and how many lines each has: a line of only ``[[Code](url)]`` continues the entry."""
    group: list[MarkdownLine] = []
    for line in parts:
        if group and not _ONLY_LINKS.fullmatch(line.mask):
            yield join_lines(group), len(group)
            group = []
        group.append(line)
    yield join_lines(group), len(group)


_CONTENTS = frozenset(("contents", "table of contents", "toc", "content"))


class _SectionTree:
    """The headings that have been read, as a tree of sections; a heading of the configuration keeps its tag."""

    def __init__(self, config: Config, *, has_title: bool) -> None:
        self._has_title = has_title
        self._configured = {section.tag: section for section in config.sections}
        self._tags = _tags_by_headings(config)
        self._open: list[tuple[int, str]] = []
        self._headings: dict[str, str] = {}
        self._used: set[str] = set()
        self.in_contents = False

    def enter(self, level: int, heading: str) -> None:
        """Enter the section that begins with *heading*."""
        if level == 1 and self._has_title:
            return
        self.in_contents = fold(heading) in _CONTENTS
        self._open = [above for above in self._open if above[0] < level]
        if not self.in_contents:
            self._open.append((level, heading))
            self._headings.setdefault(self._tag(), heading)

    def tags(self) -> tuple[str, ...]:
        """The tag of an entry in the current section: one, or none outside of all sections."""
        if not self._open:
            return ()
        tag = self._tag()
        if tag == fold(OTHERS) and tag not in self._configured:
            return ()
        self._used |= {tag[: match.start()] for match in re.finditer("/|$", tag)}
        return (tag,)

    def used(self) -> tuple[Section, ...]:
        """The sections with entries in or below them, in order."""
        return tuple(
            self._configured.get(tag) or Section(tag=tag, heading=heading)
            for tag, heading in self._headings.items()
            if tag in self._used
        )

    def _tag(self) -> str:
        """The tag of the current section."""
        path: tuple[str, ...] = ()
        for _, heading in self._open:
            parent, path = path, (*path, fold(heading))
            if path not in self._tags:
                self._tags[path] = self._new_tag(self._tags.get(parent, ""), heading)
        return self._tags[path]

    def _new_tag(self, parent: str, heading: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", fold(heading)).strip("-") or "section"
        tag, number, taken = f"{parent}/{slug}".lstrip("/"), 1, set(self._tags.values())
        while tag in taken:
            number += 1
            tag = f"{parent}/{slug}-{number}".lstrip("/")
        return tag


def _tags_by_headings(config: Config) -> dict[tuple[str, ...], str]:
    """The folded headings from the top section down -> the tag."""
    headings = {section.tag: section.heading for section in config.sections}
    tags: dict[tuple[str, ...], str] = {}
    for tag in headings:
        steps = [tag[: match.start()] for match in re.finditer("/|$", tag)]
        tags.setdefault(tuple(fold(headings[step]) for step in steps if step in headings), tag)
    return tags
