"""What a command shows on stderr while it works; nothing is shown if stderr is not a terminal, or with --quiet."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import cycle
from threading import Event, Lock, Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress

    from moebib.cli._output import Terminal

__all__ = ["Bar", "Line", "busy", "progress"]

_PATIENCE_S = 1.0
"""How long a command may take before it shows that it works."""
_FRAME_S = 0.1
_FRAMES = "⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏"


class Line:
    """A line on stderr that says what a command does, once it has done it for a second."""

    def __init__(self, task: str = "") -> None:
        self._task = task
        self._is_done = Event()
        self._is_writing = Lock()
        self._erase = ""

    def show(self) -> None:
        """Show the line until :meth:`end` is called, unless that is soon."""
        if self._is_done.wait(_PATIENCE_S):
            return
        from moebib.cli._tables import cut

        room = shutil.get_terminal_size().columns - 1
        self._erase = f"\r{' ' * room}\r"  # not every console of Windows knows escape sequences
        for frame in cycle(_FRAMES):
            self._write(cut(f"\r{frame} {self._task}", room))
            if self._is_done.wait(_FRAME_S):
                break
        self._write(self._erase)

    def end(self) -> None:
        """Let the line disappear."""
        self._is_done.set()

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Hide the line while something else is printed."""
        with self._is_writing:
            sys.stderr.write(self._erase)
            yield

    def _write(self, text: str) -> None:
        with self._is_writing:
            sys.stderr.write(text)
            sys.stderr.flush()


@contextmanager
def busy(out: Terminal, task: str) -> Iterator[Line]:
    """Show *task* if it takes longer than a second, and remove it afterwards; what else is printed must pause it."""
    if out.quiet or not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield Line()
        return
    line = Line(task)
    thread = Thread(target=line.show, daemon=True)
    thread.start()
    try:
        yield line
    finally:
        line.end()
        thread.join()


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
