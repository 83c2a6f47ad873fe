"""Blocks: what a .bib file is made of, each a slice of the text, so that nothing of a file is lost."""

from __future__ import annotations

from typing import Literal, NamedTuple

__all__ = ["Block", "Field", "Kind"]

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
