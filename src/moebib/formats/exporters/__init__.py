r"""Exporters: a library as text. One file a format, found by its name ("csl-json" is in csl_json.py).

To add one, add a file with one constant:

    EXPORTER = Exporter(suffix=".ris", item=item)

where ``item(record, options)`` returns the text of one work: deterministic, UTF-8, lines ending in ``\n``. A format
that needs the whole library at once (sections, models) has a ``LibraryExporter`` with ``dump(library, options)``.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable
from typing import Literal, NamedTuple

from moebib import _registry
from moebib.errors import InputError
from moebib.library.library import Library
from moebib.records.record import Record

__all__ = ["Exporter", "LibraryExporter", "Options", "export", "exporter", "exporter_for", "exporters"]


class Options(NamedTuple):
    """What an export may be told; an exporter ignores what does not concern it."""

    unicode: bool = False
    """Keep Unicode in BibTeX instead of LaTeX commands."""
    style: str | None = None
    """The style of the README; by default the one of moebib.toml."""
    omit: frozenset[str] = frozenset()
    """Fields to leave out of BibTeX and BibLaTeX, by their names there ("isbn", "abstract")."""


class Exporter(NamedTuple):
    """A format that is written work by work, so that a list of any length needs no more memory than its text."""

    suffix: str
    item: Callable[[Record, Options], str]
    head: str = ""
    between: str = ""
    tail: str = ""
    empty: str | None = None
    """The text of no works at all, where it is not ``head + tail``."""

    def join(self, items: Iterable[str]) -> str:
        """The whole text, of the texts of the works."""
        body = self.between.join(items)
        return self.empty if not body and self.empty is not None else f"{self.head}{body}{self.tail}"

    def dump(self, works: Iterable[Record], options: Options) -> str:
        """The text of *works*, in their order."""
        return self.join(self.item(record, options) for record in works)


class LibraryExporter(NamedTuple):
    """A format that is written of a whole library."""

    suffix: str
    dump: Callable[[Library, Options], str]


def exporter_for(file_name: str) -> Exporter | LibraryExporter:
    """The exporter for a file, by the ending of its name; ".bib" is BibTeX.

    Raises:
        InputError: If no exporter has that ending.
    """
    names = sorted(exporters(), key=lambda name: name != "bibtex")
    if found := next((one for one in map(exporter, names) if file_name.lower().endswith(one.suffix)), None):
        return found
    raise InputError(f"cannot tell the format of {file_name!r}; say it with --to {'|'.join(exporters())}")


def exporters() -> tuple[str, ...]:
    """The names of all exporters."""
    return _registry.leaves(sys.modules[__name__])


def exporter(name: str) -> Exporter | LibraryExporter:
    """The exporter called *name*.

    Raises:
        InputError: If there is none; the message lists those there are.
    """
    kinds: tuple[type[Exporter] | type[LibraryExporter], ...] = (Exporter, LibraryExporter)
    return _registry.leaf(sys.modules[__name__], name, *kinds)


def export(
    works: Library | Iterable[Record],
    format: str = "bibtex",
    *,
    prefer: Literal["published", "preprint"] = "published",
    unicode: bool = False,
    style: str | None = None,
    omit: Collection[str] = (),
) -> str:
    """A library, or records in their order, as text in *format*: "bibtex", "biblatex", "csl-json", "ris", "hayagriva",
    "csv", "jsonl" or, for a library only, "readme".

    The same works give the same text. ``prefer`` picks the version of each work that has several; ``omit`` names
    fields to leave out of BibTeX and BibLaTeX.

    Raises:
        InputError: If there is no such format, or it is made of a library only.
    """
    found, options = exporter(format), Options(unicode, style, frozenset(omit))
    if isinstance(works, Library):
        return found.dump(works.preferring(prefer), options)
    if isinstance(found, LibraryExporter):
        raise InputError(f"{format} is made of a library, not of records")
    return found.dump((record.preferring(prefer) for record in works), options)
