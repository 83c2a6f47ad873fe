"""Where the files of a list are."""

from __future__ import annotations

import os
from pathlib import Path, PurePosixPath

from moebib.errors import InputError
from moebib.library.config import Config
from moebib.records.model import EntryKind, Model
from moebib.records.record import Record
from moebib.store.files import printable
from moebib.toml.validation import check_key

__all__ = [
    "CONFIG",
    "FOLDERS",
    "JOURNAL",
    "SCHEMAS",
    "bundled",
    "file_of",
    "find_root",
    "inside",
    "is_inside",
    "real_path",
    "root_of",
]

CONFIG = "moebib.toml"
JOURNAL = ".moebib-journal"
"""The file in the folder of a list that names the rest of a change that is being written, see ``writing``."""
FOLDERS: dict[EntryKind, str] = {Record: "papers", Model: "models"}
SCHEMAS: dict[EntryKind, str] = {Record: "record.json", Model: "model.json"}


def find_root(start: Path) -> Path | None:
    """The nearest folder with a ``moebib.toml``, even one that cannot be opened: *start* itself or one above it."""
    start = real_path(start)
    return next((folder for folder in (start, *start.parents) if os.path.lexists(folder / CONFIG)), None)


def root_of(path: Path) -> Path:
    """The folder of the list that contains *path*: *path* itself or one above it.

    Raises:
        InputError: If there is no ``moebib.toml`` in it or above.
    """
    if not path.is_dir():
        raise InputError("no such directory", where=printable(path))
    root = find_root(path)
    if root is None:
        raise InputError(f"no {CONFIG} here or in a parent directory", where=printable(path))
    return root


def bundled() -> Path:
    """The folder of the bundled list; in a source checkout, the checkout.

    Raises:
        InputError: If it was left out when the package was built.
    """
    package = Path(__file__).parents[1]
    for root in (package / "bundled", package.parents[1]):
        if (root / CONFIG).is_file():
            return root
    raise InputError("the bundled list is missing; reinstall moebib, or pass the directory of a list")


def inside(root: Path, path: str) -> Path:
    """A path from ``moebib.toml`` within the folder of the list.

    Raises:
        InputError: If a symbolic link leads out of that folder.
    """
    whole = root / path
    if not is_inside(root, whole):
        raise InputError("a symbolic link leads out of the directory of the list", where=printable(path))
    return whole


def is_inside(root: Path, path: Path) -> bool:
    """Whether *path* leads to a file in the folder *root*, through any links."""
    return real_path(path).is_relative_to(real_path(root))


def real_path(path: Path) -> Path:
    """The absolute path behind all links. One that leads in a circle stays, where Path.resolve raises RuntimeError."""
    return Path(os.path.realpath(path))


def file_of(config: Config, kind: EntryKind, key: str) -> str:
    """The path of an entry's file from the root, with forward slashes.

    Raises:
        InputError: If *key* cannot be the name of a file.
    """
    if problem := check_key(key):
        raise InputError(problem)
    return f"{PurePosixPath(config.entries)}/{FOLDERS[kind]}/{key}.toml"
