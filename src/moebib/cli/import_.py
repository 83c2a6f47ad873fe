"""`moebib import`."""

from __future__ import annotations

from pathlib import Path

import click

from moebib.cli._options import FormatOption, preview_options
from moebib.cli._output import Terminal, counted


@click.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--from",
    "format_",
    cls=FormatOption,
    use="read",
    help="{formats}; by default from the file's ending.",
)
@preview_options
@click.option("--strict", is_flag=True, help="Exit with 1 if a line was not understood.")
@click.pass_obj
def import_(out: Terminal, file: Path, format_: str | None, dry_run: bool, diff: bool, strict: bool) -> None:
    """Read a list or a bibliography into entries.

    FILE is a list in Markdown, a .bib file, or in any other format that --from names. In a folder without moebib.toml
    a new list is begun there, with the sections found. Works that are listed already are not added again; what is new
    about them (sections, labels, links) is united.

    Every line that was not understood and every repeat that was merged is reported.
    """
    from moebib.commands.import_ import import_file

    write = not (dry_run or diff)
    done = import_file(file, out.folder, format=format_, write=write)
    for finding in done.findings:
        out.say(str(finding))
    if not write:
        out.preview(done.changes, diff=diff)
    verb = "" if write else "would be "
    added = f"{counted(done.added, 'work')} and {counted(done.added_models, 'model')} {verb}added"
    united = f"{done.united} {verb}united with entries there"
    not_understood = f"{counted(done.not_understood, 'line')} not understood"
    out.say(f"{file}: {added}, {united}, {done.known} listed already; {not_understood}")
    if strict and done.not_understood:
        raise click.exceptions.Exit(1)
