"""JSON Lines (https://jsonlines.org): every field of every work, one work a line. The format that loses nothing."""

from __future__ import annotations

import json

from moebib.exporters import Exporter, Options
from moebib.library import Library


def dump(library: Library, options: Options) -> str:
    r"""One object a line. A value may hold U+2028: split at ``\n``, not with ``splitlines``."""
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in library.to_dicts())


EXPORTER = Exporter(suffix=".jsonl", dump=dump)
