"""What is known of a command by its name."""

from __future__ import annotations

import re

from moebib.text.latex._phrases import COMMANDS
from moebib.text.latex._tables import (
    DECLARATIONS,
    FONTS,
    PRIMITIVES,
    READ_ACCENTS,
    READ_SYMBOLS,
    TAGGED,
    TAKES,
    UPRIGHT,
    symbols,
)

__all__ = ["is_read", "takes_words"]

_CITES = re.compile("[A-Za-z]*[Cc]ite[a-z]*")


def is_read(name: str) -> bool:
    """Whether it is known what a command means."""
    tables = (READ_ACCENTS, DECLARATIONS, UPRIGHT, TAGGED, FONTS, TAKES, READ_SYMBOLS)
    return any(name in table for table in tables) or name in symbols() or _CITES.fullmatch(name) is not None


def takes_words(name: str, *, is_alone: bool) -> bool:
    """Whether the last argument of a command, or its only one if *is_alone*, is words that become no tag."""
    others = (COMMANDS, TAGGED, DECLARATIONS, UPRIGHT, READ_ACCENTS)
    if any(name in table for table in others) or _CITES.fullmatch(name):
        return False
    if name in TAKES:
        return TAKES[name][-1] in ("argument", "quoted")
    is_other = name.startswith("math") or name == "url"
    return (name in FONTS and not is_other) or (is_alone and not is_read(name) and name not in PRIMITIVES)
