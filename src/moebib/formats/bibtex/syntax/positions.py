"""Places: what is wrong in a block of a file, as a finding with the line and column where it stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property
from typing import NamedTuple

from moebib.errors import Finding
from moebib.formats.bibtex.syntax.blocks import Block, Lines

__all__ = ["Places", "Trouble"]


class Trouble(NamedTuple):
    """Something wrong in a block: at an offset of the file or, where it is not said, in a field or at the key."""

    code: str
    message: str
    hint: str | None = None
    field: str | None = None
    at: int = -1


class Places:
    r"""The lines of a text; they are counted when the first finding asks for them.

    >>> from moebib.formats.bibtex.syntax.scanner import scan
    >>> block = next(scan("@misc{a,\n  year = {soon}}"))
    >>> Places(block.text).place(Finding("MB122", "not a year", "a", "year"), block).where
    '2:3'
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self._text)

    def findings(self, block: Block, troubles: Iterable[Trouble], key: str | None = None) -> tuple[Finding, ...]:
        """What is wrong in *block*, whose entry is called *key* in the end."""
        return tuple(
            self.place(Finding(code, message, key or block.key or None, field, hint=hint), block, at)
            for code, message, hint, field, at in troubles
        )

    def place(self, finding: Finding, block: Block, at: int = -1) -> Finding:
        """The finding with line and column: *at* an offset, else where its field or, without one, its key stands."""
        if at < 0:
            at = _start_of(block, finding.field)
        line, column = self._lines.position(at)
        return replace(finding, line=line, column=column)


def _start_of(block: Block, field: str | None) -> int:
    named = (one.start for one in block.fields if field and one.name.lower() == field)
    return next(named, block.key_start if block.key_start >= 0 else block.start)
