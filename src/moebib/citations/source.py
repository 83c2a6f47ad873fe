"""Source: what one file of a document says of citations, with the places where it says so."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from moebib.text.lines import Lines

__all__ = ["ALL", "Citation", "Include", "Source", "placed"]

ALL = "*"
"""The key that cites every work: ``\\nocite{*}``."""


class Citation(NamedTuple):
    """A key, as it is cited, and where; both numbers count from 1."""

    key: str
    line: int
    column: int


class Include(NamedTuple):
    """Another file of the document, under the names it may have: the first that is there is meant."""

    names: tuple[str, ...]
    line: int
    column: int


class Source(NamedTuple):
    """What a file says; keys in the order of their places, as often as they are cited."""

    citations: tuple[Citation, ...]
    includes: tuple[Include, ...] = ()
    bibliographies: tuple[str, ...] = ()
    """The names of bibliographies, as written."""
    labels: frozenset[str] = frozenset()
    """What the document itself calls by a name: a reference to it is no citation, in whatever file it stands."""
    biblatex: bool = False
    """Whether a .bib file is read as biblatex reads it, as far as can be seen here; pandoc and Typst do so."""


def placed(
    text: str,
    keys: Iterable[tuple[int, str]],
    includes: Iterable[tuple[int, tuple[str, ...]]] = (),
) -> tuple[tuple[Citation, ...], tuple[Include, ...]]:
    """Keys and names of files, given with offsets in *text*, with lines and columns."""
    lines = Lines(text)
    return (
        tuple(Citation(key, *lines.position(at)) for at, key in sorted(keys)),
        tuple(Include(names, *lines.position(at)) for at, names in sorted(includes)),
    )
