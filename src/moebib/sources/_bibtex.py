"""The BibTeX entry in the response of a service."""

from __future__ import annotations

from moebib.errors import Finding
from moebib.records.record import Record

__all__ = ["BIB_TYPES", "single_record"]

BIB_TYPES = ("text/x-bibtex", "application/x-bibtex")


def single_record(bib: str) -> Record | None:
    """The record of the only entry in *bib*; ``None`` unless there is exactly one, with a valid title and valid names.

    >>> single_record("@misc{a, title = {Invented Things}}").title
    'Invented Things'
    >>> single_record("@misc{a, title = {Invented Things}, author = {Berg, Jan and others}}")
    >>> single_record("@misc{a, title = {Invented")
    """
    from moebib.formats.bibtex import read_file  # every lookup imports all sources, and few need it

    records, findings = read_file(bib)
    if len(records) != 1 or any(map(_is_serious, findings)):
        return None
    is_damaged = "\ufffd" in records[0].title + " ".join(map(str, records[0].author))
    return None if is_damaged else _unbraced(records[0])


def _unbraced(record: Record) -> Record:
    """*record* without braces in its venue: no style changes the case of a venue."""
    names = ("container_title", "collection_title", "event_title")
    return record.evolve(**{name: getattr(record, name).replace("{", "").replace("}", "") for name in names})


def _is_serious(finding: Finding) -> bool:
    """Whether the record may be wrong or incomplete; any other invalid field is just left out."""
    return finding.code in ("MB121", "MB125", "MB130", "MB132") or finding.field in ("author", "title")
