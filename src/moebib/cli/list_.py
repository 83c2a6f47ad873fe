"""`moebib list`."""

from __future__ import annotations

import click

from moebib.cli._options import json_option, tag_option
from moebib.cli._output import Terminal, print_works

GROUP = "Look at a list"


@click.command("list")
@tag_option
@json_option
@click.pass_obj
def list_(out: Terminal, tags: tuple[str, ...], as_json: bool) -> None:
    """List works, sorted by key.

    \b
    Examples:
      moebib list
      moebib list --tag system/offloading --json
    """  # noqa: D301 - click wants the character, not its name
    library = out.library()
    print_works(out, library.select(tags=tags).records, len(library), as_json)
