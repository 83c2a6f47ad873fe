"""`moebib rekey`."""

from __future__ import annotations

from pathlib import Path

import click

from moebib.cli._options import preview_options
from moebib.cli._output import Terminal, counted


@click.command()
@click.argument("keys", nargs=-1, metavar="[OLD NEW]")
@click.option(
    "--tex",
    "documents",
    multiple=True,
    type=click.Path(exists=True, path_type=Path),
    metavar="FILE",
    help="Rewrite the citations of this document (.tex, .md, .qmd, .typ), or of all in this folder; repeatable.",
)
@click.option(
    "--map",
    "key_map",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Add the old and the new key to this file.",
)
@preview_options
@click.pass_obj
def rekey(
    out: Terminal, keys: tuple[str, ...], documents: tuple[Path, ...], key_map: Path | None, dry_run: bool, diff: bool
) -> None:
    r"""Give a work another key; the old one still cites it.

    Only the keys in \cite commands and their like are rewritten in documents, and nothing else. Without OLD NEW, all
    former keys of the list are: so papers follow what `dedupe` and other people's `rekey` have done.
    """
    from moebib.commands import rekey as action_rekey

    if len(keys) not in (0, 2) or not (keys or documents):
        raise click.UsageError("give the old key and the new one, or documents with --tex")
    root = out.root()
    write = not (dry_run or diff)
    renamed = {keys[0]: keys[1]} if keys else action_rekey.former_keys(root)
    if keys:
        changes = action_rekey.rekey(root, *keys, write=write)
        if not write:
            out.preview(changes, diff=diff)
        out.say(f"{keys[0]} {'' if write else 'would be '}renamed to {keys[1]}; {keys[0]} still cites it")
    if documents:
        rewritten = action_rekey.cite_by_new_keys(_files(documents), renamed, write=write)
        if not write:
            out.preview(rewritten.changes, diff=diff)
        files = counted(len(rewritten.changes), "file")
        out.say(f"{counted(rewritten.citations, 'citation')} {'' if write else 'would be '}rewritten in {files}")
    if key_map:
        changes = action_rekey.add_to_map(key_map, renamed, write=write)
        if not write:
            out.preview(changes, diff=diff)


def _files(documents: tuple[Path, ...]) -> list[Path]:
    from moebib.citations import WRITTEN_BY_HAND

    found: dict[Path, None] = {}
    for path in documents:
        inside = (
            one for one in path.rglob("*") if one.suffix.lower() in WRITTEN_BY_HAND and not _is_of_tools(one, path)
        )
        found |= dict.fromkeys(sorted(inside) if path.is_dir() else [path])
    return list(found)


def _is_of_tools(file: Path, folder: Path) -> bool:
    """Whether a file stands in a folder that programs keep for themselves (.git, .venv, node_modules)."""
    return any(part.startswith(".") or part in ("node_modules", "venv") for part in file.relative_to(folder).parts[:-1])
