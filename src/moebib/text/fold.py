"""Folds text, so that comparing ignores case and accents."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["fold"]


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """*text* without case and accents.

    >>> fold("Róbert CSORDÁS")
    'robert csordas'
    """
    if text.isascii():
        return text.lower()
    bare = "".join(char for char in unicodedata.normalize("NFKD", text) if not unicodedata.combining(char))
    return bare.casefold()
