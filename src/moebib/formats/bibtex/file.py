"""BibTeX and BibLaTeX files: text to records, in either dialect or in both.

Every entry becomes a record, including malformed ones and those with a duplicate key or field. What is not kept or
cannot be read (a malformed block, ``@preamble``, ``@comment``, an undefined macro) becomes a finding with its position.
Text between entries is skipped.
"""

from __future__ import annotations

from collections.abc import Iterator

from moebib.errors import Finding
from moebib.formats.bibtex.document import BibDocument
from moebib.formats.bibtex.reader import decode_entry
from moebib.formats.bibtex.resolve.entries import read_entries
from moebib.records.record import Record

__all__ = ["read_file", "read_records"]


def read_file(text: str) -> tuple[tuple[Record, ...], tuple[Finding, ...]]:
    """All records of a .bib file, in order, and the findings.

    >>> records, findings = read_file("@book{knuth1984, title = {The {TeXbook}}} @book{cut,")
    >>> records[0].title, [finding.code for finding in findings]
    ('The TeXbook', ['MB121'])
    """
    records: list[Record] = []
    findings: list[Finding] = []
    for record, of_block in read_records(text):
        findings += of_block
        if record:
            records.append(record)
    return tuple(records), tuple(findings)


def read_records(text: str) -> Iterator[tuple[Record | None, tuple[Finding, ...]]]:
    """As ``read_file``, block by block, for files that are too long for all records to be held in memory."""
    document = BibDocument(text)
    for block, entry, findings in read_entries(document):
        if entry is None:
            yield None, findings
            continue
        record, of_record = decode_entry(entry)
        yield record, (*findings, *(document.place(finding, block) for finding in of_record))
