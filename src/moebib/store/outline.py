"""What a list has, from its ``moebib.toml`` and the names of its files: fast, because no entry is read."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from moebib.store.roots import CONFIG, MODELS, PAPERS

__all__ = ["Outline", "outline"]

_FILE = re.compile(r"([A-Za-z0-9][\w+.-]*)\.toml", re.ASCII)
"""The name of a file with an entry: a key that is portable, and the ending."""


class Outline(NamedTuple):
    """A list that may have errors; what cannot be read is empty, and files without a valid key are left out."""

    headings: Mapping[str, str]
    """The tag of each section -> its heading."""
    works: tuple[str, ...]
    """Their keys."""
    models: tuple[str, ...]
    is_readable: bool = True
    """Whether ``moebib.toml`` can be read, and is TOML."""


def outline(root: Path) -> Outline:
    """The outline of the list in *root*."""
    config = None
    with suppress(OSError, ValueError):
        config = tomllib.loads((root / CONFIG).read_text("utf-8-sig"))
    is_readable, config = config is not None, config or {}
    sections = config.get("sections")
    headings = {
        section["tag"]: str(section.get("heading", ""))
        for section in (sections if isinstance(sections, list) else ())
        if isinstance(section, dict) and isinstance(section.get("tag"), str)
    }
    entries = root / str(config.get("entries", "entries"))
    return Outline(headings, _keys(entries / PAPERS), _keys(entries / MODELS), is_readable)


def _keys(folder: Path) -> tuple[str, ...]:
    try:
        names = os.listdir(folder)  # noqa: PTH208 - many times faster for many files
    except (OSError, ValueError):  # the latter for characters that no path has
        return ()
    return tuple(sorted(match[1] for match in map(_FILE.fullmatch, names) if match))
