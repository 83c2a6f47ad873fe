"""Files that are found and read; ``writing`` writes them."""

from __future__ import annotations

import errno
import glob
import os
import stat
import sys
from collections.abc import Collection, Iterable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path
from typing import BinaryIO, TextIO

from moebib.errors import InputError
from moebib.text.encoding import decode_utf8

__all__ = [
    "STDIN",
    "create_private",
    "find_above",
    "find_documents",
    "find_file",
    "find_files",
    "is_same_file",
    "marks",
    "missing_folder",
    "names_in",
    "printable",
    "read_bytes",
    "read_regular",
    "read_stdin",
    "read_stream",
    "read_text",
    "read_text_strictly",
]

STDIN = Path("-")
"""The path that means stdin wherever a person names a file to read."""

_CHUNK = 1 << 20
_MOST_FOLDERS = 5
_MOST = 1 << 30
"""How many bytes are read of a pipe or a device."""


def read_text(path: Path) -> str | None:
    """The text of a file with unchanged line breaks and without a byte order mark; ``None`` if there is no file.

    Raises:
        InputError: If it is not UTF-8.
    """
    try:
        return read_text_strictly(path)
    except FileNotFoundError:
        return None


def read_text_strictly(path: Path) -> str:
    """:func:`read_text` of a file that must exist.

    Raises:
        InputError: If it is not UTF-8.
        OSError: If it cannot be opened, as :func:`read_regular`.
    """
    return decode_utf8(read_regular(path), printable(path))


def read_regular(path: Path) -> bytes:
    """The content of a file of a list, which must be a regular file: a pipe might block, and a device never end.

    Raises:
        OSError: If it is not a regular file, or cannot be opened.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise OSError(errno.EINVAL, "not a regular file", str(path))
    return path.read_bytes()


def read_bytes(path: Path) -> bytes:
    """The content of a file that a person named; it may be in any encoding, and a pipe, or ``STDIN``.

    Raises:
        InputError: If it is a pipe or a device that gives more than ``read_stream`` accepts.
        OSError: If it cannot be opened.
    """
    if path == STDIN:
        return read_stdin()
    with path.open("rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else read_stream(file, printable(path))


def read_stdin() -> bytes:
    """All of stdin, however often it is read.

    Raises:
        InputError: As :func:`read_stream`.
    """
    return _all_of(sys.stdin)


@lru_cache(maxsize=1)
def _all_of(stream: TextIO) -> bytes:
    return read_stream(stream.buffer, printable(STDIN))


def read_stream(file: BinaryIO, name: str) -> bytes:
    """All that a pipe or a device called *name* gives; one that gives too much may never end.

    Raises:
        InputError: If it gives more than 1 GiB.
    """
    chunks: list[bytes] = []
    while chunk := file.read(_CHUNK):
        chunks.append(chunk)
        if len(chunks) * _CHUNK > _MOST:
            raise InputError("gives more than 1 GiB, and may never end; pass a regular file", where=name)
    return b"".join(chunks)


def find_file(folders: Iterable[Path], names: Iterable[str]) -> Path | None:
    """The first file with one of *names* in *folders*; every name is tried in a folder before the next one."""
    names = tuple(names)
    paths = (Path(os.path.normpath(folder / name)) for folder in folders for name in names if "\0" not in name)
    return next((path for path in paths if os.path.isfile(path)), None)  # noqa: PTH113 - also of too long names


def find_above(folder: Path, names: Iterable[str]) -> Path | None:
    """The first file with one of *names* in *folder* or a folder above it, up to that of a repository."""
    names = tuple(names)
    for _ in range(_MOST_FOLDERS):
        if file := find_file((folder,), names):
            return file
        if os.path.lexists(folder / ".git"):
            break
        folder = Path(os.path.normpath(folder / ".."))
    return None


def find_files(folder: Path, pattern: str) -> list[Path]:
    """The files in *folder* with names like ``*.bib`` or ``parts/*.bib``, sorted."""
    paths = glob.glob(os.path.join(glob.escape(str(folder)), pattern))  # noqa: PTH118, PTH207 - *pattern* may be absolute
    return sorted(Path(os.path.normpath(path)) for path in paths if os.path.isfile(path))  # noqa: PTH113


def find_documents(paths: Iterable[Path], suffixes: Collection[str]) -> list[Path]:
    """The files among *paths* and, in the directories among them, the files with one of *suffixes*, each once.

    Directories that programs keep for themselves (.git, .venv, node_modules) are skipped.
    """
    files: dict[Path, None] = {}
    for path in paths:
        if not path.is_dir():
            files[path] = None
            continue
        for file in sorted(path.rglob("*")):
            folders = file.relative_to(path).parts[:-1]
            is_kept_by_program = any(name.startswith(".") or name in ("node_modules", "venv") for name in folders)
            if file.suffix.lower() in suffixes and not is_kept_by_program and not file.is_dir():
                files[file] = None
    return list(files)


def names_in(folder: Path) -> list[str]:
    """The names of all files and directories in *folder*, sorted; none if there is no such directory."""
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def is_same_file(path: Path, other: Path) -> bool:
    """Whether two paths name the same file; it need not exist."""
    return os.path.realpath(path) == os.path.realpath(other)


def marks(paths: Iterable[Path]) -> dict[Path, tuple[int, int]]:
    """Modification time and size of every file that exists; if a file changes, these do."""
    marks = {}
    for path in paths:
        with suppress(OSError):
            state = path.stat()
            marks[path] = (state.st_mtime_ns, state.st_size)
    return marks


def printable(path: Path | str) -> str:
    """A path with forward slashes, and with escapes for characters that a terminal does not print; or "<stdin>"."""
    if path == STDIN:
        return "<stdin>"
    text = path.as_posix() if isinstance(path, Path) else path
    return text if text.isprintable() else "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def missing_folder(path: Path) -> Path | None:
    """The outermost folder of *path* that does not exist, which :func:`create_private` creates."""
    return next((folder for folder in reversed(path.parents) if not folder.exists()), None)


def create_private(path: Path) -> None:
    """Create an empty file that only its owner may read, and its folder, unless it exists; for a file with secrets."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(0o600)
