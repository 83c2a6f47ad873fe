"""Hayagriva, for Typst: ``#bibliography("refs.yml")``."""

from __future__ import annotations

from moebib.formats.exporters import Exporter, Options
from moebib.formats.hayagriva import dump, to_hayagriva
from moebib.records.record import Record


def item(record: Record, options: Options) -> str:
    """The entry of one work."""
    return dump(record.id, to_hayagriva(record))


EXPORTER = Exporter(suffix=".yml", item=item, head="# Written by moebib for Typst.\n\n", between="\n", empty="{}\n")
