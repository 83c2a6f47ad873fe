"""JSON Lines (https://jsonlines.org): every field of every work, one work a line. The format that loses nothing."""

from __future__ import annotations

import json

from moebib.formats.exporters import Exporter, Options
from moebib.records.record import Record


def item(record: Record, options: Options) -> str:
    r"""One object, one line. A value may hold U+2028: split at ``\n``, not with ``splitlines``."""
    return json.dumps(record.to_dict(), ensure_ascii=False) + "\n"


EXPORTER = Exporter(suffix=".jsonl", item=item)
