"""Runs every command that reads a bibliography or a document on excerpts of real files, half of them damaged.

    python benchmarks/verbs.py FOLDER --runs 10000

No command may end with an exception or take longer than --limit seconds. What `convert` writes must be read again with
all of its entries, and what `import` writes is a valid list. Inputs that fail are saved in the directory --found, with
the command and the traceback. The files below FOLDER are the corpus; only their endings say what they are. Needs Linux
or macOS and moebib's tests.
"""

from __future__ import annotations

import argparse
import os
import random
import re
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from fuzz import damage

from moebib import formats
from moebib.citations import LANGUAGES
from small_list import Done, moebib

BIGGEST = 2_000_000
SIZES = (500, 1_500, 4_000, 4_000, 12_000)
STARTS = (b"\n@", b"\nTY  - ", b"\nPMID- ", b"\nPT ", b"\n\n", b"\n")
"""Where excerpts begin: at an entry, if there is one before the chosen place."""
WRITTEN = ("bibtex", "biblatex", "csl-json", "csv", "hayagriva", "jsonl", "ris")
SETTINGS = "format = 2\n"


class Bench:
    """Runs commands on one input after the other, in folders of its own, and counts how they end."""

    def __init__(self, scratch: Path, found: Path, limit: float) -> None:
        self.scratch = scratch
        self.found = found
        self.limit = limit
        self.runs: Counter[str] = Counter()
        self.codes: dict[str, Counter[int]] = defaultdict(Counter)
        self.failures: Counter[str] = Counter()
        self.slowest: dict[str, float] = defaultdict(float)

    def run(self, verb: str, *arguments: str) -> Done | None:
        """The result of a command in the scratch folder; None if it failed, which is counted and kept."""
        self.runs[verb] += 1
        started = time.process_time()
        signal.setitimer(signal.ITIMER_REAL, self.limit)
        try:
            done = moebib(*arguments, folder=self.scratch)
        except (Exception, SystemExit):  # any exception is a fault
            signal.setitimer(signal.ITIMER_REAL, 0)
            self.fail(verb, arguments, traceback.format_exc())
            return None
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
        self.slowest[verb] = max(self.slowest[verb], time.process_time() - started)
        self.codes[verb][done.code] += 1
        return done

    def fail(self, verb: str, arguments: Sequence[str], why: str) -> None:
        self.failures[verb] += 1
        folder = self.found / f"{self.failures.total():04}-{verb.replace(' ', '-')}"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "why.txt").write_text(f"moebib {' '.join(arguments)}\n\n{why}", "utf-8", "backslashreplace")
        for file in self.scratch.glob("input*"):
            shutil.copy(file, folder)
        print(f"{folder}: {why.strip().splitlines()[-1]}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="a directory with the corpus, at any depth")
    parser.add_argument("--runs", type=int, default=10_000, help="how many excerpts there are of each kind")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--limit", type=float, default=20, help="seconds that one command may take")
    parser.add_argument("--found", type=Path, default=Path("verbs-found"))
    args = parser.parse_args()
    signal.signal(signal.SIGALRM, _too_long)
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"MOEBIB_CACHE": f"{folder}/cache", "MOEBIB_CONFIG": f"{folder}/config", "NO_COLOR": "1"}
        scratch = Path(folder) / "scratch"
        bench = Bench(scratch, args.found, args.limit)
        begin = time.monotonic()
        for path, data in _inputs(args.folder, random.Random(args.seed), args.runs):
            if time.monotonic() - begin > args.seconds:
                break
            shutil.rmtree(scratch, ignore_errors=True)
            scratch.mkdir()
            name = f"input{path.suffix}"
            (scratch / name).write_bytes(data)
            if path.suffix.lower() in LANGUAGES:
                _cite(bench, name)
            else:
                _read_bibliography(bench, name)
    print(_table(bench))
    if bench.failures:
        sys.exit(f"the inputs that failed are in {args.found}")


def _inputs(folder: Path, chance: random.Random, number: int) -> Iterator[tuple[Path, bytes]]:
    """*number* excerpts of bibliographies, and as many of documents, in turn."""
    readable = {suffix for name in formats.names("read") for suffix in formats.get(name).suffixes}
    files = sorted(path for path in folder.rglob("*") if path.is_file() and 0 < path.stat().st_size < BIGGEST)
    of_kind: dict[str, list[Path]] = defaultdict(list)
    for path in files:
        of_kind[path.suffix.lower()].append(path)
    # A third of the bibliographies are .bib files; a small kind is drawn as often as a big one, for the rest.
    bibliographies = [suffix for suffix in of_kind if suffix in readable and suffix not in LANGUAGES]
    documents = [suffix for suffix in of_kind if suffix in LANGUAGES]
    for _ in range(number):
        suffix = ".bib" if chance.random() < 1 / 3 else chance.choice(bibliographies)
        for kind in (suffix, chance.choice(documents)):
            path = chance.choice(of_kind[kind])
            data = _excerpt(chance, path.read_bytes())
            yield path, damage(chance, data) if chance.random() < 0.5 else data


