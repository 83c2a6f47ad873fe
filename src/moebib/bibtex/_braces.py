"""Where a brace or a quote closes, in one pass over the text however often it is asked."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left

__all__ = ["Braces"]

_BRACE = re.compile(r"[{}]")
_FEW_LEVELS = re.compile(r"\{[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+(?:\{[^{}]*+\}[^{}]*+)*\}[^{}]*+)*\}[^{}]*+)*\}")
_NEAR = 1 << 16
_QUOTED = re.compile(r'[^"{}]*+')


class Braces:
    r"""The braces of a text, as BibTeX counts them: those after a backslash as well.

    >>> Braces("a {b {c}} d").closing(2), Braces(r"{\}}").closing(0), Braces("{{}").closing(0)
    (9, 3, None)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._pairs: tuple[array[int], array[int]] | None = None

    def closing(self, at: int) -> int | None:
        """The end of what the brace at *at* opens, or None if nothing closes it."""
        if self._pairs is None:
            if near := _FEW_LEVELS.match(self.text, at, at + _NEAR):
                return near.end()
            # Looking on for each brace of a broken file would take the square of its length.
            self._pairs = _pairs(self.text)
        opening, closing = self._pairs
        place = bisect_left(opening, at)
        return closing[place] if place < len(opening) and opening[place] == at else None

    def quoted(self, at: int) -> int | None:
        """The end of the string whose quote is at *at*; a quote or the rest of the entry in braces does not end it."""
        at += 1
        while match := _QUOTED.match(self.text, at):
            mark = self.text[match.end() : match.end() + 1]
            if mark == '"':
                return match.end() + 1
            end = self.closing(match.end()) if mark == "{" else None
            if end is None:
                return None
            at = end
        return None


def _pairs(text: str) -> tuple[array[int], array[int]]:
    """Where the braces that are closed open, in order, and the ends of what they open."""
    waiting: list[int] = []
    found: list[tuple[int, int]] = []
    for match in _BRACE.finditer(text):
        if match[0] == "{":
            waiting.append(match.start())
        elif waiting:
            found.append((waiting.pop(), match.end()))
    found.sort()
    return array("q", (one for one, _ in found)), array("q", (one for _, one in found))
