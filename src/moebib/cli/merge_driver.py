"""`moebib merge-driver`: what git calls for the files of a list that two branches have changed."""

from __future__ import annotations

from pathlib import Path

import click

from moebib.cli._output import Terminal


@click.command("merge-driver", hidden=True)
@click.argument("base", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("ours", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("theirs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("path", default="")
@click.pass_obj
def merge_driver(out: Terminal, base: Path, ours: Path, theirs: Path, path: str) -> None:
    """Merge entries and .bib files field by field; git calls it as `moebib merge-driver %O %A %B %P`.

    `moebib init --git` installs it. Two branches that add an entry each, or change other fields of one, never conflict.
    What both changed otherwise stands in the file between the usual marks. What `build` writes is merged so that it
    never conflicts: it is made anew by the next `moebib build`.

    \b
    Exit code:
      0  merged
      1  something is left to decide; the file has conflict marks
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.merge_driver import merge_file

    merged = merge_file(base, ours, theirs, path=path, folder=out.folder)
    for conflict in merged.conflicts:
        out.say(f"{path or ours}: both changed {conflict}")
    if not merged.is_clean:
        raise click.exceptions.Exit(1)
