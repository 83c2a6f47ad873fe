"""Suggests the closest known word for a misspelt one."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable

__all__ = ["suggest", "suggestion"]


def suggest(word: str, choices: Iterable[str]) -> str:
    """``; did you mean 'x'?`` for the end of a message if one of *choices* is similar, else an empty text.

    The last step of a path counts, too: the word "offloadin" suggests the tag "system/offloading".
    """
    choices = list(choices)
    ends = {path.rpartition("/")[2]: path for path in choices}
    matches = difflib.get_close_matches(word, [*choices, *ends], n=1, cutoff=0.6)
    return f"; did you mean {ends.get(matches[0], matches[0])!r}?" if matches else ""


def suggestion(word: str, choices: Collection[str]) -> str | None:
    """``did you mean 'x'?`` for a hint if one of *choices* is similar, else ``None``; see :func:`suggest`."""
    return suggest(word, choices).removeprefix("; ") or None
