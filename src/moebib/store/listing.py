"""Which files are the entries of a list, and whether they have changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath

from moebib.errors import Finding
from moebib.library.config import Config
from moebib.store.files import marks, printable
from moebib.store.paths import FOLDERS, inside, is_inside
from moebib.store.roots import CONFIG
from moebib.toml.validation import check_key

__all__ = [
    "SUFFIX",
    "entry_files",
    "entry_paths",
    "find_misplaced",
    "list_files",
    "not_opened",
    "problem_of_name",
    "stamp",
    "stamp_of",
]

SUFFIX = ".toml"


def _folders_of(config: Config) -> list[str]:
    """The folders of works and models, from the folder of the list."""
    return [f"{PurePosixPath(config.entries)}/{name}" for name in FOLDERS.values()]


def entry_files(folder: Path) -> list[os.DirEntry[str]]:
    """All that is named like an entry, sorted by name; hidden files belong to editors and systems."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as entries:
        files = [file for file in entries if file.name.lower().endswith(SUFFIX) and not file.name.startswith(".")]
    return sorted(files, key=lambda file: file.name)


def entry_paths(root: Path, config: Config) -> list[str]:
    """The paths, from *root*, of the files that have the names of entries."""
    return [f"{folder}/{file.name}" for folder in _folders_of(config) for file in entry_files(inside(root, folder))]


def stamp(root: Path, config: Config) -> dict[str, tuple[int, int]]:
    """Path -> modification time and size of the files of the list in *root*; it changes when the list does."""
    files = {path: root / path for path in (*entry_paths(root, config), CONFIG)}
    states = marks(files.values())
    return {path: states[file] for path, file in files.items() if file in states}


def list_files(root: Path, config: Config) -> Iterator[Path]:
    """The files of the list in *root*, and their folders, which change when an entry is added."""
    for name in stamp(root, config):
        yield root / name
        yield (root / name).parent


def stamp_of(root: Path, paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The part of the stamp for these files."""
    return {path: (file.st_mtime_ns, file.st_size) for path in paths for file in [(root / path).stat()]}


def find_misplaced(root: Path, config: Config) -> Iterator[Finding]:
    """A finding for each TOML file in the folder of entries that is in neither of the two folders that are read."""
    folders = _folders_of(config)
    for name in (config.entries, *folders):
        if os.path.lexists(root / name) and not (root / name).is_dir():
            yield Finding("MB013", "not a directory", file=printable(name))
    errors: list[OSError] = []
    for path, subfolders, files in os.walk(inside(root, config.entries), onerror=errors.append):
        subfolders[:] = sorted(name for name in subfolders if not name.startswith("."))
        place = Path(path).relative_to(root).as_posix()
        for file in sorted(files) if place not in folders else ():
            if file.lower().endswith(SUFFIX) and not file.startswith("."):
                message = f"misplaced entry: only files directly in {' and '.join(folders)} are read"
                yield Finding("MB013", message, file=printable(f"{place}/{file}"), hint="move the file")
    for error in errors:
        place = Path(error.filename).relative_to(root).as_posix()
        if isinstance(error, PermissionError) and place not in folders:  # those are reported when they are read
            yield not_opened(error, printable(place))


def problem_of_name(root: Path, file: os.DirEntry[str], key: str, other: str) -> str | None:
    """Why *file* cannot be the entry *key*, or ``None``; *other* is the first key that is the same but for its case."""
    if not file.name.endswith(SUFFIX):
        return f"file name does not end with {SUFFIX!r} in lower case"
    if other != key:
        return f"file name differs from {other + SUFFIX!r} in case only, which many systems ignore"
    # A list from someone else must not make a message show a file outside of it.
    if file.is_symlink() and not is_inside(root, Path(file.path)):
        return "symbolic link leads out of the directory of the list"
    return check_key(key)


def not_opened(error: OSError, file: str, key: str | None = None) -> Finding:
    """The finding that a file or folder cannot be opened."""
    reason = f"{error.strerror[:1].lower()}{error.strerror[1:]}" if error.strerror else str(error)
    return Finding("MB012", f"cannot be opened: {reason}", key, file=file)
