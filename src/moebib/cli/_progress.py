"""What a command shows on stderr while it works; nothing is shown if stderr is not a terminal, or with --quiet."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from threading import Event, Thread
from typing import TYPE_CHECKING

from moebib.cli._output import Terminal

if TYPE_CHECKING:
    from rich.progress import Progress

__all__ = ["Bar", "busy", "progress"]

_PATIENCE_S = 1.0
"""How long a command may take before it shows that it works."""
_FRAME_S = 0.1
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"
_ERASE = "\r\x1b[2K"


@contextmanager
def busy(out: Terminal, task: str) -> Iterator[None]:
    """Show *task* if it takes longer than a second, and remove it afterwards; nothing else may be printed meanwhile."""
    if out.quiet or not sys.stderr.isatty():
        yield
        return
    is_done = Event()
    line = Thread(target=_show, args=(task, is_done), daemon=True)
    line.start()
    try:
        yield
    finally:
        is_done.set()
        line.join()


def _show(task: str, is_done: Event) -> None:
    if is_done.wait(_PATIENCE_S):
        return
    from moebib.cli._tables import cut

    width = shutil.get_terminal_size().columns
    for frame in cycle(_FRAMES):
        sys.stderr.write(f"{_ERASE}{cut(f'{frame} {task}', width)}")
        sys.stderr.flush()
        if is_done.wait(_FRAME_S):
            break
    sys.stderr.write(_ERASE)
    sys.stderr.flush()


@dataclass(frozen=True, slots=True)
class Bar:
    """A progress bar; nothing is shown if stderr is not a terminal."""

    _progress: Progress | None = None

    def advance(self) -> None:
        """Count one more step."""
        if self._progress:
            self._progress.advance(self._progress.task_ids[0])

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Hide the bar while something else is printed, or confirmation is asked for."""
        if self._progress:
            self._progress.stop()
        try:
            yield
        finally:
            if self._progress:
                self._progress.start()


@contextmanager
def progress(out: Terminal, task: str, total: int) -> Iterator[Bar]:
    """Show a bar for *total* steps, and remove it afterwards."""
    if out.quiet or not total or not sys.stderr.isatty():
        yield Bar()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    console = Console(stderr=True, no_color=not out.has_color(sys.stderr))
    # rich must not redirect stdout, which is for data, to stderr, where the bar is.
    bar = Progress(*columns, console=console, transient=True, redirect_stdout=False)
    bar.add_task(task, total=total)
    with bar:
        yield Bar(bar)
