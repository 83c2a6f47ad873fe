"""BibLaTeX, for biber: Unicode letters stay whatever ``Options.unicode`` says, as biber reads and sorts UTF-8."""

from __future__ import annotations

from moebib.bibtex.entry import dump_entry, encode_record
from moebib.exporters import Exporter, Options
from moebib.library import Library


def dump(library: Library, options: Options) -> str:
    """All records, in the order of their keys."""
    entries = (encode_record(record, "biblatex", unicode=True).without(options.omit) for record in library)
    return "\n".join(["% Written by moebib for BibLaTeX.\n", *map(dump_entry, entries)])


EXPORTER = Exporter(suffix=".bib", dump=dump)
