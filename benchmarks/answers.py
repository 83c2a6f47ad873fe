"""Compares moebib's record of each recorded answer with what the answer itself states, read independently.

    MOEBIB_SHARED=FOLDER .venv/bin/python benchmarks/answers.py [--verbose] [--source crossref]

`tests/stated` reads the raw JSON, XML, BibTeX or tags without any code of moebib. Prints the tables of
docs/benchmarks.md. With --verbose, each disagreement is a line: file, field, stated, got.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from moebib.records.answer import Found
from moebib.sources import source
from single_answers import BULK, Single, bulk_answers, moebibs_answer, recorded_answers
from stated.compare import FIELDS, compared


class Table:
    """How often moebib agrees, per source and field."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose
        self._works: Counter[str] = Counter()
        self._records: Counter[str] = Counter()
        self._stated: Counter[tuple[str, str]] = Counter()
        self._agree: Counter[tuple[str, str]] = Counter()
        self._more: Counter[tuple[str, str]] = Counter()

    def add(self, row: str, single: Single) -> None:
        """Compare what the answer states with moebib's record."""
        self._works[row] += 1
        answer = moebibs_answer(single)
        if not isinstance(answer, Found):
            self._tell(single, "record", single.stated.title, getattr(answer, "why", "absent"))
            return
        self._records[row] += 1
        # What is about a work has the identifiers of its publications as related ones.
        of_work = answer.identifiers if source(single.source).about == "work" else answer.record.identifiers
        record = answer.record.evolve(identifiers=of_work)
        for field, values in compared(single.stated, record).items():
            if values.stated:
                self._stated[row, field] += 1
                self._agree[row, field] += values.agree
            else:
                self._more[row, field] += 1
            if not values.agree and (values.stated or field not in ("type", "container")):
                self._tell(single, field, values.stated, values.got)

    def _tell(self, single: Single, field: str, stated: str, got: str) -> None:
        if self._verbose:
            print("\t".join((single.name, field, stated, got)))

    def show(self) -> None:
        """Agreeing and stated values, and in brackets those that are not stated, as a table in Markdown."""
        print(f"| source | works | records | {' | '.join(FIELDS)} |\n|---|--:|--:|{'--:|' * len(FIELDS)}")
        for row in self._works:
            cells = (self._cell(row, field) for field in FIELDS)
            print(f"| {row} | {self._works[row]:,} | {self._records[row]:,} | {' | '.join(cells)} |")

    def _cell(self, row: str, field: str) -> str:
        stated, agree, more = (counts[row, field] for counts in (self._stated, self._agree, self._more))
        numbers = "" if not stated else f"{stated:,}" if agree == stated else f"{agree:,} of {stated:,}"
        # moebib derives them from other values, too.
        return numbers if not more or field in ("type", "container") else f"{numbers} (+{more:,})".lstrip()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--verbose", action="store_true", help="print every disagreement")
    parser.add_argument("--source", help="only this source")
    options = parser.parse_args()
    table = Table(verbose=options.verbose)
    for single in recorded_answers():
        if options.source in (None, single.source):
            table.add(single.source, single)
    for service in BULK:
        if options.source in (None, service):
            for single in bulk_answers(service):
                table.add(f"{service}, bulk", single)
    table.show()


if __name__ == "__main__":
    main()
