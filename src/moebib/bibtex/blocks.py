"""Blocks: what a .bib file is made of, each a slice of the text, so that nothing of a file is lost."""

from __future__ import annotations

from bisect import bisect_right
from typing import Literal, NamedTuple

__all__ = ["Block", "Field", "Lines"]

Kind = Literal["entry", "string", "preamble", "comment", "between", "failed"]


class Field(NamedTuple):
    """``name = value`` in a block, as written."""

    name: str
    value: str
    """With its braces or quotes, macros and ``#``; without blanks around it."""
    start: int
    """Where the name begins in the text of the file."""
    value_start: int

    @property
    def end(self) -> int:
        """Where the value ends in the text of the file."""
        return self.value_start + len(self.value)


class Block(NamedTuple):
    """``text[start:end]``: an entry, ``@string``, ``@preamble``, ``@comment``, the text between, or a broken block.

    A ``@string`` has a field for its macro, a ``@preamble`` one without a name. An entry that lacks its closing brace
    or a comma is still an entry, with what could be read, and its ``problem``; a failed block has nothing but that.
    """

    text: str
    start: int
    end: int
    kind: Kind
    type: str = ""
    """What stands after ``@``, as written."""
    key: str = ""
    key_start: int = -1
    fields: tuple[Field, ...] = ()
    problem: str = ""
    problem_start: int = -1

    @property
    def raw(self) -> str:
        """The block as it stands in the file."""
        return self.text[self.start : self.end]


class Lines:
    r"""Offsets of a text as line and column, both from 1; a line ends with LF, CRLF or CR.

    >>> Lines("ab\r\ncd").position(5)
    (2, 2)
    """

    def __init__(self, text: str) -> None:
        self._starts = [0]
        for line in text.splitlines(keepends=True):
            self._starts.append(self._starts[-1] + len(line))

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at *offset*."""
        line = bisect_right(self._starts, offset, hi=max(len(self._starts) - 1, 1))
        return line, offset - self._starts[line - 1] + 1
