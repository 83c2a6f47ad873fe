"""`moebib build`."""

from __future__ import annotations

import click

from moebib.cli._options import preview_options
from moebib.cli._output import Terminal, counted

GROUP = "Export and cite"


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with code 1 if a file would change.")
@preview_options
@click.pass_obj
def build(out: Terminal, check: bool, dry_run: bool, diff: bool) -> None:
    """Update the README and the exports that moebib.toml names.

    In the README, only the parts between the markers <!-- moebib:begin NAME --> and <!-- moebib:end NAME --> are
    written. With --check, the changes are printed as a patch.

    \b
    Examples:
      moebib build
      moebib build --check
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.build import build

    write = not (check or dry_run or diff)
    changes = build(out.root(), write=write)
    if not write:
        out.preview(changes, diff=check or diff)
    elif changes:
        out.say(changes.summary(applied=True))
    if not changes:
        out.say("all outputs are up to date")
    elif check:
        out.say(f"{counted(len(changes), 'output')} out of date\nhint: run `moebib build`")
        raise click.exceptions.Exit(1)
