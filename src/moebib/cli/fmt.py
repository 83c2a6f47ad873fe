"""`moebib fmt`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path

import click

from moebib.cli._options import preview_options
from moebib.cli._output import Terminal, counted


@click.command()
@click.argument(
    "files",
    nargs=-1,
    required=True,
    type=click.Path(exists=True, dir_okay=False, allow_dash=True, path_type=Path),
    metavar="FILE.bib...",
)
@click.option("--sort", is_flag=True, help="Put the entries in the order of their keys.")
@click.option("--check", is_flag=True, help="Write nothing; name the files that would change, and exit with 1.")
@preview_options
@click.pass_obj
def fmt(out: Terminal, files: tuple[Path, ...], sort: bool, check: bool, dry_run: bool, diff: bool) -> None:
    """Write .bib files anew in one manner.

    Every word in them stays. One field a line, in one order; small letters for types and names of fields; braces for
    quotes; one name a line in a list of authors or editors. The order of the entries, comments, macros, LaTeX, encoding
    and line ends stay. An entry that is not well formed stays as it is.

    For - in place of a file, stdin is read and stdout written.

    No other command changes how a file looks: `moebib fix` leaves every byte that it does not repair. The entries of a
    list have one form only, in which all commands write them; fmt is for .bib files.
    """
    from moebib.commands.fmt import format_bytes, format_files

    write = not (check or dry_run or diff)
    named = [file for file in files if str(file) != "-"]
    changes = format_files(named, sort=sort, write=write)
    if len(named) < len(files):
        piped = format_bytes(sys.stdin.buffer.read(), "<stdin>", sort=sort)
        if write:
            out.bytes(piped.data or b"")
        elif piped.old != piped.new:
            changes = replace(changes, files=(*changes, piped))
    if not write:
        out.preview(changes, diff=diff)
    elif changes:
        out.say(changes.summary(applied=True))
    if named or not write:
        files_of = counted(len(files) if not write else len(named), "file")
        out.say(f"{len(changes)} of {files_of} {'changed' if write else 'would change'}")
    if check and changes:
        raise click.exceptions.Exit(1)
