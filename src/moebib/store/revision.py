"""The files of a repository of git at a revision, in a temporary copy: documents name others by their paths."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path

from moebib.errors import InputError

__all__ = ["files_at"]


@contextmanager
def files_at(folder: Path, revision: str, endings: Collection[str]) -> Iterator[Callable[[Path], Path]]:
    """A copy of the files with one of *endings* in the repository of *folder*, as they were at *revision*.

    Yields where a path of now is in the copy; there is nothing if the file did not exist. Links are not followed.

    Raises:
        InputError: If *folder* is in no repository, or there is no such revision.
    """
    top = Path(os.fsdecode(_git(folder, "rev-parse", "--show-toplevel").rstrip(b"\n")))
    with tempfile.TemporaryDirectory(prefix="moebib-") as copy:
        root = Path(copy).resolve()
        _copy(top, _commit(folder, revision), root, endings)

        def at_revision(path: Path) -> Path:
            now = path.resolve()
            return root / now.relative_to(top.resolve()) if now.is_relative_to(top.resolve()) else root / "not-in-git"

        yield at_revision


def _commit(folder: Path, revision: str) -> str:
    if revision.startswith("-"):
        raise InputError(f"invalid revision {revision!r}")
    try:
        found = _git(folder, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    except InputError:
        hint = "a shallow clone has no earlier commits; in GitHub Actions, set fetch-depth: 0"
        raise InputError(f"no revision {revision!r} in this repository\nhint: {hint}") from None
    return found.decode().strip()


def _copy(top: Path, commit: str, root: Path, endings: Collection[str]) -> None:
    listed = _git(top, "ls-tree", "-r", "-z", "--full-tree", commit)
    rows = [row.partition(b"\t") for row in listed.split(b"\0") if row]
    wanted = [
        (facts.split()[2], root / os.fsdecode(path))
        for facts, _, path in rows
        if facts.startswith(b"100") and os.fsdecode(path).lower().endswith(tuple(endings))
    ]
    blobs = _git(top, "cat-file", "--batch", stdin=b"".join(name + b"\n" for name, _ in wanted))
    start = 0
    for _, file in wanted:
        head, _, _ = blobs[start : start + 200].partition(b"\n")
        start += len(head) + 1
        size = int(head.split()[2])
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(blobs[start : start + size])
        start += size + 1


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
        raise InputError(f"git: {reason[0] if reason else 'unknown reason'}")
    return completed.stdout
