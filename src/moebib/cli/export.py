"""`moebib export`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from moebib.cli._terminal import Terminal, counted
from moebib.errors import InputError

if TYPE_CHECKING:
    from moebib.library import Library


@click.command()
@click.option(
    "-f",
    "--format",
    "format_",
    default="bibtex",
    show_default=True,
    help="bibtex, biblatex, csl-json, csv, jsonl or readme.",
)
@click.option("-t", "--tag", "tags", multiple=True, help="Only works in this section or one below it; repeatable.")
@click.option("-k", "--keys", multiple=True, help="Only these works: keys, comma-separated; - reads them from stdin.")
@click.option(
    "--prefer",
    type=click.Choice(["published", "preprint"]),
    default="published",
    show_default=True,
    help="Which version of a work that has several.",
)
@click.option("--unicode", is_flag=True, help="Keep Unicode in BibTeX instead of LaTeX commands.")
@click.option("--omit", multiple=True, metavar="FIELD", help="Leave this field out of the .bib; repeatable.")
@click.option("--style", type=click.Choice(["seed", "awesome", "table"]), help="Style of the readme format.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, allow_dash=True, path_type=Path),
    help="Write to this file; - is stdout.",
)
@click.pass_obj
def export(
    out: Terminal,
    format_: str,
    tags: tuple[str, ...],
    keys: tuple[str, ...],
    prefer: Literal["published", "preprint"],
    unicode: bool,
    omit: tuple[str, ...],
    style: str | None,
    output: Path | None,
) -> None:
    """Write the works in another format, to stdout or a file."""
    from moebib import exporters, store

    library = _select(out.library(), tags, _keys(keys))
    text = exporters.export(library, format_, prefer=prefer, unicode=unicode, style=style, omit=omit)
    if output is None or str(output) == "-":
        out.data(text)
        return
    changed = store.write_text(output, text)
    out.say(f"{'wrote' if changed else 'unchanged'} {output} ({counted(len(library), 'work')})")


def _select(library: Library, tags: tuple[str, ...], keys: list[str] | None) -> Library:
    try:
        return library.select(tags=tags, keys=keys)
    except KeyError as error:
        raise InputError(str(error.args[0])) from None


def _keys(given: tuple[str, ...]) -> list[str] | None:
    """The keys asked for; ``None`` if none were."""
    if not given:
        return None
    texts = (sys.stdin.read().replace("\n", ",") if text == "-" else text for text in given)
    return [key.strip() for text in texts for key in text.split(",") if key.strip()]
