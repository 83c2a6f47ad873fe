"""Converts a .bib file to CSL-JSON and .bib, compared with other tools; whole processes, one run each.

    python benchmarks/converting.py --moebib .venv/bin/python --install

The entries are those of parsing.py, which generates the file. Needs Linux or macOS; --install creates a virtual
environment and a directory of npm packages for the other tools. Failures are shown in their row.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from measure import Command, machine, run

HEAD = """\
| entries | tool | CPU s | wall s | peak MB | entries per CPU second | CPU / first tool's |
|--:|---|--:|--:|--:|--:|--:|
"""
_PARSING = Path(__file__).with_name("parsing.py")
_PEERS = ("pybtex", "pypandoc_binary")
_NPM = ("@citation-js/core", "@citation-js/plugin-bibtex", "@citation-js/plugin-csl")

# Each reads the file of its first argument and writes CSL-JSON and .bib into those of the second and third.
_MOEBIB = """
import sys
from pathlib import Path
from moebib.text.encoding import decode_bytes
from moebib.formats.bibtex import read_records
from moebib.formats import Options, get
source, items, bib = map(Path, sys.argv[1:])
options = Options()
to_items, to_bib = get("csl-json").record_writer().item, get("bibtex").record_writer().item
with items.open("w") as json, bib.open("w") as entries:
    between = "["
    for record, _ in read_records(decode_bytes(source.read_bytes()).text):
        if record:
            json.write(between + to_items(record, options))
            entries.write(to_bib(record, options))
            between = ","
    json.write("]")
"""
# pybtex cannot write CSL-JSON, so it writes the fields as plain text.
_PYBTEX = """
import json, sys
from pathlib import Path
from pybtex import errors
from pybtex.database.input.bibtex import Parser
from pybtex.richtext import Text
errors.set_strict_mode(False)
source, items, bib = map(Path, sys.argv[1:])
data = Parser().parse_file(source)
plain = lambda value: str(Text.from_latex(value))
people = lambda entry: {role: [[plain(part) for part in (*one.first_names, *one.prelast_names, *one.last_names)]
                               for one in found] for role, found in entry.persons.items()}
items.write_text(json.dumps([
    {"id": key, "type": entry.type} | {name: plain(value) for name, value in entry.fields.items()} | people(entry)
    for key, entry in data.entries.items()
], ensure_ascii=False))
bib.write_text(data.to_string("bibtex"))
"""
_CITATION_JS = """
const fs = require("fs");
const { Cite } = require("@citation-js/core");
require("@citation-js/plugin-bibtex");
require("@citation-js/plugin-csl");
const [source, items, bib] = process.argv.slice(-3);
const cite = new Cite(fs.readFileSync(source, "utf8"), { generateGraph: false });
fs.writeFileSync(items, JSON.stringify(cite.data));
fs.writeFileSync(bib, cite.format("bibtex"));
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
    parser.add_argument(
        "--slow-up-to", type=int, default=10_000, help="the largest file for pandoc and pybtex, in entries"
    )
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as home:
        tools = _tools(args, Path(home))
        print(f"one run of each; {machine()}\n\n{HEAD}", end="")
        for size in args.sizes:
            _compare(tools, Path(home), size, with_slow=size <= args.slow_up_to)


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


def _compare(tools: Tools, home: Path, size: int, *, with_slow: bool) -> None:
    """Rows of the table for one size."""
    source = home / f"{size}.bib"
    # In its own process, because a measured process starts with the memory of its parent.
    subprocess.run([sys.executable, _PARSING, "--build", source, str(size)], check=True)
    first = 0.0
    for command in _commands(tools, source, with_slow=with_slow):
        try:
            used = run(command)
        except RuntimeError as error:
            print(f"| {size:,} | {command.tool} | fails: {str(error).splitlines()[0][:60]} | | | | |", flush=True)
            continue
        first = first or used.cpu_s
        print(
            f"| {size:,} | {command.tool} | {used.cpu_s:.1f} | {used.wall_s:.1f} | {used.peak_mb:.0f} "
            f"| {size / used.cpu_s:,.0f} | {used.cpu_s / first:.1f} |",
            flush=True,
        )
    source.unlink()


def _commands(tools: Tools, source: Path, *, with_slow: bool) -> Iterator[Command]:
    env = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "HOME": str(source.parent), "PYTHONUTF8": "1"}
    items, bib = source.with_suffix(".json"), source.with_name("out.bib")
    yield Command("moebib, to both", [tools.moebib, "-c", _MOEBIB, source, items, bib], env)
    for jobs in ("1", "2"):
        convert = [tools.moebib, "-m", "moebib", "convert", source, "--jobs", jobs, "-o"]
        yield Command(f"moebib convert --jobs {jobs}, to CSL-JSON", [*convert, items], env)
        yield Command(f"moebib convert --jobs {jobs}, to .bib", [*convert, bib], env)
    script = tools.modules / "convert.cjs"
    script.write_text(_CITATION_JS)
    yield Command("citation-js, to both", [tools.node, script, source, items, bib], env)
    if with_slow:
        yield Command("pybtex, to its fields as text and .bib", [tools.peers, "-c", _PYBTEX, source, items, bib], env)
        find_pandoc = [tools.peers, "-c", "import pypandoc; print(pypandoc.get_pandoc_path())"]
        pandoc = subprocess.run(find_pandoc, check=True, capture_output=True, text=True).stdout.strip()
        yield Command("pandoc, to CSL-JSON", [pandoc, "-f", "bibtex", "-t", "csljson", source, "-o", items], env)


if __name__ == "__main__":
    main()
