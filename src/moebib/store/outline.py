"""What a list has, from its ``moebib.toml`` and the names of its files: fast, because no entry is read."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
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


def outline(root: Path) -> Outline:
    """The outline of the list in *root*."""
    try:
        config = tomllib.loads((root / CONFIG).read_text("utf-8-sig"))
    except (OSError, ValueError):
        config = {}
    sections = config.get("sections")
    headings = {
        section["tag"]: str(section.get("heading", ""))
        for section in (sections if isinstance(sections, list) else ())
        if isinstance(section, dict) and isinstance(section.get("tag"), str)
    }
    entries = root / str(config.get("entries", "entries"))
    return Outline(headings, _keys(entries / PAPERS), _keys(entries / MODELS))


def _keys(folder: Path) -> tuple[str, ...]:
    try:
        names = os.listdir(folder)  # noqa: PTH208 - many times faster for many files
    except (OSError, ValueError):  # the latter for characters that no path has
        return ()
    return tuple(sorted(match[1] for match in map(_FILE.fullmatch, names) if match))
