"""bib-dedupe over rows: `run_bib_dedupe.py SETTINGS ROWS PAIRS`, in an environment that has it.

It has no thresholds: what can be chosen is which of its fields takes what, and whether "maybe" counts.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import exchange
import pandas as pd
from bib_dedupe.bib_dedupe import block, match, prep

_TYPES = {"article-journal": "article", "paper-conference": "inproceedings", "book": "book", "chapter": "inbook"}


def _frame(rows: list[dict[str, str]], settings: dict[str, bool]) -> pd.DataFrame:
    return pd.DataFrame([_row(row, settings) for row in rows])


def _row(row: dict[str, str], settings: dict[str, bool]) -> dict[str, str]:
    is_paper = row["type"] == "paper-conference"
    container = "" if row["preprint"] and settings["no_container_of_preprints"] else row["container"]
    return {
        "ID": row["id"], "ENTRYTYPE": _TYPES.get(row["type"], "misc" if settings["other_types"] else "article"),
        "title": row["title"], "author": " and ".join(row["authors"]), "year": row["year"],
        "journal": "" if is_paper else container, "booktitle": container if is_paper else "",
        "volume": row["volume"], "number": row["issue"], "pages": row["page"].replace("-", "--"),
        "doi": row["doi"], "abstract": "",
    }  # fmt: skip


def _find(frame: pd.DataFrame, *, maybe: bool) -> Iterator[tuple[str, str, float]]:
    matches = match(block(prep(frame, cpu=2), cpu=2), cpu=2)
    for a, b, label in matches[["ID_1", "ID_2", "duplicate_label"]].itertuples(index=False):
        if label == "duplicate" or maybe:
            yield str(a), str(b), 1.0 if label == "duplicate" else 0.5


def main() -> None:
    settings = json.loads(sys.argv[1])
    frame = _frame(exchange.rows(sys.argv[2]), settings)
    exchange.answer(lambda: list(_find(frame, maybe=settings["maybe"])))


if __name__ == "__main__":
    main()
