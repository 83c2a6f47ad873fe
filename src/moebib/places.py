"""Where moebib keeps what is not part of a list: the user's cache folder, or the one that MOEBIB_CACHE names."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cache_folder"]


def cache_folder() -> Path:
    """The folder for locks and answers of services, made if need be. Deleting it loses nothing."""
    from platformdirs import user_cache_path

    named = os.environ.get("MOEBIB_CACHE")
    folder = Path(named) if named else user_cache_path("moebib", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
