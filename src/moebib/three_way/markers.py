"""The text of a merge, and git's conflict markers around what could not be decided."""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["MergedText", "with_markers"]


class MergedText(NamedTuple):
    """The text after a merge, and its conflicts: in the text, both sides of each are between conflict markers."""

    text: str
    conflicts: tuple[str, ...] = ()


def with_markers(ours: str, theirs: str, newline: str = "\n") -> str:
    r"""The whole lines of both sides between conflict markers; a side may be empty.

    >>> with_markers("a = 1\n", "")
    '<<<<<<< ours\na = 1\n=======\n>>>>>>> theirs\n'
    """
    ours, theirs = (f"{text}{newline}" if text and not text.endswith(("\n", "\r")) else text for text in (ours, theirs))
    return f"<<<<<<< ours{newline}{ours}======={newline}{theirs}>>>>>>> theirs{newline}"
