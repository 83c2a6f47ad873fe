"""Hayagriva: the YAML files of Typst."""

from __future__ import annotations

from dataclasses import replace

from moebib.errors import Finding
from moebib.formats.hayagriva import from_hayagriva, load
from moebib.formats.importers import Imported, Importer
from moebib.library.config import Config
from moebib.records.citekey import make_key
from moebib.records.record import Record


def read(text: str, config: Config) -> Imported:
    """The entries of *text*; one with the key of another gets a new one."""
    records: list[Record] = []
    findings: list[Finding] = []
    taken: set[str] = set()
    for entry in load(text):
        if isinstance(entry, Finding):
            findings.append(entry)
            continue
        record, found = from_hayagriva(entry.key, entry.value)
        findings += (replace(one, line=entry.lines.get(one.field or "", entry.line)) for one in found)
        if record and record.id.lower() in taken:
            findings.append(Finding("MB138", f"a second entry {entry.key!r}, which gets another key", line=entry.line))
            record = record.evolve(id=make_key(record, taken))
        if record:
            taken.add(record.id.lower())
            records.append(record)
    return Imported(tuple(records), findings=tuple(findings))


IMPORTER = Importer(suffixes=(".yml", ".yaml"), read=read, sign=r"(?m)^\s+(?:type|title|author|parent)\s*:\s")
