"""The forms in which people list papers, from ``templates.toml``."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

__all__ = ["TEMPLATES", "Template"]


@dataclass(frozen=True)
class Template:
    """How a list writes one work, and what is around the works of a section."""

    text: str
    head: str = ""
    tail: str = ""
    foot: str = ""
    """What follows for each work after the works: the definition of its link."""
    apart: bool = False
    """Whether an empty line is between two works."""
    together: int = 1
    """How many works are in one line."""
    avoid: str = ""
    """Characters with which a title could not be distinguished from what is around it, so that keepers avoid them."""
    only: str = ""
    """The slot for which each work in the list has a value."""


def _template(*, columns: Sequence[tuple[str, str]] = (), rule: str = "---", **fields: Any) -> Template:
    """A template; of a table, the head and the text of a row are made of the columns."""
    if columns:
        head = f"| {' | '.join(name for name, _ in columns)} |\n|{'|'.join(rule for _ in columns)}|"
        return Template(f"| {' | '.join(cell for _, cell in columns)} |", head, **fields)
    return Template(**fields)


_TOML = Path(__file__).with_suffix(".toml").read_text("utf-8")

TEMPLATES: dict[str, Template] = {name: _template(**fields) for name, fields in tomllib.loads(_TOML).items()}
