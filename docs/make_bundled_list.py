"""Write docs/reference/bundled-list.md from the entries of the list: python docs/make_bundled_list.py."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import moebib
from moebib.commands.stats import count_truth

DOCS = Path(__file__).parent
PAGE = DOCS / "reference" / "bundled-list.md"
CORRECTIONS = DOCS / "bundled-corrections.jsonl"

HEAD = """\
# The bundled list: how far it is confirmed

<!-- Made by docs/make_bundled_list.py from the entries and docs/bundled-corrections.jsonl; do not edit. -->

Every value of a field, by the number of independent sources that give it; `moebib stats --truth` counts any list.
[Origin and locks](../explanation/origin-and-locks.md) explains how a value is confirmed and how to dispute one.

- **2 or more**, **1**: so many sources give this value.
- **not counted**: the origin names a source; whether others agree was not counted.
- **no source**: the value has no origin. It is that of the original list, or follows from another value.
- **disputed**: a source gives another value, which the origin has, too. These are also counted in one of the others.
- **verified**: the origin names the sources in which `moebib verify --confirm` found the value, and the days. Likewise.
"""
HISTORY = """\
## What was handed over

In November 2026 the entries were compared with public sources. Each correction, each published version and each new
work of the original list that this gave, and its outcome:

- **applied**: the entry has the value. Without a reason, no source contradicts it.
- **alternative**: the entry keeps its value, and has the other one as `disputed`.
- **remark**: the entry keeps its value, and a remark says what is known.
- **relation**, **version**: the publication is related to the work, or one of its versions, but not the one to cite.
- **confirmed**: the value was right.
- **left out**: a work is only listed if its title and its authors are known.
"""


def page() -> str:
    """The whole page."""
    columns = ("field", "values", "2 or more", "1", "not counted", "no source", "disputed", "verified")
    truth = count_truth(moebib.load(DOCS.parent))
    numbers = [(f"`{field}`", *map(str, (row.values, *row))) for field, row in truth.items()]
    handed_over = [json.loads(line) for line in CORRECTIONS.read_text("utf-8").splitlines()]
    rows = [
        (f"`{row['key']}`", row["field"], row["handed over"], row["confidence"], row["outcome"], row["reason"])
        for row in handed_over
    ]
    heads = ("entry", "what", "kind", "confidence", "outcome", "reason")
    return "\n".join([HEAD, _table(columns, numbers), HISTORY, _table(heads, rows)])


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = (heads, ["---"] * len(heads), *rows)
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
    sys.stdout.write(f"wrote {PAGE}\n")
