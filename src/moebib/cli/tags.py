"""`moebib tags`."""

from __future__ import annotations

import click

from moebib.cli._output import Terminal


@click.command()
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_obj
def tags(out: Terminal, as_json: bool) -> None:
    """List the tags, in the order of the sections, with their works."""
    library = out.library()
    rows = [(section.tag, section.heading, len(library.tagged(section.tag))) for section in library.config.sections]
    if as_json:
        out.json([{"tag": tag, "heading": heading, "works": works} for tag, heading, works in rows])
    else:
        out.table(("TAG", "WORKS", "SECTION"), ((tag, str(works), heading) for tag, heading, works in rows))
