"""Where the parts of a list are."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from moebib.errors import InputError
from moebib.library.config import Config
from moebib.records.record import Model, Record
from moebib.store.files import printable
from moebib.toml.validation import check_key

__all__ = [
    "CONFIG",
    "FOLDERS",
    "SCHEMAS",
    "Kind",
    "bundled",
    "file_of",
    "find_root",
    "inside",
    "root_of",
]

Kind = type[Record] | type[Model]

CONFIG = "moebib.toml"
FOLDERS: dict[Kind, str] = {Record: "papers", Model: "models"}
SCHEMAS: dict[Kind, str] = {Record: "record.json", Model: "model.json"}


def find_root(start: Path) -> Path | None:
    """The nearest folder with a ``moebib.toml``: *start* itself or one above it."""
    start = start.resolve()
    return next((folder for folder in (start, *start.parents) if (folder / CONFIG).is_file()), None)


def root_of(path: Path) -> Path:
    """The list that the folder *path* is, or is in (its folder of entries).

    Raises:
        InputError: If there is no ``moebib.toml`` in it or above.
    """
    if not path.is_dir():
        raise InputError("no such folder", where=printable(path))
    root = find_root(path)
    if root is None:
        raise InputError(f"no {CONFIG} here or in a folder above", where=printable(path))
    return root


def bundled() -> Path:
    """The bibliography that the package carries; in a source checkout, that of the checkout.

    Raises:
        InputError: If it was left out when the package was built.
    """
    package = Path(__file__).parents[1]
    for root in (package / "bundled", package.parents[1]):
        if (root / CONFIG).is_file():
            return root
    raise InputError("this installation of moebib carries no bibliography; install it again, or name a folder")


def inside(root: Path, path: str) -> Path:
    """*path*, from ``moebib.toml``, in the folder of the list.

    Raises:
        InputError: If a symbolic link leads it out of that folder.
    """
    whole = root / path
    if not whole.resolve().is_relative_to(root.resolve()):
        raise InputError("a symbolic link leads out of the folder of the list", where=printable(path))
    return whole


def file_of(config: Config, kind: Kind, key: str) -> str:
    """The path of an entry's file from the root, with forward slashes.

    Raises:
        InputError: If *key* cannot be the name of a file.
    """
    if problem := check_key(key):
        raise InputError(problem)
    return f"{PurePosixPath(config.entries)}/{FOLDERS[kind]}/{key}.toml"
