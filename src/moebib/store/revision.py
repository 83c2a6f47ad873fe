"""The files of a repository of git at a revision: as data, or in a copy, because documents name others by their paths.

The contents are read from git's objects, so no attribute leaves out a file, and nothing in the repository changes.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from moebib.errors import InputError

__all__ = ["files_at", "read_blobs"]


@contextmanager
def files_at(folder: Path, revision: str, endings: Collection[str]) -> Iterator[Callable[[Path], Path]]:
    """A copy of the files with one of *endings* in the repository of *folder*, as they were at *revision*.

    Yields where a path of now is in the copy; there is nothing if the file did not exist.

    Raises:
        InputError: If *folder* is in no repository, or there is no such revision.
    """
    top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n"))).resolve()
    with tempfile.TemporaryDirectory(prefix="moebib-") as copy:
        root = Path(copy).resolve()
        for path, content in read_blobs(top, revision, endings).items():
            file = root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content)

        def at_revision(path: Path) -> Path:
            now = path.resolve()
            return root / now.relative_to(top) if now.is_relative_to(top) else root / "not-in-git"

        yield at_revision


def read_blobs(folder: Path, revision: str, endings: Collection[str]) -> dict[str, bytes]:
    """Path from *folder* -> content, of the files below it with one of *endings* at *revision*; links are left out.

    Raises:
        InputError: If *folder* is in no repository, or there is no such revision.
    """
    if not revision or revision.startswith("-"):
        raise InputError(f"invalid revision {revision!r}")
    try:
        listed = _git(folder, "ls-tree", "-r", "-z", revision)
    except InputError as error:
        hint = "" if "repository" in str(error) else "\nhint: a shallow clone has no earlier commits (fetch-depth: 0)"
        raise InputError(f"cannot read the revision {revision!r}: {error}{hint}") from None
    rows = [row.partition(b"\t") for row in listed.split(b"\0") if row]
    wanted = {
        os.fsdecode(path): facts.split()[2]
        for facts, _, path in rows
        if facts.startswith(b"100") and os.fsdecode(path).lower().endswith(tuple(endings))
    }
    output = _git(folder, "cat-file", "--batch", stdin=b"".join(name + b"\n" for name in wanted.values()))
    blobs: dict[str, bytes] = {}
    start = 0
    for path in wanted:
        end = output.index(b"\n", start)  # of a line with the size of what follows
        size = int(output[start:end].split()[2])
        blobs[path] = output[end + 1 : end + 1 + size]
        start = end + 1 + size + 1
    return blobs


def _git(folder: Path, *arguments: str, stdin: bytes = b"") -> bytes:
    """The output of a git command in *folder*.

    Raises:
        InputError: If git is not installed, or the command fails.
    """
    try:
        completed = subprocess.run(["git", *arguments], cwd=folder, input=stdin, capture_output=True, check=False)
    except FileNotFoundError:
        raise InputError("git is not installed, or not on the path") from None
    if completed.returncode:
        reason = completed.stderr.decode(errors="replace").removeprefix("fatal: ").strip().splitlines()
        raise InputError(reason[0] if reason else f"git {arguments[0]} failed")
    return completed.stdout
