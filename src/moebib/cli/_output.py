"""What commands print: data on stdout, messages and progress on stderr; safe for a terminal, plain in a pipe."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from moebib.cli._streams import failure_of, has_color
from moebib.cli._text import counted, json_text, labelled, painted, plain
from moebib.errors import Finding
from moebib.text.urls import is_http_url

if TYPE_CHECKING:
    from moebib.cli._options import Preview
    from moebib.store import ChangeSet

__all__ = ["Terminal", "listed"]

_NARROWEST = 20
"""The width to which text is wrapped at least, however narrow the terminal is."""
_CONTINUED = 4
"""The number of spaces before the second and later lines of a text without a label."""
_STYLES = {"check": "yellow", "status": "red"}
"""The style of a label, if it is not dim."""
_STYLES_OF_TEXT = {"note": "dim"}
"""The style of the text behind a label, if it has one."""


def listed(findings: Sequence[Finding]) -> str:
    """How many findings there are, after all of them have been printed on stderr."""
    for finding in findings:
        click.echo(plain(str(finding)), err=True)
    files = {finding.file for finding in findings if finding.file}
    return counted(len(findings), "problem") + (f" in {counted(len(files), 'file')}" if files else "")


@dataclass(frozen=True, slots=True)
class Terminal:
    """The streams a command prints to, and the directory it works in."""

    folder: Path = Path()
    quiet: bool = False
    color: bool = True
    unread: list[Finding] = field(default_factory=list)
    """What the command could not read of the list, and left out."""

    def has_color(self, stream: TextIO) -> bool:
        """Whether what people read on *stream* is in colour."""
        return self.color and has_color(stream)

    def say(self, message: str) -> None:
        """Print a message on stderr, unless --quiet is given."""
        if not self.quiet:
            click.echo(labelled(message, color=self.has_color(sys.stderr)), err=True, color=True)

    def warn(self, message: object) -> None:
        """Print a warning, which stops nothing, on stderr, unless --quiet is given."""
        self.say(f"warning: {message}")

    def rows(
        self,
        title: str,
        rows: Iterable[tuple[str, str]],
        *,
        is_error: bool = False,
        is_data: bool = False,
        style: str = "bold",
    ) -> None:
        """Print a title in a *style*, and rows of a label and a text: indented, and on a terminal wrapped.

        Data goes to stdout, with the title at the margin and, on a terminal, the texts in one column; all else to
        stderr, with --quiet only if it is an error.
        """
        shown = [("" if is_data else "  ", title)] if title else []
        shown += [(f"  {label}: " if label else "  ", text) for label, text in rows if text]
        lines = [(lead, plain(text).replace("\n", " ")) for lead, text in shown]
        if not lines or (self.quiet and not (is_error or is_data)):
            return
        if not (sys.stdout if is_data else sys.stderr).isatty():
            click.echo("\n".join(f"{lead}{text}" for lead, text in lines), err=not is_data)
            return
        from rich.console import Console
        from rich.text import Text

        has_color = self.has_color(sys.stdout if is_data else sys.stderr)
        console = Console(stderr=not is_data, color_system="auto" if has_color else None, highlight=False)
        if is_data:  # values below one another can be compared
            width = max(len(lead) for lead, _ in lines)
            lines = [(lead.rstrip(" :").ljust(width) if lead else "", text) for lead, text in lines]
        for number, (lead, text) in enumerate(lines):
            is_beside = console.width - len(lead) >= _NARROWEST
            indent = max(len(lead), _CONTINUED) if is_beside else _CONTINUED
            label = Text(lead, _STYLES.get(lead.strip(" :"), "dim"))
            is_title = bool(title) and number == 0
            body = Text(text, style if is_title else _STYLES_OF_TEXT.get(lead.strip(" :"), ""))
            if not is_beside:
                console.print(label, soft_wrap=True)
                label = Text(" " * indent)
            width = len(text) if is_http_url(text) else max(console.width - indent, _NARROWEST)  # it can be copied
            for line in body.wrap(console, width, overflow="fold"):
                line.rstrip()
                console.print(Text.assemble(label, line), soft_wrap=True)
                label = Text(" " * indent)

    def error(self, message: str) -> None:
        """Print an error on stderr, also with --quiet."""
        click.echo(labelled(f"error: {message}", color=self.has_color(sys.stderr)), err=True, color=True)

    def data(self, text: str) -> None:
        """Print data on stdout; control characters are escaped on a terminal only, so that a file gets every byte."""
        # color=True keeps click from removing ANSI escapes from what goes to a file.
        shown = plain(text) if sys.stdout.isatty() else text
        click.echo(shown, nl=text != "" and not text.endswith("\n"), color=True)

    def patch(self, text: str) -> None:
        """Print a unified diff on stdout."""
        if self.has_color(sys.stdout):
            self.text(text, paint=painted)
        else:
            self.data(text)

    def parts(self, parts: Iterable[str]) -> None:
        """Print data that comes in parts on stdout, as long as it has a reader."""
        for part in parts:
            if failure_of(sys.stdout):
                return
            click.echo(plain(part) if sys.stdout.isatty() else part, nl=False, color=True)

    def bytes(self, data: bytes) -> None:
        """Print data in its own encoding on stdout."""
        buffer = getattr(sys.stdout, "buffer", None)
        if buffer is None or sys.stdout.isatty():
            self.parts([data.decode("utf-8", errors="replace")])
            return
        sys.stdout.flush()
        buffer.write(data)
        buffer.flush()

    def write(
        self,
        text: str,
        output: Path | None,
        preview: Preview,
        content: str = "",
        facts: Mapping[str, Any] | None = None,
    ) -> None:
        """Print data, or write it to the file that a person named, unless there is a *preview* of it.

        *content* says what the data are, in a few words. With *facts*, these are printed as JSON, with the text or with
        what becomes of the file.
        """
        if output is None or str(output) == "-":
            self.json({**facts, "text": text}) if facts is not None else self.data(text)
            return
        from moebib.store import ChangeSet, printable

        changes = ChangeSet.plan(None, {output.as_posix(): text})
        if preview.write:
            changes.apply()
            of_what = f" ({content})" if content else ""
            self.say(f"{'wrote' if changes else 'unchanged'} {printable(output)}{of_what}")
        self.changes(changes, preview, facts)

    def changes(self, changes: ChangeSet, preview: Preview, facts: Mapping[str, Any] | None = None) -> None:
        """Show what a command would write: its files on stderr and, if requested, the patch on stdout.

        With *facts*, what it would write or has written is printed as JSON, after these.
        """
        if facts is not None:
            self.json({**facts, "written": preview.write, "changes": changes.to_dicts(with_diff=preview.diff)})
        elif preview.diff:
            self.patch(changes.diff())
        if changes and not preview.write:
            self.say(changes.summary(applied=False))

    def text(self, text: str, *, paint: Callable[[str], str] | None = None) -> None:
        """Print text for people on stdout, which *paint* colours.

        Control characters are escaped in a pipe, too, which may lead to a pager.
        """
        if paint and self.has_color(sys.stdout):
            click.echo(paint(plain(text)), nl=False, color=True)
        else:
            self.data(plain(text))

    def json(self, value: Any) -> None:
        """Print data as JSON on stdout."""
        self.data(json_text(value))

    def table(
        self, head: Sequence[str], rows: Iterable[Sequence[str]], *, least: Mapping[str, int] | None = None
    ) -> None:
        """Print rows as a table on a terminal, and as lines of tab-separated cells in a pipe.

        *least* are the columns that give way in a narrow terminal, in this order, and their least widths; by default,
        it is the last one.
        """
        cells = [[plain(cell).replace("\t", " ").replace("\n", " ") for cell in row] for row in rows]
        if not sys.stdout.isatty():
            self.data("".join("\t".join(row) + "\n" for row in cells))
            return
        from moebib.cli._tables import table_lines

        width = shutil.get_terminal_size().columns
        lines = table_lines(head, cells, width, least=least or {head[-1]: _NARROWEST}, color=self.has_color(sys.stdout))
        click.echo("\n".join(lines), color=True)
