"""Kills commands, fills the disk, and reads while others write; what must hold is in docs/reliability.md.

    .venv/bin/python benchmarks/reliability.py --times 100

Every command that writes is killed before each of its calls of the system that change files, again while the next
process finishes what it had begun, and at random moments. The disk is full after every few bytes and, with --small
FOLDER, really: FOLDER is then an empty file system of its own of at most a few MB, as of

    mount -t tmpfs -o size=1m none FOLDER

Processes are forked, so the script needs Linux or macOS. The table in docs/reliability.md is what it prints.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import random
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NoReturn

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from kills import full_disk, killed_at
from moebib import store
from small_list import files_of, make_list, moebib

BIB = """\
@book{arden2020, title = {Cold Experts}, author = {Arden, Mia}, year = 2020}
@book{berg2019, title = "{Warm experts: a guide.}", author = {Berg, Jan and Doe, Jane}, year = {2019}, pages = {1-3}}
"""
TWIN = """\
type = "article"
title = "Keeping Experts Warm"
author = ["Brook, Tom"]
issued = "2024"
tags = ["routing"]
"""
COMMANDS: dict[str, Sequence[str]] = {
    "add": ("add", "--manual", "10.5555/new", "--title", "New Experts", "--author", "Doe, Jane"),
    "build": ("build",),
    "check --fix": ("check", "--fix"),
    "cite -o": ("cite", "../paper/a.tex", "-o", "../paper/cited.bib"),
    "convert -o": ("convert", "../refs.bib", "-o", "../refs.ris"),
    "dedupe --merge": ("dedupe", "--merge", "brook2024keeping", "brook2024twin"),
    "dedupe --not": ("dedupe", "--not", "brook2024keeping", "brook2024twin"),
    "dedupe --yes": ("dedupe", "--yes", "0.9"),
    "export -o": ("export", "-o", "../out/refs.bib"),
    "fix": ("fix",),
    "fix FILE": ("fix", "../refs.bib"),
    "fmt": ("fmt", "../refs.bib", "../more.bib"),
    "import": ("import", "../refs.bib"),
    "init": ("-C", "../new", "init", "--from", "../refs.bib", "--yes"),
    "merge-driver": ("merge-driver", "../base.toml", "../ours.toml", "../theirs.toml", "entries/papers/x.toml"),
    "migrate": ("-C", "../old", "migrate"),
    "rekey": ("rekey", "brook2024keeping", "warm", "--tex", "../paper", "--map", "../keys.tsv"),
    "rekey, case only": ("rekey", "brook2024keeping", "Brook2024Keeping"),
    "rekey --tex": ("rekey", "--tex", "../paper"),
    "schema -o": ("schema", "-o", "../schemas"),
}
ONE_BY_ONE = {"dedupe --yes", "fmt", "rekey --tex", "schema -o"}
"""The commands that change several files one after the other, each of them completely or not at all."""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--times", type=int, default=100, help="how often each command is killed at random")
    parser.add_argument("--step", type=int, default=32, help="bytes between two sizes of a full disk")
    parser.add_argument("--processes", type=int, default=20, help="that read and write at once")
    parser.add_argument("--small", type=Path, metavar="FOLDER", help="a small file system that may be filled")
    parser.add_argument("--only", nargs="*", default=list(COMMANDS), help="commands, as in the table")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    chance = random.Random(args.seed)
    with tempfile.TemporaryDirectory(prefix="moebib-reliability-") as name:
        folder = Path(name).resolve()
        os.environ |= {"MOEBIB_CACHE": str(folder / "cache"), "MOEBIB_CONFIG": str(folder / "config.toml")}
        start = _place(folder / "start")
        print(
            "| command | calls | killed before a call | killed again while finishing | killed at random | full disk |"
        )
        print("|---|---:|---:|---:|---:|---:|")
        total: Counter[str] = Counter()
        for command in args.only:
            trial = _Trial(start, folder, command, chance)
            row = {
                "calls": len(trial.calls),
                "before": trial.kill_before_each_call(),
                "again": trial.kill_while_finishing(),
                "random": trial.kill_at_random(args.times),
                "full": trial.fill_disk(args.step) + (trial.fill_small_disk(args.small) if args.small else 0),
            }
            total.update(row)
            print(f"| {command} | {' | '.join(map(str, row.values()))} |", flush=True)
        print(f"| all | {' | '.join(map(str, total.values()))} |")
        print("\n" + _all_at_once(start, folder / "together", args.processes))


def _place(place: Path) -> Path:
    """A folder with a list, two .bib files, two documents, and three versions of an entry."""
    make_list(place / "list")
    (place / "list/entries/papers/brook2024twin.toml").write_text(TWIN, "utf-8")
    arden = place / "list/entries/papers/arden2021sorting.toml"
    arden.write_text(arden.read_text("utf-8").replace("Temperature", "Temperature."), "utf-8")
    config = (make_list(place / "old") / "moebib.toml").read_text("utf-8")
    (place / "old/moebib.toml").write_text(config.replace("format = 2\n", ""), "utf-8")
    (place / "old/entries/models/tiny-moe.toml").write_text('name = "Tiny-MoE"\npaper = "cho2022bounds"\n', "utf-8")
    (place / "new").mkdir()
    (place / "paper").mkdir()
    for name in ("refs.bib", "more.bib"):
        (place / name).write_text(BIB, "utf-8")
    for name in ("a.tex", "b.tex"):
        (place / "paper" / name).write_text(r"\cite{brook2024keeping} \cite{older}", "utf-8")
    bounds = place / "list/entries/papers/cho2022bounds.toml"
    bounds.write_text('ids = ["older"]\n' + bounds.read_text("utf-8"), "utf-8")
    for name, volume in (("base", "1"), ("ours", "2"), ("theirs", "1")):
        text = TWIN.replace('"2024"', '"2025"') if name == "theirs" else TWIN
        (place / f"{name}.toml").write_text(f'{text}volume = "{volume}"\n', "utf-8")
    return place


class _Trial:
    """One command, tried on copies of the same folder."""

    def __init__(self, start: Path, folder: Path, command: str, chance: random.Random) -> None:
        self.command, self._start, self._copy, self._chance = command, start, folder / "copy", chance
        self._before = files_of(start)
        self._renew(self._copy)
        with killed_at(None, self._copy) as self.calls:
            done = moebib(*COMMANDS[command], folder=self._copy / "list")
        self._after = files_of(self._copy)
        if done.code not in (0, 1) or self._after == self._before or _remains(self._copy):
            sys.exit(f"{command} does not work: {done}")

    def kill_before_each_call(self) -> int:
        for number, call in enumerate(self.calls):
            self._renew(self._copy)
            self._fork_and_die(number)
            self._check(f"killed before call {number}, {call}")
        return len(self.calls)

    def kill_while_finishing(self) -> int:
        """Kill it before each call, and the next process before each of its own."""
        kills = 0
        for number, call in enumerate(self.calls):
            again = 0
            is_killed = True
            while is_killed:
                self._renew(self._copy)
                self._fork_and_die(number)
                if not list(self._copy.glob("*/.moebib-journal")):
                    break
                root = {"init": "../new", "migrate": "../old"}.get(self.command, ".")
                is_killed = self._fork_and_die(again, ("-C", root, "list"))
                again += 1
                kills += is_killed
                self._check(f"killed before call {number}, {call}, and while finishing before call {again}")
        return kills

    def kill_at_random(self, times: int) -> int:
        self._renew(self._copy)
        begin = time.monotonic()
        os.waitpid(_fork(self._run), 0)
        duration = time.monotonic() - begin
        killed = 0
        while killed < times:
            self._renew(self._copy)
            child = _fork(self._run)
            time.sleep(self._chance.uniform(0, duration))
            os.kill(child, signal.SIGKILL)
            _, status = os.waitpid(child, 0)
            killed += os.WIFSIGNALED(status)
            self._check("killed at random")
        return killed

    def fill_disk(self, step: int) -> int:
        size = 0
        while True:
            self._renew(self._copy)
            with full_disk(after=size * step):
                done = moebib(*COMMANDS[self.command], folder=self._copy / "list")
            if done.code in (0, 1):
                return size
            self._check_full(self._copy, done.err)
            size += 1

    def fill_small_disk(self, small: Path) -> int:
        """Leave one page more on a real file system for each run."""
        tries = 0
        while True:
            self._renew(small / "place")
            filler = small / "filler"
            with contextlib.suppress(OSError), filler.open("wb", buffering=0) as file:
                while file.write(bytes(4096)):
                    pass
            os.truncate(filler, max(0, filler.stat().st_size - 4096 * tries))
            done = moebib(*COMMANDS[self.command], folder=small / "place/list")
            filler.unlink()
            if done.code in (0, 1):
                return tries
            self._check_full(small / "place", done.err)
            tries += 1

    def _renew(self, copy: Path) -> None:
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(self._start, copy)

    def _run(self, arguments: Sequence[str] | None = None) -> None:
        moebib(*(arguments or COMMANDS[self.command]), folder=self._copy / "list")

    def _fork_and_die(self, number: int, arguments: Sequence[str] | None = None) -> bool:
        """Run a command in another process, which is killed before the call *number*; whether it came to that."""

        def run() -> None:
            with killed_at(number, self._copy, die=lambda: os.kill(os.getpid(), signal.SIGKILL)):
                self._run(arguments)

        _, status = os.waitpid(_fork(run), 0)
        return os.WIFSIGNALED(status)

    def _check(self, how: str) -> None:
        """What a reader sees is the state before or after, and a second run ends in the state after."""
        for root in (self._copy / "list", self._copy / "new", self._copy / "old"):
            if (root / "moebib.toml").exists() and (findings := store.read_all(root).findings):
                _fail(f"{self.command}, {how}: {findings}", self._copy)
        left = set(_remains(self._copy))
        now = {path: data for path, data in files_of(self._copy).items() if path not in left}
        is_begun = (self._copy / "new/.moebib-journal").exists()  # without moebib.toml, nothing can read the new list
        is_whole = all(now.get(path) in (self._before.get(path), self._after.get(path)) for path in now)
        if not is_whole or not (self.command in ONE_BY_ONE or is_begun or now in (self._before, self._after)):
            _fail(f"{self.command}, {how}: only a part was changed", self._copy)
        self._run()
        if files_of(self._copy) != self._after:
            _fail(f"{self.command}, {how}: run again, it ends in another state", self._copy)

    def _check_full(self, copy: Path, message: str) -> None:
        is_named = "No space left on device" in message and ".tmp" not in message and "hint: " in message
        if files_of(copy) != self._before or not is_named:
            _fail(f"{self.command}, disk full: {message}", copy)


def _all_at_once(start: Path, place: Path, processes: int) -> str:
    """Half of the processes write, the others read until these are done; what they did, in one line."""
    shutil.copytree(start, place)
    root = place / "list"
    writers = [_fork(lambda number=number: _write(root, number)) for number in range(processes // 2)]
    (place / "busy").touch()
    readers = [_fork(lambda number=number: _read(root, place / f"reads{number}")) for number in range(processes // 2)]
    statuses = [os.waitpid(child, 0)[1] for child in writers]
    (place / "busy").unlink()
    statuses += [os.waitpid(child, 0)[1] for child in readers]
    works = len(store.read(root)) - len(list((start / "list/entries/papers").iterdir()))
    reads = sum(int(file.read_text("utf-8")) for file in place.glob("reads*"))
    if any(statuses) or works != processes // 2 * 20 or _remains(place):
        _fail(f"{processes} processes at once: {statuses}, {works} works", place)
    return f"{processes} processes at once: {works} works added and renamed, {reads} reads, nothing lost, no error"


def _write(root: Path, number: int) -> None:
    for work in range(20):
        doi = f"10.5555/{number}.{work}"
        _expect(root, "add", "--manual", doi, "--title", f"Work {number} {work}")
        _expect(root, "rekey", store.read(root).find_work(doi).id, f"process{number}work{work}")


def _read(root: Path, count: Path) -> None:
    reads = 0
    while (root.parent / "busy").exists():
        for command in (("list",), ("show", "arden2021sorting"), ("export", "-f", "bibtex"), ("stats",), ("check",)):
            _expect(root, *command)
            reads += 1
    count.write_text(str(reads), "utf-8")


def _expect(root: Path, *arguments: str) -> None:
    done = moebib(*arguments, folder=root)
    if done.code not in (0, 1) or "error: " in done.err:
        print(arguments, done, file=sys.__stderr__, flush=True)
        raise SystemExit(1)


def _fork(run: Callable[[], None]) -> int:
    child = os.fork()
    if child == 0:
        status = 1
        try:
            run()
            status = 0
        finally:
            os._exit(status)
    return child


def _fail(message: str, place: Path) -> NoReturn:
    kept = Path(tempfile.mkdtemp(prefix="moebib-failed-")) / "place"
    shutil.copytree(place, kept)
    sys.exit(f"{message}\nsee {kept}")


def _remains(folder: Path) -> list[str]:
    return [path for path in files_of(folder) if "/.moebib-" in f"/{path}"]


if __name__ == "__main__":
    main()
