"""The style of a .bib file: how new values are written in it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from moebib.formats.bibtex.document import BibDocument
from moebib.formats.bibtex.edit.record import dialect_of
from moebib.formats.bibtex.entry import Dialect
from moebib.formats.bibtex.resolve.macros import Budget, Macros, TooLong, define_macros
from moebib.text.markup import from_latex, plain

__all__ = ["BibStyle", "style_of"]

_WITH_MACROS = frozenset(
    ["journal", "journaltitle", "booktitle", "howpublished", "organization", "publisher", "institution", "school"]
)
_ACCENT = re.compile(r"\\(?:[\"'`^~=.]|[bcdHkrtuv][ {])")


class BibStyle(NamedTuple):
    """How the values of a .bib file are written."""

    dialect: Dialect
    unicode: bool
    """Whether accented letters are written as they are."""
    macros: tuple[tuple[int, str, str], ...]
    """The macros that the file defines once: where, the name, and the value without LaTeX."""

    def macro(self, field: str, latex: str, at: int) -> str | None:
        """The macro with this value of a venue or publisher that is defined before the offset *at*."""
        if field not in _WITH_MACROS or not self.macros:
            return None
        text = _bare(latex)
        return next((name for start, name, value in self.macros if start < at and value == text), None)


def style_of(document: BibDocument, *, unicode: bool) -> BibStyle:
    """The style of a file; *unicode* says whether it has accented letters as they are.

    In BibLaTeX, they are written so if the file has none in LaTeX, either.
    """
    dialect = dialect_of(document.blocks)
    unicode = unicode or (dialect == "biblatex" and not _ACCENT.search(document.text))
    return BibStyle(dialect, unicode, tuple(_macros_defined_once(document)))


def _macros_defined_once(document: BibDocument) -> Iterator[tuple[int, str, str]]:
    strings = [block for block in document.blocks if block.kind == "string"]
    counts = Counter(field.name.lower() for block in strings for field in block.fields)
    macros = Macros(Budget(len(document.text)))
    for block in strings:
        define_macros(block, macros, [])
        for field in block.fields:
            with suppress(TooLong):
                value, undefined = macros.value(field.value, field.value_start)
                if not undefined and counts[field.name.lower()] == 1:
                    yield block.start, field.name, _bare(value)


def _bare(latex: str) -> str:
    return plain(from_latex(latex))
