"""Where lists are: the nearest and the bundled one. Nothing large is imported, because a shell waits for completion."""

from __future__ import annotations

import os
from pathlib import Path

from moebib.errors import InputError

__all__ = ["CONFIG", "MODELS", "PAPERS", "bundled", "find_root", "real_path"]

CONFIG = "moebib.toml"
PAPERS, MODELS = "papers", "models"
"""The folders of works and models, in the folder of entries."""


def find_root(start: Path) -> Path | None:
    """The nearest folder with a ``moebib.toml``, even one that cannot be opened: *start* itself or one above it."""
    start = real_path(start)
    return next((folder for folder in (start, *start.parents) if os.path.lexists(folder / CONFIG)), None)


def bundled() -> Path:
    """The folder of the bundled list; in a source checkout, the checkout.

    Raises:
        InputError: If it was left out when the package was built.
    """
    package = Path(__file__).parents[1]
    for root in (package / "bundled", package.parents[1]):
        if (root / CONFIG).is_file():
            return root
    raise InputError("the bundled list is missing; reinstall moebib, or pass the directory of a list")


def real_path(path: Path) -> Path:
    """The absolute path behind all links. One that leads in a circle stays, where Path.resolve raises RuntimeError."""
    return Path(os.path.realpath(path))
