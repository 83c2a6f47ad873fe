"""Block by block through a list: which line is an entry, which is a heading, and what is neither."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Any

from markdown_it.token import Token

from moebib.errors import Finding
from moebib.formats.paper_list.entries import read_line
from moebib.formats.paper_list.lines import IMAGE, LINK, Line, lines
from moebib.formats.paper_list.models import make_model
from moebib.formats.paper_list.sections import Sections
from moebib.formats.paper_list.tables import is_model_table, is_paper_table, left_columns, model_fields, paper
from moebib.formats.paper_list.urls import address
from moebib.formats.paper_list.works import Works
from moebib.library.config import Config
from moebib.records.record import Model, Record

__all__ = ["Reading"]

_MARKER = re.compile(r"\s*<!--\s*moebib:(?:begin|end)\s+[\w-]+\s*-->\s*")


class Reading:
    """What has been read so far."""

    def __init__(self, config: Config, *, titled: bool) -> None:
        self.sections = Sections(config, titled=titled)
        self.works = Works(config)
        self.findings: list[Finding] = []
        self._skipped: list[tuple[str, int, int]] = []
        self._rows: list[list[Line]] = []
        self._models: list[tuple[dict[str, Any], int]] = []

    def take(self, token: Token, context: str) -> None:
        """One block, or a part of it."""
        if token.type == "tr_open":
            self._rows.append([])
        elif token.type == "table_close":
            self._table(self._rows[0], self._rows[1:])
            self._rows = []
        elif token.type in ("fence", "code_block", "html_block"):
            self._block(token)
        elif token.type == "inline":
            self._inline(token, context)

    def models(self, records: Sequence[Record]) -> tuple[Model, ...]:
        """The models of the tables, with the keys of their papers."""
        made: list[Model] = []
        for fields, line in self._models:
            url, what = address(fields.get("url") or "")
            if what:
                self._find("MB104", f"link repaired, {what}: {fields['url']!r}", line)
            elif fields.get("url") and not url:
                self._find("MB104", f"link not kept, only http(s) links are taken: {fields['url']!r}", line)
            made.append(make_model(fields | {"url": url}, records, [model.id for model in made]))
        return tuple(made)

    def skipped(self) -> Iterator[Finding]:
        """A finding for each run of lines that are no entries."""
        for what, first, last in self._skipped:
            place = f", lines {first}-{last}" if last > first else ""
            yield Finding("MB102", f"skipped: {what}{place}", line=first)

    def _inline(self, token: Token, context: str) -> None:
        found = list(lines(token))
        if context.startswith("h"):
            self.sections.enter(int(context[1]), _joined(found).plain)
        elif context == "table":
            self._rows[-1].append(_joined(found))
        elif context == "list":
            self._line(_joined(found), len(found), bullet=True)
        elif context == "blockquote":
            self._skip("quotation", found[0].number, len(found))
        else:
            for line, count in _entry_lines(found):
                self._line(line, count, bullet=False)

    def _line(self, line: Line, count: int, *, bullet: bool) -> None:
        if self.sections.in_contents:
            return self._skip("contents", line.number, count)
        entry = read_line(line, bullet=bullet)
        if entry and (not entry.url or address(entry.url)[0]):
            self.works.add(entry, self.sections.tags())
            if entry.left:
                self._find("MB102", f"text not kept: {entry.left!r}", line.number)
            if entry.wrong:
                self._find("MB105", f"not a date: {entry.wrong!r}", line.number)
        elif all(link.url.startswith("#") for link in line.links) and line.links:
            self._skip("links within the document", line.number, count)
        elif line.links or line.mask.startswith("["):
            self._find("MB101", f"line not understood: {line.plain!r}", line.number)
        else:
            self._skip("badge" if IMAGE in line.mask else "prose", line.number, count)
        return None

    def _table(self, head: list[Line], rows: list[list[Line]]) -> None:
        number = head[0].number
        if is_model_table(head):
            for row in rows:
                fields, findings = model_fields(head, row)
                self.findings += findings
                self._model(fields, row[0])
        elif is_paper_table(head):
            for row in rows:
                self._paper(head, row)
        else:
            self._find("MB101", f"table not understood, lines {number}-{number + len(rows) + 1}", number)
            return
        for name in left_columns(head):
            self._find("MB102", f"column not kept: {name!r}", number)

    def _model(self, fields: dict[str, Any], first: Line) -> None:
        if fields.get("name"):
            self._models.append((fields, first.number))
        else:
            self._find("MB101", "row without a name", first.number)

    def _paper(self, head: list[Line], row: list[Line]) -> None:
        entry = paper(head, row)
        if not entry:
            self._find("MB101", "row without a title", row[0].number)
            return
        self.works.add(entry, self.sections.tags())
        if entry.wrong:
            self._find("MB105", f"not a date: {entry.wrong!r}", entry.line)

    def _block(self, token: Token) -> None:
        start, end = token.map or [0, 0]
        if not (token.type == "html_block" and _MARKER.fullmatch(token.content)):
            self._skip("HTML" if token.type == "html_block" else "code", start + 1, end - start)

    def _skip(self, what: str, number: int, count: int) -> None:
        last = self._skipped[-1] if self._skipped else ("", 0, 0)
        if last[0] == what and number == last[2] + 1:
            number, count = last[1], number + count - last[1]
            self._skipped.pop()
        self._skipped.append((what, number, number + count - 1))

    def _find(self, code: str, message: str, line: int) -> None:
        self.findings.append(Finding(code, message, line=line))


_ONLY_LINKS = re.compile(rf"\s*(?:\[{LINK}(?:,?\s*{LINK})*\]\s*)+")


def _entry_lines(found: Sequence[Line]) -> Iterator[tuple[Line, int]]:
    """The lines of a paragraph, and how many each was; one of only ``[[Code](url)]`` belongs to the one before."""
    group: list[Line] = []
    for line in found:
        if group and not _ONLY_LINKS.fullmatch(line.mask):
            yield _joined(group), len(group)
            group = []
        group.append(line)
    yield _joined(group), len(group)


def _joined(found: Sequence[Line]) -> Line:
    first = found[0]
    return Line(
        first.number,
        " ".join(line.text for line in found),
        " ".join(line.mask for line in found),
        tuple(link for line in found for link in line.links),
    )
