"""Where moebib keeps what is not part of a list: the user's cache and settings, or what the environment names."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["cache_folder", "user_file"]


def cache_folder() -> Path:
    """The folder for locks and answers of services, made if need be. Deleting it loses nothing."""
    from platformdirs import user_cache_path

    named = os.environ.get("MOEBIB_CACHE")
    folder = Path(named) if named else user_cache_path("moebib", appauthor=False)
    folder.mkdir(parents=True, exist_ok=True)
    return folder


def user_file() -> Path:
    """The file of the user's settings for all lists, or the one that MOEBIB_CONFIG names; it need not be there."""
    from platformdirs import user_config_path

    named = os.environ.get("MOEBIB_CONFIG")
    return Path(named) if named else user_config_path("moebib", appauthor=False) / "config.toml"