def _excerpt(chance: random.Random, data: bytes) -> bytes:
    size = chance.choice(SIZES)
    if len(data) <= size or data[:1] in b"{[<":  # an excerpt of JSON or XML would be neither
        return data[:200_000] if len(data) > 200_000 and chance.random() < 0.5 else data[: 10 * size]
    at = chance.randrange(len(data) - size + 1)
    starts = (data.rfind(sign, 0, at + len(sign)) for sign in STARTS)
    start = next((start + 1 for start in starts if start >= 0), 0)
    return data[start : start + size]


def _read_bibliography(bench: Bench, name: str) -> None:
    bench.run("check", "check", name, "--output-format", "json")
    for format in WRITTEN:
        written = f"written-{format}{formats.get(format).suffixes[0]}"
        done = bench.run(f"convert to {format}", "convert", name, "-f", format, "-o", written, "--report")
        if done and done.code < 2 and format in formats.names("read"):
            back = ("convert", written, "--from", format, "-f", "bibtex")
            again = bench.run(f"convert from {format}", *back)
            if again and (again.code or _works(again) != _works(done)):
                bench.fail(f"convert from {format}", back, f"{done.err}\n{again.err}")
    if name.endswith(".bib"):
        bench.run("fmt --diff", "fmt", name, "--diff")
        bench.run("fix --diff", "fix", name, "--diff")
        bench.run("fmt", "fmt", name, "--sort")
    bench.run("verify --offline", "verify", name, "--offline", "--output-format", "json")
    bench.run("cite *", "cite", "-k", "*", "--no-list", "--from", name, "-f", "biblatex")
    bench.run("init", "-C", _folder(bench, "new"), "init", "--from", f"../{name}", "--yes")
    kept = _folder(bench, "list")
    (bench.scratch / kept / "moebib.toml").write_text(SETTINGS, "utf-8")
    bench.run("import", "-C", kept, "import", f"../{name}")
    listed = bench.run("list", "-C", kept, "list", "--json")
    if listed and listed.code:
        bench.fail("list", ("import", f"../{name}"), listed.err)
    keys = [file.stem for file in sorted((bench.scratch / kept).glob("entries/papers/*.toml"))]
    if listed and keys:
        bench.run("show", "-C", kept, "show", keys[0])
        bench.run("search", "-C", kept, "search", "the")
        bench.run("stats", "-C", kept, "stats")
        bench.run("check (list)", "-C", kept, "check")
        bench.run("dedupe", "-C", kept, "dedupe")
        bench.run("export", "-C", kept, "export", "-f", "bibtex")
        bench.run("build", "-C", kept, "build")


def _works(done: Done) -> list[str]:
    return re.findall(r"(\d+) works?\b", done.err.splitlines()[-1] if done.err else "")[:1]


def _folder(bench: Bench, name: str) -> str:
    (bench.scratch / name).mkdir()
    return name


def _cite(bench: Bench, name: str) -> None:
    bench.run("cite", "cite", name, "--no-list", "-f", "bibtex")
    (bench.scratch / "refs.bib").write_text("@book{doe2020, title = {Sparse}, author = {Doe, Jo}}\n", "utf-8")
    bench.run("cite --from", "cite", name, "--no-list", "--from", "refs.bib", "-f", "csl-json")
    if Path(name).suffix.lower() in {".md", ".tex"}:
        bench.run("check", "check", name)


def _table(bench: Bench) -> str:
    rows = ["| command | runs | exceptions | slowest, s | exit codes |", "|---|--:|--:|--:|---|"]
    for verb, runs in sorted(bench.runs.items()):
        codes = ", ".join(f"{code}: {number}" for code, number in sorted(bench.codes[verb].items()))
        rows.append(f"| {verb} | {runs} | {bench.failures[verb]} | {bench.slowest[verb]:.2f} | {codes} |")
    return "\n".join(rows)


def _too_long(*_: object) -> None:
    raise TimeoutError


if __name__ == "__main__":
    main()
