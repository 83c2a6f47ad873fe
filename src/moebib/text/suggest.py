"""Suggests the closest known word for a misspelt one."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

__all__ = ["suggest", "suggestion"]


def suggest(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` if a known word is similar, else an empty text."""
    known = list(known)
    ends = {path.rpartition("/")[2]: path for path in known}
    matches = difflib.get_close_matches(word, [*known, *ends], n=1, cutoff=0.6)
    return f"; did you mean {ends.get(matches[0], matches[0])!r}?" if matches else ""


def suggestion(word: str, known: Collection[str]) -> str | None:
    """``did you mean 'x'?`` if a known word is similar, else ``None``."""
    return suggest(word, known).removeprefix("; ") or None
