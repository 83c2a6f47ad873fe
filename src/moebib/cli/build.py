"""`moebib build`."""

from __future__ import annotations

from pathlib import Path

import click

from moebib.cli._built import report_built
from moebib.cli._format_options import Style
from moebib.cli._list import list_root
from moebib.cli._options import Preview, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy

GROUP = "Export and cite"


@click.command()
@click.option("--from-entries", is_flag=True, help="Take the entries wherever a README that is kept differs from them.")
@click.option(
    "--restyle",
    type=Style(),
    is_flag=False,
    flag_value="seed",
    help="Write all works alike: seed (default), awesome, table, or a template (*.j2).",
)
@preview_options(check=True)
@json_option
@click.pass_obj
def build(out: Terminal, from_entries: bool, restyle: Path | None, preview: Preview, as_json: bool) -> None:
    """Update the README and the exports that moebib.toml names.

    A README with the style "as it is" is edited in place: only lines whose entries change are changed, and what you
    changed in a line by hand goes into its entry. If both changed, they are shown, and nothing is written. With any
    other style, the parts between the markers <!-- moebib:begin NAME --> and <!-- moebib:end NAME --> are written.

    With --check, the changes are printed as a patch.

    \b
    Examples:
      moebib build
      moebib build --check
      moebib build --restyle awesome --diff
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.build import build

    style = restyle.as_posix() if restyle else None
    root = list_root(out)
    with busy(out, "building"):
        built = build(root, side="entries" if from_entries else "both", restyle=style, write=preview.write)
    report_built(out, built, preview, as_json=as_json)
