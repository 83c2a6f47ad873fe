"""`moebib show`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from moebib.cli._completion import complete_keys
from moebib.cli._keys import read_entry_keys
from moebib.cli._list import read_library
from moebib.cli._options import WorksView, works_options
from moebib.cli._output import Terminal
from moebib.cli._text import counted, json_text, plain
from moebib.cli._works import works_text
from moebib.errors import InputError

if TYPE_CHECKING:
    from moebib.library.library import Library
    from moebib.records.model import Model
    from moebib.records.record import Record

GROUP = "Look at a list"


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...", shell_complete=complete_keys)
@works_options(of_many=False)
@click.pass_obj
def show(out: Terminal, keys: tuple[str, ...], view: WorksView) -> None:
    """Show works by key or identifier (arXiv ID, DOI, URL), or models by key.

    With each work come its versions, the works related to it, and how well its values are confirmed. Use - to read keys
    from stdin, one per line, as `moebib list` and `moebib search` print them.

    With -f, the works are printed in a format, as `moebib export` does, and with --template as `moebib list` does.

    \b
    Examples:
      moebib show dai2024deepseekmoe
      moebib show 2401.06066 -f bibtex
      moebib show 2401.06066 10.1109/hpca57654.2024.00066 --json
      moebib show mixtral-8x7b
    """  # noqa: D301 - click wants the character, not its name
    from moebib.records.record import Record

    given = read_entry_keys(keys)
    library = read_library(out, keys=given)
    entries = [library.find_entry(key) for key in given]
    models = [entry.id for entry in entries if not isinstance(entry, Record)]
    if view.as_json:
        text: str | None = json_text([_as_json(library, entry) for entry in entries])
    else:
        text = works_text([entry for entry in entries if isinstance(entry, Record)], view)
        if text is not None and models:
            hint = f"`moebib show {models[0]}` shows it"
            raise InputError(f"{models[0]!r} is a model, and only works have this form\nhint: {hint}")
    if text is None:
        text = plain("\n".join(_describe(library, entry) for entry in entries))
    content = counted(len(entries), "entry", "entries") if models else counted(len(entries), "work")
    out.write(text, view.output, view.preview, content)


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
