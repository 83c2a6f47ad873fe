"""Text of a .bib file to blocks, without loss, and as fast as a file of 100,000 entries asks for."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.formats.bibtex.syntax._braces import Braces
from moebib.formats.bibtex.syntax._parser import read_block
from moebib.formats.bibtex.syntax._regular import read_regular
from moebib.formats.bibtex.syntax._tokens import after_blanks, next_start
from moebib.formats.bibtex.syntax.blocks import Block

__all__ = ["scan"]


def scan(text: str) -> Iterator[Block]:
    r"""The blocks of a .bib file in order; their ``raw`` joined is the *text*, whatever it is.

    >>> [(block.kind, block.key) for block in scan("% mine\n@book{knuth1984, title = {The {TeX}book}}")]
    [('between', ''), ('entry', 'knuth1984')]
    """
    at = 0
    braces = Braces(text)
    while at < len(text):
        start = after_blanks(text, at)
        block = read_regular(text, start)
        if not block and (start := next_start(text, at)) < len(text):
            block = read_regular(text, start) or read_block(braces, start)
        if start > at:
            yield Block(text, at, start, "between")
        if not block:
            return
        yield block
        at = block.end
