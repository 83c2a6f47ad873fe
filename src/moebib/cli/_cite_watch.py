"""`moebib cite --watch`: the bibliography written again whenever something that it is made of changes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from pathlib import Path

import click

from moebib import store
from moebib.cli._cite_output import Written
from moebib.cli._terminal import Terminal, plain
from moebib.errors import InputError
from moebib.library.library import Library

__all__ = ["keep_written"]

_EVERY_S = 0.5


def keep_written(
    out: Terminal, once: Callable[[], Written], files: Iterable[Path], *, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Call *once* now and after every change, until Ctrl-C.

    A change counts when half a second later nothing more has changed: LaTeX takes its time to write an .aux. What is
    wrong with a file is said, and ends nothing: it is being worked on.
    """
    watched = {*files}
    marks = store.marks(watched)
    while True:
        try:
            written = once()
            watched = {*written.files, *_list_files(out, written.library)}
        except (InputError, OSError) as error:
            click.echo(f"error: {plain(str(error))}", err=True)
        # What changed while it was read has a new mark now, and will be read again.
        marks = store.marks(watched) | {path: mark for path, mark in marks.items() if path in watched}
        marks = _wait(watched, marks, sleep)


def _wait(
    watched: set[Path], marks: dict[Path, tuple[int, int]], sleep: Callable[[float], None]
) -> dict[Path, tuple[int, int]]:
    """The marks after the next change, when they have stayed as they are."""
    before, now = marks, store.marks(watched)
    while now == marks or now != before:
        sleep(_EVERY_S)
        before, now = now, store.marks(watched)
    return now


def _list_files(out: Terminal, library: Library | None) -> Iterable[Path]:
    """The entries of a list, and its folders, which change when an entry is added."""
    root = store.find_root(out.folder)
    if library is None or root is None:
        return
    for name in store.stamp(root, library.config):
        yield root / name
        yield (root / name).parent
