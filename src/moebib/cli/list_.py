"""`moebib list`."""

from __future__ import annotations

import click

from moebib.cli._output import Terminal, print_works


@click.command("list")
@click.option("-t", "--tag", "tags", multiple=True, help="Only works in this section or one below it; repeatable.")
@click.option("--json", "as_json", is_flag=True, help="All fields, as JSON.")
@click.pass_obj
def command(out: Terminal, tags: tuple[str, ...], as_json: bool) -> None:
    """List the works, by key."""
    library = out.library()
    print_works(out, library.select(tags=tags).records, len(library), as_json)
