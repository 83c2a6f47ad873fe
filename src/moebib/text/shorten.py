"""Texts of others in messages: on one line, and no longer than can be read at a glance."""

from __future__ import annotations

__all__ = ["in_brief"]


def in_brief(text: str, longest: int = 60) -> str:
    r"""*text* on one line of at most *longest* characters, the last three of them dots where it is cut.

    >>> in_brief("Sparse\n  Experts at Scale", 17)
    'Sparse Experts...'
    """
    # Of a text of megabytes only the beginning is looked at.
    line = " ".join(text[: 4 * longest].split())
    return f"{line[: longest - 3]}..." if len(line) > longest or len(text) > 4 * longest else line
