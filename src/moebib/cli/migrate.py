"""`moebib migrate`."""

from __future__ import annotations

import click

from moebib.cli._list import list_root, point_to_build
from moebib.cli._options import Preview, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy

GROUP = "Change a list"


@click.command()
@preview_options(check=True)
@json_option
@click.pass_obj
def migrate(out: Terminal, preview: Preview, as_json: bool) -> None:
    """Change the entries of the list to the current record format.

    Only what has another form in the new format is edited: comments and everything else stay. Lists in record format 1
    are still read.

    \b
    Examples:
      moebib migrate --diff
      moebib migrate
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.migrate import migrate

    root = list_root(out)
    with busy(out, "changing the list"):
        migration = migrate(root, write=preview.write)
    changes = migration.changes
    facts = {"unreadable": migration.unreadable} if as_json else None
    out.changes(changes, preview._replace(diff=preview.check or preview.diff), facts)
    if changes and preview.write:
        out.say(changes.summary(applied=True))
    for path in migration.unreadable:
        out.error(f"cannot read {path}, which stays as it is\nhint: `moebib check` says what is wrong")
    if changes and preview.write:
        point_to_build(out)
    if not changes:
        out.say("the list is in record format 2")
    if migration.unreadable or (changes and (preview.check or preview.diff)):
        raise click.exceptions.Exit(1)
