"""`moebib cache`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from moebib.cli._output import Terminal, counted

if TYPE_CHECKING:
    from moebib.web.cache import CacheInfo


@click.command()
@click.argument("what", type=click.Choice(["info", "clear"]), metavar="info|clear")
@click.option("--dry-run", is_flag=True, help="With clear: remove nothing; say what would be.")
@click.option("--json", "as_json", is_flag=True, help="What is in the cache (clear: what was in it), as JSON.")
@click.pass_obj
def cache(out: Terminal, what: Literal["info", "clear"], dry_run: bool, as_json: bool) -> None:
    """Tell what is kept of the answers of services, or remove it.

    An answer that is kept is not asked for again until it is old; with --offline none is asked for. Removing them
    loses nothing but time. They are in the user's cache folder, or in the one that MOEBIB_CACHE names.
    """
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
