"""`moebib list`."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, get_args

import click

from moebib.cli._list import read_library
from moebib.cli._options import WorksView, tag_option, works_options
from moebib.cli._output import Terminal
from moebib.cli._text import counted, json_text
from moebib.cli._works import print_works

if TYPE_CHECKING:
    from moebib.records.model import Model

GROUP = "Look at a list"


@click.command("list")
@tag_option
@click.option("--models", "is_of_models", is_flag=True, help="List models with all their numbers instead of works.")
@works_options()
@click.pass_obj
def list_(out: Terminal, tags: tuple[str, ...], is_of_models: bool, view: WorksView) -> None:
    """List works, sorted by key.

    \b
    Fields: key title authors year date venue doi arxiv link code tags keywords
            and any other identifier (isbn, acl), link (pdf, slides) and field
            of an entry (type, publisher, page, abstract)

    With --models, each number of a model is a column, in the order of the fields of an entry file; in a pipe, columns
    without any value are printed, too. `moebib show KEY` also has the sources of the numbers.

    \b
    Examples:
      moebib list
      moebib list --tag system/offloading --sort -date --limit 10
      moebib list --fields key,title,doi --json
      moebib list --template '{key:<24} {year} {title:.60}'
      moebib list -f csv -o works.csv
      moebib list --models
    """  # noqa: D301 - click wants the character, not its name
    library = read_library(out)
    if is_of_models:
        if tags:
            raise click.UsageError("models are in no section; --models and --tag cannot be combined")
        if view != (WorksView(as_json=True, output=view.output, preview=view.preview) if view.as_json else WorksView()):
            raise click.UsageError("--models can only be combined with --json, and then with -o")
        _print_models(out, library.models, view)
        return
    print_works(out, library.select(tags=tags).records, len(library), view)


def _print_models(out: Terminal, models: Sequence[Model], view: WorksView) -> None:
    """Print one line per model, or all fields as JSON; on a terminal without the columns that are empty."""
    from moebib.records.model import ModelNumber

    if view.as_json:
        text = json_text([model.to_dict() for model in models])
        out.write(text, view.output, view.preview, counted(len(models), "model"))
        return
    fields = ("id", "name", *get_args(ModelNumber), "license", "affiliation", "released", "url")
    if sys.stdout.isatty():
        fields = tuple(field for field in fields if any(getattr(model, field) not in (None, "") for model in models))
    rows = (tuple(map(_cell, (getattr(model, field) for field in fields))) for model in models)
    out.table([field.upper() for field in fields], rows)
    out.say(counted(len(models), "model"))


def _cell(value: object) -> str:
    return "" if value is None else f"{value:g}" if isinstance(value, float) else str(value)
