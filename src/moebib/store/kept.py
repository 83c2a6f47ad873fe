"""Texts that a person may need again, although they are not in the list: a draft, and what was removed."""

from __future__ import annotations

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from moebib.places import cache_folder

__all__ = ["new_kept_file", "rewrite_kept_file"]


def new_kept_file(name: str, text: str) -> Path:
    """A new file with *name* and *text*, in a folder of its own that only the user can read.

    It is in the user's cache or, where that cannot be written to, among the temporary files.
    """
    folder = cache_folder() / "kept"
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    place = folder if os.access(folder, os.W_OK) else None
    file = Path(tempfile.mkdtemp(prefix="moebib-", dir=place)) / name
    rewrite_kept_file(file, text)
    return file


def rewrite_kept_file(file: Path, text: str) -> None:
    """Give a file of :func:`new_kept_file` another text."""
    file.write_text(text, encoding="utf-8", newline="")
