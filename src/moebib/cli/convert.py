"""`moebib convert`."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._options import (
    FormatOption,
    Preview,
    omit_option,
    output_option,
    preview_options,
    raw_option,
    read_stdin,
    unicode_option,
)
from moebib.cli._output import Terminal, counted

if TYPE_CHECKING:
    from moebib.commands.convert import Part

GROUP = "Work with any .bib file"


@click.command()
@click.argument("file", type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path))
@click.option(
    "--from",
    "source",
    cls=FormatOption,
    use="read",
    help="Input format: {formats}; by default from the file name or the content.",
)
@click.option(
    "--to",
    "target",
    cls=FormatOption,
    use="write records",
    help="Output format: {formats}; by default from the name of the output file.",
)
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
@click.option("--strict", is_flag=True, help="Exit with code 1 if there is any finding.")
@preview_options()
@output_option
@click.pass_obj
def convert(
    out: Terminal,
    file: Path,
    source: str | None,
    target: str | None,
    unicode: bool,
    omit: tuple[str, ...],
    raw: bool,
    jobs: int,
    strict: bool,
    preview: Preview,
    output: Path | None,
) -> None:
    """Convert a bibliography to another format.

    FILE is a bibliography in any format that --from names; - is stdin. No list is needed, and none is changed. Works
    keep their order; duplicate keys and identifiers are allowed.

    What is not understood or has no place in the new format is reported on stderr with its line. The exit code is 0 if
    everything that can be read was converted, and 3 if FILE is not a bibliography.

    \b
    Examples:
      moebib convert refs.bib --to csl-json
      moebib convert export.ris -o refs.bib
      cat refs.bib | moebib convert - --to hayagriva -o refs.yml
    """  # noqa: D301 - click wants the character, not its name
    from moebib import formats, store
    from moebib.commands.convert import convert
    from moebib.formats import Options

    output_name = "-" if output is None else str(output)
    writer = formats.for_output(output_name, name=target).record_writer()
    is_stdin = str(file) == "-"
    data = read_stdin() if is_stdin else store.read_bytes(file)
    name = "<stdin>" if is_stdin else store.printable(file)
    options = Options(unicode, omit=frozenset(omit), raw=raw)
    report = _Report(out)
    texts = report.texts(
        convert(data, name, source=source, writer=writer, options=options, jobs=jobs or os.cpu_count() or 1)
    )
    if output is None or output_name == "-":
        out.parts(texts)
    elif not preview.write:
        out.preview(store.ChangeSet.plan(None, {output.as_posix(): "".join(texts)}), preview)
    else:
        store.write_parts(output, texts)
    findings = f", {counted(report.findings, 'finding')}" if report.findings else ""
    out.say(f"{name} -> {store.printable(output_name)}: {counted(report.works, 'work')}{findings}")
    if strict and report.findings:
        raise click.exceptions.Exit(1)


class _Report:
    """Prints the findings of parts as they come, and counts works and findings."""

    def __init__(self, out: Terminal) -> None:
        self.out = out
        self.works = 0
        self.findings = 0

    def texts(self, parts: Iterable[Part]) -> Iterator[str]:
        for part in parts:
            if part.findings:
                self.out.say("\n".join(map(str, part.findings)))
            self.works += part.works
            self.findings += len(part.findings)
            yield part.text
