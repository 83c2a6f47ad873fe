"""What `moebib init` and `moebib import` have read of a list: its works by section, and findings by their kind."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from moebib.errors import Finding
from moebib.formats import ParsedFile
from moebib.library.config import Section
from moebib.records.record import Record

__all__ = ["FindingGroup", "SectionSummary", "condensed", "grouped", "summarised"]


class SectionSummary(NamedTuple):
    """How much was read of a top-level section with all that is below it."""

    heading: str
    works: int
    authors: int
    """How many of the works have authors, and so on."""
    venues: int
    dates: int
    links: int


class FindingGroup(NamedTuple):
    """Findings of one kind, in the order of the file."""

    kind: str
    """What they have in common: "MB101 line not understood"."""
    findings: tuple[Finding, ...]

    @property
    def done(self) -> tuple[str, str] | None:
        """What findings that need no attention are called, one and several: text that is not an entry, and repairs."""
        first = self.findings[0]
        if first.code == "MB102":
            return "text that is not an entry", "texts that are not entries"
        if first.code == "MB103" and first.message.endswith("merged"):
            return "repeated entry", "repeated entries"
        return ("repaired link", "repaired links") if first.message.startswith("link repaired") else None


def summarised(parsed: ParsedFile, sections: Iterable[Section]) -> tuple[SectionSummary, ...]:
    """The top-level sections of a list in their order, and last the works in none; *sections* are those of its library.

    A work in two sections counts in both.
    """
    headings = {section.tag: section.heading for section in (*sections, *parsed.sections) if "/" not in section.tag}
    of_section: dict[str, list[Record]] = {tag: [] for tag in headings}
    for record in parsed.records:
        for tag in dict.fromkeys(tag.partition("/")[0] for tag in record.tags or ("",)):
            of_section.setdefault(tag, []).append(record)
    return tuple(_summary(headings.get(tag, tag), records) for tag, records in of_section.items() if records)


def _summary(heading: str, records: Sequence[Record]) -> SectionSummary:
    return SectionSummary(
        heading,
        len(records),
        authors=sum(bool(record.author) for record in records),
        venues=sum(bool(record.venue or record.genre) for record in records),
        dates=sum(record.issued is not None for record in records),
        links=sum(record.link is not None for record in records),
    )


def grouped(findings: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """*findings* by their code and the words of the message without values.

    >>> lines = [Finding("MB101", f"line not understood: {text!r}", line=9) for text in ("x", "y")]
    >>> [(group.kind, len(group.findings)) for group in grouped([*lines, Finding("MB101", "row without a title")])]
    [('MB101 line not understood', 2), ('MB101 row without a title', 1)]
    """
    kinds: dict[str, list[Finding]] = {}
    for finding in findings:
        # An entry that repeats another one with other facts is of another kind than one with the same.
        kinds.setdefault(f"{finding.code} {_VALUES.sub('', finding.message)}", []).append(finding)
    return tuple(FindingGroup(kind.partition(":")[0], tuple(group)) for kind, group in kinds.items())


def condensed(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """*findings*, but of each kind that needs no attention only the first, as a note that counts the others.

    >>> lines = [Finding("MB102", f"text not imported: {text!r}", line=9) for text in ("x", "y", "z")]
    >>> [(finding.level, finding.message) for finding in condensed(lines)]
    [('note', "text not imported: 'x'; and 2 more of this kind")]
    """
    kept: list[Finding] = []
    for group in grouped(findings):
        if not group.done:
            kept += group.findings
            continue
        first, others = group.findings[0], len(group.findings) - 1
        more = f"; and {others} more of this kind" if others else ""
        kept.append(replace(first, message=f"{first.message}{more}", level="note"))
    return tuple(kept)


_VALUES = re.compile(r"(?<=:).*|'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\"|\d+", re.S)
