"""BibLaTeX, for biber: Unicode letters stay whatever ``Options.unicode`` says, as biber reads and sorts UTF-8."""

from __future__ import annotations

from moebib.formats.bibtex.writer import dump_entry, encode_record
from moebib.formats.exporters import Exporter, Options
from moebib.records.record import Record


def item(record: Record, options: Options) -> str:
    """The entry of one work."""
    return dump_entry(encode_record(record, "biblatex", unicode=True).without(options.omit))


EXPORTER = Exporter(suffix=".bib", item=item, head="% Written by moebib for BibLaTeX.\n\n", between="\n")
