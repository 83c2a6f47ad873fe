"""Text of a .bib file to blocks, without loss, and fast enough for 100,000 entries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property

from moebib.formats.bibtex.syntax._parser import Braces, read_block
from moebib.formats.bibtex.syntax.blocks import WORD, Block, Field, after_spaces, next_start

__all__ = ["Scanner", "read_regular", "scan"]


class Scanner:
    """Reads the blocks of a text: all in order, or a single one by its offset."""

    def __init__(self, text: str) -> None:
        self.text = text

    def scan(self) -> Iterator[Block]:
        """The blocks in order; their ``raw`` joined is the text."""
        text, at = self.text, 0
        while at < len(text):
            start = after_spaces(text, at)
            block = read_regular(text, start)
            if not block and (start := next_start(text, at)) < len(text):
                block = self.read(start)
            if start > at:
                yield Block(text, at, start, "between")
            if not block:
                return
            yield block
            at = block.end

    def read(self, start: int) -> Block:
        """The block that starts at *start*."""
        return read_regular(self.text, start) or read_block(self._braces, start)

    @cached_property
    def _braces(self) -> Braces:
        return Braces(self.text)


def scan(text: str) -> Iterator[Block]:
    r"""The blocks of a .bib file in order; their ``raw`` joined is the *text*, whatever it is.

    >>> [(block.kind, block.key) for block in scan("% mine\n@book{knuth1984, title = {The {TeX}book}}")]
    [('between', ''), ('entry', 'knuth1984')]
    """
    return Scanner(text).scan()


_DEEPEST = r"\{[^{}]*+\}"
_BRACED = _DEEPEST
for _ in range(3):
    _BRACED = rf"\{{[^{{}}]*+(?:{_BRACED}[^{{}}]*+)*\}}"
_BARE = r"""[^\s{}()"#%',=@]++"""
_QUOTED = rf'"[^"{{}}]*+(?:{_BRACED}[^"{{}}]*+)*"'

# Only repeats of a single character are possessive: possessive repeats of groups were wrong before Python 3.11.5.
_HEAD = re.compile(rf"@(?!(?i:comment|preamble|string)\b)({WORD})\s*+\{{\s*+([^\s,{{}}%=]++)\s*+,")
_FIELD = re.compile(rf"\s*+({WORD})\s*+=\s*+({_BRACED}|{_QUOTED}|{_BARE})\s*+(?:,|(?=\}}))")
# A comma or brace after it may mean that the brace does not end the entry.
_END = re.compile(r"\s*+\}(?!\s*+[,}])")
_NEAR = 1 << 14
"""The longest field: in a malformed file, each entry could otherwise search to the end of the file."""


def read_regular(text: str, start: int) -> Block | None:
    """The entry at *start*, as :func:`read_block` would read it, or ``None`` if it may be irregular."""
    head = _HEAD.match(text, start)
    if not head:
        return None
    at = head.end()
    fields = []
    while field := _FIELD.match(text, at, at + _NEAR):
        fields.append(Field(field[1], field[2], field.start(1), field.start(2)))
        at = field.end()
    end = _END.match(text, at)
    return end and Block(text, start, end.end(), "entry", head[1], head[2], head.start(2), tuple(fields))
