"""The house rules: imports go one way, and only few modules touch the world outside."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import moebib

PACKAGE = Path(moebib.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

# A part is a module or a package at the top of moebib. It imports from the rows above its own.
ROWS = (
    ("errors",),
    ("_registry",),
    ("identifier", "name", "date", "utf8", "brief", "fold", "suggest"),
    ("record",),
    ("answer", "response"),
    ("config",),
    ("latex", "search", "citekey"),
    ("library", "alike"),
    ("bibtex", "normalise", "match", "candidates", "merge", "toml", "schema", "markdown", "venue"),
    ("csl", "wording", "belongs", "citing", "ris", "hayagriva", "duplicates", "joining", "differences"),
    ("entry",),
    ("sources", "exporters", "importers", "checks"),
    ("intake", "assemble", "adding", "tagging", "checking", "rekeying", "founding", "carrying", "linking"),
    ("revise", "inquiry"),
    ("places",),
    ("store", "cache", "web", "citeproc"),
    ("client",),
    ("verdict", "explain"),
    ("online",),
    ("actions",),
    ("action_add", "action_check", "action_dedupe"),
    ("action_check_file", "action_check_links",
     "action_cite", "action_convert", "action_fmt", "action_init", "action_rekey", "action_update",
     "action_verify"),
    ("action_check_online",),
    ("cli", "__init__"),
    ("__main__",),
)  # fmt: skip
ROW = {part: number for number, row in enumerate(ROWS) for part in row}
# Their modules are found by their file, so none may need another; `_private` ones are for all.
LEAVES = {"sources", "exporters", "importers", "checks"}

OUTSIDE = {"places", "store", "cache", "web", "citeproc", "cli"}
OUTSIDE_MODULES = {
    "arxiv", "asyncio", "click", "fcntl", "filelock", "ftplib", "getpass", "glob", "http", "httpx", "io", "locale",
    "logging", "os", "pathlib.Path", "platformdirs", "requests", "requests_cache", "rich", "select", "shutil",
    "signal", "socket", "sqlite3", "ssl", "subprocess", "tempfile", "threading", "time", "urllib.request", "webbrowser",
}  # fmt: skip
OUTSIDE_CALLS = {"__import__", "breakpoint", "input", "open", "print"}
OUTSIDE_STREAMS = {"sys.argv", "sys.stderr", "sys.stdin", "sys.stdout"}
# Not `open`: without `pathlib.Path` there is nothing to open but what is no file.
OUTSIDE_METHODS = {
    "absolute", "chmod", "cwd", "exists", "expanduser", "glob", "home", "is_dir", "is_file", "iterdir", "mkdir", "now",
    "read_bytes", "read_text", "rename", "resolve", "rglob", "rmdir", "stat", "symlink_to", "today", "touch", "unlink",
    "utcnow", "write_bytes", "write_text",
}  # fmt: skip


def part_of(module: str) -> str:
    """The part a module belongs to; ``_latex_tables`` is what ``latex`` keeps for itself."""
    first = module.partition(".")[0] or "__init__"
    shared = next((part for part in ROW if first.startswith(f"_{part}_")), first)
    return first if first in ROW else shared


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def own(name: str) -> str | None:
    """The module of moebib that an imported name stands in: "exporters" for ``moebib.exporters.Exporter``."""
    if name.partition(".")[0] != "moebib":
        return None
    module = name.removeprefix("moebib").removeprefix(".")
    while module and module not in MODULES:
        module = module.rpartition(".")[0]
    return module or "__init__"


def wrong_direction(module: str, source: str) -> list[str]:
    """The imports of *module* that go sideways or down."""
    part = part_of(module)
    if part not in ROW:
        return [f"{module}: in no row; give it one in ROWS, below all that it imports"]
    return [
        f"{module}:{line} imports {name}"
        for line, name in imports(ast.parse(source))
        if not _allowed(module, part, name)
    ]


def _allowed(module: str, part: str, name: str) -> bool:
    if name.startswith("."):
        return False
    target = own(name)
    if target is None:
        return True
    if part_of(target) != part:
        return ROW[part_of(target)] < ROW[part]
    private = target.rpartition(".")[2].startswith("_")
    return part not in LEAVES or target in (part, module) or private


def touches(module: str, source: str) -> list[str]:
    """Where *module*, which should not, uses disk, network, clock or terminal."""
    part = part_of(module)
    if part in OUTSIDE:
        return []
    tree = ast.parse(source)
    if part == "sources":
        tree.body = [node for node in tree.body if not (isinstance(node, ast.FunctionDef) and node.name == "load")]
    found = [(line, name) for line, name in imports(tree) if _is_outside(name, part)]
    found += [(line, what) for node in ast.walk(tree) for line, what in _outside(node)]
    return [f"{module}:{line} {what}" for line, what in found]


def _is_outside(name: str, part: str) -> bool:
    if name == "pathlib.Path" and part.startswith("action"):
        return False  # it hands paths on to the store
    return any(name == module or name.startswith(f"{module}.") for module in OUTSIDE_MODULES)


def _outside(node: ast.AST) -> Iterator[tuple[int, str]]:
    """A call to one of OUTSIDE_CALLS or OUTSIDE_METHODS, unless it is one of the store's; a stream of ``sys``."""
    if isinstance(node, ast.Attribute) and ast.unparse(node) in OUTSIDE_STREAMS:
        yield node.lineno, ast.unparse(node)
    if not isinstance(node, ast.Call):
        return
    called = node.func
    method = isinstance(called, ast.Attribute) and called.attr in OUTSIDE_METHODS
    if (method and ast.unparse(called).partition(".")[0] not in OUTSIDE) or ast.unparse(called) in OUTSIDE_CALLS:
        yield node.lineno, ast.unparse(called)


