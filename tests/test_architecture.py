"""The architecture: imports go one way, and only a few modules use disk, network, clock or terminal."""

from __future__ import annotations

import ast
import functools
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

import moebib

PACKAGE = Path(moebib.__file__).parent
MODULES = {
    ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}

# A room is a module or a package at the top of moebib. It imports only from the rooms above it in this list.
ROOMS = (
    "_lazy", "codes", "errors", "_registry", "moved", "places", "text", "_arguments", "_guesses", "records", "library",
    "normalise", "toml", "matching", "merging", "formats", "three_way", "web", "store", "sources", "lookup",
    "citations", "checks", "commands", "cli", "__init__", "__main__",
)  # fmt: skip
ROW = {room: number for number, room in enumerate(ROOMS)}
# A format, source, rule or command is added with one file, so these modules never import one another.
LEAVES = {"sources", "formats", "checks.rules"}
# Other packages import from these only what the package itself exports.
FACES = {"formats.bibtex"}
# CSL-JSON values that are kept under `extra` are named like the fields of BibLaTeX.
# Crossref's JSON has the dates of CSL-JSON.
NEIGHBOURS = {("formats.csl", "formats.bibtex"), ("formats.crossref", "formats.csl")}

# The only calls of rooms below. A method is an alias of a function, for people who look for it there (decision 37), and
# an invalid value is described in the words in which one in a file is (decision 38).
CALLS_DOWN = {
    ("library.library", "moebib.store.saving.save"), ("records.entry", "moebib.toml.python_words.findings_of"),
}  # fmt: skip

OUTSIDE = {"store", "web", "cli"}
OUTSIDE_MODULES = {
    "arxiv", "asyncio", "bz2", "click", "codecs.open", "concurrent.futures", "ctypes", "curses", "dbm", "fcntl",
    "fileinput", "filelock", "ftplib", "getpass", "glob", "gzip", "http", "httpx", "imaplib", "importlib.metadata",
    "importlib.resources", "io", "linecache", "locale", "logging", "lzma", "mmap", "multiprocessing", "os",
    "pathlib.Path", "platformdirs", "pty", "pypandoc", "readline", "requests", "requests_cache", "rich", "runpy",
    "select", "selectors", "shelve", "shutil", "signal", "smtplib", "socket", "socketserver", "sqlite3", "ssl",
    "subprocess", "sys.argv", "sys.stderr", "sys.stdin", "sys.stdout", "tarfile", "tempfile", "termios", "threading",
    "time", "tty", "urllib.request", "urllib3", "webbrowser", "xmlrpc", "zipfile",
}  # fmt: skip
OUTSIDE_FILES = {
    "citations.format",  # starts pandoc
    "commands._workers",  # starts processes
}
# The package arxiv, which logs what it skips, makes its requests through the ``Web`` that it is given.
# An archive in memory is no file.
OUTSIDE_IMPORTS = {
    ("sources.arxiv", "arxiv"), ("sources.arxiv", "logging"), ("formats.references.docx", "zipfile"),
    ("formats.references.docx", "io.BytesIO"), ("library.library", "pathlib.Path"),
}  # fmt: skip
OUTSIDE_CALLS = {"__import__", "breakpoint", "input", "open", "print"}
OUTSIDE_ATTRIBUTES = {"codecs.open", "pathlib.Path", "sys.argv", "sys.stderr", "sys.stdin", "sys.stdout"}
# `open` is not here: without a `pathlib.Path`, only things that are not files can be opened.
OUTSIDE_METHODS = {
    "absolute", "chmod", "cwd", "exists", "expanduser", "glob", "home", "is_dir", "is_file", "iterdir", "mkdir", "now",
    "read_bytes", "read_text", "rename", "resolve", "rglob", "rmdir", "stat", "symlink_to", "today", "touch", "unlink",
    "utcnow", "write_bytes", "write_text",
}  # fmt: skip


tree_of = functools.cache(ast.parse)


def room_of(module: str) -> str:
    """The room a module belongs to: "formats" for "formats.bibtex.reader"."""
    return module.partition(".")[0] or "__init__"


