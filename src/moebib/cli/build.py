"""`moebib build`."""

from __future__ import annotations

import click

from moebib.cli._options import Preview, preview_options
from moebib.cli._output import Terminal, counted

GROUP = "Export and cite"


@click.command()
@preview_options(check=True)
@click.pass_obj
def build(out: Terminal, preview: Preview) -> None:
    """Update the README and the exports that moebib.toml names.

    In the README, only the parts between the markers <!-- moebib:begin NAME --> and <!-- moebib:end NAME --> are
    written. With --check, the changes are printed as a patch.

    \b
    Examples:
      moebib build
      moebib build --check
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.build import build

    changes = build(out.root(), write=preview.write)
    if not preview.write:
        out.preview(changes, preview._replace(diff=preview.check or preview.diff))
    elif changes:
        out.say(changes.summary(applied=True))
    if not changes:
        out.say("all outputs are up to date")
    elif preview.check or preview.diff:
        out.say(f"{counted(len(changes), 'output')} out of date\nhint: run `moebib build`")
        raise click.exceptions.Exit(1)
