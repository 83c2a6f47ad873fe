"""The conflict markers that git leaves in a file: such a text is two texts, and none of its values is certain."""

from __future__ import annotations

import re

__all__ = ["CONFLICT_HINT", "conflict_message", "find_conflicts"]

_BEGIN, _END = "<" * 7, ">" * 7
_MARKER = re.compile(rf"^(?:{_BEGIN}<*|{_END}>*)(?=[ \t\r\n]|\Z)", re.M)

CONFLICT_HINT = "keep what is right of both sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>"


def find_conflicts(text: str) -> list[int]:
    r"""The offset of each conflict, and of each end marker without a beginning.

    >>> find_conflicts("a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> theirs\n")
    [6]
    """
    if _BEGIN not in text and _END not in text:
        return []
    offsets: list[int] = []
    is_open = False
    for marker in _MARKER.finditer(text):
        begins = marker[0].startswith("<")
        if begins or not is_open:
            offsets.append(marker.start())
        is_open = begins
    return offsets


def conflict_message(text: str, at: int) -> str:
    """The message about the conflict whose first marker is at *at*."""
    return f"unresolved merge conflict: {text[at:].split(maxsplit=1)[0]}"
