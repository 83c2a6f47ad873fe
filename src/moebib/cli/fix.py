"""`moebib fix`."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from moebib.cli._options import preview_options
from moebib.cli._terminal import Terminal, counted


@click.command()
@click.argument(
    "files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="[FILE.bib]..."
)
@click.option("--select", multiple=True, metavar="CODE", help="Only rules whose code begins so; several with commas.")
@click.option("--ignore", multiple=True, metavar="CODE", help="No rules whose code begins so; several with commas.")
@preview_options
@click.pass_obj
def fix(
    out: Terminal, files: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], dry_run: bool, diff: bool
) -> None:
    """Make every repair that is certain.

    In the list, or in anybody's .bib files, of which every other byte stays.

    A second run finds nothing more to repair. What is not certain is left to you: `moebib check` shows it.
    """
    from moebib.commands.check import fix_list
    from moebib.commands.check_file import fix_files

    today = date.today()
    write = not (dry_run or diff)
    if files:
        fixed = fix_files(files, today, select=select, ignore=ignore, write=write)
    else:
        fixed = fix_list(out.root(), today, select=select, ignore=ignore, write=write)
    if not write:
        out.preview(fixed.changes, diff=diff)
    for finding in fixed.repaired:
        out.say(f"{'repaired' if write else 'would repair'} {finding.where}: {finding.code} {finding.message}")
    out.say(
        f"{counted(len(fixed.repaired), 'repair')} in {counted(len(fixed.changes), 'file')}"
        if fixed.repaired
        else "nothing to repair"
    )
