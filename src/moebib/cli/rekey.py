"""`moebib rekey`."""

from __future__ import annotations

from pathlib import Path

import click

from moebib.cli._options import preview_options
from moebib.cli._output import Terminal, counted

GROUP = "Change a list"


@click.command()
@click.argument("keys", nargs=-1, metavar="[OLD NEW]")
@click.option(
    "--tex",
    "documents",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="PATH",
    help="Update the citations in this document (.tex, .md, .qmd, .typ), or in all of this directory; repeatable.",
)
@click.option(
    "--map",
    "key_map",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar="FILE",
    help="Append the old and the new key to this file, separated by a tab.",
)
@preview_options
@click.pass_obj
def rekey(
    out: Terminal, keys: tuple[str, ...], documents: tuple[Path, ...], key_map: Path | None, dry_run: bool, diff: bool
) -> None:
    """Rename a work; its old key still cites it.

    In documents, only keys in \\cite and similar commands are changed. Without OLD NEW, every former key in the list
    is replaced by the present one, so that documents follow earlier renames and merges.

    \b
    Examples:
      moebib rekey doe2023sparse doe2024sparse
      moebib rekey --tex paper/ --map keys.tsv --dry-run
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.rekey import add_to_map, former_keys, rekey, rewrite_documents

    if len(keys) not in (0, 2) or not (keys or documents):
        raise click.UsageError("no keys given; pass the old and the new key, or documents with --tex")
    root = out.root()
    write = not (dry_run or diff)
    would_be = "" if write else "would be "
    new_keys = {keys[0]: keys[1]} if keys else former_keys(root)
    if write:  # what cannot be written is refused before the work is renamed
        rewrite_documents(documents, new_keys, write=False)
        if key_map:
            add_to_map(key_map, new_keys, write=False)
    if keys:
        renamed = rekey(root, *keys, write=write)
        if not write:
            out.preview(renamed, diff=diff)
        out.say(f"{keys[0]} {would_be}renamed to {keys[1]}; {keys[0]} still cites it")
    if documents:
        rewritten = rewrite_documents(documents, new_keys, write=write)
        if not write:
            out.preview(rewritten.changes, diff=diff)
        files = counted(len(rewritten.changes), "file")
        out.say(f"{counted(rewritten.citations, 'citation')} {would_be}updated in {files}")
    if key_map:
        mapped = add_to_map(key_map, new_keys, write=write)
        if not write:
            out.preview(mapped, diff=diff)
