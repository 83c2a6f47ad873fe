"""Where the files of a list are, see also ``roots``."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from moebib.errors import InputError
from moebib.library.config import Config
from moebib.records.model import EntryKind, Model
from moebib.records.record import Record
from moebib.store.files import printable
from moebib.store.roots import CONFIG, MODELS, PAPERS, find_root, real_path
from moebib.toml.validation import check_key

__all__ = [
    "FOLDERS",
    "JOURNAL",
    "SCHEMAS",
    "file_of",
    "inside",
    "is_inside",
    "root_of",
]

JOURNAL = ".moebib-journal"
"""The file in the folder of a list that names the rest of a change that is being written, see ``writing``."""
FOLDERS: dict[EntryKind, str] = {Record: PAPERS, Model: MODELS}
SCHEMAS: dict[EntryKind, str] = {Record: "record.json", Model: "model.json"}


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


def file_of(config: Config, kind: EntryKind, key: str) -> str:
    """The path of an entry's file from the root, with forward slashes.

    Raises:
        InputError: If *key* cannot be the name of a file.
    """
    if problem := check_key(key):
        raise InputError(problem)
    return f"{PurePosixPath(config.entries)}/{FOLDERS[kind]}/{key}.toml"
