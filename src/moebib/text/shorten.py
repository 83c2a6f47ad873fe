"""Shortens texts and values for messages."""

from __future__ import annotations

__all__ = ["quote", "shorten"]


def shorten(text: str, longest: int = 60) -> str:
    r"""*text* on one line of at most *longest* characters; a shortened text ends with three full stops.

    >>> shorten("Sparse\n  Experts at Scale", 17)
    'Sparse Experts...'
    """
    # Only the beginning is read, because the text may have megabytes.
    line = " ".join(text[: 4 * longest].split())
    return f"{line[: longest - 3]}..." if len(line) > longest or len(text) > 4 * longest else line


def quote(value: object, longest: int = 120) -> str:
    r"""A value for a message: a string in quotes with escaped control characters, shortened if it is long.

    >>> quote("Sparse\tExperts"), quote(2024), quote("Sparse Experts", 12)
    ("'Sparse\\tExperts'", '2024', "'Sparse ...'")
    """
    # Escaping never shortens a text, so the rest of a long one is not needed.
    shown = repr(value[: longest + 1]) if isinstance(value, str) else str(value)
    if len(shown) <= longest:
        return shown
    end = shown[-1] if isinstance(value, str) else ""
    return f"{shown[: longest - 3 - len(end)]}...{end}"
