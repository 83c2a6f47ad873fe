"""What the user has set for all lists: the contact address and the API keys, in a file of the user's own.

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

__all__ = ["User", "read_user"]


class User(NamedTuple):
    """The contents of the file, as far as it is there."""

    mailto: str | None = None
    keys: Mapping[str, str] = {}


def read_user(file: Path) -> User:
    """The settings in *file*; nothing if there is none.

    Raises:
        InputError: If it cannot be read. No key is ever in the message.
    """
    try:
        data = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        return User()
    except (UnicodeDecodeError, tomllib.TOMLDecodeError):
        raise InputError("not TOML in UTF-8", where=str(file)) from None
    mailto, keys = data.get("mailto"), data.get("keys", {})
    if unknown := data.keys() - {"mailto", "keys"}:
        raise InputError(f"unknown {', '.join(sorted(unknown))}; there are mailto and the table keys", where=str(file))
    if not isinstance(mailto, str | None) or not isinstance(keys, dict):
        raise InputError("mailto should be a string, and keys a table", where=str(file))
    if not all(isinstance(key, str) for key in keys.values()):
        raise InputError("each key should be a string", where=str(file))
    return User(mailto, keys)
