"""Compares moebib's record of each recorded answer with what the answer itself states, read independently.

    MOEBIB_SHARED=FOLDER .venv/bin/python benchmarks/answers.py [--verbose] [--source crossref]

`tests/stated` reads the raw JSON, XML, BibTeX or tags without any code of moebib. Prints the tables of
docs/benchmarks.md. With --verbose, each disagreement is a line: file, field, stated, got.
"""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from moebib.errors import InputError, SourceError
from moebib.normalise import normalise
from moebib.records.answer import Found
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from recorded_answers import SOURCES, recordings
from shared_data import shared
from stated import Stated, stated_in
from stated.compare import FIELDS, compared

BULK = {
    "crossref": "crossref_items_from_recorded_lists.jsonl.gz",
    "openalex": "openalex_works_from_recorded.jsonl.gz",
    "dblp": "dblp_bib_*.json.gz",
}
_BIB, _JSON = "application/x-bibtex", "application/json"


class Answer(NamedTuple):
    """The answer of a service about one work."""

    name: str
    service: str
    response: Response
    identifier: str = ""
    """What was asked for."""


def recorded_answers() -> Iterator[Answer]:
    """The recorded answers; each work of a list is an answer of its own."""
    for recorded in recordings():
        response = recorded.response
        if recorded.source and response.status == 200 and stated_in(recorded.service, response.body):
            bodies = _split(recorded.service, response.body)
            for number, body in enumerate(bodies, start=1):
                name = f"{recorded.name}#{number}" if len(bodies) > 1 else recorded.name
                yield Answer(name, recorded.service, response._replace(body=body), recorded.identifier)


def bulk_answers(service: str) -> Iterator[Answer]:
    """The works of a service in the bulk files, each as its answer about this work."""
    for file in sorted(shared("bulk").glob(BULK[service])):
        text = gzip.decompress(file.read_bytes()).decode()
        lines = text.splitlines() if ".jsonl" in file.name else map("".join, json.loads(text).values())
        for number, line in enumerate(lines, start=1):
            body = _wrapped(json.loads(line)) if service == "crossref" else line.encode()
            kind = _BIB if service == "dblp" else _JSON
            response = Response(f"https://{service}.example/{number}", 200, kind, body, date(2026, 11, 30))
            yield Answer(f"{file.name}:{number}", service, response)


def _wrapped(work: Any) -> bytes:
    return json.dumps({"message-type": "work", "message": work}).encode()


def _split(service: str, body: bytes) -> Sequence[bytes]:
    """The answers about single works that a list of works consists of."""
    match service.partition("_")[0]:
        case "crossref":
            message = json.loads(body)["message"]
            return [_wrapped(work) for work in message.get("items", [message])]
        case "openalex":
            answer = json.loads(body)
            return [json.dumps(work).encode() for work in answer.get("results", [answer])]
        case "semanticscholar":
            answer = json.loads(body)
            papers = answer if isinstance(answer, list) else answer.get("data", [answer])
            return [json.dumps(paper).encode() for paper in papers if paper and paper.get("paperId")]
    return [body]


def record_in(answer: Answer, stated: Stated) -> Record | str:
    """moebib's record of the publication; in its place, why there is none."""
    here = source(SOURCES[answer.service])
    asked = next(_askable(answer, stated), None)
    if asked is None:
        return "no identifier that the source takes"
    try:
        result = here.parse([answer.response], [asked])[asked]
    except SourceError as error:
        return str(error)
    return normalise(result.record) if isinstance(result, Found) else getattr(result, "why", "absent")


def _askable(answer: Answer, stated: Stated) -> Iterator[Identifier]:
    here = source(SOURCES[answer.service])
    urls = {"cff": f"https://github.com/{answer.identifier.partition('#')[0]}", "page": answer.identifier,
            "html": answer.identifier}  # fmt: skip
    fallback = here.example if answer.service in urls else ""
    for text in (*sorted(stated.identifiers), urls.get(answer.service, ""), fallback):
        try:
            identifier = parse_identifier(text)
        except InputError:
            continue
        if identifier.scheme in here.schemes and (here.takes is None or here.takes(identifier)):
            yield identifier


class Table:
    """How often moebib agrees, per source and field."""

    def __init__(self, *, verbose: bool) -> None:
        self._verbose = verbose
        self._works: Counter[str] = Counter()
        self._records: Counter[str] = Counter()
        self._stated: Counter[tuple[str, str]] = Counter()
        self._agree: Counter[tuple[str, str]] = Counter()
        self._more: Counter[tuple[str, str]] = Counter()

    def add(self, row: str, answer: Answer) -> None:
        """Compare every publication that the answer states."""
        for stated in stated_in(answer.service, answer.response.body):
            if not stated.title:
                continue
            self._works[row] += 1
            record = record_in(answer, stated)
            if isinstance(record, str):
                self._tell(answer, "record", stated.title, record)
                continue
            self._records[row] += 1
            for field, values in compared(stated, record).items():
                if values.stated:
                    self._stated[row, field] += 1
                    self._agree[row, field] += values.agree
                else:
                    self._more[row, field] += 1
                if not values.agree and (values.stated or field not in ("type", "container")):
                    self._tell(answer, field, values.stated, values.got)

    def _tell(self, answer: Answer, field: str, stated: str, got: str) -> None:
        if self._verbose:
            print("\t".join((answer.name, field, stated, got)))

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
    for answer in recorded_answers():
        if options.source in (None, SOURCES[answer.service]):
            table.add(SOURCES[answer.service], answer)
    for service in BULK:
        if options.source in (None, service):
            for answer in bulk_answers(service):
                table.add(f"{service}, bulk", answer)
    table.show()


if __name__ == "__main__":
    main()
