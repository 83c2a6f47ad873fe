"""`moebib convert`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._options import FormatOption
from moebib.cli._output import Terminal, counted

if TYPE_CHECKING:
    from moebib.commands.convert import Part


@click.command()
@click.argument("file", metavar="IN", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--from", "source", cls=FormatOption, use="read", help="{formats}; by default from IN's ending, or what is in it."
)
@click.option("--to", "target", cls=FormatOption, use="write records", help="{formats}; by default from OUT's ending.")
@click.option("--unicode", is_flag=True, help="Keep Unicode in BibTeX instead of LaTeX commands.")
@click.option("--omit", multiple=True, metavar="FIELD", help="Leave this field out of the .bib; repeatable.")
@click.option(
    "--jobs", type=click.IntRange(min=0), default=1, show_default=True, metavar="N", help="Processes; 0: one a core."
)
@click.option("--strict", is_flag=True, help="Exit with 1 if there is any finding.")
@click.option(
    "-o",
    "--output",
    default="-",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    metavar="OUT",
    help="Write to this file; by default, and for -, to stdout.",
)
@click.pass_obj
def convert(
    out: Terminal,
    file: Path,
    source: str | None,
    target: str | None,
    unicode: bool,
    omit: tuple[str, ...],
    jobs: int,
    strict: bool,
    output: Path,
) -> None:
    """Turn a bibliography in one format into one in another.

    IN is in any format that --from names, OUT in any that --to names; - is stdin and stdout. No list is needed, and
    none is changed. The works keep their order; duplicate keys and identifiers are allowed.

    What was not understood or has no place is told on stderr, by line. The exit code is 0 when all that can be read was
    carried, and 3 when IN is no bibliography at all.
    """
    from moebib import formats, store
    from moebib.commands.convert import convert
    from moebib.formats import Options

    writer = formats.for_output(str(output), name=target).record_writer()
    is_stdin = str(file) == "-"
    data = sys.stdin.buffer.read() if is_stdin else store.read_bytes(file)
    name = "<stdin>" if is_stdin else store.printable(file)
    options = Options(unicode, omit=frozenset(omit))
    jobs = jobs or os.cpu_count() or 1
    told = _Told(out)
    parts = told.parts(convert(data, name, source=source, writer=writer, options=options, jobs=jobs))
    if str(output) == "-":
        out.parts(parts)
    else:
        store.write_parts(output, parts)
    found = f", {counted(told.findings, 'finding')}" if told.findings else ""
    out.say(f"{name} -> {store.printable(output)}: {counted(told.works, 'work')}{found}")
    if strict and told.findings:
        raise click.exceptions.Exit(1)


class _Told:
    """What was carried and said so far."""

    def __init__(self, out: Terminal) -> None:
        self.out = out
        self.works = 0
        self.findings = 0

    def parts(self, parts: Iterable[Part]) -> Iterator[str]:
        """The texts of *parts*, while what was found in them is said."""
        for part in parts:
            if part.findings:
                self.out.say("\n".join(map(str, part.findings)))
            self.works += part.works
            self.findings += len(part.findings)
            yield part.text
