"""Parses a .bib file into entries and fields, compared with other readers; whole processes, one run each.

    python benchmarks/parsing.py --moebib .venv/bin/python --install

The entries are those of DBLP in the directory MOEBIB_SHARED, repeated with new keys until there are enough. Needs Linux
or macOS; --install creates a virtual environment and a directory of npm packages for the other readers.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import NamedTuple

from measure import Command, Used, machine, run

HEAD = """\
| entries | MB | tool | CPU s | wall s | peak MB | entries found | fields | CPU / first tool's |
|--:|--:|---|--:|--:|--:|--:|--:|--:|
"""
_PEERS = ("refkit", "bibtexparser", "pybtex")
_NPM = ("@citation-js/core", "@citation-js/plugin-bibtex")

# Each reads the file of its first argument and writes how many entries and fields it found into that of its second.
_PYTHON = {
    "moebib, block by block": """
from moebib.text.encoding import decode_bytes
from moebib.formats.bibtex import BibDocument
blocks = BibDocument(decode_bytes(Path(source).read_bytes()).text).blocks
fields = [len(block.fields) for block in blocks if block.kind == "entry"]
found = len(fields), sum(fields)
""",
    "moebib, all blocks kept": """
from moebib.text.encoding import decode_bytes
from moebib.formats.bibtex import BibDocument
blocks = list(BibDocument(decode_bytes(Path(source).read_bytes()).text).blocks)
fields = [len(block.fields) for block in blocks if block.kind == "entry"]
found = len(fields), sum(fields)
""",
    "refkit, BibDocument": """
import refkit
document = refkit.BibDocument.read(source)
found = len(document.entries), 0
""",
    "refkit, and a loop over fields": """
import refkit
document = refkit.BibDocument.read(source)
entries = document.entries.occurrences()
fields = [len([(field.name, field.value) for field in entry.fields.occurrences()]) for entry in entries]
found = len(fields), sum(fields)
""",
    "bibtexparser, splitter": """
import logging
from bibtexparser.splitter import Splitter
logging.disable(logging.CRITICAL)
library = Splitter(Path(source).read_text(encoding="utf-8")).split()
found = len(library.entries), sum(len(entry.fields) for entry in library.entries)
""",
    "bibtexparser": """
import bibtexparser, logging
logging.disable(logging.CRITICAL)
library = bibtexparser.parse_string(Path(source).read_text(encoding="utf-8"))
found = len(library.entries), sum(len(entry.fields) for entry in library.entries)
""",
    "pybtex": """
from pybtex import errors
from pybtex.database.input.bibtex import Parser
errors.set_strict_mode(False)
entries = Parser().parse_file(source).entries
found = len(entries), sum(len(entry.fields) + len(entry.persons) for entry in entries.values())
""",
}
_AROUND = """
import sys
from pathlib import Path
source, count = sys.argv[1:]
{code}
Path(count).write_text("{{}} {{}}".format(*found))
"""
_NODE = """
const fs = require("fs");
const { parse } = require("@citation-js/plugin-bibtex/lib/input/file.js");
const [source, count] = process.argv.slice(-2);
const entries = parse(fs.readFileSync(source, "utf8"));
const fields = entries.reduce((sum, entry) => sum + Object.keys(entry.properties).length, 0);
fs.writeFileSync(count, `${entries.length} ${fields}`);
"""


class Tools(NamedTuple):
    """The paths of the tools."""

    moebib: Path
    peers: Path
    node: str
    modules: Path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--moebib", type=Path, default=Path(sys.executable), help="a Python that has moebib")
    parser.add_argument("--peers", type=Path, help=f"a Python that has {', '.join(_PEERS)}")
    parser.add_argument("--modules", type=Path, help=f"a folder with node_modules of {', '.join(_NPM)}")
    parser.add_argument("--node", default="/usr/bin/node")
    parser.add_argument("--install", action="store_true", help="install the others that are not given")
    parser.add_argument("--sizes", type=int, nargs="*", default=[10_000, 165_000])
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--build", nargs=2, metavar=("FILE", "SIZE"), help="write the file and measure nothing")
    args = parser.parse_args()
    if args.build:
        _build(Path(args.build[0]), int(args.build[1]))
        return
    with tempfile.TemporaryDirectory() as home:
        tools = _tools(args, Path(home))
        print(f"minima of {args.runs} runs in turn; {machine()}\n\n{HEAD}", end="")
        for size in args.sizes:
            _compare(tools, Path(home), size, args.runs)


def _tools(args: argparse.Namespace, home: Path) -> Tools:
    peers, modules = args.peers, args.modules
    if not (peers and modules) and not args.install:
        sys.exit("cannot find the other tools; pass --peers and --modules, or --install")
    if not peers:
        venv.create(home / "peers", with_pip=True)
        peers = home / "peers/bin/python"
        subprocess.run([peers, "-m", "pip", "install", "--quiet", *_PEERS], check=True)
    if not modules:
        modules = home / "npm"
        modules.mkdir()
        subprocess.run(["npm", "install", "--silent", *_NPM], cwd=modules, check=True)
    return Tools(args.moebib.absolute(), peers.absolute(), args.node, modules.absolute())


def _compare(tools: Tools, home: Path, size: int, runs: int) -> None:
    """Rows of the table for one size."""
    source, counts = home / f"{size}.bib", home / "found"
    # In its own process, because a measured process starts with the memory of its parent.
    subprocess.run([sys.executable, __file__, "--build", source, str(size)], check=True)
    first = 0.0
    for command in _commands(tools, source, counts):
        used = [run(command) for _ in range(runs)]
        best = min(used, key=lambda run_used: run_used.cpu_s)
        first = first or best.cpu_s
        print(_row(size, source, command.tool, best, counts.read_text(), first), end="", flush=True)
    source.unlink()


def _commands(tools: Tools, source: Path, counts: Path) -> Iterator[Command]:
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(source.parent), "NODE_PATH": ""}
    for tool, code in _PYTHON.items():
        python = tools.moebib if tool.startswith("moebib") else tools.peers
        yield Command(tool, [python, "-c", _AROUND.format(code=code), source, counts], env)
    script = tools.modules / "parse.cjs"
    script.write_text(_NODE)
    yield Command("citation-js, its parser", [tools.node, script, source, counts], env)


def _row(size: int, source: Path, tool: str, used: Used, counts: str, first: float) -> str:
    entries, fields = map(int, counts.split())
    megabytes = source.stat().st_size / 1e6
    return (
        f"| {size:,} | {megabytes:.1f} | {tool} | {used.cpu_s:.2f} | {used.wall_s:.2f} | {used.peak_mb:.0f} "
        f"| {entries:,} | {f'{fields:,}' if fields else ''} | {used.cpu_s / first:.1f} |\n"
    )


def _build(path: Path, size: int) -> None:
    """A file of *size* entries."""
    with path.open("w", encoding="utf-8") as file:
        for number, entry in zip(range(size), _entries(), strict=False):
            head, _, rest = entry.partition(",")
            file.write(f"{head}-{number},{rest}\n\n")


def _entries() -> Iterator[str]:
    """The entries of DBLP, repeated endlessly."""
    folder = Path(os.environ.get("MOEBIB_SHARED", "../shared"), "bulk")
    files = sorted(folder.glob("dblp_bib_*.json.gz"))
    if not files:
        sys.exit(f"no dblp_bib_*.json.gz in {folder}; set MOEBIB_SHARED")
    for _ in count():
        for file in files:
            for lines in json.loads(gzip.decompress(file.read_bytes())).values():
                yield "".join(lines).strip()


if __name__ == "__main__":
    main()
