"""Text files, read strictly and replaced atomically."""

from __future__ import annotations

import errno
import os
import secrets
import shutil
import stat
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import BinaryIO

from moebib.errors import InputError
from moebib.text.encoding import decode_utf8

__all__ = [
    "find_documents",
    "find_file",
    "is_same_file",
    "marks",
    "printable",
    "read_bytes",
    "read_regular",
    "read_stream",
    "read_text",
    "read_text_strictly",
    "replace_all",
    "sync",
    "write_stream",
    "write_text",
]

_CHUNK = 1 << 20
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
    """The content of a file that a person named; it may be in any encoding, and a pipe.

    Raises:
        InputError: If it is a pipe or a device that gives more than ``read_stream`` accepts.
        OSError: If it cannot be opened.
    """
    with path.open("rb") as file:
        return file.read() if stat.S_ISREG(os.fstat(file.fileno()).st_mode) else read_stream(file, printable(path))


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
    return next((path for path in paths if path.is_file()), None)


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
            if file.suffix.lower() in suffixes and not is_kept_by_program:
                files[file] = None
    return list(files)


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
    """A path with forward slashes, and with escapes for characters that a terminal does not print."""
    text = path.as_posix() if isinstance(path, Path) else path
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def write_text(path: Path, text: str | bytes) -> bool:
    """Write *text* to a file as UTF-8, completely or not at all, and return whether that changed the file.

    Raises:
        InputError: If *path* is a symbolic link, which may lead anywhere.
    """
    return bool(replace_all({path: text}))


def replace_all(texts: Mapping[Path, str | bytes]) -> list[Path]:
    """Write every text that differs from the content of its file, and return the paths of the changed files.

    All new contents are on the disk before the first file is replaced, so a full disk changes nothing. Folders are
    created as needed; the mode of a file is kept.

    Raises:
        InputError: If a path is a symbolic link, or a text cannot be UTF-8.
    """
    changed = {path: data for path, text in texts.items() if _content(path) != (data := _encoded(path, text))}
    staged: list[tuple[Path, Path]] = []
    try:
        for path, data in changed.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            staged.append((path.with_name(f".moebib-{secrets.token_hex(8)}.tmp"), path))
            _stage(*staged[-1], [data])
        for temporary, path in staged:
            temporary.replace(path)
    finally:
        for temporary, _ in staged:
            temporary.unlink(missing_ok=True)
    sync(path.parent for path in changed)
    return list(changed)


def write_stream(path: Path, parts: Iterable[str]) -> None:
    """:func:`write_text` of a text that comes in parts and is never in memory as a whole.

    Raises:
        InputError: As :func:`write_text`.
    """
    if path.exists() and not path.is_file():  # a pipe or a device cannot be replaced
        with path.open("w", encoding="utf-8", newline="") as file:
            file.writelines(parts)
        return
    _refuse(path)
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".moebib-{secrets.token_hex(8)}.tmp")
    try:
        _stage(temporary, path, (_encoded(path, part) for part in parts))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    sync([path.parent])


def sync(folders: Iterable[Path]) -> None:
    """Make new names in *folders* survive a power failure, if the system can."""
    for folder in set(folders):
        # Windows opens no folders, and some network file systems sync none.
        with suppress(OSError):
            descriptor = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(descriptor)
            finally:
                os.close(descriptor)


def _refuse(path: Path) -> None:
    """Refuse a path that is not that of a regular file, because writing would replace it by one."""
    if path.is_symlink():
        raise InputError("a symbolic link is not written to; replace it with a file", where=printable(path))
    if path.exists() and not path.is_file():
        raise InputError("not a file", where=printable(path))


def _content(path: Path) -> bytes | None:
    _refuse(path)
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _encoded(path: Path, text: str | bytes) -> bytes:
    try:
        return text if isinstance(text, bytes) else text.encode()
    except UnicodeEncodeError as error:
        character = f"U+{ord(error.object[error.start]):04X}"
        raise InputError(f"lone surrogate {character} cannot be encoded in UTF-8", where=printable(path)) from error


def _stage(temporary: Path, path: Path, parts: Iterable[bytes]) -> None:
    """Write *parts* to *temporary*, on the disk and with the mode of *path*, which it is to replace."""
    with temporary.open("xb") as file:
        file.writelines(parts)
        file.flush()
        os.fsync(file.fileno())
    if path.exists():
        shutil.copymode(path, temporary)
