"""Temporary files: new contents are complete and on the disk before they replace a file, by a rename.

What a killed process leaves of them is removed by the next one that writes in their folder.
"""

from __future__ import annotations

import os
import re
import secrets
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from moebib.store.paths import JOURNAL

try:
    import fcntl
except ImportError:  # on Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["TEMPORARY", "name_errors", "new_temporary", "rename_over", "replace", "stage", "staging", "sync"]

TEMPORARY = re.compile(r"\.moebib-[0-9a-f]{16}\.tmp")
_ABANDONED_S = 3600.0
"""After how long a temporary file is taken for one of a killed process where folders cannot be locked."""


@contextmanager
def staging(folders: Iterable[Path], also: Iterable[Path] = ()) -> Iterator[set[Path]]:
    """Create *folders*, and yield those in which names change; in all, temporary files are safe until the end."""
    changed: set[Path] = set()
    with ExitStack() as stack:
        for folder in dict.fromkeys(folders):
            missing = [path for path in (folder, *folder.parents) if not path.exists()]
            if missing:
                folder.mkdir(parents=True, exist_ok=True)
            changed |= {folder, *(path.parent for path in missing)}
        for folder in {*changed, *also}:
            descriptor = _hold(folder)
            if descriptor is not None:
                stack.callback(os.close, descriptor)
        yield changed


def _hold(folder: Path) -> int | None:
    """Remove the temporary files that killed processes left in *folder*, and keep others from removing ours.

    A process locks a folder, shared with others, as long as it has temporary files there; who can lock it alone may
    remove them. The system ends a lock with its process, or when the descriptor that is returned is closed.
    """
    if fcntl is None:
        _sweep(folder, time.time() - _ABANDONED_S)
        return None
    try:
        descriptor = os.open(folder, os.O_RDONLY)
    except OSError:
        return None
    with suppress(OSError):  # on some network file systems, folders cannot be locked
        with suppress(BlockingIOError):
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            _sweep(folder, None)
        fcntl.flock(descriptor, fcntl.LOCK_SH)
    return descriptor


def _sweep(folder: Path, before: float | None) -> None:
    """Remove the temporary files in *folder*, or those not written to since *before*, unless a journal needs them."""
    place = Path(os.path.realpath(folder))
    if any((parent / JOURNAL).exists() for parent in (place, *place.parents)):
        return
    for name in filter(TEMPORARY.fullmatch, os.listdir(folder)):  # noqa: PTH208 - many times faster
        file = folder / name
        with suppress(OSError):
            if before is None or file.stat().st_mtime < before:
                file.unlink()


def new_temporary(path: Path) -> Path:
    """A new name for the temporary file that is to replace *path*."""
    return path.with_name(f".moebib-{secrets.token_hex(8)}.tmp")


def replace(path: Path, parts: Iterable[bytes]) -> None:
    """Replace the content of a file by *parts*, completely or not at all."""
    temporary = new_temporary(path)
    try:
        stage(temporary, path, parts)
        rename_over(temporary, path)
    except BaseException:
        temporary.unlink(missing_ok=True)
        raise


def stage(temporary: Path, path: Path, parts: Iterable[bytes]) -> None:
    """Write *parts* to *temporary*, on the disk and with the mode of *path*, which it is to replace."""
    mode = path.stat().st_mode & 0o7777 if path.exists() else None
    # While it is written, others must not read what they may not read in the file itself.
    first_mode = 0o666 if mode is None else 0o600
    with (
        name_errors(path, temporary),
        open(temporary, "xb", opener=lambda name, flags: os.open(name, flags, first_mode)) as file,
    ):
        file.writelines(parts)
        file.flush()
        if mode is not None:
            temporary.chmod(mode)
        os.fsync(file.fileno())


def rename_over(temporary: Path, path: Path) -> None:
    """Let *temporary* take the place of *path*."""
    with name_errors(path, temporary):
        temporary.replace(path)


@contextmanager
def name_errors(path: Path, temporary: Path) -> Iterator[None]:
    """Let errors name the file that is written, not its *temporary* file; those of a full disk name none at all."""
    try:
        yield
    except OSError as error:
        if error.filename not in (None, str(temporary)):
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


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
