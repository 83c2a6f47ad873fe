"""Verify references with known verdicts in a closed world: precision, recall and false accusations.

    MOEBIB_SHARED=../shared .venv/bin/python benchmarks/verify.py [--wrong]

The world is a single invented service that has the valid works of the benchmark HALLMARK, and nothing else. It is
queried by the real client, by identifier and by title, so that comparison and verdict are measured, not retrieval.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from html import unescape
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from moebib.commands.verify import Verified, verify
from moebib.formats.bibtex import read_file
from moebib.formats.references.guess import guess
from moebib.lookup.client import Client
from moebib.matching.agreement import compare_people, compare_titles
from moebib.normalise.rules import normalise
from moebib.records.answer import Absent, Answer, Found
from moebib.records.equivalence import equivalent_venues, words_of
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.sources import Rank, Source
from moebib.text.markup import plain
from moebib.web.response import Http, Response

SHARED = Path(os.environ.get("MOEBIB_SHARED", "../shared")) / "hallmark"
DAY = date(2026, 11, 30)
MOST_HITS = 10
VARIED = {"title": "Learning to Fire Pots with Sparse Experts", "author": "Quill, Ada and Lund, Ida", "year": "2024"}


def lines_of(name: str) -> list[dict[str, Any]]:
    """The objects of a file with one per line."""
    return [json.loads(line) for line in (SHARED / name).read_text("utf-8").splitlines()]


def record_of(fields: Mapping[str, str], kind: str = "inproceedings", key: str = "work") -> Record:
    """The record of a .bib entry with these fields."""
    inner = ",\n".join(f"  {name} = {{{value}}}" for name, value in fields.items() if value)
    (record,) = read_file(f"@{kind}{{{key},\n{inner}\n}}\n")[0]
    return record


def as_read(record: Record) -> Record:
    """The record of a service, whose titles have tags and entities, as sources read it."""
    return normalise(record.evolve(title=record.title.replace("\\<", "<")))


class World:
    """The invented service and its works."""

    def __init__(self, records: Iterable[Record]) -> None:
        self.records = list({(record.title, record.author): record for record in map(as_read, records)}.values())
        self._by_identifier = {
            identifier.canonical: record for record in self.records for identifier in record.all_identifiers
        }
        self._by_word: defaultdict[str, set[int]] = defaultdict(set)
        for number, record in enumerate(self.records):
            for word in words_of(plain(record.title)):
                self._by_word[word].add(number)

    def source(self) -> Source:
        """The service as a source."""
        schemes = frozenset(set(Scheme) - {Scheme.ISSN})
        return Source(
            schemes, 100, self._load, self._parse, (), self._search, self._candidates, rank=Rank(10, 10, 10, 10, 10)
        )

    def _load(self, http: Http, identifiers: Sequence[Identifier]) -> list[Response]:
        return [Response("https://world.example/", 200, "application/json", b"", DAY)]

    def _parse(self, responses: Sequence[Response], identifiers: Sequence[Identifier]) -> dict[Identifier, Answer]:
        found = {identifier: self._by_identifier.get(identifier.canonical) for identifier in identifiers}
        return {
            identifier: Found(record, "world", DAY) if record else Absent("world")
            for identifier, record in found.items()
        }

    def _search(self, http: Http, title: str) -> list[Response]:
        return [Response("https://world.example/", 200, "text/plain", title.encode(), DAY)]

    def _candidates(self, responses: Sequence[Response]) -> list[Found]:
        hits: Counter[int] = Counter()
        for word in set(words_of(responses[0].body.decode())):
            hits.update(self._by_word.get(word, ()))
        return [Found(self.records[number], "world", DAY) for number, _ in hits.most_common(MOST_HITS)]


def verified(references: Sequence[Record], world: World) -> Iterator[Verified]:
    """The verdicts on *references*, in their order."""
    client = Client(SimpleNamespace(keys={}, mailto=None, get=None, post=None), only=[])  # type: ignore[arg-type]
    client._sources = {"world": world.source()}
    return iter(sorted(verify(references, client, DAY), key=lambda result: result.number))


def show(result: Verified, note: str) -> None:
    """Print a verdict that is not the expected one."""
    verdict = result.verdict
    print(f"{note}: {plain(result.record.title)}\n    {verdict}", file=sys.stderr)
    for line in (*verdict.differences, *verdict.hints):
        print(f"    {line}", file=sys.stderr)


def is_accusation(result: Verified) -> bool:
    """Whether the verdict says that something is wrong with the reference."""
    return result.verdict.kind in ("differs", "not found")


def bench_references(*, wrong: bool) -> None:
    """Precision and recall on the public half of the references."""
    listed = lines_of("dev_public.jsonl")
    valid = [entry for entry in [*lines_of("valid_entries.jsonl"), *listed] if entry["label"] == "VALID"]
    world = World(record_of(entry["fields"], entry["bibtex_type"]) for entry in valid)
    references = [record_of(entry["fields"], entry["bibtex_type"]) for entry in listed]
    start = time.process_time()
    results = list(verified(references, world))
    seconds = time.process_time() - start

    counts: Counter[tuple[bool, bool]] = Counter()
    missed: Counter[str] = Counter()
    for entry, result in zip(listed, results, strict=True):
        is_invented, is_accused = entry["label"] != "VALID", is_accusation(result)
        counts[is_invented, is_accused] += 1
        if is_invented and not is_accused:
            missed[entry["hallucination_type"]] += 1
        if wrong and is_invented != is_accused:
            show(result, f"missed {entry['hallucination_type']}" if is_invented else "accused")
    right, false, misses = counts[True, True], counts[False, True], counts[True, False]
    valid_ones = false + counts[False, False]
    print(f"references: precision {right / (right + false):.3f}, recall {right / (right + misses):.3f}, "
          f"valid ones accused {false} of {valid_ones} ({false / valid_ones:.1%}); "
          f"{seconds / len(listed) * 1000:.1f} ms each")  # fmt: skip
    print("missed:", ", ".join(f"{number} {kind}" for kind, number in missed.most_common()) or "none")


def bench_pairs(*, wrong: bool) -> None:
    """Works as two services describe them."""
    pairs = lines_of("pairs.jsonl")
    kinds: Counter[str] = Counter()
    for pair in pairs:
        truth, other = (record_of(pair[name], "article") for name in ("crossref", "other"))
        (result,) = verified([other], World([truth]))
        is_other_work = any(difference.field == "identifiers" for difference in result.verdict.differences)
        kinds["another work" if is_other_work else result.verdict.kind] += 1
        if wrong and result.verdict.kind != "ok":
            show(result, "pair")
    print(f"pairs: {', '.join(f'{number} {kind}' for kind, number in kinds.most_common())}; "
          f"{kinds['ok'] / len(pairs):.0%} ok")  # fmt: skip


def bench_variants(*, wrong: bool) -> None:
    """Legal ways to write one name or title: found by title, and not different."""
    variants = json.loads((SHARED / "variants.json").read_text("utf-8"))
    kinds: Counter[str] = Counter()
    for field, name in (("author", "names"), ("title", "titles")):
        for kind, here, there in variants[name]:
            reference, truth = (record_of({**VARIED, field: text, "booktitle": "ICML"}) for text in (here, there))
            (result,) = verified([reference], World([truth]))
            kinds[result.verdict.kind] += 1
            if wrong and result.verdict.kind != "ok":
                show(result, f"variant ({kind})")
    print(f"variants: {', '.join(f'{number} {kind}' for kind, number in kinds.most_common())}; "
          f"{kinds['ok'] / sum(kinds.values()):.0%} ok")  # fmt: skip


# What no index of papers has to have: entry types with the fields that people write, 15 kinds of 25 works each.
UNCOVERED = (
    ("book", {"publisher": "Clay Press", "year": "{new}", "isbn": "{isbn}"}),
    ("incollection", {"booktitle": "Handbook of Clay {number}", "publisher": "Clay Press", "year": "{new}"}),
    ("phdthesis", {"school": "University of Clay", "year": "{new}"}),
    ("techreport", {"institution": "Institute of Clay", "number": "{number}", "year": "{new}"}),
    ("software", {"url": "https://github.com/clay/tool{number}", "year": "{new}"}),
    ("online", {"url": "https://clay.example/pages/{number}", "year": "{new}", "urldate": "{new}-05-01"}),
    ("article", {"journal": "Annals of Clay", "volume": "{number}", "year": "{old}"}),
    ("misc", {"howpublished": "\\url{{https://clay.example/{number}}}", "note": "Accessed {new}", "year": "{new}"}),
    ("article", {"journal": "Wired", "volume": "{number}", "year": "{new}"}),
    ("article", {"journal": "The Claytown Times", "year": "{new}"}),
    ("article", {"journal": "Kiln Circuits Thread", "year": "{new}"}),
    ("article", {"journal": "Clay Notes", "url": "https://clay.example/essays/{number}", "year": "{new}"}),
    ("inproceedings", {"booktitle": "ICML Workshop on Kilns", "year": "{new}"}),
    ("article", {"journal": "Journal of Clay", "volume": "{number}", "year": "{new}", "note": "In Russian"}),
    ("article", {"title": "Глина и печи {number}", "journal": "Journal of Clay", "year": "{new}"}),
)
EACH = 25
PLACES = ("Kilns", "Glazes", "Pots", "Bricks", "Tiles")
ACTIONS = ("Firing", "Shaping", "Drying", "Painting", "Digging")


def uncovered() -> Iterator[tuple[str, Record]]:
    """The invented works, each with its kind."""
    for kind, fields in UNCOVERED:
        for number in range(EACH):
            title = f"{ACTIONS[number % 5]} and Selling {PLACES[number // 5]}: {kind.title()} Matters"
            digits = f"978{number:04}{len(kind):05}"
            check = -sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(digits)) % 10
            values = {"number": number + 1, "new": 1995 + number, "old": 1900 + number * 2, "isbn": f"{digits}{check}"}
            written = {name: value.format(**values) for name, value in fields.items()}
            yield kind, record_of({"title": title, "author": "Quill, Ada and Lund, Ida", **written}, kind)


def bench_uncovered(*, wrong: bool) -> None:
    """Books, theses, reports, software, pages, old and foreign works and others, which the service does not have."""
    kinds: Counter[str] = Counter()
    works = list(uncovered())
    results = verified([record for _, record in works], World([]))
    for (kind, _), result in zip(works, results, strict=True):
        kinds[result.verdict.kind] += 1
        if wrong and result.verdict.kind != "cannot tell":
            show(result, f"not covered ({kind})")
    print(f"works that no index has to have: {', '.join(f'{n} {kind}' for kind, n in kinds.most_common())}")


# Styles of printed references: how people are written, and then the pattern.
STYLES = {
    "APA": ("family, initials", "{people} ({year}). {title}. In {venue} (pp. 1-9)."),
    "IEEE": ("initials family", "{people}, \u201c{title},\u201d in {venue}, {year}, pp. 1-9."),
    "ACM": ("given family", "{people}. {year}. {title}. In {venue}. 1-9."),
    "Vancouver": ("family letters", "{people}. {title}. In: {venue}; {year}. p. 1-9."),
    "natbib": ("given family", "{people}. {title}. In {venue}, pages 1-9, {year}."),
    "venue and year": ("given family", "{people}. {title}. {venue}, {year}."),
    "LNCS": ("family, initials", "{people}: {title}. In: {venue}, pp. 1-9 ({year})"),
    "Elsevier": ("initials family", "{people}, {title}, in: {venue}, {year}, pp. 1-9."),
}


def printed(record: Record, style: str) -> str:
    """The reference as this style prints it."""
    order, pattern = STYLES[style]
    people = []
    for name in record.author:
        letters = "".join(word[0] for word in name.given.split())
        parts = {"family": f"{name.particle} {name.family}".strip(), "given": name.given, "letters": letters}
        parts["initials"] = " ".join(f"{letter}." for letter in letters)
        people.append(re.sub(r"\w+", lambda word, parts=parts: parts[word[0]], order))
    joined = (
        ", ".join(people)
        if style in ("Vancouver", "LNCS", "Elsevier")
        else " and ".join(filter(None, (", ".join(people[:-1]), people[-1])))
    )
    return pattern.format(
        people=joined, title=plain(record.title), venue=record.venue, year=record.issued.year if record.issued else ""
    )


def bench_printed(*, wrong: bool) -> None:
    """Valid references as styles print them: title, people, venue and year are those that were printed."""
    entries = [entry for entry in lines_of("valid_entries.jsonl") if entry["fields"].get("booktitle")]
    # Without the numbers by which DBLP tells people apart, which are in no reference.
    fields = [{name: re.sub(r" 0\d{3}\b", "", unescape(value)) for name, value in entry["fields"].items()}
              for entry in entries[:EACH * 10]]  # fmt: skip
    works = [record for record in map(record_of, fields) if record.author and record.issued]
    right = 0
    for style in STYLES:
        for work in works:
            read = guess(printed(work, style), "work")
            is_right = (
                read is not None
                and compare_titles(plain(read.title), plain(work.title)).is_same
                and compare_people(read.author, work.author).is_same
                and equivalent_venues(read.venue or "-", work.venue)
                and read.issued == work.issued
            )
            right += is_right
            if wrong and not is_right:
                print(f"printed ({style}): {printed(work, style)}", file=sys.stderr)
    total = len(STYLES) * len(works)
    print(f"printed references: {right} of {total} read right ({right / total:.1%})")


def main() -> None:
    """Run all benches."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wrong", action="store_true", help="show each verdict that is not the expected one")
    arguments = parser.parse_args()
    for bench in (bench_references, bench_pairs, bench_variants, bench_uncovered, bench_printed):
        bench(wrong=arguments.wrong)


if __name__ == "__main__":
    main()
