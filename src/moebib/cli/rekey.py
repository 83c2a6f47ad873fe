"""`moebib rekey`."""

from __future__ import annotations

from pathlib import Path

import click

from moebib.cli._completion import complete_keys
from moebib.cli._list import list_root, point_to_build
from moebib.cli._options import Preview, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted

GROUP = "Change a list"


@click.command()
@click.argument("keys", nargs=-1, metavar="[OLD NEW]", shell_complete=complete_keys)
@click.option(
    "--tex",
    "documents",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help="Update the citations in this document (.tex, .md, .org, .rst, ...), or in all of this directory; repeatable.",
)
@click.option(
    "--map",
    "key_map",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Append the old and the new key to this file, separated by a tab.",
)
@preview_options()
@json_option
@click.pass_obj
def rekey(
    out: Terminal,
    keys: tuple[str, ...],
    documents: tuple[Path, ...],
    key_map: Path | None,
    preview: Preview,
    as_json: bool,
) -> None:
    """Rename a work; its old key still cites it.

    In documents of all kinds that `moebib cite` reads, only keys in \\cite and the like are changed. Without OLD NEW,
    every former key in the list is replaced by the present one, so that documents follow earlier renames and merges.

    \b
    Examples:
      moebib rekey doe2023sparse doe2024sparse
      moebib rekey --tex paper/ --map keys.tsv --dry-run
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.rekey import follow_former_keys, rekey

    if len(keys) not in (0, 2) or not (keys or documents):
        given = "only one key" if keys else "no keys"
        raise click.UsageError(f"{given} given; pass the old and the new key, or documents with --tex")
    if str(key_map) == "-":
        raise click.UsageError("--map needs a file, because it adds to what the file has")
    write = preview.write
    would_be = "" if write else "would be "
    root = list_root(out)
    if keys:
        old, new = keys
        with busy(out, "changing the list"):
            rekeyed = rekey(root, old, new, documents=documents, key_map=key_map, write=write)
        renamed = f"{would_be}renamed" if rekeyed.changes.files else "was already renamed"
        out.say(f"{old} {renamed} to {new}; {old} still cites it")
    else:
        with busy(out, "reading documents"):
            rekeyed = follow_former_keys(root, documents, key_map=key_map, write=write)
    facts = {"citations": rekeyed.citations, "documents": rekeyed.documents} if as_json else None
    out.changes(rekeyed.changes, preview, facts)
    if documents:
        files = counted(rekeyed.documents, "file")
        out.say(f"{counted(rekeyed.citations, 'citation')} {would_be}updated in {files}")
    if keys and write and rekeyed.changes.files:
        point_to_build(out)
