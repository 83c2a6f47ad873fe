"""`moebib rm`."""

from __future__ import annotations

import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._completion import complete_keys
from moebib.cli._keys import read_entry_keys
from moebib.cli._list import list_root, point_to_build
from moebib.cli._options import Preview, json_option, preview_options
from moebib.cli._output import Terminal
from moebib.cli._progress import busy
from moebib.cli._text import counted
from moebib.text import markup

if TYPE_CHECKING:
    from moebib.cli._entries import LabelledValue
    from moebib.commands.rm import Removal
    from moebib.records.model import Model
    from moebib.records.record import Record

GROUP = "Change a list"
_MOST_CARDS = 12
"""If more entries are removed at once, only those are named about which there is something to know."""
_ALWAYS_SHOWN = ("unlinked", "still named")


@click.command()
@click.argument("keys", nargs=-1, required=True, metavar="KEY...", shell_complete=complete_keys)
@click.option("--unlink", is_flag=True, help="Also remove what refers to the works: relations, and papers of models.")
@preview_options()
@json_option
@click.pass_obj
def rm(out: Terminal, keys: tuple[str, ...], unlink: bool, preview: Preview, as_json: bool) -> None:
    """Remove works or models from the list.

    KEY is a key, or an identifier of a work (arXiv ID, DOI, URL). Use - to read keys from stdin, one per line.

    Nothing is removed if other entries refer to one of the works: a relation of another work, or the papers of a model.
    They are listed, and --unlink removes them, too. All versions of a work are removed with it.

    Afterwards, a command that undoes it is printed.

    \b
    Examples:
      moebib rm dai2024deepseekmoe
      moebib rm 2401.06066 mixtral-8x7b --unlink --diff

    \b
    Exit code:
      0  all of them are removed
      1  nothing is removed, because other entries refer to them
    """  # noqa: D301 - click wants the character, not its name
    from moebib.commands.rm import remove

    root, entry_keys = list_root(out), read_entry_keys(keys)
    with busy(out, "changing the list"):
        removal = remove(root, entry_keys, unlink=unlink, write=preview.write)
    facts = {
        "removed": [entry.id for entry in removal.entries if removal.changes],
        "references": [reference._asdict() for reference in removal.references],
    }
    out.changes(removal.changes, preview, facts if as_json else None)
    if not removal.changes:
        _say_refused(out, removal)
        raise click.exceptions.Exit(1)
    is_brief = len(removal.entries) > _MOST_CARDS
    for entry in removal.entries:
        rows = [row for row in _rows(removal, entry) if not is_brief or row[0] in _ALWAYS_SHOWN]
        if rows or not is_brief:
            out.say(f"{'removed' if preview.write else 'would remove'} {entry.id}")
            out.rows(_title(entry), rows)
    number = counted(len(removal.entries), "entry", "entries")
    if preview.write:
        out.say(f"{number} removed\nhint: {_undo(removal)}")
        point_to_build(out)
    else:
        out.say(f"{number} would be removed")


def _say_refused(out: Terminal, removal: Removal) -> None:
    out.error("nothing was removed, because other entries refer to these works")
    rows = ((reference.work, f"{reference.field} in {reference.entry}") for reference in removal.references)
    out.rows("", rows, is_error=True)
    out.say("hint: --unlink removes these references, too; to merge a duplicate, use `moebib dedupe --merge KEEP DROP`")


def _title(entry: Record | Model) -> str:
    from moebib.records.model import Model

    return entry.name if isinstance(entry, Model) else markup.plain(entry.title)


def _rows(removal: Removal, entry: Record | Model) -> Iterator[LabelledValue]:
    """What goes with an entry, and what stays behind."""
    from moebib.records.record import Record

    if not isinstance(entry, Record):
        return
    for version in entry.versions:
        parts = (version.label, version.genre, version.venue, version.issued, *version.identifiers)
        yield "with its version", " ".join(str(part) for part in parts if part)
    yield "with its former keys", " ".join(entry.ids)
    for reference in removal.references:
        if reference.work == entry.id:
            yield "unlinked", f"{reference.field} in {reference.entry}"
    for reference in removal.named:
        if reference.work == entry.id:
            yield "still named", f"{reference.field} in {reference.entry}, as {reference.name}"


def _undo(removal: Removal) -> str:
    """How to undo the removal, from the working directory."""
    here = Path.cwd().resolve()
    folder = () if removal.root.resolve() == here else ("-C", removal.root.as_posix())
    if removal.patch is None:
        command = ["git", *folder, "restore", *(change.path for change in removal.changes)]
    elif shutil.which("git"):  # it applies a patch without a repository, too
        command = ["git", *folder, "apply", "-R", removal.patch.as_posix()]
    else:
        return f"what was removed is kept as a patch in {removal.patch}"
    return f"`{shlex.join(command)}` undoes it"
