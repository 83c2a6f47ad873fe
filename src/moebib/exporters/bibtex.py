"""BibTeX, for the classic styles: LaTeX commands for accented letters, unless ``Options.unicode`` keeps the letters."""

from __future__ import annotations

from moebib.bibtex.entry import dump_entry, encode_record
from moebib.exporters import Exporter, Options
from moebib.library import Library


def dump(library: Library, options: Options) -> str:
    """All records, in the order of their keys."""
    entries = (encode_record(record, "bibtex", unicode=options.unicode).without(options.omit) for record in library)
    return "\n".join(["% Written by moebib for BibTeX.\n", *map(dump_entry, entries)])


EXPORTER = Exporter(suffix=".bib", dump=dump)
