"""BibTeX and BibLaTeX files: text to records, in either dialect or in both.

Every entry becomes a record, also one that is not well formed, or whose key or field stands twice. What is not carried
or not understood (a broken block, ``@preamble``, ``@comment``, an undefined macro) becomes a finding with its place;
text between the entries is skipped.
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
    """All entries of a .bib file, in their order, and what was not understood.

    >>> records, findings = read_file("@book{knuth1984, title = {The {TeXbook}}} @book{cut,")
    >>> records[0].title, [finding.code for finding in findings]
    ('The TeXbook', ['MB121'])
    """
    records: list[Record] = []
    findings: list[Finding] = []
    for record, found in read_records(text):
        findings += found
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
