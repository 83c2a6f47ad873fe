"""The edits that add a work to a .bib file, in the style of the file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from moebib.formats.bibtex.document import BibDocument
from moebib.formats.bibtex.edit.edit import AddEntry, Edit, SetField
from moebib.formats.bibtex.edit.style import BibStyle
from moebib.formats.bibtex.writer import encode_record
from moebib.records.record import Record

__all__ = ["adding_edits"]

_USUAL = frozenset(
    ["author", "editor", "title", "journal", "journaltitle", "booktitle", "howpublished", "organization",
     "institution", "school", "publisher", "address", "location", "series", "year", "date", "volume", "number", "issue",
     "eid", "pages", "edition", "version", "type", "entrysubtype", "doi", "eprint", "archiveprefix", "eprinttype",
     "primaryclass", "eprintclass", "url"]
)  # fmt: skip
"""The fields that every new entry has; of the others, those that the file uses."""


def adding_edits(document: BibDocument, record: Record, style: BibStyle) -> list[Edit]:
    """The edits that add *record* at the end, with its ``id`` as the key.

    It is laid out like the last entry, with its fields in the order of the last entry of the same type. Abstracts,
    keywords and the like are written only if another entry has them. A value for which the file has a macro is written
    as that.
    """
    entries = [block for block in document.blocks if block.kind == "entry"]
    entry = encode_record(record, style.dialect, unicode=style.unicode)
    used = {field.name.lower() for block in entries for field in block.fields}
    entry = entry.without([name for name in entry.fields if name not in _USUAL and name not in used])
    same_type = [block for block in entries if block.type.lower() == entry.type]
    model = [field.name.lower() for block in (same_type or entries)[-1:] for field in block.fields]
    entry = entry._replace(fields=_ordered(entry.fields, model))
    macros = {name: style.macro(name, value, len(document.text)) for name, value in entry.fields.items()}
    with_macros = (SetField(entry.key, name, macro, is_written=True) for name, macro in macros.items() if macro)
    return [AddEntry(entry), *with_macros]


def _ordered(fields: Mapping[str, str], model: Sequence[str]) -> dict[str, str]:
    """*fields* in the order of *model*, each other one after all fields that are before it now."""
    order = [name for name in dict.fromkeys(model) if name in fields]
    before = -1
    for name in fields:
        if name not in order:
            order.insert(before + 1, name)
        before = max(before, order.index(name))
    return {name: fields[name] for name in order}
