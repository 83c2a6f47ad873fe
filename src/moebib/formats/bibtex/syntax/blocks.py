"""Blocks: the parts of a .bib file, each a slice of the text, so that no character is lost."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["Block", "BlockKind", "Field"]

BlockKind = Literal["entry", "string", "preamble", "comment", "between", "failed"]


class Field(NamedTuple):
    """``name = value`` in a block, as written."""

    name: str
    value: str
    """With its braces or quotes, macros and ``#``; without spaces around it."""
    start: int
    """Offset of the name in the text of the file."""
    value_start: int

    @property
    def end(self) -> int:
        """Offset of the end of the value in the text of the file."""
        return self.value_start + len(self.value)


class Block(NamedTuple):
    """``text[start:end]``: an entry, ``@string``, ``@preamble``, ``@comment``, the text between, or a broken block.

    A ``@string`` has a field for each macro, a ``@preamble`` one without a name. An entry that lacks its closing brace
    or a comma is still an entry, with the fields that could be read and a ``problem``; a failed block has no fields.
    """

    text: str
    start: int
    end: int
    kind: BlockKind
    type: str = ""
    """The word after ``@``, as written."""
    key: str = ""
    key_start: int = -1
    fields: tuple[Field, ...] = ()
    problem: str = ""
    problem_start: int = -1

    @property
    def raw(self) -> str:
        """The text of the block."""
        return self.text[self.start : self.end]
