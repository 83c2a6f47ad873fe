"""`moebib tags`."""

from __future__ import annotations

import click

from moebib.cli._options import json_option
from moebib.cli._output import Terminal

GROUP = "Look at a list"


@click.command()
@json_option
@click.pass_obj
def tags(out: Terminal, as_json: bool) -> None:
    """List tags and their sections, with the number of works.

    \b
    Examples:
      moebib tags
      moebib tags --json
    """  # noqa: D301 - click wants the character, not its name
    library = out.library()
    rows = [(section.tag, section.heading, len(library.in_section(section.tag))) for section in library.config.sections]
    if as_json:
        out.json([{"tag": tag, "heading": heading, "works": works} for tag, heading, works in rows])
    else:
        out.table(("TAG", "WORKS", "SECTION"), ((tag, str(works), heading) for tag, heading, works in rows))
