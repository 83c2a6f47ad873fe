"""`moebib fmt`: format .bib files."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from moebib import store
from moebib.errors import InputError, InvalidRecord
from moebib.formats.bibtex import BibDocument, format_document, open_document, sort_entries
from moebib.store import ChangeSet, FileChange
from moebib.text.conflicts import conflict_findings
from moebib.text.encoding import decode_bytes, encode_text

__all__ = ["format_bytes", "format_files"]


def format_files(files: Iterable[Path], *, sort: bool = False, write: bool = True) -> ChangeSet:
    """Format files; the changes made or, without *write*, to be made. Nothing is written before all files are read.

    Raises:
        InputError: If one is not a .bib file, cannot be sorted, or has an unresolved merge conflict.
    """
    all_files = (format_bytes(store.read_bytes(file), file.as_posix(), sort=sort) for file in files)
    changes = ChangeSet(tuple(change for change in all_files if change.old != change.new))
    if write:
        changes.apply()
    return changes


def format_bytes(data: bytes, path: str, *, sort: bool = False) -> FileChange:
    """The change that formats the content of the file at *path*; encoding and line endings are kept.

    Raises:
        InputError: As :func:`format_files`.
    """
    name = store.printable(path)
    decoded = decode_bytes(data)
    document = open_document(decoded.text, name)
    if conflicts := conflict_findings(decoded.text):
        raise InvalidRecord(replace(finding, file=name) for finding in conflicts)
    try:
        new = format_document(BibDocument(sort_entries(document)) if sort else document)
    except InputError as error:
        where = f"{name}:{error.where}" if error.where else name
        raise InputError(str(error).removeprefix(f"{error.where}: "), where=where) from error
    return FileChange(path, decoded.text, new, encode_text(new, decoded))
