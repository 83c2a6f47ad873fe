"""Regex fast path for regular entries, which nearly all of a large file are; returns ``None`` when unsure."""

from __future__ import annotations

import re

from moebib.formats.bibtex.syntax.blocks import Block, Field
from moebib.formats.bibtex.syntax.tokens import WORD

__all__ = ["read_regular"]

_DEEPEST = r"\{[^{}]*+\}"
_BRACED = _DEEPEST
for _ in range(3):
    _BRACED = rf"\{{[^{{}}]*+(?:{_BRACED}[^{{}}]*+)*\}}"
_BARE = r"""[^\s{}()"#%',=@]++"""
_QUOTED = rf'"[^"{{}}]*+(?:{_BRACED}[^"{{}}]*+)*"'

# Only repeats of a single character are possessive: possessive repeats of groups were wrong before Python 3.11.5.
_HEAD = re.compile(rf"@(?!(?i:comment|preamble|string)\b)({WORD})\s*+\{{\s*+([^\s,{{}}%=]++)\s*+,")
_FIELD = re.compile(rf"\s*+({WORD})\s*+=\s*+({_BRACED}|{_QUOTED}|{_BARE})\s*+(?:,|(?=\}}))")
# A comma or brace behind it may mean that the brace does not end the entry.
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
