"""`moebib export`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from moebib.cli._options import FormatOption, read_keys
from moebib.cli._output import Terminal, counted
from moebib.errors import InputError

if TYPE_CHECKING:
    from moebib.library.library import Library


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
@click.option("--report", is_flag=True, help="Tell what the format loses of each work; without -o nothing is exported.")
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

    What the format has no place for is left out. --report tells what that is: by field on stdout, or on stderr beside a
    file that is written with -o.
    """
    from moebib import formats, store

    if as_json and not report:
        raise click.UsageError("--json is for --report")
    library = _select(out.library(), tags, read_keys(keys))
    if report:
        _report(out, library.preferring(prefer), format_, as_json=as_json, beside=output is not None)
        if output is None:
            return
    text = formats.export(library, format_, prefer=prefer, unicode=unicode, style=style, omit=omit)
    if output is None or str(output) == "-":
        out.data(text)
        return
    changed = store.write_text(output, text)
    out.say(f"{'wrote' if changed else 'unchanged'} {output} ({counted(len(library), 'work')})")


def _report(out: Terminal, library: Library, format_: str, *, as_json: bool, beside: bool) -> None:
    """Tell on stdout what is lost, or as text on stderr if stdout or a file gets the export itself."""
    from moebib.cli._export_report import Report

    found = Report.of(library, format_)
    if as_json:
        out.json(found.rows())
    elif beside:
        out.say(found.text())
    else:
        out.text(found.text() + "\n")


def _select(library: Library, tags: tuple[str, ...], keys: list[str] | None) -> Library:
    try:
        return library.select(tags=tags, keys=keys)
    except KeyError as error:
        raise InputError(str(error.args[0])) from None
