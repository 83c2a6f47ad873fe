"""CSL-JSON: the items of a library as pandoc, Zotero and citeproc-js read them."""

from __future__ import annotations

import json
from typing import Any

from moebib.formats.csl import to_csl
from moebib.formats.exporters import Exporter, Options
from moebib.records.record import Record

# dumps would make an encoder for each value.
_encode = json.JSONEncoder(ensure_ascii=False).encode


def item(record: Record, options: Options) -> str:
    """One object of the array, a variable a line."""
    lines = [f'    "{name}": {_text(value)}' for name, value in to_csl(record).items()]
    return "  {\n" + ",\n".join(lines) + "\n  }"


def _text(value: Any) -> str:
    if type(value) is dict and len(value) == 1 and "date-parts" in value:
        return f'{{"date-parts": {value["date-parts"]}}}'  # lists of numbers look the same
    return _encode(value)


EXPORTER = Exporter(suffix=".json", item=item, head="[\n", between=",\n", tail="\n]\n", empty="[]\n")
