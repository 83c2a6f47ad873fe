"""The edits of a .bib file that give an entry the values of a changed record, and touch nothing else."""

from __future__ import annotations

from collections.abc import Iterable

from moebib.formats.bibtex.dates import MONTHS
from moebib.formats.bibtex.edit.edit import Edit, RemoveField, SetField
from moebib.formats.bibtex.entry import Dialect
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.formats.bibtex.writer import encode_record
from moebib.records.record import Record

__all__ = ["dialect_of", "record_edits"]

_OF_BIBLATEX = frozenset({"journaltitle", "date", "location", "eprinttype", "eprintclass", "langid", "subtitle"})
# The names of one field in the two dialects.
_PAIRS = (
    ("journal", "journaltitle"), ("address", "location"), ("school", "institution"), ("archiveprefix", "eprinttype"),
    ("primaryclass", "eprintclass"), ("howpublished", "organization"), ("annote", "annotation"),
)  # fmt: skip
_OTHER_NAME = {**dict(_PAIRS), **{biblatex: bibtex for bibtex, biblatex in _PAIRS}}


def dialect_of(blocks: Iterable[Block]) -> Dialect:
    """BibLaTeX if any entry has a field that BibTeX does not have, otherwise BibTeX."""
    names = {field.name.lower() for block in blocks if block.kind == "entry" for field in block.fields}
    return "biblatex" if names & _OF_BIBLATEX else "bibtex"


def record_edits(block: Block, old: Record, new: Record, dialect: Dialect, *, unicode: bool) -> list[Edit] | None:
    """The edits of the entry in *block*, which was read as *old*; ``None`` if its type would change.

    Only fields whose values differ are edited, under the names that they have in the file.
    """
    before, after = (encode_record(record, dialect, unicode=unicode) for record in (old, new))
    if before.type != after.type:
        return None
    names = {field.name.lower() for field in block.fields}
    edits: list[Edit] = []
    for name in dict.fromkeys((*before.fields, *after.fields)):
        value = after.fields.get(name)
        if before.fields.get(name) == value:
            continue
        existing = name if name in names else _OTHER_NAME.get(name, name)
        if value is None:
            edits += [RemoveField(block.start, existing)] if existing in names else []
        else:
            is_macro = name == "month" and value in MONTHS
            edits.append(SetField(block.start, existing if existing in names else name, value, is_macro))
    return edits
