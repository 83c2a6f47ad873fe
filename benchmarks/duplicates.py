"""Accuracy and cost of finding duplicates: moebib, bib-dedupe and splink on the same labelled pairs.

    python benchmarks/duplicates.py                                     # moebib alone; 3 minutes
    python benchmarks/duplicates.py --rivals /tmp/rivals/bin/python     # an environment with bib-dedupe and splink
    python benchmarks/duplicates.py --sizes 10000 165000 --skip-quality

Needs the bulk files of $MOEBIB_SHARED. The rivals are tuned on 3 of 10 families of authors; all are measured on the
other 7. Every search runs in its own process; time and memory are counted once the records are loaded.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import pickle
import re
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from labelled.pairs import Labelled, labelled, repeated
from measure import machine
from rivals import exchange

from moebib.records.identifier import Scheme
from moebib.records.record import Record
from moebib.text.fold import fold

_HERE = Path(__file__).parent
_SHARED = Path(os.environ.get("MOEBIB_SHARED", _HERE.parents[1] / "shared"))
Keys = frozenset[str]


class Found(NamedTuple):
    """The pairs that a tool found, each with its score, and the resources that it used."""

    pairs: list[tuple[str, str, float]]
    cpu_s: float
    mb: float
    mb_before: float
    """Memory before the search, with the records loaded."""

    def above(self, score: float) -> set[Keys]:
        return {frozenset((a, b)) for a, b, pair_score in self.pairs if pair_score >= score}


_USED = "CPU s | MB with the records | peak MB"


def _used(result: Found) -> str:
    return f"{result.cpu_s:.1f} | {result.mb_before:.0f} | {result.mb:.0f}"


Search = Callable[[Sequence[Record]], Found | None]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rivals", type=Path, help="a Python that has bib-dedupe and splink")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000])
    parser.add_argument("--limit", type=int, default=300, help="seconds that a search of --sizes may take")
    parser.add_argument("--skip-quality", action="store_true")
    parser.add_argument("--misses", type=Path, help="write false and missed duplicates of moebib to this file")
    parser.add_argument("--search", nargs=3, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.search:
        _search(*args.search)
        return
    print(machine())
    with tempfile.TemporaryDirectory() as folder:
        bench = _Bench(Path(folder), args.rivals)
        tuning, rest = labelled(_SHARED / "bulk")
        tools = {"exact": bench.ours("exact"), "moebib": bench.ours("moebib")}
        if args.rivals:
            tools |= {"bib-dedupe": bench.tuned_bib_dedupe(tuning), "splink": bench.tuned_splink(tuning)}
        if not args.skip_quality:
            _report_quality(tools, rest, args.misses)
        bench.limit = args.limit
        for size in args.sizes:
            _report_costs(tools, repeated(_SHARED / "bulk", size))


class _Bench:
    """Runs searches as processes, with their input and output in *folder*."""

    limit = 3_000

    def __init__(self, folder: Path, python: Path | None) -> None:
        self.folder, self.python = folder, python

    def ours(self, name: str) -> Search:
        def find(records: Sequence[Record]) -> Found | None:
            source = self.folder / "records.pickle"
            source.write_bytes(pickle.dumps(list(records)))
            return self._run([sys.executable, __file__, "--search", name, source])

        return find

    def rival(
        self, script: str, settings: dict[str, Any], records: Sequence[Record], same: Iterable[Keys] = ()
    ) -> Found | None:
        source = self.folder / "rows.jsonl"
        source.write_text("".join(map(_line, _rows(records, same))), "utf-8")
        assert self.python
        return self._run([self.python, _HERE / "rivals" / script, json.dumps(settings), source])

    def _run(self, command: Sequence[str | Path]) -> Found | None:
        out = self.folder / "pairs.json"
        process = subprocess.Popen([*command, out], stdout=subprocess.DEVNULL, start_new_session=True)
        try:
            code = process.wait(self.limit)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)  # with the processes that it started
            process.wait()
            return None
        if code:
            raise RuntimeError(f"exit code {code}: {command}")
        answer = json.loads(out.read_text("utf-8"))
        return Found([tuple(pair) for pair in answer["pairs"]], answer["cpu_s"], answer["mb"], answer["mb_before"])

    def tuned_bib_dedupe(self, tuning: Labelled) -> Search:
        """The search with the best settings for the tuning set; bib-dedupe has no thresholds."""
        best = (0.0, {})
        for no_container in (False, True):
            for other_types in (False, True):
                settings = {"no_container_of_preprints": no_container, "other_types": other_types, "maybe": True}
                result = self.rival("run_bib_dedupe.py", settings, tuning.records)
                for maybe in (False, True):
                    f1 = _score(result.above(0.5 if maybe else 1.0), tuning.same)[2] if result else 0.0
                    best = max(best, (f1, {**settings, "maybe": maybe}), key=lambda scored: scored[0])
        print(f"bib-dedupe, tuned: F1 {best[0]:.3f} with {best[1]}", flush=True)
        return lambda records: self.rival("run_bib_dedupe.py", best[1], records)

    def tuned_splink(self, tuning: Labelled) -> Search:
        """The search trained on the tuning set, with or without labels, whichever is better, at its best weight."""
        best: tuple[float, float, str] = (0.0, 0.0, "")
        for how, strict in product(("labels", "em"), (False, True)):
            model = str(self.folder / f"{how}-{'strict' if strict else 'free'}")
            settings = {"model": model, "how": how, "strict": strict, "weight": -5}
            result = self.rival("run_splink.py", settings, tuning.records, tuning.same)
            if result:
                best = max(best, (*_best_weight(result, tuning.same), model))
        f1, weight, model = best
        print(f"splink, tuned: F1 {f1:.3f} from weight {weight:.1f} on, {Path(model).name}", flush=True)
        settings = {"model": model, "weight": weight}
        return lambda records: self.rival("run_splink.py", settings, records)


def _best_weight(result: Found, same: dict[Keys, str]) -> tuple[float, float]:
    best, right = (0.0, 0.0), 0
    for count, (a, b, weight) in enumerate(sorted(result.pairs, key=lambda pair: -pair[2]), 1):
        right += frozenset((a, b)) in same
        best = max(best, (2 * right / (count + len(same)), weight))
    return best


def _score(pairs: set[Keys], same: dict[Keys, str]) -> tuple[float, float, float]:
    right = len(pairs & same.keys())
    precision, recall = right / len(pairs) if pairs else 0.0, right / len(same)
    return precision, recall, 2 * right / (len(pairs) + len(same))


def _rows(records: Iterable[Record], same: Iterable[Keys]) -> Iterator[dict[str, Any]]:
    labels: dict[str, str] = {}
    for a, b in sorted(map(sorted, same)):
        labels[b] = labels.setdefault(a, a)
    for record in records:
        ids = {identifier.scheme: identifier.value for identifier in reversed(record.identifiers)}
        yield {
            "id": record.id, "label": labels.get(record.id, record.id), "type": record.type,
            "preprint": record.is_preprint, "title": record.title, "authors": [str(name) for name in record.author],
            "year": str(record.issued.year) if record.issued else "", "container": record.container_title,
            "volume": record.volume, "issue": record.issue, "page": record.page, "edition": record.edition,
            "doi": ids.get(Scheme.DOI, ""), "arxiv": ids.get(Scheme.ARXIV, ""),
        }  # fmt: skip


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row) + "\n"


def _search(name: str, source: str, out: str) -> None:
    """Search with `exact` or `moebib`, in its own process."""
    from moebib.matching.duplicates import find_pairs

    gc.set_threshold(50_000, 50, 100)  # as the commands of moebib do
    records = pickle.loads(Path(source).read_bytes())
    sys.argv.append(out)
    if name == "exact":
        exchange.answer(lambda: list(_exact(records)))
    else:
        exchange.answer(lambda: [(a.id, b.id, 1 - float(distance)) for a, b, distance in find_pairs(records)])


def _exact(records: Iterable[Record]) -> Iterator[tuple[str, str, float]]:
    """The pairs that a dictionary finds: the letters of the title and the first author's family name are equal."""
    seen: dict[tuple[str, str], list[str]] = {}
    for record in records:
        first = record.author[0]
        key = re.sub(r"[\W_]", "", fold(record.title)), fold(first.family or first.literal)
        for other in seen.setdefault(key, []):
            yield other, record.id, 1.0
        seen[key].append(record.id)


