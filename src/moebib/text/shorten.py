"""Texts of any length in messages: on one line, and no longer than can be read at a glance."""

from __future__ import annotations

__all__ = ["quote", "shorten"]


def shorten(text: str, longest: int = 60) -> str:
    r"""*text* on one line of at most *longest* characters; three full stops mark where it is cut.

    >>> shorten("Sparse\n  Experts at Scale", 17)
    'Sparse Experts...'
    """
    # Of a text of megabytes only the beginning is looked at.
    line = " ".join(text[: 4 * longest].split())
    return f"{line[: longest - 3]}..." if len(line) > longest or len(text) > 4 * longest else line


def quote(value: object, longest: int = 120) -> str:
    r"""A value as a message shows it: a string in quotes with its control characters escaped, cut where it is long.

    >>> quote("Sparse\tExperts"), quote(2024), quote("Sparse Experts", 12)
    ("'Sparse\\tExperts'", '2024', "'Sparse ...'")
    """
    # Escaping never makes a text shorter, so the rest of a long one is not needed.
    shown = repr(value[: longest + 1]) if isinstance(value, str) else str(value)
    if len(shown) <= longest:
        return shown
    end = shown[-1] if isinstance(value, str) else ""
    return f"{shown[: longest - 3 - len(end)]}...{end}"
