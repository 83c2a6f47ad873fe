"""The user's settings for all lists: the contact address and API keys.

mailto = "ann@example.org"

[keys]
semantic-scholar = "..."
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from moebib.errors import InputError
from moebib.web._settings import Keys, Settings

__all__ = ["UserSettings", "check_user_settings", "parse_user_settings", "read_user_settings"]


class UserSettings(NamedTuple):
    """The contents of the user's file."""

    mailto: str | None = None
    keys: Mapping[str, str] = {}


def read_user_settings(file: Path) -> UserSettings:
    """The settings in *file*; empty if there is no such file.

    Raises:
        InputError: If the file is invalid. The message never contains a key.
    """
    try:
        return parse_user_settings(file.read_bytes().decode("utf-8-sig"), file)
    except FileNotFoundError:
        return UserSettings()
    except UnicodeDecodeError:
        raise InputError("not a TOML file in UTF-8", where=str(file)) from None


def parse_user_settings(text: str, file: Path) -> UserSettings:
    """The settings in *text*, which *file* has or will have; see :func:`read_user_settings`."""
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError:
        raise InputError("not a TOML file in UTF-8", where=str(file)) from None
    mailto, keys = data.get("mailto"), data.get("keys", {})
    if unknown := data.keys() - {"mailto", "keys"}:
        raise InputError(f"unknown settings: {', '.join(sorted(unknown))} (known: mailto, keys)", where=str(file))
    if not isinstance(mailto, str | None) or not isinstance(keys, dict):
        raise InputError("mailto must be a string and keys a table", where=str(file))
    if not all(isinstance(key, str) for key in keys.values()):
        raise InputError("each API key must be a string", where=str(file))
    return UserSettings(mailto, keys)


def check_user_settings(settings: UserSettings) -> None:
    """Accept only values that services accept.

    Raises:
        InputError: If a value has another form.
    """
    Settings(mailto=settings.mailto, keys=Keys(settings.keys))
