"""A small list of invented works, and the command line run on it."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple
from unittest.mock import patch

from moebib import store
from moebib.cli import _progress, _run
from moebib.records.model import Model
from moebib.records.record import Record

__all__ = ["CONFIG", "FILES", "README", "Done", "files_of", "make_list", "moebib", "write_entries"]

CONFIG = """\
title = "Invented works"
format = 2
[readme]
style = "seed"

[[outputs]]
format = "csl-json"
path = "refs.json"

[[sections]]
tag = "routing"
heading = "Routing"

[[sections]]
tag = "system/caching"
heading = "Caching"
"""

README = """\
# Invented works

Written by hand, above.

<!-- moebib:begin sections -->
<!-- moebib:end sections -->

Written by hand, between.

<!-- moebib:begin models -->
<!-- moebib:end models -->
"""

FILES = {
    "moebib.toml": CONFIG,
    "README.md": README,
    "entries/papers/arden2021sorting.toml": """\
type = "paper-conference"
title = "Sorting Experts by Temperature"
author = ["Arden, Mia", "van den Berg, Jan", "{Warm Lab}"]
issued = "2021-07"
container_title = "Proceedings of the Workshop on Invented Systems"
container_title_short = "WIS"
page = "12-34"
identifiers = ["doi:10.5555/invented.12"]
tags = ["routing"]

[links]
code = ["https://code.example/sorting"]

[[versions]]
genre = "preprint"
issued = "2020-12-24"
container_title = "arXiv"
identifiers = ["arxiv:2012.99991"]
""",
    "entries/papers/brook2024keeping.toml": """\
type = "article"
title = "Keeping Experts Warm"
author = ["Brook, Tom"]
issued = "2024-02-03"
container_title = "arXiv"
identifiers = ["arxiv:2402.99992"]
genre = "preprint"
tags = ["routing", "system/caching"]
keyword = ["Prefetch"]
""",
    "entries/papers/cho2022bounds.toml": """\
type = "article-journal"
title = "Bounds & Limits of $k$ Experts"
author = ["Cho, Ada"]
issued = "2022"
container_title = "Journal of Invented Results"
tags = ["system/caching"]
""",
    "entries/models/tiny-moe.toml": """\
name = "Tiny-MoE"
url = "https://models.example/tiny"
papers = ["brook2024keeping"]
params_b = 0.5
experts_active = 1
experts_routed = 4
""",
}


def make_list(folder: Path, **changed: str) -> Path:
    """The list, in *folder*; *changed* names files by the end of their path: ``cho2022bounds='type = "book"'``."""
    for path, text in FILES.items():
        file = folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(changed.get(file.stem, text), "utf-8", newline="\n")
    return folder


def files_of(folder: Path) -> dict[str, bytes]:
    """Every file in *folder* except the lock, with its content."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes() for file in sorted(folder.rglob("*")) if file.is_file()
    }


class Done(NamedTuple):
    """The result of a command."""

    code: int
    out: str
    err: str


class _Stream(io.StringIO):
    def __init__(self, text: str = "", *, is_terminal: bool) -> None:
        super().__init__(text)
        self._is_terminal = is_terminal

    def isatty(self) -> bool:
        return self._is_terminal


class _Input(_Stream):
    @property
    def buffer(self) -> io.BytesIO:
        return io.BytesIO(self.getvalue().encode())


def moebib(
    *arguments: str, folder: Path, stdin: str = "", typed: str = "", is_terminal: bool = False, together: bool = False
) -> Done:
    """``moebib ARGUMENTS`` as if started in *folder*, in this process; stderr is in stdout, too, if *together*.

    What is *typed* comes from a terminal, where *stdin* comes from a pipe.
    """
    out = _Stream(is_terminal=is_terminal)
    err = out if together else _Stream(is_terminal=is_terminal)
    with (
        contextlib.chdir(folder),
        patch.object(_progress, "_PATIENCE_S", 1000),  # on a busy machine, anything may take longer than a second
        patch.object(sys, "argv", ["moebib", *arguments]),
        patch.object(sys, "stdin", _Input(typed or stdin, is_terminal=bool(typed))),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
    ):
        code = _run()
    return Done(code, out.getvalue(), "" if together else err.getvalue())


def write_entries(root: Path, records: Iterable[Record] = (), models: Iterable[Model] = ()) -> list[Path]:
    """Create or edit the files of entries, as commands do, and return the paths of those that changed."""
    with store.lock(root):
        changes = store.ChangeSet.plan(root, store.plan_entries(root, records, models))
        changes.apply()
    return [root / change.path for change in changes]
