"""RIS, for reference managers. Lines end as in every export here; every program reads them so."""

from __future__ import annotations

from moebib.formats.exporters import Exporter, Options
from moebib.formats.ris import to_ris
from moebib.records.record import Record


def item(record: Record, options: Options) -> str:
    """The lines of one work."""
    return to_ris(record)


EXPORTER = Exporter(suffix=".ris", item=item, between="\n")
