"""Measures how moebib is built and what its commands run, for one installation or for two side by side.

    python benchmarks/structure.py .venv/bin/python
    python benchmarks/structure.py BEFORE/.venv/bin/python .venv/bin/python --runs 11

Prints a Markdown table. A file runs if a function in it is called; that its module is imported does not count. A room
is a module or package directly below moebib, together with the modules named _ROOM_... next to it. Needs Linux or
macOS; moebib is only needed in the installations that are measured.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import io
import json
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from importlib import import_module
from importlib.metadata import entry_points
from pathlib import Path
from statistics import median
from types import CodeType, FrameType
from unittest.mock import patch

from measure import Command, machine, take_turns

WORKFLOWS: dict[str, list[str]] = {
    "convert x.bib -o y.json": ["convert", "x.bib", "-o", "y.json"],
    "add 2101.00001": ["add", "2101.00001"],
    "build": ["build"],
    "check x.bib": ["check", "x.bib"],
    "cite paper.tex": ["cite", "paper.tex", "-o", "refs.bib"],
}
TIMED: dict[str, list[str]] = {
    "--version": ["--version"],
    "list": ["list"],
    "check x.bib": ["check", "x.bib"],
    "convert x.bib -o y.json": ["convert", "x.bib", "-o", "y.json"],
}
IN_PLACE = ("<listcomp>", "<setcomp>", "<dictcomp>", "<genexpr>")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pythons", type=Path, nargs="+", metavar="PYTHON", help="the Python of an installation")
    parser.add_argument("--list", type=Path, default=Path(__file__).parents[1], help="a list, with its moebib.bib")
    parser.add_argument("--runs", type=int, default=7, help="runs of each timed command, in turn; 0 for none")
    args = parser.parse_args()
    pythons = [python.absolute() for python in args.pythons]
    names = ["before", "after"] if len(pythons) == 2 else [str(python) for python in args.pythons]
    print(f"| what | {' | '.join(names)} |\n|---|{'--:|' * len(names)}")
    with tempfile.TemporaryDirectory() as home:
        # Timed first, because a process starts with the memory of its parent, which must stay small.
        _print_rows([_timed(pythons, _work(args.list, Path(home, "timed")), args.runs)] if args.runs else [])
        _print_rows([[_plan(_package(python)) for python in pythons]])
        with _services() as url:
            for number, (name, command) in enumerate(WORKFLOWS.items()):
                works = [_work(args.list, Path(home, f"{number}-{side}")) for side in range(len(pythons))]
                traced = [_traced(python, work, url, command) for python, work in zip(pythons, works, strict=True)]
                _print_rows([[{f"`{name}`: {measure}": value for measure, value in side.items()} for side in traced]])
    if args.runs:
        print(f"\nCPU and memory: medians of {args.runs} runs in turn; {machine()}")


def _print_rows(groups: Sequence[Sequence[Mapping[str, str]]]) -> None:
    """Print one row for each measure of the installations in a group."""
    for sides in groups:
        for measure in sides[0]:
            print(f"| {measure} | {' | '.join(side[measure] for side in sides)} |", flush=True)


def _work(source: Path, folder: Path) -> Path:
    """Return a new folder with a copy of the list, a .bib file and a document."""
    shutil.copytree(source / "entries", folder / "entries")
    for name in ("moebib.toml", "README.md"):
        shutil.copy(source / name, folder)
    shutil.copy(source / "moebib.bib", folder / "x.bib")
    keys = ",".join(sorted(path.stem for path in folder.glob("entries/papers/*.toml"))[:3])
    (folder / "paper.tex").write_text(f"\\documentclass{{article}}\\begin{{document}}\\cite{{{keys}}}\\end{{document}}")
    return folder


# What the commands cost.


def _timed(pythons: Sequence[Path], work: Path, runs: int) -> list[dict[str, str]]:
    """Return CPU time and peak memory of whole processes, for each installation."""
    env = {"HOME": str(work), "PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "TERM": "dumb"}
    sides: list[dict[str, str]] = [{} for _ in pythons]
    for name, args in TIMED.items():
        commands = [
            Command(str(python), [python, "-m", "moebib", "-C", work, *args], env, codes=(0, 1)) for python in pythons
        ]
        for side, used in zip(sides, take_turns(commands, runs), strict=True):
            side[f"`{name}`: CPU ms"] = f"{1000 * median(run.cpu_s for run in used):.0f}"
            side[f"`{name}`: peak MB"] = f"{median(run.peak_mb for run in used):.1f}"
    return sides


# How the code is arranged.


@dataclass(frozen=True)
class Module:
    """A file of the package."""

    name: str
    """Below moebib: "formats.bibtex.reader", and "" for the package itself."""
    lines: int
    tree: ast.Module


def _package(python: Path) -> Path:
    shown = subprocess.check_output([python, "-c", "import moebib; print(moebib.__path__[0])"], cwd="/", text=True)
    return Path(shown.strip())


def _plan(package: Path) -> dict[str, str]:
    """Return the measures of the files of a package."""
    modules = [_read(package, path) for path in sorted(package.rglob("*.py"))]
    lines = sum(module.lines for module in modules)
    functions = [
        (node.end_lineno or node.lineno) - node.lineno + 1
        for module in modules
        for node in ast.walk(module.tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    doors = {module.name.partition(".")[0] for module in modules} - {"", "__main__"}
    arrows = _arrows(modules, doors)
    circles = _circles(arrows)
    return {
        "files": str(len(modules)),
        "lines": str(lines),
        "lines of a function, median": f"{median(functions):.0f}",
        "functions in 1,000 lines": f"{1000 * len(functions) / lines:.0f}",
        "doors: modules and packages at the top": str(len(doors)),
        "of which private": str(sum(door.startswith("_") for door in doors)),
        "arrows: pairs of rooms with an import": str(sum(map(len, arrows.values()))),
        "layers: rooms on the longest chain of imports": "-" if circles else str(_layers(arrows)),
        "rooms in circles": ", ".join(sorted(circles)) or "0",
    }


def _read(package: Path, path: Path) -> Module:
    text = path.read_text("utf-8")
    name = ".".join(path.relative_to(package).with_suffix("").parts)
    return Module(name.removesuffix("__init__").removesuffix("."), len(text.splitlines()), ast.parse(text))


def _arrows(modules: Sequence[Module], doors: set[str]) -> dict[str, set[str]]:
    """Return for each room the rooms that it imports, in functions too."""
    names = {module.name for module in modules}
    arrows: dict[str, set[str]] = {}
    for module in modules:
        if module.name in ("", "__main__"):  # they import all rooms and belong to none
            continue
        targets = (_module_of(name, names) for name in _imports(module.tree))
        room = _room(module.name, doors)
        rooms = {_room(target, doors) for target in targets if target}
        arrows.setdefault(room, set()).update(rooms - {room})
    return arrows


def _imports(tree: ast.Module) -> Iterator[str]:
    """Yield the names imported from moebib, without its own name."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("moebib."))
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == "moebib":
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def _module_of(imported: str, names: set[str]) -> str:
    """Return the module that an imported name is in, "formats" for "moebib.formats.Format"."""
    name = imported.removeprefix("moebib.")
    while name and name not in names:
        name = name.rpartition(".")[0]
    return name


