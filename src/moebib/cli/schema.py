"""`moebib schema`."""

from __future__ import annotations

from pathlib import Path

import click

from moebib.cli._options import Preview, json_option, preview_options
from moebib.cli._output import Terminal

GROUP = "Help"


@click.command()
@click.argument("schema", required=False, type=click.Choice(["record", "model", "moebib"]))
@preview_options()
@json_option
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write to this directory: all three schemas, or the one named; with -, that one to stdout.",
)
@click.pass_obj
def schema(out: Terminal, schema: str | None, preview: Preview, as_json: bool, output: Path | None) -> None:
    """Print the JSON Schemas with which editors check entries.

    There is one for entries, one for models and one for moebib.toml. The first contains the tags of the list, if there
    is one here or in a parent directory.

    \b
    Examples:
      moebib schema record
      moebib schema -o schema
    """  # noqa: D301 - click wants the character, not its name
    from moebib import store
    from moebib.library.config import Config
    from moebib.library.schema import schemas
    from moebib.store import ChangeSet

    root = store.find_root(out.folder)
    texts = schemas(store.read_config(root) if root else Config())
    if output is None or str(output) == "-":
        if schema is None:
            raise click.UsageError("no schema given; pass record, model or moebib, or a directory with -o")
        out.data(texts[f"{schema}.json"])
        return
    chosen = {file: text for file, text in texts.items() if schema in (None, file.removesuffix(".json"))}
    changes = ChangeSet.plan(None, {(output / file).as_posix(): text for file, text in chosen.items()}, folder=output)
    if preview.write:
        changes.apply()
    out.changes(changes, preview, {} if as_json else None)
    if preview.write:
        out.say(changes.summary(applied=True) if changes else f"{output.as_posix()} is up to date")
