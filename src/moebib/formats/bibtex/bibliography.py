"""BibFiles: the .bib files of one bibliography, with their entries by key and their macros by name."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import accumulate, chain
from typing import NamedTuple

from moebib.formats.bibtex.document import BibDocument, keys_in
from moebib.formats.bibtex.syntax.blocks import Block
from moebib.library.keys import KeyIndex

__all__ = ["BibFiles", "BibIndex"]


class BibIndex(NamedTuple):
    """Where the entries and macros of a file are defined, as offsets in all files."""

    works: KeyIndex[int]
    """All entries except ``@xdata``, by key and by the former keys that they list in ``ids``."""
    containers: dict[str, int]
    """The ``@xdata`` entries by key; of several with one key, the first."""
    macros: dict[str, list[int]]
    """The ``@string`` blocks that define a macro, by its name in lower case."""


class BibFiles:
    """One or more .bib files that BibTeX and biber read as one bibliography, in their order.

    Their offsets are those in the texts of all files, one after the other; those of a block are in the text of its
    file. Each file is scanned alone, so that nothing malformed in it affects the next one.

    >>> files = BibFiles(BibDocument('@string{p = "Press"}', "macros.bib"), BibDocument("@book{a}", "refs.bib"))
    >>> at = files.find("A")
    >>> at, files.block_at(at).start, files.document_at(at).name
    (20, 0, 'refs.bib')
    """

    def __init__(self, *documents: BibDocument) -> None:
        self.documents = documents
        self.starts = (0, *accumulate(len(document.text) for document in documents))
        """Where the files start, and where the last one ends."""

    def span_of(self, document: BibDocument) -> tuple[int, int]:
        """Where a file starts and ends."""
        number = next(number for number, other in enumerate(self.documents) if other is document)
        return self.starts[number], self.starts[number + 1]

    def span_at(self, at: int) -> tuple[int, int]:
        """Where the file starts and ends in which there is a block at an offset."""
        number = self._number(at)
        return self.starts[number], self.starts[number + 1]

    def document_at(self, at: int) -> BibDocument:
        """The file in which there is a block at an offset."""
        return self.documents[self._number(at)]

    def block_at(self, at: int) -> Block:
        """The block that starts at an offset where one starts (not the text between blocks)."""
        number = self._number(at)
        return self.documents[number].block_at(at - self.starts[number])

    def _number(self, at: int) -> int:
        return bisect_right(self.starts, at, hi=len(self.documents)) - 1

    @cached_property
    def _indexes(self) -> tuple[BibIndex, ...]:
        return tuple(_index_of(document, start) for document, start in zip(self.documents, self.starts, strict=False))

    @cached_property
    def macros(self) -> Mapping[str, list[int]]:
        """The ``@string`` blocks that define a macro, by its name in lower case."""
        starts: dict[str, list[int]] = {}
        for index in self._indexes:
            for name, of_file in index.macros.items():
                starts.setdefault(name, []).extend(of_file)
        return starts

    def works(self) -> list[str]:
        """The keys of all entries except ``@xdata``, each once."""
        return list(dict.fromkeys(key for index in self._indexes for key in index.works))

    def find(self, key: str, near: int | None = None) -> int | None:
        """Where the entry with *key* starts: an ``@xdata`` with exactly this key, or what ``find_work`` finds.

        The first file that has one counts, after that with the block at the offset *near*.
        """
        for index in self._nearest(near):
            works, containers, _ = index
            at = containers[key] if key in containers and key not in works else works.find(key)
            if at is not None:
                return at
        return None

    def find_work(self, key: str, near: int | None = None) -> int | None:
        """As ``find``, but a work: with *key*, else with *key* in another case, else with *key* in its ``ids``."""
        starts = (index.works.find(key) for index in self._nearest(near))
        return next((at for at in starts if at is not None), None)

    def find_container(self, key: str, near: int | None = None) -> int | None:
        """As ``find``, but an ``@xdata``."""
        return next((index.containers[key] for index in self._nearest(near) if key in index.containers), None)

    def _nearest(self, at: int | None) -> Iterator[BibIndex]:
        first = None if at is None else self._indexes[self._number(at)]
        yield from (first,) if first else ()
        yield from (index for index in self._indexes if index is not first)

    def find_macro(self, name: str, at: int) -> int | None:
        """Where the ``@string`` starts that defines a macro for the block at an offset, see :class:`Macros`."""
        starts = self.macros.get(name.lower(), [])
        before = bisect_left(starts, at)
        later = bisect_left(starts, self.span_at(at)[1])
        return starts[before - 1] if before else starts[later] if later < len(starts) else None


def _index_of(document: BibDocument, start: int) -> BibIndex:
    """The index of a file that starts at the offset *start*."""
    index = BibIndex(KeyIndex(), {}, {})
    for block in document.blocks:
        at = start + block.start
        if block.kind == "string":
            for field in block.fields:
                index.macros.setdefault(field.name.lower(), []).append(at)
        elif block.kind == "entry" and block.key and block.type.lower() == "xdata":
            index.containers.setdefault(block.key, at)
        elif block.kind == "entry" and block.key:
            former = (keys_in(field.value) for field in block.fields if field.name.lower() == "ids")
            index.works.add(block.key, at, former=chain.from_iterable(former))
    return index
