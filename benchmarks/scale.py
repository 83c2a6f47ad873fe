"""How moebib's commands grow with the list: invented works, whole processes.

    python benchmarks/scale.py --moebib .venv/bin/moebib
    python benchmarks/scale.py --moebib .venv/bin/moebib --list . --sizes 200 5000 20000

Needs Linux or macOS and no package.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from generated import WORD, works, write_moebib
from measure import Command, Used, machine, run, take_turns


class List(NamedTuple):
    """A list to measure."""

    folder: Path
    size: int
    name: str


_ENV = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb"}
_HEAD = """
| what | works | CPU s | wall s | peak MB | CPU µs per work, without start |
|---|--:|--:|--:|--:|--:|
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moebib", type=Path, required=True, help="the executable")
    parser.add_argument("--list", type=Path, help="the directory of a list; a copy of it is measured, too")
    parser.add_argument("--sizes", type=int, nargs="*", default=[200, 5000])
    parser.add_argument("--runs", type=int, default=5)
    args = parser.parse_args()
    print(f"minima of {args.runs} runs in turn (of 1 for import); {machine()}\n{_HEAD}", end="")
    with tempfile.TemporaryDirectory() as home:
        moebib = args.moebib.absolute()
        lists = [_imported(moebib, Path(home, str(size)), size) for size in (0, *args.sizes)]
        if args.list:
            lists.append(_copied(moebib, args.list, Path(home, "copy")))
        _compare(moebib, lists, args.runs)


def _imported(moebib: Path, folder: Path, size: int) -> List:
    """A list of *size* works, made by an import that is timed; a first build makes its outputs."""
    # Written one by one, because a process starts with the memory of its parent, which must stay small.
    lines = write_moebib(works(size), folder)
    used = run(Command("moebib", [moebib, "-C", folder, "import", "--from", "jsonl", lines], _ENV))
    run(Command("moebib", [moebib, "-C", folder, "build"], _ENV))
    if size:
        print(_row("import, every file new", List(folder, size, str(size)), used, None), end="", flush=True)
    return List(folder, size, str(size))


def _copied(moebib: Path, source: Path, folder: Path) -> List:
    folder.mkdir()
    shutil.copytree(source / "entries", folder / "entries")
    shutil.copy(source / "moebib.toml", folder)
    run(Command("moebib", [moebib, "-C", folder, "build"], _ENV))
    size = len(list(folder.glob("entries/papers/*.toml")))
    return List(folder, size, f"{size} (--list)")


def _compare(moebib: Path, lists: Sequence[List], runs: int) -> None:
    """The rows of every command except import; the first list has no works and shows the cost of starting."""
    for task, args in _commands(lists[0].folder.parent):
        # A search in the list without works finds nothing, which is exit code 1.
        commands = [Command("moebib", [moebib, "-C", list_.folder, *args], _ENV, codes=(0, 1)) for list_ in lists]
        used = [_least(of) for of in take_turns(commands, runs)]
        for list_, least in zip(lists, used, strict=True):
            print(_row(task, list_, least, used[0]), end="", flush=True)


def _commands(home: Path) -> Iterator[tuple[str, list[str | Path]]]:
    yield "list", ["list"]
    yield "search a word", ["search", WORD]
    for format_ in ("bibtex", "csl-json", "jsonl"):
        yield f"export {format_}", ["export", "-f", format_, "-o", home / f"out.{format_}"]
    yield "build, up to date", ["build"]


def _least(used: Sequence[Used]) -> Used:
    return Used(*(min(values) for values in zip(*used, strict=True)))


def _row(task: str, of: List, used: Used, start: Used | None) -> str:
    each = f"{1e6 * (used.cpu_s - start.cpu_s) / of.size:.0f}" if start and of.size else ""
    return f"| {task} | {of.name} | {used.cpu_s:.2f} | {used.wall_s:.2f} | {used.peak_mb:.0f} | {each} |\n"


if __name__ == "__main__":
    main()
