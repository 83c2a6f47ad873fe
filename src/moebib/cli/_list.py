"""The list that a command reads or changes: that of the directory or of a parent directory, else the bundled one."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from moebib.cli._progress import busy
from moebib.errors import InputError, InvalidRecord

if TYPE_CHECKING:
    from moebib.cli._output import Terminal
    from moebib.library.library import Library
    from moebib.records.people import People

__all__ = ["known_people", "list_root", "point_to_build", "read_library", "say_if_bundled"]

_MOST_NAMES = 3
"""How many files a hint names."""


def read_library(out: Terminal, *, keys: Sequence[str] = (), strict: bool = False) -> Library:
    """The list of the directory or of a parent directory, else, after saying so, the bundled list.

    Entries that cannot be read are left out; when the command ends, they are reported, and it exits with 3.

    Raises:
        InvalidRecord: If moebib.toml cannot be read, an entry with one of the *keys* or, for a command that is
            *strict*, any entry.
    """
    from moebib import store

    say_if_bundled(out)
    root = store.find_root(out.folder)
    _say_if_format_1(out, root)
    with busy(out, "reading the list"):
        if strict or root is None:
            return store.load_nearest(out.folder)
        library, findings = store.read_all(root)
    lower_keys = {key.lower() for key in keys}
    if named := [finding for finding in findings if finding.id and finding.id.lower() in lower_keys]:
        raise InvalidRecord(named)
    out.unread.extend(findings)
    return library


def say_if_bundled(out: Terminal) -> None:
    """Outside of a list, say that the bundled one is used."""
    from moebib import store

    if store.find_root(out.folder) is None:
        out.say("using the bundled list: no moebib.toml here or in a parent directory")


def _say_if_format_1(out: Terminal, root: Path | None) -> None:
    """Say that a list is in the old record format, unless the command changes it."""
    from moebib import store

    if root and click.get_current_context().info_name != "migrate" and store.read_config(root).format == 1:
        out.say("this list is in record format 1; `moebib migrate` changes it to format 2")


def known_people(out: Terminal) -> People:
    """The people with several names, as the list of the directory or of a parent directory says."""
    from moebib import store
    from moebib.records.people import NOBODY

    root = store.find_root(out.folder)
    return store.read_config(root).known_people if root else NOBODY


def list_root(out: Terminal, *, or_files: bool = False) -> Path:
    """The root of the user's own list, which the command judges or changes; *or_files* if it takes files, too.

    Raises:
        InputError: If there is none.
    """
    from moebib import store

    if root := store.find_root(out.folder):
        _say_if_format_1(out, root)
        return root
    files = [file.name for file in sorted(out.folder.glob("*.[bB][iI][bB]")) if file.is_file()]
    names = shlex.join(files) if len(files) <= _MOST_NAMES else "*.bib"
    command = click.get_current_context().command_path
    if files and or_files:
        hint = f"did you mean `{command} {names}`?"
    elif files:
        hint = f"create a list with `moebib init --from {shlex.quote(files[0])}`"
    else:
        hint = f"{'pass a file, or ' if or_files else ''}create a list with `moebib init`"
    raise InputError(f"no moebib.toml here or in a parent directory\nhint: {hint}")


def point_to_build(out: Terminal) -> None:
    """Say that the outputs or JSON Schemas of the list may be out of date, if it has any."""
    from moebib import store

    root = store.find_root(out.folder)
    config = store.read_config(root) if root else None
    if config and (config.readme or config.outputs or config.schema_folder is not None):
        out.say("hint: the outputs may be out of date; run `moebib build`")
