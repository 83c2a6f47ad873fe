"""`moebib search`."""

from __future__ import annotations

import click

from moebib.cli._output import Terminal, print_works


@click.command()
@click.argument("query", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="All fields, as JSON.")
@click.pass_obj
def search(out: Terminal, query: tuple[str, ...], as_json: bool) -> None:
    """Find works by words and fields, best first.

    \b
    Words are looked for in titles, authors, venues, keywords and identifiers.
    Fields: year:2024 year:2022.. tag: venue: author: title: keyword: key: id: type: has:code has:doi
    A leading - negates; put it after --:  moebib search -- offload -has:code

    Exit code 1 if nothing is found.
    """  # noqa: D301 - click wants the character, not its name
    library = out.library()
    words = (f'"{word}"' if " " in word and '"' not in word else word for word in query)
    found = library.search(" ".join(words))
    print_works(out, found, len(library), as_json)
    if not found:
        raise click.exceptions.Exit(1)
