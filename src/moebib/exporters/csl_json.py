"""CSL-JSON: the items of a library as pandoc, Zotero and citeproc-js read them."""

from __future__ import annotations

import json

from moebib.csl import to_csl
from moebib.exporters import Exporter, Options
from moebib.record import Record

# dumps would make an encoder for each value.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def item(record: Record, options: Options) -> str:
    """One object of the array, a variable a line."""
    values = to_csl(record).items()
    lines = [f'    "{name}": {_encode(value)}' for name, value in values]
    return "  {\n" + ",\n".join(lines) + "\n  }"


EXPORTER = Exporter(suffix=".json", item=item, head="[\n", between=",\n", tail="\n]\n", empty="[]\n")
