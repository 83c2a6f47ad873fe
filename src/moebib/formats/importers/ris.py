"""RIS, as reference managers and publishers write it."""

from __future__ import annotations

from moebib.errors import Finding
from moebib.formats.importers import Imported, Importer
from moebib.formats.importers._bib import decode
from moebib.formats.ris import from_ris, split_records
from moebib.library.config import Config
from moebib.records.citekey import make_key
from moebib.records.record import Record


def read(text: str, config: Config) -> Imported:
    """The records of *text*. One without a usable ``ID``, or with that of another, gets a key as an entry would."""
    records: list[Record] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for block in split_records(text):
        if isinstance(block, Finding):
            findings.append(block)
            continue
        record, found = from_ris(block, lambda record: make_key(record, taken))
        findings += found
        if record and record.id.lower() in taken:
            record = record.evolve(id=make_key(record, taken))
        if record:
            taken.add(record.id.lower())
            records.append(record)
    return Imported(tuple(records), findings=tuple(findings))


IMPORTER = Importer(suffixes=(".ris",), read=read, sign=r"(?m)^\ufeff?TY\s*-\s*\w+\s*$", decode=decode)
