"""`moebib convert`."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator
from contextlib import nullcontext
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._format_options import format_option, input_format_option
from moebib.cli._options import (
    Preview,
    input_file,
    journals_options,
    json_option,
    omit_option,
    output_option,
    preview_options,
    raw_option,
    strict_option,
    unicode_option,
)
from moebib.cli._output import Terminal
from moebib.cli._progress import Line, busy
from moebib.cli._text import counted

if TYPE_CHECKING:
    from moebib.commands.convert import Part
    from moebib.errors import Finding
    from moebib.normalise.journals import JournalNames

GROUP = "Work with any .bib file"


@click.command()
@click.argument("files", nargs=-1, required=True, type=input_file, metavar="FILE...")
@input_format_option()
@format_option("write records", "--to")
@journals_options("abbreviated", "full")
@unicode_option
@omit_option
@raw_option
@click.option(
    "--jobs",
    type=click.IntRange(min=0),
    default=1,
    show_default=True,
    metavar="N",
    help="Number of processes (0 = one per core).",
)
@strict_option
@click.option(
    "--report", is_flag=True, help="Report what the format loses of each work; else only the first three losses."
)
@preview_options(needs="-o")
@json_option
@output_option
@click.pass_obj
def convert(
    out: Terminal,
    files: tuple[Path, ...],
    input_format: str | None,
    format_: str | None,
    journals: JournalNames | None,
    unicode: bool,
    omit: tuple[str, ...],
    raw: bool,
    jobs: int,
    strict: bool,
    report: bool,
    preview: Preview,
    as_json: bool,
    output: Path | None,
) -> None:
    """Convert a bibliography to another format.

    FILE is a bibliography in any format that --input-format names; - is stdin. No list is needed, and none is changed.
    Works keep their order; duplicate keys and identifiers are allowed.

    Several .bib files are read as one bibliography, as BibTeX and biber do: macros and parents may be in another file
    than the entries that use them, and the output has their values.

    What is not understood is reported on stderr with its line, and so is what has no place in the new format: by
    default the number of such values and the first three, and all of them with --report. The exit code is 0 if
    everything that can be read was converted, and 3 if FILE is not a bibliography. --to is another name of
    --format, and --from of --input-format.

    \b
    Examples:
      moebib convert refs.bib -f csl-json
      moebib convert export.ris -o refs.bib
      moebib convert refs.bib -o refs.ris --report
      moebib convert macros.bib refs.bib -o all.bib
      cat refs.bib | moebib convert - -o refs.yml
    """  # noqa: D301 - click wants the character, not its name
    from moebib import formats, store
    from moebib.commands.convert import convert
    from moebib.formats import Options

    output_name = "-" if output is None else str(output)
    target = formats.for_output(output_name, name=format_)
    data = {store.printable(file): store.read_bytes(file) for file in files}
    options = Options(unicode, omit=frozenset(omit), raw=raw)
    jobs = jobs or os.cpu_count() or 1
    parts = convert(data, source=input_format, target=target, options=options, journals=journals, jobs=jobs)
    counts = _Report(out, show_all=report, keep=as_json)
    texts = counts.texts(parts)
    task = f"converting {', '.join(data)}"
    if as_json:
        with busy(out, task) as counts.line:
            text = "".join(texts)
        facts = {"format": target.name, "works": counts.works, **counts.kept}
        out.write(text, output, preview, counted(counts.works, "work"), facts)
    elif output is None or output_name == "-":
        # On a terminal, the works themselves show that it goes on.
        with nullcontext(Line()) if sys.stdout.isatty() else busy(out, task) as counts.line:
            out.parts(texts)
    elif preview.write:
        with busy(out, task) as counts.line:
            store.write_parts(output, texts)
    else:
        with busy(out, task) as counts.line:
            changes = store.ChangeSet.plan(None, {output.as_posix(): "".join(texts)})
        out.changes(changes, preview)
    shown = "<stdout>" if output_name == "-" else store.printable(output_name)
    counts.sum_up(f"{', '.join(data)} -> {shown}")
    if strict and (counts.findings or counts.losses):
        raise click.exceptions.Exit(1)


_SHOWN = 3
"""How many losses are shown without ``--report``."""


class _Report:
    """Prints the findings of parts and the first of their losses as they come, and counts works, findings, losses."""

    def __init__(self, out: Terminal, *, show_all: bool, keep: bool) -> None:
        self.out = out
        self.show_all = show_all
        self.keep = keep
        self.kept: dict[str, list[Finding]] = {"findings": [], "losses": []}
        self.works = 0
        self.findings = 0
        self.losses = 0
        self.line = Line()

    def texts(self, parts: Iterable[Part]) -> Iterator[str]:
        for part in parts:
            shown = islice(part.losses, None if self.show_all else max(_SHOWN - self.losses, 0))
            if lines := [str(finding) for finding in (*part.findings, *shown)]:
                with self.line.paused():
                    self.out.say("\n".join(lines))
            self.works += part.works
            self.findings += sum(finding.level != "note" for finding in part.findings)
            self.losses += len(part.losses)
            if self.keep:
                self.kept["findings"] += part.findings
                self.kept["losses"] += part.losses
            yield part.text

    def sum_up(self, what: str) -> None:
        """Say how much of *what* was converted, and how many losses have not been shown."""
        if not self.show_all and self.losses > _SHOWN:
            self.out.say(f"{counted(self.losses - _SHOWN, 'more loss', 'more losses')}; --report shows all")
        found = f", {counted(self.findings, 'finding')}" if self.findings else ""
        found += f", {counted(self.losses, 'loss', 'losses')}" if self.losses else ""
        self.out.say(f"{what}: {counted(self.works, 'work')}{found}")