def _report_quality(tools: dict[str, Search], rest: Labelled, misses: Path | None) -> None:
    print(f"\n{len(rest.records):,} records, {len(rest.same):,} pairs of one work\n")
    print(f"| tool | precision | recall | F1 | {_USED} |\n|---|--:|--:|--:|--:|--:|--:|", flush=True)
    pairs_by_tool = {}
    for name, find in tools.items():
        answer = find(rest.records)
        if answer:
            pairs_by_tool[name] = answer.above(float("-inf"))
            precision, recall, f1 = _score(pairs_by_tool[name], rest.same)
            print(
                f"| {name} | {precision:.3f} | {recall:.3f} | {f1:.3f} | {_used(answer)} |",
                flush=True,
            )
    _print_kinds("duplicates found", rest.same, pairs_by_tool)
    _print_kinds("false duplicates", rest.other, pairs_by_tool)
    if misses:
        misses.write_text("".join(_misses(rest, pairs_by_tool["moebib"])), "utf-8")


def _print_kinds(heading: str, kinds: dict[Keys, str], pairs_by_tool: dict[str, set[Keys]]) -> None:
    print(f"\n| {heading} | pairs | {' | '.join(pairs_by_tool)} |\n|---|--:|{'--:|' * len(pairs_by_tool)}")
    for kind, count in sorted(Counter(kinds.values()).items()):
        hits = [sum(kinds[pair] == kind for pair in pairs & kinds.keys()) for pairs in pairs_by_tool.values()]
        print(f"| {kind} | {count} | {' | '.join(map(str, hits))} |")


def _misses(rest: Labelled, pairs_found: set[Keys]) -> Iterator[str]:
    from moebib.matching.distance import compare

    records = {record.id: record for record in rest.records}
    for fault, pairs in ("wrong", pairs_found - rest.same.keys()), ("not found", rest.same.keys() - pairs_found):
        for pair in sorted(map(sorted, pairs)):
            a, b = (records[key] for key in pair)
            kind = rest.same.get(frozenset(pair), "") or rest.other.get(frozenset(pair), "")
            yield f"{fault}: {kind} {compare(a, b)}\n"
            yield from (f"    {_line(row)}" for row in _rows((a, b), ()))


def _report_costs(tools: dict[str, Search], records: Sequence[Record]) -> None:
    print(f"\n{len(records):,} records, every tenth of them twice\n")
    print(f"| tool | pairs | {_USED} |\n|---|--:|--:|--:|--:|")
    for name, find in tools.items():
        result = find(records)
        row = f"{len(result.pairs):,} | {_used(result)}" if result else "| not in the time allowed | |"
        print(f"| {name} | {row} |", flush=True)


if __name__ == "__main__":
    main()
