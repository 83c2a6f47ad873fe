"""`moebib fmt`."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import click

from moebib.cli._options import Preview, input_file, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted

GROUP = "Work with any .bib file"


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=input_file,
    metavar="FILE.bib...",
)
@click.option("--sort", is_flag=True, help="Sort the entries by key.")
@preview_options(check=True)
@json_option
@click.pass_obj
def fmt(out: Terminal, files: tuple[Path, ...], sort: bool, preview: Preview, as_json: bool) -> None:
    """Format .bib files.

    The content does not change: only the layout. Each field is on its own line, in a fixed order, with one author or
    editor on a line; entry types and field names are in lower case, and values in braces. The order of the entries,
    comments, macros, LaTeX commands, encoding and line endings are kept. A malformed entry is not changed.

    With - as FILE.bib, stdin is formatted and written to stdout.

    No other command changes the layout of a file: `moebib fix` only touches what it repairs. The entries of a list have
    a fixed layout.

    \b
    Examples:
      moebib fmt refs.bib
      moebib fmt --check --diff *.bib
    """  # noqa: D301 - click wants the character, not its name
    from moebib import store
    from moebib.commands.fmt import format_bytes, format_files

    write = preview.write
    paths = [file for file in files if str(file) != "-"]
    with busy(out, "formatting"):
        changes = format_files(paths, sort=sort, write=write)
    facts: dict[str, object] | None = {} if as_json else None
    if len(paths) < len(files):
        stdin = format_bytes(store.read_stdin(), store.printable(store.STDIN), sort=sort)
        if not write and stdin.old != stdin.new:
            changes = replace(changes, files=(*changes, stdin))
        elif write and facts is not None:
            facts["text"] = stdin.new
        elif write:
            out.bytes(stdin.data or b"")
    out.changes(changes, preview, facts)
    if changes and write:
        out.say(changes.summary(applied=True))
    if paths or not write:
        total = counted(len(files) if not write else len(paths), "file")
        out.say(f"{len(changes)} of {total} {'changed' if write else 'would change'}")
    if changes and (preview.check or preview.diff):
        raise click.exceptions.Exit(1)
