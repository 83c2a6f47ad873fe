"""Finds the end of a group or of a quoted value, in one pass over the text at most."""

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
    r"""The braces of a text, as BibTeX counts them: including those after a backslash.

    >>> Braces("a {b {c}} d").closing(2), Braces(r"{\}}").closing(0), Braces("{{}").closing(0)
    (9, 3, None)
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._pairs: tuple[array[int], array[int]] | None = None
        # In a malformed file, walking on from each brace would take quadratic time: all are paired at once instead.
        self._steps_left = 20_000

    def closing(self, at: int) -> int | None:
        """The end of the group that the brace at *at* opens, or ``None`` if nothing closes it."""
        if self._pairs is None:
            if near := _FEW_LEVELS.match(self.text, at, at + _NEAR):
                return near.end()
            if end := self._walk(at):
                return end
            self._pairs = _pairs(self.text)
        opening, closing = self._pairs
        place = bisect_left(opening, at)
        return closing[place] or None if place < len(opening) and opening[place] == at else None

    def _walk(self, at: int) -> int | None:
        depth = 0
        for brace in _BRACE.finditer(self.text, at):
            depth += 1 if brace[0] == "{" else -1
            self._steps_left -= 1
            if depth == 0 or self._steps_left < 0:
                return None if depth else brace.end()
        return None

    def quoted(self, at: int) -> int | None:
        """The end of the string whose quote is at *at*, or ``None``; a quote within braces does not end it."""
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
    """The offsets of all opening braces, in order, and the end of each group; 0 if nothing closes it."""
    size = "I" if len(text) < 1 << 32 else "Q"  # a file may consist of braces
    opening, closing, waiting = array(size), array(size), array(size)
    for brace in _BRACE.finditer(text):
        if brace[0] == "{":
            waiting.append(len(opening))
            opening.append(brace.start())
            closing.append(0)
        elif waiting:
            closing[waiting.pop()] = brace.end()
    return opening, closing
