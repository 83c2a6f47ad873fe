"""BibDocument: a .bib file as blocks, with its entries by key and with lines and columns."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from moebib.errors import Finding
from moebib.formats.bibtex.syntax.blocks import Block, Scanner
from moebib.library.keys import KeyIndex
from moebib.text.lines import Lines, newline_of

__all__ = ["BibDocument", "BibIndex", "Problem", "keys_in"]

_LONGEST_KEPT = 1 << 18
"""Blocks of a longer text are not kept: they take three times the memory of the text."""


class Problem(NamedTuple):
    """Something wrong in a block: at an offset of the file or, without one, in a field or at the key."""

    code: str
    message: str
    hint: str | None = None
    field: str | None = None
    at: int = -1


class BibIndex(NamedTuple):
    """Where the entries and macros of a file are defined, as offsets in its text."""

    works: KeyIndex[int]
    """All entries except ``@xdata``, by key and by the former keys that they list in ``ids``."""
    containers: dict[str, int]
    """The ``@xdata`` entries by key; of several with one key, the first."""
    macros: dict[str, list[int]]
    """The ``@string`` blocks that define a macro, by its name in lower case."""


@dataclass(frozen=True, repr=False)
class BibDocument:
    r"""A .bib file: its blocks, its keys and its positions, each computed when it is first needed.

    The text is scanned once. Only a text of more than 262,144 characters is scanned again for each iteration
    over its blocks, so that a file of any length needs little more memory than its text.

    >>> document = BibDocument("% mine\n@book{knuth1984, title = {The {TeX}book}}")
    >>> [(block.kind, block.key) for block in document.blocks]
    [('between', ''), ('entry', 'knuth1984')]
    >>> document.find("Knuth1984"), document.position(document.start_of("knuth1984"))
    ('knuth1984', (2, 1))
    """

    text: str

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

    @cached_property
    def index(self) -> BibIndex:
        """The entries by key and the macros by name."""
        index = BibIndex(KeyIndex(), {}, {})
        for block in self.blocks:
            if block.kind == "string":
                for field in block.fields:
                    index.macros.setdefault(field.name.lower(), []).append(block.start)
            elif block.kind == "entry" and block.key and block.type.lower() == "xdata":
                index.containers.setdefault(block.key, block.start)
            elif block.kind == "entry" and block.key:
                former = (keys_in(field.value) for field in block.fields if field.name.lower() == "ids")
                index.works.add(block.key, block.start, former=chain.from_iterable(former))
        return index

    def find(self, key: str) -> str | None:
        """The key of the entry with *key*: an ``@xdata`` with exactly this key, or what ``find_work`` finds."""
        works, containers, _ = self.index
        return key if key in containers and key not in works else self.find_work(key)

    def find_work(self, key: str) -> str | None:
        """The key of the work with *key*, otherwise with *key* in another case, otherwise with *key* in its ``ids``."""
        if key in self.index.works:
            return key
        start = self.index.works.find(key)
        return None if start is None else self.block_at(start).key

    def start_of(self, key: str) -> int:
        """The offset of the first work, or otherwise of the ``@xdata``, with exactly this key.

        Raises:
            KeyError: If there is none.
        """
        start = self.index.works.exact(key)
        return self.index.containers[key] if start is None else start

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of the character at *offset*, both from 1."""
        return self._lines.position(offset)

    def place(self, finding: Finding, block: Block, at: int = -1) -> Finding:
        r"""The finding with line and column: of the offset *at*, else of its field or, without one, of the key.

        >>> document = BibDocument("@misc{a,\n  year = {soon}}")
        >>> document.place(Finding("MB122", "not a year", "a", "year"), document.block_at(0)).where
        '2:3'
        """
        if at < 0:
            of_key = block.key_start if block.key_start >= 0 else block.start
            fields = (field.start for field in block.fields if finding.field and field.name.lower() == finding.field)
            at = next(fields, of_key)
        line, column = self.position(at)
        return replace(finding, line=line, column=column)

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
