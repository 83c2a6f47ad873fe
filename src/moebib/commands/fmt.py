"""The action behind `fmt`: .bib files written anew in one manner."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.commands.actions import Change
from moebib.errors import InputError
from moebib.formats.bibtex import BibDocument, format_document, sort_entries
from moebib.formats.importers._bib import SIGN
from moebib.text.encoding import decode_bytes, encode_text

__all__ = ["Formatted", "format_bytes", "format_files"]


class Formatted(NamedTuple):
    """A file before and after, as text and as it is to be written."""

    change: Change
    data: bytes

    @property
    def is_changed(self) -> bool:
        """Whether anything in it is different."""
        return self.change.old != self.change.new


def format_files(files: Iterable[Path], *, sort: bool = False, write: bool = True) -> list[Formatted]:
    """Every file in the one manner; nothing is written before all are read.

    Raises:
        InputError: If one is no .bib file, or cannot be sorted.
    """
    found = {file: format_bytes(store.read_bytes(file), store.printable(file), sort=sort) for file in files}
    if write:
        store.replace_all({file: formatted.data for file, formatted in found.items() if formatted.is_changed})
    return list(found.values())


def format_bytes(data: bytes, name: str, *, sort: bool = False) -> Formatted:
    """The content of a file called *name* in the one manner; it keeps its encoding and its line ends.

    Raises:
        InputError: As :func:`format_files`.
    """
    decoded = decode_bytes(data)
    if decoded.text.strip() and not re.search(SIGN, decoded.text):
        raise InputError("no .bib file: nothing in it is an entry", where=name)
    try:
        document = BibDocument(decoded.text)
        new = format_document(BibDocument(sort_entries(document)) if sort else document)
    except InputError as error:
        place = f"{name}:{error.where}" if error.where else name
        raise InputError(str(error).removeprefix(f"{error.where}: "), where=place) from error
    return Formatted(Change(name, decoded.text, new), encode_text(new, decoded))
