"""Verify the same references in the same closed world with paper-preflight.

    MOEBIB_SHARED=../shared .venv/bin/python benchmarks/verify_rivals.py /tmp/rivals/bin/python

Its verdict is called with the evidence that its resolver would have collected from the world of `verify.py`.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple

import verify
from verify import World, lines_of, record_of

from moebib.records.answer import Found
from moebib.records.identifier import Scheme
from moebib.records.record import Record
from moebib.text.markup import plain
from moebib.web.response import Response

SCRIPT = Path(__file__).with_name("rivals") / "run_preflight.py"


class Task(NamedTuple):
    """A reference in a world, with what is known of it."""

    group: str
    is_invented: bool
    fields: Mapping[str, str]
    kind: str
    world: World


def tasks() -> Iterator[Task]:
    """The references of all three benches of `verify.py`."""
    listed = lines_of("dev_public.jsonl")
    valid = [entry for entry in [*lines_of("valid_entries.jsonl"), *listed] if entry["label"] == "VALID"]
    world = World(record_of(entry["fields"], entry["bibtex_type"]) for entry in valid)
    for entry in listed:
        yield Task("references", entry["label"] != "VALID", entry["fields"], entry["bibtex_type"], world)
    for pair in lines_of("pairs.jsonl"):
        yield Task("pairs", False, pair["other"], "article", World([record_of(pair["crossref"], "article")]))
    variants = json.loads((verify.SHARED / "variants.json").read_text("utf-8"))
    for field, name in (("author", "names"), ("title", "titles")):
        for _, *texts in variants[name]:
            here, there = ({**verify.VARIED, field: text, "booktitle": "ICML"} for text in texts)
            yield Task("variants", False, here, "inproceedings", World([record_of(there)]))


def evidence(task: Task) -> dict[str, Any]:
    """What the resolver of the other tool would have found in the world."""
    reference = record_of(task.fields, task.kind)
    source = task.world.source()
    identifiers = [other for other in reference.all_identifiers if other.scheme in source.schemes]
    answers = source.parse([], identifiers)
    found = [answer.record for answer in answers.values() if isinstance(answer, Found)]
    query = Response("https://world.example/", 200, "text/plain", plain(reference.title).encode(), verify.DAY)
    hits = [hit.record for hit in source.candidates([query])]
    return {
        "bib": bib_of(task),
        "anchored": [work_of(record) for record in found],
        "candidates": [work_of(record) for record in hits],
        "missing": [other.value.lower() for other, answer in answers.items() if not isinstance(answer, Found)],
    }


def bib_of(task: Task) -> str:
    """The .bib entry; the other tool does not read entries with unbalanced braces."""
    fields = {
        name: value if value.count("{") == value.count("}") else re.sub("[{}]", "", value)
        for name, value in task.fields.items()
        if value
    }
    inner = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items())
    return f"@{task.kind}{{work,\n{inner}\n}}\n"


def work_of(record: Record) -> dict[str, Any]:
    """The fields of a work, as plain text."""
    values = {
        scheme.value: next((other.value for other in record.all_identifiers if other.scheme is scheme), "")
        for scheme in (Scheme.DOI, Scheme.ARXIV)
    }
    return {
        "title": plain(record.title), "authors": [(name.family, name.given, name.literal) for name in record.author],
        "year": record.issued.year if record.issued else None, "venue": record.venue, "type": record.type,
        "preprint": record.is_preprint, **values,
    }  # fmt: skip


def main() -> None:
    """Print how the verdicts agree with the labels."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("python", help="the Python of an environment that has paper-preflight")
    python = parser.parse_args().python
    everything = list(tasks())
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / name for name in ("tasks.json", "verdicts.json")]
        paths[0].write_text(json.dumps([evidence(task) for task in everything]), "utf-8")
        subprocess.run([python, SCRIPT, *paths], check=True)
        done = json.loads(paths[1].read_text("utf-8"))
    counts: Counter[tuple[str, bool, str]] = Counter(
        (task.group, task.is_invented, verdict) for task, verdict in zip(everything, done["verdicts"], strict=True)
    )
    for (group, is_invented, verdict), number in sorted(counts.items()):
        print(f"{group}, {'invented' if is_invented else 'valid'}: {number} {verdict}")
    right, false = counts["references", True, "accused"], counts["references", False, "accused"]
    invented = sum(task.is_invented for task in everything)
    print(f"precision {right / (right + false):.3f}, recall {right / invented:.3f}, "
          f"{done['cpu_s'] / len(everything) * 1000:.1f} ms each")  # fmt: skip


if __name__ == "__main__":
    main()
