"""Git: the list at a revision, the merge of three files by lines, settings of a clone."""

from __future__ import annotations

import io
import subprocess
import tarfile
from collections.abc import Mapping
from pathlib import Path, PurePosixPath
from typing import TypeVar

from moebib.errors import Finding, InputError
from moebib.library.config import Config
from moebib.records.record import Model, Record
from moebib.store.paths import CONFIG, FOLDERS
from moebib.store.reading import Entries, parse_bytes

__all__ = ["merge_lines", "read_at", "set_config"]

Parsed = TypeVar("Parsed", Record, Model, Config)


def read_at(root: Path, revision: str) -> Entries:
    """The entries of the list in *root* at *revision* ("HEAD~3", "v1.0", a hash).

    Raises:
        InputError: If *root* is not in a repository, or there is no such revision.
    """
    files = _files(root, revision)
    findings: list[Finding] = []
    config = _parsed(files[CONFIG], Config, CONFIG, None, findings) if CONFIG in files else None
    config = config or Config()
    works: list[Record] = []
    models: list[Model] = []
    for path, data in sorted(files.items()):
        place = PurePosixPath(path)
        if place.suffix != ".toml" or place.parent.parent != PurePosixPath(config.entries):
            continue
        if place.parent.name == FOLDERS[Record] and (work := _parsed(data, Record, path, place.stem, findings)):
            works.append(work)
        elif place.parent.name == FOLDERS[Model] and (model := _parsed(data, Model, path, place.stem, findings)):
            models.append(model)
    return Entries(tuple(works), tuple(models), config, tuple(findings))


def _parsed(data: bytes, kind: type[Parsed], path: str, key: str | None, findings: list[Finding]) -> Parsed | None:
    entry, problems = parse_bytes(data, kind, file=path, key=key)
    findings += problems
    return entry


def _files(root: Path, revision: str) -> dict[str, bytes]:
    """Path from the root -> content, of all TOML files of the revision in *root*."""
    if revision.startswith("-"):
        raise InputError(f"invalid revision {revision!r}")
    completed = subprocess.run(
        ["git", "archive", "--format=tar", revision, "."], cwd=root, capture_output=True, check=False
    )
    if completed.returncode:
        reason = completed.stderr.decode(errors="replace").removeprefix("fatal: ").strip().splitlines()
        raise InputError(f"git cannot read {revision!r}: {reason[0] if reason else 'unknown reason'}")
    with tarfile.open(fileobj=io.BytesIO(completed.stdout)) as archive:
        members = [member for member in archive.getmembers() if member.isfile()]
        return {
            member.name.removeprefix("./"): file.read()
            for member in members
            if member.name.endswith(".toml") and (file := archive.extractfile(member))
        }


def merge_lines(base: Path, ours: Path, theirs: Path, *, union: bool = False) -> tuple[bytes, bool]:
    """The three files merged line by line, as git does it, and whether there was no conflict.

    With *union*, lines that both sides changed are taken from both.
    """
    options = ["--union"] if union else ["-L", "ours", "-L", "base", "-L", "theirs"]
    command = ["git", "merge-file", "-p", *options, str(ours), str(base), str(theirs)]
    completed = subprocess.run(command, capture_output=True, check=False)
    if not 0 <= completed.returncode < 128:  # git merges no binary files, and takes UTF-16 for binary
        return ours.read_bytes(), False
    return completed.stdout, completed.returncode == 0


def set_config(folder: Path, settings: Mapping[str, str]) -> bool:
    """Set *settings* in the clone that *folder* is in; ``False`` if it is in none."""
    for name, value in settings.items():
        command = ["git", "config", name, value]
        if subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode:
            return False
    return True
