"""paper-preflight on references: `run_preflight.py TASKS VERDICTS`, in an environment that has it.

A task has the .bib entry, the works that its identifiers lead to, those that a search of its title finds, and its
identifiers that lead to nothing. They are the evidence that its resolver would have collected; its verdict is "accused"
if it has a finding about the reference that is more than advice, "cannot tell" if it declines to judge, or "ok".
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path
from typing import Any

from paper_preflight.bib.ids import extract_identifiers
from paper_preflight.bib.parse import parse_bib_text
from paper_preflight.evaluation.hallmark import ANY_ISSUE_RULES, predict
from paper_preflight.match import EntryInfo
from paper_preflight.resolve import Evidence
from paper_preflight.sources.doiorg import AgencyAnswer
from paper_preflight.sources.record import Person, SourceRecord
from paper_preflight.verdict import assess

_VERDICTS = {"flag": "accused", "abstain": "cannot tell", "clean": "ok"}
_INDEXES = {"crossref", "dblp", "openalex", "semanticscholar", "arxiv"}


def _record(work: dict[str, Any]) -> SourceRecord:
    return SourceRecord(
        source="arxiv" if work["preprint"] else "crossref", source_id=work["doi"] or work["arxiv"] or work["title"],
        title=work["title"], authors=tuple(Person(*name) for name in work["authors"]), year=work["year"],
        venue=work["venue"] or None, work_type=work["type"],
        identifiers={scheme: work[scheme] for scheme in ("doi", "arxiv") if work[scheme]},
    )  # fmt: skip


def _verdict(task: dict[str, Any]) -> str:
    (entry,) = parse_bib_text(task["bib"], Path("task.bib")).entries
    evidence = Evidence(entry.key, EntryInfo.from_entry(entry), extract_identifiers(entry))
    evidence.anchored = [_record(work) for work in task["anchored"]]
    evidence.candidates = [] if evidence.anchored else [_record(work) for work in task["candidates"]]
    evidence.searched = set(_INDEXES)
    evidence.negative = set() if evidence.anchored else set(_INDEXES)
    evidence.arxiv_missing = list(task["missing"])
    evidence.doi_agency = {
        identifier.value: AgencyAnswer(identifier.value, None, exists=False)
        for identifier in evidence.identifiers
        if identifier.scheme == "doi" and identifier.value.lower() in task["missing"]
    }
    return _VERDICTS[predict(assess(entry, evidence, current_year=2026), ANY_ISSUE_RULES)]


def main() -> None:
    """Write the verdicts, in the order of the tasks, and the processor time."""
    tasks = json.loads(Path(sys.argv[1]).read_text("utf-8"))
    start = time.process_time()
    verdicts = [_verdict(task) for task in tasks]
    seconds = time.process_time() - start
    Path(sys.argv[2]).write_text(json.dumps({"verdicts": verdicts, "cpu_s": seconds}), "utf-8")


if __name__ == "__main__":
    main()
