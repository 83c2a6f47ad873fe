"""BibTeX, for the classic styles: LaTeX commands for accented letters, unless ``Options.unicode`` keeps the letters."""

from __future__ import annotations

from moebib.formats.bibtex.writer import dump_entry, encode_record
from moebib.formats.exporters import Exporter, Options
from moebib.records.record import Record


def item(record: Record, options: Options) -> str:
    """The entry of one work."""
    return dump_entry(encode_record(record, "bibtex", unicode=options.unicode).without(options.omit))


EXPORTER = Exporter(suffix=".bib", item=item, head="% Written by moebib for BibTeX.\n\n", between="\n")
