"""`moebib build`."""

from __future__ import annotations

import click

from moebib.cli._options import preview_options
from moebib.cli._output import Terminal, counted


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 and the diff if an output is stale.")
@preview_options
@click.pass_obj
def build(out: Terminal, check: bool, dry_run: bool, diff: bool) -> None:
    """Write the README's marked parts and the exports of moebib.toml."""
    from moebib.commands import build as command

    write = not (check or dry_run or diff)
    changes = command.build(out.root(), write=write)
    if not write:
        out.preview(changes, diff=check or diff)
    elif changes:
        out.say(changes.summary(applied=True))
    if not changes:
        out.say("all outputs are up to date")
    elif check:
        out.say(f"{counted(len(changes), 'output')} out of date\nhint: run `moebib build`")
        raise click.exceptions.Exit(1)
