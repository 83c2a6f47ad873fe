"""The folders of the user: the cache and the settings. Nothing is created here."""

from __future__ import annotations

from os import environ
from pathlib import Path

__all__ = ["cache_folder", "user_file"]


def cache_folder() -> Path:
    """The folder for locks and cached responses, or MOEBIB_CACHE; it can be deleted at any time."""
    from platformdirs import user_cache_path

    named = environ.get("MOEBIB_CACHE")
    return Path(named) if named else user_cache_path("moebib", appauthor=False)


def user_file() -> Path:
    """The file of the user's settings for all lists, or MOEBIB_CONFIG; it need not exist."""
    from platformdirs import user_config_path

    named = environ.get("MOEBIB_CONFIG")
    return Path(named) if named else user_config_path("moebib", appauthor=False) / "config.toml"
