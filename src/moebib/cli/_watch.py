"""Waiting for files to change."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

from moebib import store

__all__ = ["FileWatch"]

_INTERVAL_S = 0.5


class FileWatch:
    """Files and the state in which they were last seen."""

    def __init__(self, files: Iterable[Path], *, sleep: Callable[[float], None] = time.sleep) -> None:
        self._files = set(files)
        self._marks = store.marks(self._files)
        self._sleep = sleep

    def follow(self, files: Iterable[Path]) -> None:
        """Watch these files from now on."""
        self._files = set(files)

    def wait(self) -> None:
        """Return after the next change, when nothing more has changed for half a second: LaTeX writes an .aux slowly.

        A file that changed after it was last seen, while it was being read, counts as changed.
        """
        seen = store.marks(self._files) | {path: mark for path, mark in self._marks.items() if path in self._files}
        before, now = seen, store.marks(self._files)
        while now == seen or now != before:
            self._sleep(_INTERVAL_S)
            before, now = now, store.marks(self._files)
        self._marks = now
