"""Lines of a text: their ends, and the line and column of an offset."""

from __future__ import annotations

import re

__all__ = ["LINE_BREAK", "Lines", "newline_of"]

LINE_BREAK = re.compile(r"\r\n|\n|\r")
"""The end of a line of a file. ``str.splitlines`` also splits at characters that may occur within a line."""

_STEP = 1 << 12


def newline_of(text: str) -> str:
    """The line break after the first line of a text; LF if there is only one line."""
    match = LINE_BREAK.search(text)
    return match[0] if match else "\n"


class Lines:
    r"""Converts offsets in a text to line and column, both from 1; a line ends with LF, CRLF or CR.

    >>> Lines("ab\r\ncd").position(5)
    (2, 2)
    """

    def __init__(self, text: str) -> None:
        self._text = text
        # The number of lines that end before each _STEP characters; a list of all ends would need too much memory.
        self._ended = [0]
        for start in range(0, len(text), _STEP):
            self._ended.append(self._ended[-1] + self._ends(start, start + _STEP))
        self._last = (1, 0)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at *offset*."""
        step = offset // _STEP
        line = self._ended[step] + self._ends(step * _STEP, offset) + 1
        if line != self._last[0]:  # many offsets may be in one long line
            self._last = line, self._start(offset)
        return line, offset - self._last[1] + 1

    def _ends(self, start: int, stop: int) -> int:
        """The number of lines that end from *start* to *stop*; CRLF ends a line at its LF."""
        count = self._text.count
        returns = count("\r", start, stop)
        return count("\n", start, stop) + (returns and returns - count("\r\n", start, stop + 1))

    def _start(self, offset: int) -> int:
        """The start of the line that contains *offset*."""
        start = self._text.rfind("\n", 0, offset) + 1
        end = offset - 1 if self._text.startswith("\r\n", offset - 1) else offset
        return max(start, self._text.rfind("\r", start, end) + 1)
