"""`moebib cache`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from moebib.cli._options import json_option
from moebib.cli._output import Terminal
from moebib.cli._text import counted, size_text

if TYPE_CHECKING:
    from moebib.web.cache import CacheInfo

GROUP = "Add and keep current"


@click.command()
@click.argument("action", type=click.Choice(["info", "clear"]), metavar="info|clear")
@click.option("--dry-run", is_flag=True, help="With clear: write nothing; list what would change.")
@json_option
@click.pass_obj
def cache(out: Terminal, action: Literal["info", "clear"], dry_run: bool, as_json: bool) -> None:
    """Show or clear the cache of service responses.

    A cached response is used again until it is too old, and always with --offline. Clearing the cache only costs time.
    The cache is in the user's cache directory, or in the one that MOEBIB_CACHE names.

    \b
    Examples:
      moebib cache info
      moebib cache clear --dry-run
    """  # noqa: D301 - click wants the character, not its name
    from moebib.places import cache_folder
    from moebib.web.cache import cache_info, clear_cache

    info = cache_info(cache_folder())
    if action == "clear" and not dry_run:
        clear_cache(info.file.parent)
    if as_json:
        out.json(
            {name: str(value) if isinstance(value, Path | date) else value for name, value in info._asdict().items()}
        )
    elif action == "info":
        out.text("".join(f"{name:<9} {value}\n" for name, value in _rows(info)))
    if action == "clear":
        removed = "would remove" if dry_run else "removed"
        out.say(f"{removed} {counted(info.answers, 'response')} ({size_text(info.size)})")


def _rows(info: CacheInfo) -> list[tuple[str, object]]:
    rows = [("file", info.file), ("responses", info.answers), ("size", size_text(info.size))]
    return rows + ([("oldest", info.oldest), ("newest", info.newest)] if info.answers else [])
