"""Index: the entries of a file by their key, for files in which one entry needs another."""

from __future__ import annotations

from moebib.formats.bibtex.resolve.macros import Budget, Macros
from moebib.formats.bibtex.resolve.values import contents, define
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.formats.bibtex.syntax.scanner import scan
from moebib.formats.bibtex.writer import Entry

__all__ = ["Index"]


class Index:
    """Where the entries of a text stand. It costs to read the text once more, and is for files that need it."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._macros = Macros(Budget(len(text)))
        self._entries: dict[str, tuple[int, int]] = {}
        self._containers: dict[str, tuple[int, int]] = {}
        self._any_case: dict[str, str] = {}
        for block in scan(text):
            if block.kind == "string":
                define(block, self._macros, [])
            elif block.kind == "entry" and block.key:
                self._add(block)

    def _add(self, block: Block) -> None:
        if block.type.lower() == "xdata":
            self._containers.setdefault(block.key, (block.start, block.end))
        else:
            self._entries.setdefault(block.key, (block.start, block.end))
            self._any_case.setdefault(block.key.lower(), block.key)

    def find(self, key: str, *, container: bool = False) -> str | None:
        """The key of an entry: this one or, if there is none, the first that differs in case alone."""
        if container:
            return key if key in self._containers else None
        return key if key in self._entries else self._any_case.get(key.lower())

    def entry(self, key: str, *, container: bool = False) -> Entry:
        """The first entry of this key, with what it has of its own; a *container* is an ``@xdata`` entry."""
        start, end = (self._containers if container else self._entries)[key]
        block = next(scan(self._text[start:end]))
        return Entry(block.type.lower(), block.key, contents(block, self._macros, [], shift=start))
