"""The terminal as a sink: what may be printed, tables for people, plain columns for pipes."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from moebib.errors import InputError

if TYPE_CHECKING:
    from moebib.library.library import Library
    from moebib.store import ChangeSet

__all__ = ["Terminal", "counted", "plain"]

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
        """A message for the person, on stderr."""
        if not self.quiet:
            click.echo(plain(message), err=True)

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
