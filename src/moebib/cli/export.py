"""`moebib export`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from moebib.cli._completion import complete_keys
from moebib.cli._format_options import Style, format_option
from moebib.cli._keys import read_entry_keys, read_keys
from moebib.cli._list import list_root, read_library
from moebib.cli._options import (
    Preview,
    journals_options,
    json_option,
    omit_option,
    output_option,
    prefer_option,
    preview_options,
    raw_option,
    tag_option,
    unicode_option,
)
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted
from moebib.text.shorten import shorten

if TYPE_CHECKING:
    from moebib.commands.export import LossReport
    from moebib.normalise.journals import JournalNames

GROUP = "Export and cite"

_SHOWN = 3
"""How many works are shown of a field that a format holds in part."""
_LONGEST = 60


@click.command()
@click.argument("keys", nargs=-1, metavar="[KEY]...", shell_complete=complete_keys)
@format_option("write")
@tag_option
@click.option("-k", "--keys", "more_keys", multiple=True, hidden=True, shell_complete=complete_keys)
@prefer_option
@journals_options("abbreviated", "full")
@unicode_option
@omit_option
@raw_option
@click.option(
    "--style",
    type=Style(),
    metavar="STYLE",
    help="Style of the format readme: seed, awesome, table, or a template (*.j2).",
)
@click.option("--report", is_flag=True, help="Report what the format loses of each work; exports only with -o.")
@json_option
@preview_options(needs="-o")
@output_option
@click.pass_obj
def export(
    out: Terminal,
    keys: tuple[str, ...],
    format_: str | None,
    tags: tuple[str, ...],
    more_keys: tuple[str, ...],
    prefer: Literal["published", "preprint"],
    journals: JournalNames | None,
    unicode: bool,
    omit: tuple[str, ...],
    raw: bool,
    style: Path | None,
    report: bool,
    as_json: bool,
    preview: Preview,
    output: Path | None,
) -> None:
    """Export works to another format, by default all of them to BibTeX.

    KEY is a key or an identifier (arXiv ID, DOI, URL). Use - to read keys from stdin, one per line, as `moebib list`
    and `moebib search` print them.

    What the format has no place for is left out. --report lists it by field, on stdout or, if a file is written with
    -o, on stderr.

    \b
    Examples:
      moebib export -o refs.json
      moebib export --tag system/offloading -f biblatex
      moebib export dai2024deepseekmoe 2101.03961
      moebib export -f ris --report
    """  # noqa: D301 - click wants the character, not its name
    from moebib import formats
    from moebib.commands.export import export_works
    from moebib.library.config import TEMPLATE

    format = formats.for_output(str(output or "-"), name=format_, default="bibtex").name
    library = read_library(out, strict=True)
    if format != "readme" and style:
        raise click.UsageError(
            f"--style is for the format readme, not {format}\nhint: `moebib cite --style` prints references"
        )
    if format == "readme" and not style and library.config.readme and library.config.readme.style.endswith(TEMPLATE):
        style = list_root(out) / library.config.readme.style
    chosen = [*(read_entry_keys(keys) if keys else ()), *(read_keys(more_keys) or ())]
    for key in keys:
        if formats.by_ending(key) and library.find_key(key) is None:
            raise click.UsageError(f"no entry {key!r}\nhint: to write to a file, pass -o {key}")
    with busy(out, "exporting"):
        exported = export_works(
            library,
            format,
            tags=tags,
            keys=chosen if keys or more_keys else None,
            prefer=prefer,
            unicode=unicode,
            style=style,
            omit=omit,
            raw=raw,
            journals=journals,
            report=report,
            write=output is not None or not report,
        )
    for finding in exported.findings:
        out.say(str(finding))
    facts = {"format": format, "works": exported.works, **_losses(exported.report)} if as_json else None
    if exported.report and not as_json:
        (out.text if output is None else out.say)("\n".join(_lines(exported.report)))
    if output is not None or not report:
        out.write(exported.text, output, preview, counted(exported.works, "work"), facts)
    elif facts is not None:
        out.json(facts)


def _losses(report: LossReport | None) -> dict[str, Any]:
    """Each loss as plain data, if they are to be reported."""
    if report is None:
        return {}
    rows = [
        {"id": key, "code": loss.code, "field": loss.field, "lost": loss.lost, "instead": loss.instead, "why": loss.why}
        for key, losses in report.losses.items()
        for loss in losses
    ]
    return {"losses": rows}


def _lines(report: LossReport) -> Iterator[str]:
    """One line per field, most frequent first, with some works below if the format holds a part of the field."""
    fields = report.by_field()
    end = ":" if fields else ""
    yield f"{report.format} keeps {report.complete} of {counted(len(report.losses), 'work')} in full{end}"
    for field in fields:
        yield f"  {field.field}, {counted(len(field.losses), 'work')}: {field.why}"
        if field.has_home:
            for key, loss in list(field.losses.items())[:_SHOWN]:
                lost, instead = (shorten("; ".join(values), _LONGEST) for values in (loss.lost, loss.instead))
                yield f"    {key}: {lost or 'nothing'} -> {instead}" if instead else f"    {key}: {lost}"
            if len(field.losses) > _SHOWN:
                yield f"    and {len(field.losses) - _SHOWN} more"
