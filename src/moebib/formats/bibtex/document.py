"""BibDocument: a .bib file as blocks, with lines and columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from moebib.errors import Finding
from moebib.formats.bibtex.syntax.blocks import Block, Scanner
from moebib.text.lines import Lines, newline_of

__all__ = ["BibDocument", "Problem", "keys_in"]

_LONGEST_KEPT = 1 << 18
"""Blocks of a longer text are not kept: they take three times the memory of the text."""


class Problem(NamedTuple):
    """Something wrong in a block: at an offset of the file or, without one, in a field or at the key."""

    code: str
    message: str
    hint: str | None = None
    field: str | None = None
    at: int = -1


@dataclass(frozen=True, repr=False)
class BibDocument:
    r"""A .bib file: its blocks and its positions, computed when they are first needed.

    The text is scanned once. Only a text of more than 262,144 characters is scanned again for each iteration
    over its blocks, so that a file of any length needs little more memory than its text.

    >>> document = BibDocument("% mine\n@book{knuth1984, title = {The {TeX}book}}")
    >>> [(block.kind, block.key) for block in document.blocks]
    [('between', ''), ('entry', 'knuth1984')]
    >>> document.position(7)
    (2, 1)
    """

    text: str
    name: str = ""
    """The name of the file, for findings."""

    @property
    def blocks(self) -> Iterable[Block]:
        """The blocks in order; their ``raw`` joined is the text."""
        return self._kept if len(self.text) <= _LONGEST_KEPT else self._scanner.scan()

    def block_at(self, start: int) -> Block:
        """The block that starts at an offset where one starts (not the text between blocks)."""
        return self._scanner.read(start)

    @cached_property
    def newline(self) -> str:
        """How the lines of the file end."""
        return newline_of(self.text)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at *offset*, both from 1."""
        return self._lines.position(offset)

    def place(self, finding: Finding, block: Block, at: int = -1) -> Finding:
        r"""The finding with file, line and column: of the offset *at*, else of its field or, without one, of the key.

        >>> document = BibDocument("@misc{a,\n  year = {soon}}")
        >>> document.place(Finding("MB122", "not a year", "a", "year"), document.block_at(0)).where
        '2:3'
        """
        if at < 0:
            of_key = block.key_start if block.key_start >= 0 else block.start
            fields = (field.start for field in block.fields if finding.field and field.name.lower() == finding.field)
            at = next(fields, of_key)
        line, column = self.position(at)
        return replace(self.named(finding), line=line, column=column)

    def named(self, finding: Finding) -> Finding:
        """The finding with the name of this file, if that is known."""
        return replace(finding, file=self.name) if self.name else finding

    def findings(self, block: Block, problems: Iterable[Problem], key: str | None = None) -> tuple[Finding, ...]:
        """The problems of *block* as findings; *key* is the one that its entry gets in the end."""
        return tuple(
            self.place(Finding(code, message, key or block.key or None, field, hint=hint), block, at)
            for code, message, hint, field, at in problems
        )

    @cached_property
    def _scanner(self) -> Scanner:
        return Scanner(self.text)

    @cached_property
    def _kept(self) -> tuple[Block, ...]:
        return tuple(self._scanner.scan())

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)


def keys_in(value: str) -> list[str]:
    """The keys in a value as it is written in the file, between commas: of ``crossref``, ``xdata`` or ``ids``."""
    return [key.strip() for key in value.strip('{}" \t\r\n').split(",") if key.strip()]
