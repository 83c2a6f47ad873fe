"""`moebib edit`."""

from __future__ import annotations

import shlex
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from moebib.cli._completion import complete_keys
from moebib.cli._list import list_root, point_to_build
from moebib.cli._options import Preview, input_file, json_option, preview_options
from moebib.cli._output import Terminal, listed
from moebib.errors import InputError

if TYPE_CHECKING:
    from moebib.commands.edit import OpenEntry
    from moebib.store import ChangeSet

GROUP = "Change a list"


@click.command()
@click.argument("key", shell_complete=complete_keys)
@click.option(
    "--from",
    "source",
    type=input_file,
    metavar="FILE",
    help="Start with the text of this file, such as a draft that was kept.",
)
@preview_options()
@json_option
@click.pass_obj
def edit(out: Terminal, key: str, source: Path | None, preview: Preview, as_json: bool) -> None:
    """Edit an entry in your editor; it is saved if the list is valid with it.

    KEY is the key of a work or a model, or an identifier of a work (arXiv ID, DOI, URL). An entry that is not valid can
    be edited, too. The editor is the command in VISUAL or EDITOR.

    If the text is not valid, the problems are shown, and you can edit it again. If you do not, nothing is written, and
    the draft is kept; --from goes on with it. What another process changes in the entry meanwhile is merged.

    \b
    Examples:
      moebib edit dai2024deepseekmoe
      moebib edit 2401.06066 --diff

    \b
    Exit code:
      0  the entry is saved, or was not changed
      1  the editor failed, or left no text
      3  the text is not valid; nothing is written
    """  # noqa: D301 - click wants the character, not its name
    from moebib import store
    from moebib.cli._editor import find_editor
    from moebib.commands.edit import open_entry
    from moebib.store.kept import new_kept_file
    from moebib.text.encoding import decode_utf8

    root, editor = list_root(out), find_editor()
    draft = open_entry(root, key)
    file = new_kept_file(
        f"{draft.key}.toml", decode_utf8(store.read_bytes(source), store.printable(source)) if source else draft.base
    )
    try:
        changes = _edit(out, root, draft, file, editor, write=preview.write)
    except BaseException:
        if not file.is_file() or file.read_bytes().strip() in (b"", draft.base.encode().strip()):
            _discard(file)
        else:
            again = shlex.join(["moebib", "edit", draft.key, "--from", str(file)])
            out.error(f"nothing was written; the draft is kept in {file}\nhint: `{again}` goes on with it")
        raise
    _discard(file)
    out.changes(changes, preview, {"key": draft.key} if as_json else None)
    if preview.write and changes:
        out.say(changes.summary(applied=True))
        point_to_build(out)
    if not changes:
        out.say("nothing was changed")


def _edit(out: Terminal, root: Path, draft: OpenEntry, file: Path, editor: list[str], *, write: bool) -> ChangeSet:
    """The changes of the entry, when *file* has been edited until it is valid."""
    from moebib import store
    from moebib.cli._editor import run_editor
    from moebib.commands.edit import save_entry
    from moebib.store.kept import rewrite_kept_file

    while True:
        if code := run_editor(editor, file):
            _give_up(out, f"the editor exited with code {code}")
        try:
            text = store.read_text(file) or ""
        except InputError as error:  # not UTF-8
            problem = str(error)
        else:
            if not text.strip():
                _give_up(out, f"the editor left no text\nhint: `moebib rm {draft.key}` removes the entry")
            saved = save_entry(root, draft, text, write=write)
            if not saved.findings:
                return saved.changes
            if saved.text != text:
                rewrite_kept_file(file, saved.text)
            draft, problem = saved.edited, listed(saved.findings)
        out.error(problem)
        if not (sys.stdin.isatty() and _confirmed()):
            raise click.exceptions.Exit(3)


def _confirmed() -> bool:
    try:
        return click.confirm("Edit it again?", default=True, err=True)
    except click.Abort:  # Ctrl-C, after which the cursor is behind the question
        click.echo(err=True)
        raise


def _give_up(out: Terminal, problem: str) -> NoReturn:
    out.error(problem)
    raise click.exceptions.Exit(1)


def _discard(file: Path) -> None:
    """Remove a draft with its folder, unless the editor has put other files there."""
    with suppress(OSError):
        file.unlink(missing_ok=True)
        file.parent.rmdir()
