"""`moebib search`."""

from __future__ import annotations

import click

from moebib.cli._options import json_option
from moebib.cli._output import Terminal, print_works

GROUP = "Look at a list"


@click.command()
@click.argument("query", nargs=-1, required=True)
@json_option
@click.pass_obj
def search(out: Terminal, query: tuple[str, ...], as_json: bool) -> None:
    """Search works by words and fields, best match first.

    Words are searched in titles, authors, venues, keywords, identifiers, abstracts and remarks.

    \b
    Fields: year:2024 year:2022.. tag: venue: author: title: keyword:
            key: id: type: status: remark: has:code has:doi
    A leading - excludes works; put -- before the first one.

    The exit code is 1 if nothing is found.

    \b
    Examples:
      moebib search offloading year:2024..
      moebib search author:dai has:code
      moebib search -- offload -has:code
    """  # noqa: D301 - click wants the character, not its name
    library = out.library()
    words = (f'"{word}"' if " " in word and '"' not in word else word for word in query)
    records = library.search(" ".join(words))
    print_works(out, records, len(library), as_json)
    if not records:
        raise click.exceptions.Exit(1)
