"""`moebib cache`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from moebib.cli._options import json_option
from moebib.cli._output import Terminal, counted

if TYPE_CHECKING:
    from moebib.web.cache import CacheInfo

GROUP = "Add and keep current"


@click.command()
@click.argument("what", type=click.Choice(["info", "clear"]), metavar="info|clear")
@click.option("--dry-run", is_flag=True, help="With clear: remove nothing; show what would be removed.")
@json_option
@click.pass_obj
def cache(out: Terminal, what: Literal["info", "clear"], dry_run: bool, as_json: bool) -> None:
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

    kept = cache_info(cache_folder())
    if what == "clear" and not dry_run:
        clear_cache(kept.file.parent)
    if as_json:
        out.json(
            {name: str(value) if isinstance(value, Path | date) else value for name, value in kept._asdict().items()}
        )
    elif what == "info":
        out.text("".join(f"{name:<8} {value}\n" for name, value in _facts(kept)))
    if what == "clear":
        out.say(f"{'would remove' if dry_run else 'removed'} {counted(kept.answers, 'answer')} ({_size(kept.size)})")


def _facts(kept: CacheInfo) -> list[tuple[str, object]]:
    facts = [("file", kept.file), ("answers", kept.answers), ("size", _size(kept.size))]
    return facts + ([("oldest", kept.oldest), ("newest", kept.newest)] if kept.answers else [])


def _size(number: int) -> str:
    """In units that a person reads; 1 MB is 1,000,000 bytes."""
    return f"{number / 1e6:.1f} MB" if number >= 1e6 else f"{number / 1e3:.1f} kB" if number >= 1e3 else f"{number} B"
