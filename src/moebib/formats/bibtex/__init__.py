"""BibTeX and BibLaTeX: ``BibDocument`` is a .bib file, scanned once; what reads, edits and writes it starts from there.

Other packages import from here only. Names are imported when they are first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from moebib._lazy import lazy_names

if TYPE_CHECKING:
    from moebib.formats.bibtex.bibliography import BibFiles
    from moebib.formats.bibtex.declaration import FORMATS
    from moebib.formats.bibtex.document import BibDocument
    from moebib.formats.bibtex.edit.edit import (
        AddEntry,
        Edit,
        RemoveEntry,
        RemoveField,
        RenameEntry,
        SetField,
        SetType,
        apply_edits,
    )
    from moebib.formats.bibtex.edit.excerpt import (
        Excerpt,
        excerpt_entries,
        join_excerpts,
        members_of_set,
        portable_entries,
        values_executed,
        with_container,
    )
    from moebib.formats.bibtex.edit.format import format_document
    from moebib.formats.bibtex.edit.new import adding_edits
    from moebib.formats.bibtex.edit.record import dialect_of, record_edits, value_edits
    from moebib.formats.bibtex.edit.replace import Replacement, replace_values, with_missing
    from moebib.formats.bibtex.edit.rewrite import RewrittenFile, rewrite
    from moebib.formats.bibtex.edit.sort import sort_entries
    from moebib.formats.bibtex.edit.style import BibStyle, style_of
    from moebib.formats.bibtex.entry import BibEntry, Dialect
    from moebib.formats.bibtex.fields import fields_to_read, fields_to_write
    from moebib.formats.bibtex.file import (
        ResolvedEntry,
        open_document,
        read_each,
        read_entries,
        read_file,
        read_records,
    )
    from moebib.formats.bibtex.migration import read_extra
    from moebib.formats.bibtex.names import Target, read_names, write_names
    from moebib.formats.bibtex.reader import decode_entry
    from moebib.formats.bibtex.resolve.macros import STANDARD_JOURNALS, read_macros
    from moebib.formats.bibtex.resolve.preamble import Preamble, read_preambles, unite_preambles
    from moebib.formats.bibtex.syntax.blocks import Block, Field
    from moebib.formats.bibtex.writer import dump_entry, encode_record, kept_extra

__all__ = [
    "FORMATS",
    "STANDARD_JOURNALS",
    "AddEntry",
    "BibDocument",
    "BibEntry",
    "BibFiles",
    "BibStyle",
    "Block",
    "Dialect",
    "Edit",
    "Excerpt",
    "Field",
    "Preamble",
    "RemoveEntry",
    "RemoveField",
    "RenameEntry",
    "Replacement",
    "ResolvedEntry",
    "RewrittenFile",
    "SetField",
    "SetType",
    "Target",
    "adding_edits",
    "apply_edits",
    "decode_entry",
    "dialect_of",
    "dump_entry",
    "encode_record",
    "excerpt_entries",
    "fields_to_read",
    "fields_to_write",
    "format_document",
    "join_excerpts",
    "kept_extra",
    "members_of_set",
    "open_document",
    "portable_entries",
    "read_each",
    "read_entries",
    "read_extra",
    "read_file",
    "read_macros",
    "read_names",
    "read_preambles",
    "read_records",
    "record_edits",
    "replace_values",
    "rewrite",
    "sort_entries",
    "style_of",
    "unite_preambles",
    "value_edits",
    "values_executed",
    "with_container",
    "with_missing",
    "write_names",
]

_HOMES = {
    "bibliography": ("BibFiles",),
    "declaration": ("FORMATS",),
    "document": ("BibDocument",),
    "edit.edit": (
        "AddEntry",
        "Edit",
        "RemoveEntry",
        "RemoveField",
        "RenameEntry",
        "SetField",
        "SetType",
        "apply_edits",
    ),
    "edit.excerpt": (
        "Excerpt",
        "excerpt_entries",
        "join_excerpts",
        "members_of_set",
        "portable_entries",
        "values_executed",
        "with_container",
    ),
    "edit.format": ("format_document",),
    "edit.record": ("dialect_of", "record_edits", "value_edits"),
    "edit.new": ("adding_edits",),
    "edit.replace": ("Replacement", "replace_values", "with_missing"),
    "edit.rewrite": ("RewrittenFile", "rewrite"),
    "edit.sort": ("sort_entries",),
    "edit.style": ("BibStyle", "style_of"),
    "entry": ("BibEntry", "Dialect"),
    "fields": ("fields_to_read", "fields_to_write"),
    "file": ("ResolvedEntry", "open_document", "read_each", "read_entries", "read_file", "read_records"),
    "migration": ("read_extra",),
    "names": ("Target", "read_names", "write_names"),
    "reader": ("decode_entry",),
    "resolve.preamble": ("Preamble", "read_preambles", "unite_preambles"),
    "resolve.macros": ("STANDARD_JOURNALS", "read_macros"),
    "syntax.blocks": ("Block", "Field"),
    "writer": ("dump_entry", "encode_record", "kept_extra"),
}

__getattr__ = lazy_names(__name__, _HOMES)


def __dir__() -> list[str]:
    return __all__
