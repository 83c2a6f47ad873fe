"""RIS, for reference managers. Lines end as in every export here; every program reads them so."""

from __future__ import annotations

from moebib.exporters import Exporter, Options
from moebib.record import Record
from moebib.ris import to_ris


def item(record: Record, options: Options) -> str:
    """The lines of one work."""
    return to_ris(record)


EXPORTER = Exporter(suffix=".ris", item=item, between="\n")
