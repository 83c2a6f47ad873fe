"""The settings that exist: those of a list, in its ``moebib.toml``, those of the user, and those of the environment.

A shell completes them, so no file is read here, and no more is imported than the model of ``moebib.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal, NamedTuple, get_args, get_origin

from pydantic import BaseModel

from moebib.errors import InputError
from moebib.library.config import Config
from moebib.text.suggest import suggest

__all__ = ["NAME_TABLES", "ConfigSetting", "find_setting", "known_settings"]

_KEYED = ("openalex", "openreview", "pubmed", "semantic-scholar")
"""The sources that take an API key."""
NAME_TABLES = ("venues", "people")
"""Tables with a value for each name."""


class ConfigSetting(NamedTuple):
    """A setting: where it is, and what it means."""

    name: str
    home: Literal["list", "user", "environment"]
    meaning: str
    variable: str = ""
    """The environment variable that takes precedence."""
    is_list: bool = False
    """Whether it takes several values."""

    @property
    def path(self) -> tuple[str, ...]:
        """Where its file has it; a name in one of ``NAME_TABLES`` may contain full stops."""
        return tuple(self.name.split(".", 1))

    @property
    def is_secret(self) -> bool:
        """Whether its value is never shown whole."""
        return self.path[0] == "keys"


def known_settings() -> dict[str, ConfigSetting]:
    """All settings with fixed names."""
    user = [
        ConfigSetting("mailto", "user", "your email address, for services that ask for it", "MOEBIB_MAILTO"),
        *(ConfigSetting(f"keys.{source}", "user", f"the API key of {source}", _variable(source)) for source in _KEYED),
    ]
    surroundings = [
        ConfigSetting("offline", "environment", "1: make no requests", "MOEBIB_OFFLINE"),
        ConfigSetting("cache", "environment", "the directory of the cache", "MOEBIB_CACHE"),
        ConfigSetting("config", "environment", "the file of your settings", "MOEBIB_CONFIG"),
    ]
    return {setting.name: setting for setting in (*_of_model(Config), *user, *surroundings)}


def find_setting(name: str) -> ConfigSetting:
    """The setting called *name*.

    Raises:
        InputError: If there is none.
    """
    known = known_settings()
    table, _, key = name.partition(".")
    if table in NAME_TABLES and key:
        return known[table]._replace(name=name)
    if name in NAME_TABLES:
        raise InputError(f"{name!r} has a value for each name\nhint: {name}.NAME is a setting")
    if name not in known:
        raise InputError(f"unknown setting {name!r}{suggest(name, known)}\nhint: `moebib config` lists all settings")
    return known[name]


def _of_model(model: type[BaseModel], prefix: str = "") -> Iterator[ConfigSetting]:
    """The settings that a table of ``moebib.toml`` has, and those of the tables in it."""
    for name, field in model.model_fields.items():
        kinds = [kind for kind in (field.annotation, *get_args(field.annotation)) if isinstance(kind, type)]
        below = next((kind for kind in kinds if issubclass(kind, BaseModel)), None)
        if below and get_origin(field.annotation) is not tuple:
            yield from _of_model(below, f"{name}.")
        else:
            is_list = name == "people" or get_origin(field.annotation) is tuple
            yield ConfigSetting(f"{prefix}{field.alias or name}", "list", field.description or "", is_list=is_list)


def _variable(source: str) -> str:
    return f"MOEBIB_{source.upper().replace('-', '_')}_KEY"
