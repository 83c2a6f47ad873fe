"""The editor of the user, which is run on a file and waited for."""

from __future__ import annotations

import os
import shlex
import shutil
import signal
import subprocess
from collections.abc import Sequence
from pathlib import Path

from moebib.errors import InputError

__all__ = ["find_editor", "run_editor"]

_WAIT = {
    **dict.fromkeys(("atom", "code", "code-insiders", "codium", "cursor", "mate", "subl", "zed"), ("--wait", "-w")),
    **dict.fromkeys(("gvim", "mvim"), ("-f", "--nofork")),
}
"""Editors that return before the file is edited, and the options with which they do not."""


def find_editor() -> list[str]:
    """The command of the editor that VISUAL or EDITOR names, with the option to wait if it needs one.

    Raises:
        InputError: If neither names an editor that exists.
    """
    variable = next((name for name in ("VISUAL", "EDITOR") if os.environ.get(name, "").strip()), None)
    if variable is None:
        raise InputError("no editor is set\nhint: set VISUAL or EDITOR, for example `export EDITOR=nano`")
    text = os.environ[variable]
    try:
        program, *options = _split(text)
    except ValueError:
        raise InputError(f"{variable} is not a command: {text!r}") from None
    path = shutil.which(os.path.expanduser(program))  # noqa: PTH111 - a name need not be a path
    if path is None:
        raise InputError(f"no such program: {program!r}, which {variable} names as the editor")
    waiting = _WAIT.get(Path(path).stem, ())
    is_waiting = not waiting or any(option in options for option in waiting)
    return [path, *options, *(() if is_waiting else waiting[:1])]


def _split(text: str) -> list[str]:
    if os.name == "nt":  # where a backslash separates directories
        return [part.strip('"') for part in shlex.split(text, posix=False)]
    return shlex.split(text)


def run_editor(command: Sequence[str], file: Path) -> int:
    """Edit *file*, and return the exit code of the editor. Ctrl-C is for the editor, and does not end this process.

    Raises:
        OSError: If the program cannot be run.
    """
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.run([*command, str(file)], check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)
