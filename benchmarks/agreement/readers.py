"""The readers, and the values that each returns for a file, in comparable form."""

from __future__ import annotations

import json
import subprocess
import venv
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from threading import Timer
from typing import Any

from compare import Form, from_csl, from_fields
from consensus import Forms

LIMIT_S = 60
_HERE = Path(__file__).parent
_FROM_NPM = {
    "retorquere": ["@retorquere/bibtex-parser"],
    "citation-js": ["@citation-js/core", "@citation-js/plugin-bibtex"],
    "biblatex-csl-converter": ["biblatex-csl-converter"],
}
_FROM_PYPI = {"pybtex": "pybtex", "bibtexparser": "bibtexparser>=2.1", "refkit": "refkit"}
Read = Callable[[Path], Forms | None]
"""The result of a reader for a file; None if it fails or takes longer than a minute."""


def install(folder: Path) -> None:
    """All readers, from PyPI and npm, into *folder*."""
    venv.create(folder / "venv", with_pip=True, clear=True)
    wanted = [*_FROM_PYPI.values(), "pypandoc_binary"]
    subprocess.run([folder / "venv/bin/python", "-m", "pip", "install", "--quiet", *wanted], check=True)
    packages = [package for them in _FROM_NPM.values() for package in them]
    npm: list[str | Path] = [
        "npm",
        "install",
        "--prefix",
        folder,
        "--silent",
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
    ]
    subprocess.run([*npm, *packages], check=True)


def readers(folder: Path) -> Iterator[tuple[str, Read]]:
    """The installed readers by name."""
    (pandoc,) = folder.glob("venv/lib/python*/site-packages/pypandoc/files/pandoc")
    yield "pandoc", lambda path: _pandoc(pandoc, path)
    for name in _FROM_NPM:
        yield name, Worker(["node", _HERE / "read.mjs", folder, name])
    for name in _FROM_PYPI:
        yield name, Worker([folder / "venv/bin/python", _HERE / "read.py", name])


def moebib(executable: Path) -> Read:
    """``moebib convert``."""
    return lambda path: _convert([executable, "convert", path, "--to", "csl-json"])


def _pandoc(executable: Path, path: Path) -> Forms | None:
    """In the dialect that the file is in, or else in the other."""
    text = path.read_text(encoding="utf-8").casefold()
    is_biblatex = any(sign in text for sign in ("journaltitle", "@online{", "@thesis{", "@collection{", "\n  date"))
    for dialect in ("biblatex", "bibtex") if is_biblatex else ("bibtex", "biblatex"):
        # Macros that expand into one another make pandoc use all memory.
        command: list[str | Path] = [
            "prlimit",
            f"--cpu={LIMIT_S // 4}",
            executable,
            "-f",
            dialect,
            "-t",
            "csljson",
            path,
        ]
        if (forms := _convert(command)) is not None:
            return forms
    return None


def _convert(command: Sequence[str | Path]) -> Forms | None:
    try:
        done = subprocess.run(command, capture_output=True, timeout=LIMIT_S, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return None
    return _numbered((str(item["id"]), from_csl(item)) for item in json.loads(done.stdout))


class Worker:
    """A reader in its own process, which reads one file after the other."""

    def __init__(self, command: Sequence[str | Path]) -> None:
        self._command = command
        self._process: subprocess.Popen[str] | None = None

    def __call__(self, path: Path) -> Forms | None:
        answer = self._ask(path)
        if not isinstance(answer, list):
            return None
        return _numbered((str(entry["key"]).strip(), _form(entry)) for entry in answer)

    def _ask(self, path: Path) -> object:
        if self._process is None or self._process.poll() is not None:
            pipe, null = subprocess.PIPE, subprocess.DEVNULL
            self._process = subprocess.Popen(self._command, encoding="utf-8", stdin=pipe, stdout=pipe, stderr=null)
        process = self._process
        assert process.stdin
        assert process.stdout
        alarm = Timer(LIMIT_S, process.kill)
        alarm.start()
        with suppress(BrokenPipeError):
            process.stdin.write(f"{path}\n")
            process.stdin.flush()
        line = process.stdout.readline()
        alarm.cancel()
        if not line:  # killed, or dead
            self._process = None
            return None
        return json.loads(line)


def _form(entry: Mapping[str, Any]) -> Form:
    if "fields" in entry:
        return from_fields(entry["names"], entry["fields"])
    return from_csl(entry["csl"]) if entry.get("csl") else {}


def _numbered(forms: Iterable[tuple[str, Form]]) -> Forms:
    count: Counter[str] = Counter()
    numbered: Forms = {}
    for key, form in forms:
        count[key] += 1
        numbered[key, count[key]] = form
    return numbered
