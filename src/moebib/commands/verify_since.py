"""Which references are new or changed since a revision of git: in a pull request, only these are to be verified."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

from moebib.citations import LANGUAGES
from moebib.commands.references import References, read_references, suffixes
from moebib.errors import Finding, InputError
from moebib.records.record import Record
from moebib.store.git import read_at
from moebib.store.revision import files_at

__all__ = ["fingerprint", "only_new", "references_at", "works_at"]

_NOT_COMPARED = frozenset(
    {"id", "keyword", "tags", "abstract", "remark", "origin", "aliases", "ids", "relations", "links", "extra"}
)
"""The fields of which no verdict depends. A reference with another key is the same one."""
_COMPARED_EXTRA = ("year", "pubstate")


def references_at(files: Sequence[Path], revision: str, format: str | None = None) -> References:
    """The references in *files* at *revision*; none of a file that did not exist or could not be read.

    Raises:
        InputError: If a file is in no repository, or there is no such revision.
    """
    endings = {(file.suffix or file.name).lower() for file in files}
    if endings & {*LANGUAGES}:  # a document names other files, and may cite the works of a list
        endings |= suffixes() | {".toml"}
    records: list[Record] = []
    lost: list[Finding] = []
    for folder in dict.fromkeys(file.parent for file in files):
        with files_at(folder, revision, endings) as at_revision:
            for then in _read([at_revision(file) for file in files if file.parent == folder], format):
                records += then.records
                lost += then.lost
    return References(tuple(records), tuple(lost))


def _read(files: Sequence[Path], format: str | None) -> list[References]:
    try:
        return read_references(files, format)
    except (InputError, OSError):
        return [then for file in files for then in _read([file], format)] if len(files) > 1 else []


def works_at(root: Path, revision: str) -> Iterator[Record]:
    """The works of the list in *root* at *revision*.

    Raises:
        InputError: If *root* is in no repository, or there is no such revision.
    """
    yield from read_at(root, revision).works


def only_new(references: References, old: References) -> References:
    """*references* without those that are in *old*, too, and without what could not be read there either."""
    known = set(map(fingerprint, old.records))
    known_lost = {(finding.code, finding.id, finding.message) for finding in old.lost}
    kept = [number for number, record in enumerate(references.records) if fingerprint(record) not in known]
    return references._replace(
        records=tuple(references.records[number] for number in kept),
        files=tuple(references.files[number] for number in kept if number < len(references.files)),
        lost=tuple(
            finding for finding in references.lost if (finding.code, finding.id, finding.message) not in known_lost
        ),
    )


def fingerprint(record: Record) -> str:
    """A text that is the same for two references that get the same verdict."""
    publications = [record.to_dict(), *(version.to_dict() for version in record.versions)]
    compared = [
        {name: data[name] for name in data if name not in (*_NOT_COMPARED, "versions")} for data in publications
    ]
    extra = {name: record.extra[name] for name in _COMPARED_EXTRA if name in record.extra}
    return json.dumps([compared, extra], sort_keys=True)
