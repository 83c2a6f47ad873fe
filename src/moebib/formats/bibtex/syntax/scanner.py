"""Text of a .bib file to blocks, without loss, and fast enough for 100,000 entries."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.formats.bibtex.syntax._braces import Braces
from moebib.formats.bibtex.syntax._fast_path import read_regular
from moebib.formats.bibtex.syntax._parser import read_block
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.formats.bibtex.syntax.tokens import after_spaces, next_start

__all__ = ["Scanner", "scan"]


class Scanner:
    """Reads the blocks of a text: all in order, or a single one by its offset."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._braces = Braces(text)

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


def scan(text: str) -> Iterator[Block]:
    r"""The blocks of a .bib file in order; their ``raw`` joined is the *text*, whatever it is.

    >>> [(block.kind, block.key) for block in scan("% mine\n@book{knuth1984, title = {The {TeX}book}}")]
    [('between', ''), ('entry', 'knuth1984')]
    """
    return Scanner(text).scan()
