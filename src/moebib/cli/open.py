"""`moebib open`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from moebib.cli._completion import complete_keys
from moebib.cli._keys import read_entry_keys
from moebib.cli._list import read_library
from moebib.cli._options import json_option
from moebib.cli._output import Terminal

if TYPE_CHECKING:
    from moebib.commands.open import Wanted

GROUP = "Look at a list"
_NAMES = {"page": "page", "pdf": "PDF", "code": "code"}


@click.command("open")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...", shell_complete=complete_keys)
@click.option("--pdf", "is_pdf", is_flag=True, help="Open the PDF.")
@click.option("--code", "is_code", is_flag=True, help="Open the source code.")
@click.option("--print", "only_print", is_flag=True, help="Print the URLs, and open nothing.")
@json_option
@click.pass_obj
def open_(out: Terminal, keys: tuple[str, ...], is_pdf: bool, is_code: bool, only_print: bool, as_json: bool) -> None:
    """Open the pages of works or models in the browser.

    KEY is a key, or an identifier of a work (arXiv ID, DOI, URL). Use - to read keys from stdin, one per line, as
    `moebib list` and `moebib search` print them.

    Opens the landing page of the version to cite. The PDF is the one in the entry, or that of its arXiv ID, its ID in
    the ACL Anthology or on OpenReview.

    \b
    Examples:
      moebib open dai2024deepseekmoe --print
      moebib open 2401.06066 mixtral-8x7b --code --print
      moebib search offloading year:2026 | moebib open - --pdf --print

    \b
    Exit code:
      0  all of them are opened or printed
      1  some have no such page, or there is no browser
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.open import find_page

    if is_pdf and is_code:
        raise click.UsageError("--pdf and --code cannot be combined")
    wanted: Wanted = "pdf" if is_pdf else "code" if is_code else "page"
    given = read_entry_keys(keys)
    library = read_library(out, keys=given)
    is_complete = True
    urls = {entry.id: find_page(library, entry, wanted) for entry in map(library.find_entry, given)}
    if as_json:
        out.json([{"key": key, "url": url} for key, url in urls.items()])
    for key, url in urls.items():
        if url is None:
            out.error(f"no {_NAMES[wanted]} of {key!r} is known")
            is_complete = False
        elif only_print and not as_json:
            out.data(f"{url}\n")
        elif not only_print:
            is_complete &= _open(out, url)
    if not is_complete:
        raise click.exceptions.Exit(1)


def _open(out: Terminal, url: str) -> bool:
    """Open *url* in the browser of the user; whether there is one."""
    import webbrowser

    from moebib.commands.open import safe_url

    if not webbrowser.open(safe_url(url)):
        out.error(f"there is no browser to open {url}\nhint: --print prints the URLs")
        return False
    out.say(f"opened {url}")
    return True
