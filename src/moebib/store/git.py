"""Git: the list at a revision, the merge of three files by lines, settings of a clone."""

from __future__ import annotations

import shlex
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from moebib.errors import InputError
from moebib.store.reading import Entries, parse_files
from moebib.store.revision import read_blobs

__all__ = [
    "are_committed",
    "commits_of",
    "has_whole_history",
    "merge_lines",
    "read_at",
    "read_files_at",
    "set_merge_driver",
]

_MOST_COMMITS = 200
"""How far back it is searched when a README or an entry changed."""

# If the program cannot be run, git would take our side without a marker: the file is then merged by lines.
_DRIVER = (
    "%s merge-driver %%O %%A %%B %%P || "
    "{ ! grep -q '^<<<<<<<' %%A && git merge-file -q -L ours -L base -L theirs %%A %%O %%B; } || exit 1"
)


def read_at(root: Path, revision: str) -> Entries:
    """The entries of the list in *root* at *revision* ("HEAD~3", "v1.0", a hash).

    Raises:
        InputError: If *root* is not in a repository, or there is no such revision.
    """
    return parse_files(read_blobs(root, revision, {".toml"}))


def are_committed(root: Path, paths: Iterable[str]) -> bool:
    """Whether the last commit has all these files of the list in *root* as they are now, so that git can restore them.

    ``False`` without git, and outside of a repository.
    """
    literal = (f":(literal){path}" for path in paths)
    completed = _run(root, "status", "--porcelain", "--ignored", "--", *literal)
    return completed is not None and completed.returncode == 0 and not completed.stdout


def commits_of(root: Path, paths: Iterable[str]) -> list[str]:
    """The hashes of the last commits that changed one of these files of *root*, newest first; none without a commit."""
    literal = (f":(literal){path}" for path in paths)
    completed = _run(root, "log", f"--max-count={_MOST_COMMITS}", "--format=%H", "--", *literal)
    return completed.stdout.decode().split() if completed and not completed.returncode else []


def has_whole_history(root: Path) -> bool:
    """Whether the repository of *root* has all commits, and is not a shallow clone."""
    completed = _run(root, "rev-parse", "--is-shallow-repository")
    return completed is not None and completed.stdout.strip() == b"false"


def read_files_at(root: Path, files: Sequence[tuple[str, str]]) -> list[bytes | None]:
    """The content of files of *root*, each given by a revision and its path; ``None`` for one that does not exist."""
    names = "".join(f"{revision}:./{path}\n" for revision, path in files)
    completed = _run(root, "cat-file", "--batch", stdin=names.encode())
    if completed is None or completed.returncode:
        return [None] * len(files)
    contents: list[bytes | None] = []
    output, at = completed.stdout, 0
    while len(contents) < len(files):
        end = output.index(b"\n", at)
        header, at = output[at:end].split(b" "), end + 1
        if header[-1] == b"missing" or header[-2:-1] != [b"blob"]:
            contents.append(None)
            at += 0 if header[-1] == b"missing" else int(header[-1]) + 1
        else:
            size = int(header[-1])
            contents.append(output[at : at + size])
            at += size + 1
    return contents


def _run(root: Path, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes] | None:
    """The outcome of a git command in *root*; ``None`` if git is not installed."""
    try:
        return subprocess.run(["git", *arguments], cwd=root, input=stdin, capture_output=True, check=False)
    except FileNotFoundError:
        return None


def merge_lines(
    base: Path, ours: Path, theirs: Path, *, union: bool = False, with_base: bool = False
) -> tuple[bytes, bool]:
    """The three files merged line by line, as git does it, and whether there was no conflict.

    With *union*, lines that both sides changed are taken from both; *with_base*, a conflict has the lines of the base.
    """
    options = ["--union"] if union else ["-L", "ours", "-L", "base", "-L", "theirs", *["--diff3"] * with_base]
    command = ["git", "merge-file", "-p", *options, str(ours), str(base), str(theirs)]
    completed = subprocess.run(command, capture_output=True, check=False)
    if not 0 <= completed.returncode < 128:  # git merges no binary files, and takes UTF-16 for binary
        return ours.read_bytes(), False
    return completed.stdout, completed.returncode == 0


def set_merge_driver(folder: Path) -> tuple[str, bool] | None:
    """Set git up to call ``moebib merge-driver`` in the clone that *folder* is in; ``None`` if it is in none.

    Returns the program that git calls, which is this one if git does not find ``moebib``, and whether it can.

    Raises:
        InputError: If git is not installed.
    """
    programs = ("moebib", f"{shlex.quote(Path(sys.executable).as_posix())} -m moebib")
    found = next((program for program in programs if _can_run(folder, program)), None)
    program = found or programs[0]
    for name, value in {"name": "moebib: by field", "driver": _DRIVER % program}.items():
        if _git(folder, "config", f"merge.moebib.{name}", value):
            return None
    return program, found is not None


def _can_run(folder: Path, program: str) -> bool:
    """Whether git can run *program*, in the shell and on the path that it also uses for merge drivers."""
    return _git(folder, "-c", f"alias.probe-moebib=!{program} merge-driver --help", "probe-moebib") == 0


def _git(folder: Path, *arguments: str) -> int:
    try:
        return subprocess.run(["git", *arguments], cwd=folder, capture_output=True, check=False).returncode
    except FileNotFoundError:
        raise InputError("git is not installed, or not on the path") from None
