"""`moebib schema`."""

from __future__ import annotations

from pathlib import Path

import click

from moebib.cli._output import Terminal


@click.command()
@click.argument("name", required=False, type=click.Choice(["record", "model", "moebib"]))
@click.option(
    "-o",
    "--output",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write all three into this folder.",
)
@click.pass_obj
def schema(out: Terminal, name: str | None, output: Path | None) -> None:
    """Print the JSON Schemas that editors check entries against.

    There is one of entry files, one of model files and one of moebib.toml. The tags of the list are in the first.
    """
    from moebib import store
    from moebib.library import schema as schemas

    texts = schemas.schemas(out.library().config)
    if output is None:
        if name is None:
            raise click.UsageError("name one of record, model, moebib, or a folder with -o")
        out.data(texts[f"{name}.json"])
        return
    for file_name, text in texts.items():
        if name in (None, file_name.removesuffix(".json")):
            changed = store.write_text(output / file_name, text)
            out.say(f"{'wrote' if changed else 'unchanged'} {output / file_name}")
