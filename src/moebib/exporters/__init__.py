r"""Exporters: a library as text. One file a format, found by its name ("csl-json" is in csl_json.py).

To add one, add a file with one constant:

    EXPORTER = Exporter(suffix=".ris", dump=dump)

where ``dump(library, options)`` returns the whole text: deterministic, UTF-8, lines ending in ``\n``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection
from typing import Literal, NamedTuple

from moebib import _registry
from moebib.library import Library

__all__ = ["Exporter", "Options", "export", "exporter", "exporters"]


class Options(NamedTuple):
    """What an export may be told; an exporter ignores what does not concern it."""

    unicode: bool = False
    """Keep Unicode in BibTeX instead of LaTeX commands."""
    style: str | None = None
    """The style of the README; by default the one of moebib.toml."""
    omit: frozenset[str] = frozenset()
    """Fields to leave out of BibTeX and BibLaTeX, by their names there ("isbn", "abstract")."""


class Exporter(NamedTuple):
    """A format to write."""

    suffix: str
    dump: Callable[[Library, Options], str]


def exporters() -> tuple[str, ...]:
    """The names of all exporters."""
    return _registry.leaves(sys.modules[__name__])


def exporter(name: str) -> Exporter:
    """The exporter called *name*.

    Raises:
        InputError: If there is none; the message lists those there are.
    """
    return _registry.leaf(sys.modules[__name__], name, Exporter)


def export(
    library: Library,
    format: str = "bibtex",
    *,
    prefer: Literal["published", "preprint"] = "published",
    unicode: bool = False,
    style: str | None = None,
    omit: Collection[str] = (),
) -> str:
    """The whole library as text in *format*: "bibtex", "biblatex", "csl-json", "csv", "jsonl" or "readme".

    The same library gives the same text. ``prefer`` picks the version of each work that has several; ``omit`` names
    fields to leave out of BibTeX and BibLaTeX.

    Raises:
        InputError: If there is no such format.
    """
    return exporter(format).dump(library.preferring(prefer), Options(unicode, style, frozenset(omit)))
