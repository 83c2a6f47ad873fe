"""`moebib build`."""

from __future__ import annotations

import click

from moebib.cli._terminal import Terminal


@click.command()
@click.option("--check", is_flag=True, help="Write nothing; exit with 1 and the diff if an output is stale.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say what would change.")
@click.option("--diff", is_flag=True, help="Print what changes.")
@click.pass_obj
def build(out: Terminal, check: bool, dry_run: bool, diff: bool) -> None:
    """Write the README's marked parts and the exports of moebib.toml."""
    from moebib.commands import actions

    changes = actions.build(out.root(), write=not (check or dry_run))
    if check or diff:
        out.data("".join(change.diff() for change in changes))
    for change in changes:
        out.say(f"{'stale' if check else 'would write' if dry_run else 'wrote'} {change.path} ({change.summary()})")
    if not changes:
        out.say("all outputs are up to date")
    elif check:
        out.say("hint: run `moebib build`")
        raise click.exceptions.Exit(1)
