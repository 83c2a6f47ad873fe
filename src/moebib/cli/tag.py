"""`moebib tag`."""

from __future__ import annotations

import click

from moebib.cli._completion import complete_keys, complete_tags
from moebib.cli._keys import read_entry_keys
from moebib.cli._list import list_root, point_to_build
from moebib.cli._options import Preview, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted

GROUP = "Change a list"
_FEW = 12
"""How many works with the same changes are named one by one."""


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...", shell_complete=complete_keys)
@click.option(
    "-a",
    "--add",
    "added",
    multiple=True,
    metavar="TAG",
    shell_complete=complete_tags,
    help="Add the works to this section; repeatable.",
)
@click.option(
    "-r",
    "--remove",
    "removed",
    multiple=True,
    metavar="TAG",
    shell_complete=complete_tags,
    help="Remove the works from this section; repeatable.",
)
@preview_options()
@json_option
@click.pass_obj
def tag(
    out: Terminal,
    keys: tuple[str, ...],
    added: tuple[str, ...],
    removed: tuple[str, ...],
    preview: Preview,
    as_json: bool,
) -> None:
    """Add works to sections, and remove them from sections.

    KEY is the key of a work or an identifier (arXiv ID, DOI, URL). Use - to read keys from stdin, one per line, as
    `moebib list` and `moebib search` print them. The last part of the path of a tag is enough if it is unambiguous.

    \b
    Examples:
      moebib tag dai2024deepseekmoe --add system/offloading --remove models
      moebib search offloading year:2025.. | moebib tag - --add offloading
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.tag import tag_works

    if not (added or removed):
        raise click.UsageError("no tags given; pass --add TAG or --remove TAG")
    root, entry_keys = list_root(out), read_entry_keys(keys)
    with busy(out, "changing the list"):
        tagging = tag_works(root, entry_keys, add=added, remove=removed, write=preview.write)
    out.changes(tagging.changes, preview, {"works": [work._asdict() for work in tagging.works]} if as_json else None)
    groups: dict[str, list[str]] = {}
    for work in tagging.works:
        steps = [*(f"+{tag}" for tag in work.added), *(f"-{tag}" for tag in work.removed)]
        groups.setdefault(" ".join(steps) or "nothing to change", []).append(work.key)
    for steps_of_group, group in groups.items():
        for name in group if len(group) <= _FEW else (counted(len(group), "work"),):
            out.say(f"{name}: {steps_of_group}")
    out.say(f"{counted(len(tagging.changes), 'work')} {'' if preview.write else 'would be '}changed")
    if preview.write and tagging.changes:
        point_to_build(out)
