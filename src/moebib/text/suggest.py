"""The nearest of the words that are known, for messages."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

__all__ = ["suggest", "suggestion"]


def suggest(word: str, known: Iterable[str]) -> str:
    """``; did you mean 'x'?`` where a known word is near, else nothing."""
    known = list(known)
    ends = {one.rpartition("/")[2]: one for one in known}
    near = difflib.get_close_matches(word, [*known, *ends], n=1, cutoff=0.6)
    return f"; did you mean {ends.get(near[0], near[0])!r}?" if near else ""


def suggestion(word: str, known: Collection[str]) -> str | None:
    """``did you mean 'x'?`` where a known word is near."""
    return suggest(word, known).removeprefix("; ") or None