def _room(module: str, doors: set[str]) -> str:
    door = module.partition(".")[0]
    owners = [other for other in doors if door.startswith(f"_{other}_")]
    return max(owners, key=len) if owners else door


def _circles(arrows: Mapping[str, set[str]]) -> set[str]:
    """Return the rooms that import themselves through others."""
    return {room for room in arrows if room in _reached(arrows, room)}


def _reached(arrows: Mapping[str, set[str]], start: str) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        new = arrows.get(waiting.pop(), set()) - reached
        reached |= new
        waiting += new
    return reached


def _layers(arrows: Mapping[str, set[str]]) -> int:
    depths: dict[str, int] = {}
    while len(depths) < len(arrows):
        ready = [room for room in arrows if room not in depths and arrows[room] <= depths.keys()]
        depths |= {room: 1 + max((depths[target] for target in arrows[room]), default=0) for room in ready}
    return max(depths.values())


# What runs for a command: it is run in a process of the installation that records the calls.


def _traced(python: Path, work: Path, url: str, args: Sequence[str]) -> dict[str, str]:
    """Return how many files of moebib run for a command, and how many of its modules are imported."""
    report = work / "trace.json"
    subprocess.run([python, Path(__file__).absolute(), "--trace", report, url, *args], cwd=work, check=True)
    traced = json.loads(report.read_text("utf-8"))
    return {"files that run": str(len(traced["files"])), "modules imported": str(len(traced["modules"]))}


