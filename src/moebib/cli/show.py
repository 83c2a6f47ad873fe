"""`moebib show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from moebib.cli._options import json_option
from moebib.cli._output import Terminal

if TYPE_CHECKING:
    from moebib.library.library import Library
    from moebib.records.model import Model
    from moebib.records.record import Record

GROUP = "Look at a list"


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@json_option
@click.pass_obj
def show(out: Terminal, keys: tuple[str, ...], as_json: bool) -> None:
    """Show works by key or identifier (arXiv ID, DOI, URL), or models by key.

    With each work come its versions, the works related to it, and how well its values are confirmed.

    \b
    Examples:
      moebib show dai2024deepseekmoe
      moebib show 2401.06066 10.1109/hpca57654.2024.00066 --json
      moebib show mixtral-8x7b
    """  # noqa: D301 - click wants the character, not its name
    library = out.library(keys=keys)
    entries = [library.find_entry(key) for key in keys]
    if as_json:
        out.json([_as_json(library, entry) for entry in entries])
    else:
        out.text("\n".join(_describe(library, entry) for entry in entries))


def _describe(library: Library, entry: Record | Model) -> str:
    from moebib.cli._entries import describe_model, describe_work
    from moebib.records.model import Model

    return describe_model(library, entry) if isinstance(entry, Model) else describe_work(library, entry)


def _as_json(library: Library, entry: Record | Model) -> dict[str, Any]:
    """The fields of the entry file, and the relations from other works."""
    from moebib.cli._entries import inverse_relations
    from moebib.records.model import Model

    inverse = [] if isinstance(entry, Model) else inverse_relations(library, entry)
    return entry.to_dict() | ({"inverse_relations": inverse} if inverse else {})