def test_imports_go_up() -> None:
    assert [line for name, path in MODULES.items() for line in wrong_direction(name, path.read_text("utf-8"))] == []


def test_only_few_touch_the_world_outside() -> None:
    assert [line for name, path in MODULES.items() for line in touches(name, path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("date", "from moebib.name import Name"),  # beside it
        ("errors", "import moebib.record"),
        ("record", "def f() -> None:\n    from moebib import library"),
        ("library", "from moebib import Library"),
        ("exporters.bibtex", "from moebib.exporters.csv import EXPORTER"),
        ("exporters.bibtex", "from moebib.importers import Imported"),
        ("csl", "from .name import Name"),
        ("exporters.bibtex", "from moebib import actions"),
        ("brand_new", ""),
    ],
)
def test_an_import_that_goes_elsewhere_is_found(module: str, source: str) -> None:
    assert len(wrong_direction(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("exporters.csv", "from moebib.exporters import Exporter"),
        ("importers.jsonl", "from moebib.importers._json import parse"),
        ("csl.reader", "from moebib.csl.fields import IN_CSL"),
        ("store", "from moebib import _registry"),
        ("latex", "from moebib.config import Config\nimport json"),
        ("", "from moebib.actions import load"),
    ],
)
def test_an_import_that_goes_up_is_none_of_those(module: str, source: str) -> None:
    assert wrong_direction(module, source) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("csl", "open('x')"),
        ("csl", "Path('x').read_text()"),
        ("csl", "from pathlib import Path"),
        ("csl", "def f():\n    import requests.adapters"),
        ("csl", "from urllib.request import urlopen"),
        ("csl", "from os import unlink"),
        ("library", "print('x')"),
        ("record", "date.today()"),
        ("record", "datetime.datetime.now()"),
        ("record", "import time"),
        ("record", "sys.stdout"),
        ("actions", "Path('x').mkdir()"),
        ("sources.arxiv", "def parse(text):\n    open('x')"),
        ("exporters.csv", "class A:\n    def load(self):\n        open('x')"),
    ],
)
def test_a_touch_of_the_world_outside_is_found(module: str, source: str) -> None:
    assert len(touches(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("store", "import os\nopen('x')"),
        ("cli.main", "print('x')"),
        ("sources.arxiv", "def load(web):\n    import time\n    print('x')"),
        ("csl", "from urllib.parse import quote\nfrom pathlib import PurePosixPath"),
        ("csl", "reader.open()"),
        ("actions", "from pathlib import Path"),
        ("actions", "from moebib import store\nstore.read_text('x')"),
    ],
)
def test_what_may_touch_it_is_none_of_those(module: str, source: str) -> None:
    assert touches(module, source) == []


HEAVY = ("pydantic", "requests", "rich", "arxiv", "click", "tomlkit", "bibtexparser", "pylatexenc", "markdown_it")


def loaded_by(code: str) -> set[str]:
    """Which of HEAVY a fresh interpreter has loaded after *code*."""
    script = f"import sys\n{code}\nprint(*(set({HEAVY}) & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_importing_moebib_imports_nothing_heavy() -> None:
    assert loaded_by("import moebib") == set()
    assert loaded_by("import moebib; moebib.parse_date, moebib.parse_identifier, moebib.Name") == set()


def test_a_heavy_import_would_be_found() -> None:
    assert loaded_by("import moebib; moebib.Record") == {"pydantic"}
