"""`moebib export`."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import click

from moebib.cli._options import FormatOption, read_keys
from moebib.cli._output import Terminal, counted
from moebib.text.shorten import shorten

if TYPE_CHECKING:
    from moebib.commands.export import LossReport

_SHOWN = 3
"""How many works are shown of a field that is carried in part."""
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
    help="{formats}.",
)
@click.option("-t", "--tag", "tags", multiple=True, help="Only works in this section or one below it; repeatable.")
@click.option("-k", "--keys", multiple=True, help="Only these works: keys, comma-separated; - reads them from stdin.")
@click.option(
    "--prefer",
    type=click.Choice(["published", "preprint"]),
    default="published",
    show_default=True,
    help="Which version of a work that has several.",
)
@click.option("--unicode", is_flag=True, help="Keep Unicode in BibTeX instead of LaTeX commands.")
@click.option("--omit", multiple=True, metavar="FIELD", help="Leave this field out of the .bib; repeatable.")
@click.option("--style", type=click.Choice(["seed", "awesome", "table"]), help="Style of the readme format.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write to this file; - is stdout.",
)
@click.option(
    "--report", is_flag=True, help="Report what the format loses of each work; without -o nothing is exported."
)
@click.option("--json", "as_json", is_flag=True, help="With --report: every loss, as JSON.")
@click.pass_obj
def export(
    out: Terminal,
    format_: str,
    tags: tuple[str, ...],
    keys: tuple[str, ...],
    prefer: Literal["published", "preprint"],
    unicode: bool,
    omit: tuple[str, ...],
    style: str | None,
    output: Path | None,
    report: bool,
    as_json: bool,
) -> None:
    """Write the works in another format, to stdout or a file.

    What the format has no place for is left out. --report lists what that is: by field on stdout, or on stderr if -o
    writes a file, too.
    """
    from moebib import store
    from moebib.commands.export import export_works

    if as_json and not report:
        raise click.UsageError("--json is for --report")
    done = export_works(
        out.library(),
        format_,
        tags=tags,
        keys=read_keys(keys),
        prefer=prefer,
        unicode=unicode,
        style=style,
        omit=omit,
        report=report,
        write=output is not None or not report,
    )
    if done.report and as_json:
        out.json(_rows(done.report))
    elif done.report and output is None:
        out.text("\n".join(_lines(done.report)) + "\n")
    elif done.report:
        out.say("\n".join(_lines(done.report)))
    if output is None and report:
        return
    if output is None or str(output) == "-":
        out.data(done.text)
        return
    changed = store.write_text(output, done.text)
    out.say(f"{'wrote' if changed else 'unchanged'} {output} ({counted(done.works, 'work')})")


def _rows(report: LossReport) -> list[dict[str, Any]]:
    """Each loss, as plain data."""
    return [
        {"id": key, "field": loss.field, "lost": loss.lost, "instead": loss.instead, "why": loss.why}
        for key, losses in report.losses.items()
        for loss in losses
    ]


def _lines(report: LossReport) -> Iterator[str]:
    """One line per field, most frequent first; below it some works, if the format carries a part of the field."""
    fields = report.by_field()
    yield f"{report.format} carries {report.complete} of {counted(len(report.losses), 'work')} in full" + ":" * bool(
        fields
    )
    for field in fields:
        yield f"  {field.field}, {counted(len(field.losses), 'work')}: {field.why}"
        if field.has_home:
            for key, loss in list(field.losses.items())[:_SHOWN]:
                lost, instead = (shorten("; ".join(values), _LONGEST) for values in (loss.lost, loss.instead))
                yield f"    {key}: {lost or 'nothing'} -> {instead}" if instead else f"    {key}: {lost}"
            if len(field.losses) > _SHOWN:
                yield f"    and {len(field.losses) - _SHOWN} more"
