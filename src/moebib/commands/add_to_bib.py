"""Add works to a .bib file: each becomes an entry in the style of the file, unless it is there already."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from moebib import store
from moebib.commands.bib_editor import BibEditor
from moebib.commands.update_bib import BibFile, open_bib_files
from moebib.errors import InputError
from moebib.formats.bibtex import BibDocument, adding_edits, apply_edits, style_of
from moebib.library.library import Library
from moebib.records.key_pattern import KeyPattern, find_pattern
from moebib.records.record import Record
from moebib.store import ChangeSet, FileChange
from moebib.text.encoding import decode_bytes, encode_text

__all__ = ["BibSession"]


class BibSession:
    """A .bib file that is kept open while works are added one by one, and that other programs may change meanwhile.

    It is used like a ``ListSession``, but an entry that is there is never changed. Without *write*, works are added in
    memory only.
    """

    def __init__(self, path: Path, today: date, *, write: bool = True) -> None:
        """Read the file, or begin a new one.

        Raises:
            InputError: If it is something else, belongs to git or to a list, or has an unresolved merge conflict.
        """
        self._path, self._today, self._write = path, today, write
        self._open(self._content())

    def _content(self) -> bytes | None:
        try:
            return store.read_bytes(self._path)
        except FileNotFoundError:
            return None

    def _open(self, data: bytes | None) -> None:
        self._data = data
        self._file = _read(self._path.as_posix(), data or b"", self._today)
        self.library = Library.of_file((record for _, _, record in self._file.editor.entries.values()))

    @contextmanager
    def edit(self) -> Iterator[Library]:
        """The works of the file as it is now, under its lock: what is saved within loses nothing of other processes.

        Raises:
            InputError: As when the file was first read, or if others hold the lock for too long.
        """
        with store.lock(self._path, write=self._write):
            if self._write and (data := self._content()) != self._data:
                self._open(data)
            yield self.library

    @property
    def pattern(self) -> KeyPattern | None:
        """The pattern that the keys of the file have, if there is one."""
        return find_pattern((key, work) for key, (_, _, work) in self._file.editor.entries.items())

    def save(self, record: Record) -> ChangeSet:
        """Add *record* as an entry, unless there is one with its key, and return the change of the file.

        Raises:
            InputError: If the file is so malformed that more would change, or its encoding lacks a letter.
        """
        if record.id in self.library:
            return ChangeSet()
        document, decoded = self._file.editor.document, self._file.decoded
        style = style_of(document, unicode=self._file.editor.unicode)
        text = apply_edits(document, adding_edits(document, record, style))
        try:
            data = encode_text(text, decoded)
        except UnicodeEncodeError as error:
            letter = error.object[error.start]
            raise InputError(f"the encoding of {self._path.name!r}, {decoded.encoding}, lacks {letter!r}") from error
        old = None if self._data is None else decoded.text
        changes = ChangeSet((FileChange(self._path.as_posix(), old, text, data),))
        if self._write:
            changes.apply()
        self._open(data)
        return changes


def _read(path: str, data: bytes, today: date) -> BibFile:
    """The .bib file; also one that has no entry yet."""
    decoded = decode_bytes(data)
    if re.sub(r"(?m)^\s*%.*", "", decoded.text).strip():
        return open_bib_files({path: data}, today)[0]
    ChangeSet((FileChange(path, decoded.text, decoded.text),))  # refuses a file of git or of a list before any query
    return BibFile(
        path, data, decoded, BibEditor(BibDocument(decoded.text), {}, unicode=not decoded.text.isascii()), ()
    )
