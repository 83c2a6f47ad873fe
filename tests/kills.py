"""The end of a process before any of its calls that change files, and a full disk: in this process, at every place."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any
from unittest.mock import patch

__all__ = ["Killed", "full_disk", "killed_at"]

_CALLS = ("open", "mkdir", "chmod", "fsync", "replace", "rename", "unlink")


class Killed(BaseException):
    """The process ends here."""


def _raise() -> None:
    raise Killed


@contextmanager
def killed_at(number: int | None, folder: Path, die: Callable[[], None] = _raise) -> Iterator[list[str]]:
    """Let the process *die* before the call *number* that changes a file in *folder*, and yield the calls made before.

    What it tries to do there afterwards, as to clean up, has no effect. Without a number, it lives.
    """
    made: list[str] = []
    descriptors: set[int] = set()

    def dying(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def counted(target: Any, *arguments: Any, **options: Any) -> Any:
            is_here = target in descriptors if name == "fsync" else _is_in(target, folder)
            if is_here and (name != "open" or arguments[0] & os.O_CREAT):
                if len(made) == number:
                    die()
                made.append(name)
            result = call(target, *arguments, **options)
            if is_here and name == "open":
                descriptors.add(result)
            return result

        return counted

    with ExitStack() as stack:
        for name in _CALLS:
            stack.enter_context(patch.object(os, name, dying(name, getattr(os, name))))
        yield made


def _is_in(path: Any, folder: Path) -> bool:
    return Path(os.path.abspath(path)).is_relative_to(folder)  # noqa: PTH100 - a link is in the folder, too


@contextmanager
def full_disk(after: int) -> Iterator[None]:
    """Let the disk be full when the store has written *after* more bytes."""
    left = after

    class File:
        def __init__(self, file: IO[bytes]) -> None:
            self.file = file

        def __enter__(self) -> File:
            return self

        def __exit__(self, *_: object) -> None:
            self.file.close()

        def __getattr__(self, name: str) -> Any:
            return getattr(self.file, name)

        def writelines(self, parts: Iterable[bytes]) -> None:
            nonlocal left
            for part in parts:
                self.file.write(part[:left])
                left -= len(part)
                if left < 0:
                    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    def opened(*arguments: Any, **options: Any) -> File:
        return File(open(*arguments, **options))  # noqa: PTH123

    with patch("moebib.store.staging.open", opened, create=True):
        yield