def imports(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and full name of everything imported, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            origin = "." * node.level + (node.module or "")
            yield from ((node.lineno, f"{origin}.{alias.name}") for alias in node.names)


def module_of(name: str) -> str | None:
    """The module of moebib that defines an imported name: "records.date" for ``moebib.records.date.Date``."""
    if name.partition(".")[0] != "moebib":
        return None
    module = name.removeprefix("moebib").removeprefix(".")
    while module and module not in MODULES:
        module = module.rpartition(".")[0]
    return module or "__init__"


def wrong_direction(module: str, source: str) -> list[str]:
    """The imports of *module* from rooms at its level or below."""
    if room_of(module) not in ROW:
        return [f"{module}: in no row; give its room one in ROOMS, below all that it imports"]
    return [f"{module}:{line} imports {name}" for line, name in imports(tree_of(source)) if not _allowed(module, name)]


def _allowed(module: str, name: str) -> bool:
    if name.startswith(".") or (module, name) in CALLS_DOWN:
        return not name.startswith(".")
    target = module_of(name)
    if target is None:
        return True
    room = room_of(module)
    if any(target.startswith(f"{face}.") and not f"{module}.".startswith(f"{face}.") for face in FACES):
        return False
    if room_of(target) != room:
        return ROW[room_of(target)] < ROW[room]
    package = next((leaves for leaves in LEAVES if module.startswith(f"{leaves}.")), None)
    if package is None or not target.startswith(f"{package}."):
        return True
    leaf, other = (f"{package}.{name.removeprefix(f'{package}.').partition('.')[0]}" for name in (module, target))
    return other == leaf or other.rpartition(".")[2].startswith("_") or (leaf, other) in NEIGHBOURS


def foreign_privates(module: str, source: str) -> list[str]:
    """The private names that *module* uses from other packages: imported, or as ``engine._run``."""
    package = module if MODULES.get(module, PACKAGE).name == "__init__.py" else module.rpartition(".")[0]
    tree = tree_of(source)
    names = list(imports(tree))
    full = {name.rpartition(".")[2]: name for _, name in names}
    names += [
        (node.lineno, f"{full[node.value.id]}.{node.attr}")
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in full
    ]
    taken = []
    for line, name in names:
        parts = name.split(".")
        homes = (".".join(parts[1:at]) for at, part in enumerate(parts) if re.match(r"_(?!_)", part))
        if parts[0] == "moebib" and not all(not home or f"{package}.".startswith(f"{home}.") for home in homes):
            taken.append(f"{module}:{line} takes {name}")
    return taken


def aliases(module: str, source: str) -> list[str]:
    """The classes that *module* imports under another name, a sign of a name with two meanings."""
    return [
        f"{module}:{node.lineno} imports {alias.name} as {alias.asname}"
        for node in ast.walk(tree_of(source))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("moebib")
        for alias in node.names
        if alias.asname and re.match(r"_?[A-Z]", alias.name)
    ]


def classes(source: str) -> Iterator[str]:
    """The names of the classes and type aliases that a module defines, private ones without their underscore."""
    tree = tree_of(source)
    yield from (node.name.lstrip("_") for node in ast.walk(tree) if isinstance(node, ast.ClassDef))
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            name = node.targets[0].id
            is_type_variable = "TypeVar" in ast.unparse(node.value)
            if re.match(r"_?[A-Z]\w*[a-z]", name) and not is_type_variable:
                yield name.lstrip("_")


def touches(module: str, source: str) -> list[str]:
    """Where *module* uses disk, network, clock or terminal, if it must not."""
    room = room_of(module)
    if room in OUTSIDE or module in OUTSIDE_FILES:
        return []
    tree = tree_of(source)
    uses = [
        (line, name)
        for line, name in imports(tree)
        if _is_outside(name, room) and (module, name) not in OUTSIDE_IMPORTS
    ]
    uses += [(line, use) for node in ast.walk(tree) for line, use in _outside(node)]
    return [f"{module}:{line} {use}" for line, use in uses]


def _is_outside(name: str, room: str) -> bool:
    if name == "pathlib.Path" and room in ("places", "citations", "commands"):
        return False  # a path is only a name until one of OUTSIDE_METHODS is called
    if room == "places" and name in ("os.environ", "platformdirs.user_cache_path", "platformdirs.user_config_path"):
        return False  # names of the user's folders; nothing is read or created
    return any(name == module or name.startswith(f"{module}.") for module in OUTSIDE_MODULES)


def _outside(node: ast.AST) -> Iterator[tuple[int, str]]:
    """A use of OUTSIDE_CALLS, OUTSIDE_METHODS (except methods of the store) or OUTSIDE_ATTRIBUTES."""
    if isinstance(node, ast.Attribute) and ast.unparse(node) in OUTSIDE_ATTRIBUTES:
        yield node.lineno, ast.unparse(node)
    if not isinstance(node, ast.Call):
        return
    called = node.func
    method = isinstance(called, ast.Attribute) and called.attr in OUTSIDE_METHODS
    if (method and ast.unparse(called).partition(".")[0] not in OUTSIDE) or ast.unparse(called) in OUTSIDE_CALLS:
        yield node.lineno, ast.unparse(called)


def test_imports_go_up() -> None:
    assert [line for name, path in MODULES.items() for line in wrong_direction(name, path.read_text("utf-8"))] == []


def test_private_names_stay_in_their_package() -> None:
    assert [line for name, path in MODULES.items() for line in foreign_privates(name, path.read_text("utf-8"))] == []


def test_no_import_needs_an_alias() -> None:
    assert [line for name, path in MODULES.items() for line in aliases(name, path.read_text("utf-8"))] == []


def test_a_class_name_has_one_meaning() -> None:
    homes = defaultdict(list)
    for module, path in MODULES.items():
        for name in classes(path.read_text("utf-8")):
            homes[name].append(module)
    assert {name: modules for name, modules in homes.items() if len(modules) > 1} == {}


@pytest.mark.parametrize(
    ("module", "source", "number"),
    [
        ("cli.check", "from moebib.checks.rules._urls import CLOSED", 1),
        ("cli.check", "from moebib.checks.engine import _run", 1),
        ("cli.check", "import moebib.formats._format", 1),
        ("cli.check", "from moebib.checks import engine\nengine._run()", 1),
        ("cli.check", "from moebib.checks import engine\nengine.run()", 0),
        ("formats.csv", "from moebib.formats._format import Format", 0),
        ("formats.ris.reader", "from moebib.formats._json import parse", 0),
        ("cli.check", "from moebib import _registry", 0),
        ("cli.check", "from __future__ import annotations", 0),
    ],
)
def test_an_import_of_a_private_name_is_found(module: str, source: str, number: int) -> None:
    assert len(foreign_privates(module, source)) == number


def test_an_alias_and_a_second_class_would_be_found() -> None:
    assert aliases(
        "cli.check", "from moebib.errors import Finding as Problem\nfrom moebib.commands import check as command"
    ) == ["cli.check:1 imports Finding as Problem"]
    source = "class Row: pass\nclass _Row:\n    class Cell: pass\nKind = str\nT = TypeVar('T')\nLIMIT = 3\n_Way = tuple"
    assert sorted(classes(source)) == ["Cell", "Kind", "Row", "Row", "Way"]


def test_only_a_few_modules_use_the_outside_world() -> None:
    assert [line for name, path in MODULES.items() for line in touches(name, path.read_text("utf-8"))] == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("records.date", "from moebib.library.config import Config"),
        ("errors", "import moebib.records.record"),
        ("records.record", "def f() -> None:\n    from moebib import library"),
        ("library.library", "from moebib import Library"),
        ("formats.bibtex.reader", "from moebib.formats.csv import FORMAT"),
        ("three_way.bib", "from moebib.formats.bibtex.document import BibDocument"),
        ("sources.arxiv", "from moebib.sources.crossref import SOURCE"),
        ("normalise.fields", "from moebib.sources import crossref"),
        ("checks.rules.dates", "from moebib.checks.rules.titles import CUT"),
        ("formats.ris.reader", "from moebib.formats.bibtex import Dialect"),
        ("formats.bibtexml", "from moebib.formats.bibtex import Dialect"),
        ("formats.csl.reader", "from moebib.formats.bibtex.entry import Dialect"),
        ("formats.csl", "from .name import Name"),
        ("formats.csv", "from moebib import commands"),
        ("brand_new", ""),
    ],
)
def test_a_forbidden_import_is_found(module: str, source: str) -> None:
    assert len(wrong_direction(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("formats.csv", "from moebib.formats import Format"),
        ("formats.jsonl", "from moebib.formats._json import parse"),
        ("formats.csl.reader", "from moebib.formats.csl.fields import IN_CSL"),
        ("formats.csl.reader", "from moebib.formats.bibtex import Dialect"),
        ("store", "from moebib import _registry"),
        ("text.latex", "from moebib.text.fold import fold\nimport json"),
        ("", "from moebib.store import load"),
    ],
)
def test_an_import_of_a_room_above_is_allowed(module: str, source: str) -> None:
    assert wrong_direction(module, source) == []


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("formats.csl", "open('x')"),
        ("formats.csl", "Path('x').read_text()"),
        ("formats.csl", "from pathlib import Path"),
        ("formats.csl", "def f():\n    import requests.adapters"),
        ("formats.csl", "from urllib.request import urlopen"),
        ("formats.csl", "from os import unlink"),
        ("library.library", "print('x')"),
        ("records.record", "date.today()"),
        ("records.record", "datetime.datetime.now()"),
        ("records.record", "import time"),
        ("records.record", "sys.stdout"),
        ("commands.build", "Path('x').mkdir()"),
        ("sources.arxiv", "def load(http, identifiers):\n    open('x')"),
        ("formats.csl", "from sys import stdout"),
        ("formats.csl", "import pathlib\npathlib.Path('x').open()"),
        ("formats.csl", "import codecs\ncodecs.open('x')"),
        ("formats.csl", "import gzip"),
        ("formats.csl", "import platformdirs"),
        ("records.date", "from os import environ"),
        ("formats.csv", "class A:\n    def load(self):\n        open('x')"),
    ],
)
def test_a_use_of_the_outside_world_is_found(module: str, source: str) -> None:
    assert len(touches(module, source)) == 1


