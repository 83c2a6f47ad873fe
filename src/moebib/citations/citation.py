"""Citations in the text of one file, with their positions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from moebib.text.lines import Lines

__all__ = ["ALL", "Citation", "CitingText", "Include", "placed"]

ALL = "*"
"""The key that cites every work: ``\\nocite{*}``."""


class Citation(NamedTuple):
    """A cited key, with its line and column, both from 1."""

    key: str
    line: int
    column: int


class Include(NamedTuple):
    """Another file of the document; the first of *names* that exists is read."""

    names: tuple[str, ...]
    line: int
    column: int


class CitingText(NamedTuple):
    """What the text of one file cites and includes; each key as often as it is cited, in the order of the text."""

    citations: tuple[Citation, ...]
    includes: tuple[Include, ...] = ()
    bibliographies: tuple[str, ...] = ()
    """The names of bibliographies, as written."""
    labels: frozenset[str] = frozenset()
    """The labels the document defines: a reference to one is not a citation, in whichever file it occurs."""
    biblatex: bool = False
    """Whether the document reads a .bib file as biblatex does, as far as this text shows; pandoc and Typst do."""


def placed(
    text: str,
    keys: Iterable[tuple[int, str]],
    includes: Iterable[tuple[int, tuple[str, ...]]] = (),
) -> tuple[tuple[Citation, ...], tuple[Include, ...]]:
    """Citations and includes from pairs of an offset in *text* and a key, or file names."""
    lines = Lines(text)
    return (
        tuple(Citation(key, *lines.position(offset)) for offset, key in sorted(keys)),
        tuple(Include(names, *lines.position(offset)) for offset, names in sorted(includes)),
    )
