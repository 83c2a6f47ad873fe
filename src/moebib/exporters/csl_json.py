"""CSL-JSON: the items of a library as pandoc, Zotero and citeproc-js read them."""

from __future__ import annotations

import json

from moebib.csl import to_csl
from moebib.exporters import Exporter, Options
from moebib.library import Library


def dump(library: Library, options: Options) -> str:
    """A JSON array, one item a work, in the order of the keys."""
    return json.dumps([to_csl(record) for record in library], ensure_ascii=False, indent=2) + "\n"


EXPORTER = Exporter(suffix=".json", dump=dump)