@pytest.mark.parametrize(
    ("module", "source"),
    [
        ("store", "import os\nopen('x')"),
        ("cli.main", "print('x')"),
        ("citations.format", "import subprocess"),
        ("places", "from platformdirs import user_cache_path"),
        ("text.encoding", "import codecs\ncodecs.lookup('utf-8')"),
        ("formats.csl", "from urllib.parse import quote\nfrom pathlib import PurePosixPath"),
        ("formats.csl", "reader.open()"),
        ("commands.build", "from pathlib import Path"),
        ("commands.build", "from moebib import store\nstore.read_text('x')"),
    ],
)
def test_code_that_does_not_use_it_is_allowed(module: str, source: str) -> None:
    assert touches(module, source) == []


HEAVY = ("pydantic", "requests", "rich", "arxiv", "click", "bibtexparser", "pylatexenc", "markdown_it")


def loaded_by(code: str) -> set[str]:
    """The modules of HEAVY that a new interpreter has loaded after running *code*."""
    script = f"import sys\n{code}\nprint(*(set({HEAVY}) & sys.modules.keys()))"
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, encoding="utf-8", check=True)
    return set(done.stdout.split())


def test_importing_moebib_imports_nothing_heavy() -> None:
    assert loaded_by("import moebib") == set()
    assert loaded_by("import moebib; moebib.parse_date, moebib.parse_identifier, moebib.Name") == set()


def test_a_heavy_import_would_be_found() -> None:
    assert loaded_by("import moebib; moebib.Record") == {"pydantic"}
