"""`moebib search`."""

from __future__ import annotations

import shlex

import click

from moebib.cli._list import read_library
from moebib.cli._options import WorksView, works_options
from moebib.cli._output import Terminal
from moebib.cli._text import counted
from moebib.cli._works import print_works

GROUP = "Look at a list"


@click.command()
@click.argument("query", nargs=-1, required=True)
@works_options()
@click.pass_obj
def search(out: Terminal, query: tuple[str, ...], view: WorksView) -> None:
    """Search works by words and fields, best match first.

    Words are searched in titles, authors, venues, keywords, identifiers, abstracts and remarks. All words and fields
    must match, unless OR is between them; NOT excludes works, and so does a leading - (put -- before the first one).
    Parentheses and phrases need quotes in a shell. An identifier in any form finds the work that has it.

    \b
    Fields: year:2024 year:2022.. tag: venue: author: title: abstract:
            keyword: key: id: type: status: remark: has:code has:doi

    The exit code is 1 if nothing is found.

    \b
    Examples:
      moebib search offloading year:2024..
      moebib search 2401.06066
      moebib search author:dai has:code
      moebib search "expert parallel" NOT venue:arxiv
      moebib search 'offload (prefetch OR cache) year:2024..'
    """  # noqa: D301 - click wants the character, not its name
    from moebib.library.query import corrected, query_of

    library = read_library(out)
    text = query_of(query)
    records = library.search(text)
    print_works(out, records, len(library), view)
    if not records:
        better = corrected(library, text)
        if better and (works := library.search(better)):
            command = shlex.join(("moebib", "search", *shlex.split(better)))
            out.say(f"hint: did you mean `{command}`? ({counted(len(works), 'work')})")
        raise click.exceptions.Exit(1)
