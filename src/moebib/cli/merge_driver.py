"""`moebib merge-driver`."""

from __future__ import annotations

from pathlib import Path

import click

from moebib.cli._output import Terminal

GROUP = "Git and CI"


@click.command("merge-driver", hidden=True)
@click.argument("base", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("ours", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("theirs", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.argument("path", default="")
@click.pass_obj
def merge_driver(out: Terminal, base: Path, ours: Path, theirs: Path, path: str) -> None:
    """Merge a file that two branches changed; called by git.

    `moebib init --git` installs it. Entries and .bib files are merged field by field: two branches that each add an
    entry, or change different fields of one entry, never conflict. Other conflicts are in the file between the usual
    markers. Outputs never conflict, because the next `moebib build` writes them again.

    \b
    Exit code:
      0  merged
      1  the file has conflict markers

    \b
    Examples:
      moebib merge-driver %O %A %B %P
      moebib merge-driver base.bib ours.bib theirs.bib refs.bib
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.merge_driver import merge_file

    merged = merge_file(base, ours, theirs, path=path, folder=out.folder.resolve())
    for conflict in merged.conflicts:
        out.say(f"{path or ours}: both sides changed {conflict}")
    if not merged.is_clean:
        raise click.exceptions.Exit(1)
