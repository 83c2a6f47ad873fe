"""The lock of a list."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from moebib.errors import InputError
from moebib.places import cache_folder
from moebib.store.files import printable
from moebib.store.writing import finish_journal

__all__ = ["lock", "name_in_cache"]


@contextmanager
def lock(root: Path, *, write: bool = True, timeout_s: float = 60.0) -> Iterator[None]:
    """Lock the list against changes by other processes, from before reading what is to be changed until it is written.

    A change that a killed process began is finished first. The thread that holds the lock may take it again. Without
    *write* nothing is locked: a preview needs no lock.

    Raises:
        InputError: If other processes hold the lock for longer than *timeout_s*, the file system of the cache has no
            locks, or files were changed after a kill.
    """
    if not write:
        yield
        return
    from filelock import FileLock, Timeout

    path = _lock_file(root)
    file = FileLock(path, is_singleton=True)
    try:
        file.acquire(timeout=timeout_s)
    except Timeout:
        message = (
            f"other moebib processes have used this list for more than {timeout_s:g} s; wait for them, or stop them"
        )
        raise InputError(message, where=printable(root)) from None
    except (OSError, NotImplementedError) as error:  # the latter by earlier versions of filelock
        reason = getattr(error, "strerror", None) or "no locks in this file system"
        message = f"cannot be locked: {reason}\nhint: set MOEBIB_CACHE to a directory of yours on a local disk"
        raise InputError(message, where=printable(path)) from error
    try:
        finish_journal(root)
        yield
    finally:
        file.release()


def name_in_cache(root: Path) -> str:
    """The name that files about the list in *root* have in the user's cache."""
    return hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]


def _lock_file(root: Path) -> Path:
    """The file of the lock, in the user's cache, so that none stays in the list's folder and might be committed.

    Where the user has no folder to write to, as in many containers, it is among the temporary files, with the number of
    the user in its name, because the file of another user cannot be locked.
    """
    name = name_in_cache(root)
    folder = cache_folder()
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        import tempfile

        user = f"{os.getuid()}-" if sys.platform != "win32" else ""
        return Path(tempfile.gettempdir()) / f"moebib-{user}{name}.lock"
    return folder / f"{name}.lock"
