"""What commands print: data on stdout, messages and progress on stderr; safe for a terminal, plain in a pipe."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moebib.errors import InputError

if TYPE_CHECKING:
    from rich.progress import Progress

    from moebib.library.library import Library
    from moebib.records.record import Record
    from moebib.store import ChangeSet

__all__ = ["Bar", "Terminal", "counted", "plain", "print_works", "progress"]


# C0 and C1 controls could drive the terminal (ANSI escapes); bidi controls could reorder what is read.
_UNSAFE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def plain(text: str) -> str:
    r"""*text* with control characters made visible; line breaks and tabs stay.

    >>> plain("a\x1b[31mb")
    'a\\x1b[31mb'
    """
    return _UNSAFE.sub(lambda match: match[0].encode("unicode_escape").decode(), text)


def counted(number: int, noun: str) -> str:
    """*number* and *noun*, in the plural where it should be: "1 work", "2 works"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


@dataclass(frozen=True, slots=True)
class Terminal:
    """Where a command works and how it speaks."""

    folder: Path
    quiet: bool
    color: bool

    def library(self) -> Library:
        """The list of the folder, or the one moebib carries."""
        from moebib import store

        return store.load_nearest(self.folder)

    def root(self) -> Path:
        """The folder of the list to write to.

        Raises:
            InputError: If there is no moebib.toml here or above.
        """
        from moebib import store

        root = store.find_root(self.folder)
        if root is None:
            raise InputError(
                "no moebib.toml here or in a folder above, and the bibliography that moebib carries is read-only; "
                "start a list with `moebib import README.md`"
            )
        return root

    def say(self, message: str) -> None:
        """Print a message on stderr, unless --quiet is given."""
        if not self.quiet:
            click.echo(plain(message), err=True)

    def error(self, message: str) -> None:
        """Print an error on stderr, also with --quiet."""
        click.echo(f"error: {plain(message)}", err=True)

    def data(self, text: str) -> None:
        """Data, on stdout; made safe only for a terminal, since a file must get every byte."""
        # click takes ANSI escapes out of what goes to a file, unless it is told that they may stay.
        shown = plain(text) if sys.stdout.isatty() else text
        click.echo(shown, nl=text != "" and not text.endswith("\n"), color=True)

    def parts(self, parts: Iterable[str]) -> None:
        """Data that comes in parts, on stdout."""
        for part in parts:
            click.echo(plain(part) if sys.stdout.isatty() else part, nl=False, color=True)

    def bytes(self, data: bytes) -> None:
        """Data in an encoding of its own, on stdout."""
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None or sys.stdout.isatty():
            self.parts([data.decode("utf-8", errors="replace")])
            return
        sys.stdout.flush()
        buffer.write(data)
        buffer.flush()

    def preview(self, changes: ChangeSet, *, diff: bool) -> None:
        """What a command would write: the names of the files on stderr, and with *diff* the patch on stdout."""
        if diff:
            self.data(changes.diff())
        if changes:
            self.say(changes.summary(applied=False))

    def text(self, text: str) -> None:
        """Text for a person, on stdout; made safe in a pipe too, for a pager is a terminal in the end."""
        self.data(plain(text))

    def json(self, value: Any) -> None:
        """Data as JSON, on stdout."""
        self.data(json.dumps(value, ensure_ascii=False, indent=2))

    def table(self, head: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
        """Rows as a table on a terminal, as lines of tab-separated cells in a pipe."""
        cells = [[plain(cell).replace("\t", " ").replace("\n", " ") for cell in row] for row in rows]
        if not sys.stdout.isatty():
            self.data("".join("\t".join(row) + "\n" for row in cells))
            return
        from rich.console import Console
        from rich.table import Table
        from rich.text import Text

        table = Table(box=None, pad_edge=False, header_style="bold")
        for name in head:
            # What is typed again, as a key is, must not be cut: the last column gives way before the others do.
            table.add_column(name, no_wrap=name != head[-1])
        for row in cells:
            table.add_row(*(Text(cell, no_wrap=True, overflow="ellipsis") for cell in row))
        is_plain = not self.color or bool(os.environ.get("NO_COLOR"))
        Console(color_system=None if is_plain else "auto", highlight=False).print(table)


def print_works(out: Terminal, records: Sequence[Record], total: int, as_json: bool) -> None:
    """One line a work, or all fields as JSON; how many of how many on stderr."""
    if as_json:
        out.json([record.to_dict() for record in records])
        return
    out.table(("KEY", "YEAR", "VENUE", "TITLE"), (_cells(record) for record in records))
    out.say(f"{len(records)} of {total} works")


def _cells(record: Record) -> tuple[str, str, str, str]:
    year = str(record.issued.year) if record.issued else ""
    return record.id, year, record.venue, record.title


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar, or nothing where nobody would see it."""

    _progress: Progress | None = None

    def advance(self) -> None:
        """One more is done."""
        if self._progress:
            self._progress.advance(self._progress.task_ids[0])

    @contextmanager
    def paused(self) -> Iterator[None]:
        """The bar is hidden meanwhile, so that something else can be printed or a question asked."""
        if self._progress:
            self._progress.stop()
        try:
            yield
        finally:
            if self._progress:
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