def _trace(report: Path, url: str, args: Sequence[str]) -> None:
    """Run a command in this process and write which files of moebib it ran."""
    codes: set[CodeType] = set()

    def note(frame: FrameType, event: str, _: object) -> None:
        if event == "call":
            codes.add(frame.f_code)

    out, err = io.StringIO(), io.StringIO()
    sys.argv = ["moebib", *args]
    threading.setprofile(note)
    sys.setprofile(note)
    try:
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.ExitStack() as stack:
            (script,) = entry_points(group="console_scripts", name="moebib")
            command = script.load()
            if args[0] == "add":
                stack.enter_context(_redirected(url))
            command()
    except SystemExit as end:
        if end.code and args[0] != "check":
            raise RuntimeError(f"{args}: {err.getvalue()}") from end
    finally:
        sys.setprofile(None)
        threading.setprofile(None)
    package = sys.modules["moebib"].__path__[0]
    files = {code.co_filename for code in codes if _is_function(code) and code.co_filename.startswith(package)}
    modules = [name for name in sys.modules if name.partition(".")[0] == "moebib"]
    report.write_text(json.dumps({"files": sorted(files), "modules": sorted(modules)}), "utf-8")


def _is_function(code: CodeType) -> bool:
    """Whether *code* is that of a function, not of a module, a class body or a comprehension in one of these."""
    is_body = not code.co_flags & 0x1  # inspect.CO_OPTIMIZED
    return not is_body and not (code.co_name in IN_PLACE and "<locals>" not in code.co_qualname)


@contextlib.contextmanager
def _redirected(url: str) -> Iterator[None]:
    """Send the requests of moebib to the server at *url*; the command line has no option for this."""
    web = import_module("moebib.web").Web
    with patch.object(web, "from_environment", lambda **_: web(test_server=url)):
        yield


# The services: they have one work, and respond as documented.

ENTRY = """<feed xmlns="http://www.w3.org/2005/Atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"
 xmlns:arxiv="http://arxiv.org/schemas/atom"><id>http://arxiv.org/api/x</id><title>arXiv Query</title>
<updated>2026-11-24T00:00:00Z</updated><opensearch:itemsPerPage>1</opensearch:itemsPerPage>
<opensearch:totalResults>1</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>
<entry><id>http://arxiv.org/abs/2101.00001v1</id><title>Sorting Experts by Warmth</title>
<updated>2021-01-01T00:00:00Z</updated><published>2021-01-01T00:00:00Z</published><summary>We sort.</summary>
<author><name>Ann Example</name></author><arxiv:primary_category term="cs.LG"/><category term="cs.LG"/>
<link href="http://arxiv.org/abs/2101.00001v1" rel="alternate" type="text/html"/></entry></feed>"""
ANSWERS = {
    "export.arxiv.org": ("application/atom+xml", ENTRY),
    "api.datacite.org": ("application/json", '{"data":[],"meta":{"total":0,"totalPages":0,"page":1}}'),
    "api.openalex.org": ("application/json", '{"meta":{"count":0,"page":1,"per_page":50},"results":[]}'),
    "api.semanticscholar.org": ("application/json", "[null]"),
}


class _Services(BaseHTTPRequestHandler):
    """Responds to /HOST/PATH in place of https://HOST/PATH; anything unknown is not found."""

    def do_GET(self) -> None:
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        host = self.path.split("/")[1]
        kind, text = ANSWERS.get(host, ("application/json", '{"error":"not found"}'))
        self.send_response(200 if host in ANSWERS else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text.encode())

    do_POST = do_GET  # noqa: N815 - the name that http.server calls

    def log_message(self, *_: object) -> None:
        pass


@contextlib.contextmanager
def _services() -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), _Services) as server:
        threading.Thread(target=partial(server.serve_forever, 0.1), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--trace"]:
        _trace(Path(sys.argv[2]), sys.argv[3], sys.argv[4:])
    else:
        main()
