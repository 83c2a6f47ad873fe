"""A progress bar on stderr, for a person at a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from moebib.cli._terminal import Terminal

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Bar", "progress"]

Answer = TypeVar("Answer")


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, or nothing where nobody would see it."""

    _progress: Progress | None = None

    def advance(self) -> None:
        """One more is done."""
        if self._progress:
            self._progress.advance(self._progress.task_ids[0])

    def aside(self, ask: Callable[[], Answer]) -> Answer:
        """What *ask* returns, with the bar out of its way."""
        if not self._progress:
            return ask()
        self._progress.stop()
        try:
            return ask()
        finally:
            self._progress.start()


@contextmanager
def progress(out: Terminal, what: str, total: int) -> Iterator[Bar]:
    """A bar for *total* steps that goes away when they are done."""
    if out.quiet or not total or not sys.stderr.isatty():
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    is_plain = not out.color or bool(os.environ.get("NO_COLOR"))
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    # What goes to stdout is data: it must not come out on stderr, where the bar is.
    bar = Progress(*columns, console=Console(stderr=True, no_color=is_plain), transient=True, redirect_stdout=False)
    bar.add_task(what, total=total)
    with bar:
        yield Bar(bar)
