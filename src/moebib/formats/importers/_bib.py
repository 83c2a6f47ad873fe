"""What a .bib file is read with, whatever its dialect."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from moebib.errors import Finding
from moebib.formats.bibtex import BibDocument, decode_entry, read_entries, read_file
from moebib.formats.importers import Imported, Piece, Stages
from moebib.library.config import Config
from moebib.text.encoding import decode_bytes

__all__ = ["SIGN", "STAGES", "decode", "read"]

SIGN = r"(?m)^[^\S\n]*@[^\S\n]*[A-Za-z]+[^\S\n]*[({]|\A\ufeff?(?:[^\S\n]*(?:%[^\n]*)?\n)+\Z"
"""A block at the beginning of a line, or nothing but comments."""


def read(text: str, config: Config) -> Imported:
    """All entries of a .bib file, in either dialect."""
    records, findings = read_file(text)
    return Imported(records, findings=findings)


def decode(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    """The text of a file in any encoding."""
    decoded = decode_bytes(data)
    return decoded.text, (decoded.finding,) if decoded.finding else ()


def split(text: str) -> Iterator[Piece]:
    """The entries, with all macros and what they inherit in them."""
    document = BibDocument(text)
    for block, entry, findings in read_entries(document):
        yield Piece(entry, findings, partial(document.place, block=block))


STAGES = Stages(split, decode_entry)
