"""`moebib export`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from moebib.cli._options import (
    FormatOption,
    Preview,
    Style,
    json_option,
    keys_option,
    omit_option,
    output_option,
    prefer_option,
    preview_options,
    raw_option,
    read_keys,
    tag_option,
    unicode_option,
)
from moebib.cli._output import Terminal, counted
from moebib.text.shorten import shorten

if TYPE_CHECKING:
    from moebib.commands.export import LossReport

GROUP = "Export and cite"

_SHOWN = 3
"""How many works are shown of a field that a format holds in part."""
_LONGEST = 60


@click.command()
@click.option(
    "-f",
    "--format",
    "format_",
    cls=FormatOption,
    use="write",
    default="bibtex",
    show_default=True,
    help="Output format: {formats}.",
)
@tag_option
@keys_option
@prefer_option
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
@preview_options()
@output_option
@click.pass_obj
def export(
    out: Terminal,
    format_: str,
    tags: tuple[str, ...],
    keys: tuple[str, ...],
    prefer: Literal["published", "preprint"],
    unicode: bool,
    omit: tuple[str, ...],
    raw: bool,
    style: Path | None,
    report: bool,
    as_json: bool,
    preview: Preview,
    output: Path | None,
) -> None:
    """Export works to another format.

    What the format has no place for is left out. --report lists it by field, on stdout or, if a file is written with
    -o, on stderr. --json is the format of that report.

    \b
    Examples:
      moebib export -f csl-json -o refs.json
      moebib export --tag system/offloading
      moebib export -f ris --report
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.export import export_works
    from moebib.library.config import TEMPLATE
    from moebib.store import ChangeSet

    if as_json and not report:
        raise click.UsageError("--json needs --report")
    library = out.library(strict=True)
    if style is None and library.config.readme and library.config.readme.style.endswith(TEMPLATE):
        style = out.root() / library.config.readme.style
    exported = export_works(
        library,
        format_,
        tags=tags,
        keys=read_keys(keys),
        prefer=prefer,
        unicode=unicode,
        style=style,
        omit=omit,
        raw=raw,
        report=report,
        write=output is not None or not report,
    )
    if exported.report and as_json:
        out.json(_rows(exported.report))
    elif exported.report and output is None:
        out.text("\n".join(_lines(exported.report)) + "\n")
    elif exported.report:
        out.say("\n".join(_lines(exported.report)))
    if output is None and report:
        return
    if output is None or str(output) == "-":
        out.data(exported.text)
        return
    changes = ChangeSet.plan(None, {output.as_posix(): exported.text})
    if not preview.write:
        out.preview(changes, preview)
    else:
        changes.apply()
        out.say(f"{'wrote' if changes else 'unchanged'} {output.as_posix()} ({counted(exported.works, 'work')})")


def _rows(report: LossReport) -> list[dict[str, Any]]:
    """Each loss, as plain data."""
    return [
        {"id": key, "field": loss.field, "lost": loss.lost, "instead": loss.instead, "why": loss.why}
        for key, losses in report.losses.items()
        for loss in losses
    ]


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
