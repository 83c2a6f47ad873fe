"""Importers: text to records. One file a format, the other way round from ``exporters``.

To add one, add a file with one constant:

    IMPORTER = Importer(suffixes=(".ris",), read=read)

where ``read(text, config)`` decides everything and touches nothing: what cannot be read becomes a finding
with its line, and never costs the rest.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import NamedTuple

from moebib import _registry
from moebib.config import Config, Section
from moebib.errors import Finding, InputError
from moebib.record import Model, Record

__all__ = ["Imported", "Importer", "importer", "importer_for", "importers"]


class Imported(NamedTuple):
    """What a file holds: the works and models it names, each once, and what was not understood or merged."""

    records: tuple[Record, ...]
    models: tuple[Model, ...] = ()
    sections: tuple[Section, ...] = ()
    """The sections found, in order, where the format has any."""
    findings: tuple[Finding, ...] = ()


class Importer(NamedTuple):
    """A format to read."""

    suffixes: tuple[str, ...]
    """The file name endings it is known by, in lower case."""
    read: Callable[[str, Config], Imported]


def importers() -> tuple[str, ...]:
    """The names of all importers."""
    return _registry.leaves(sys.modules[__name__])


def importer(name: str) -> Importer:
    """The importer called *name*.

    Raises:
        InputError: If there is none; the message lists those there are.
    """
    return _registry.leaf(sys.modules[__name__], name, Importer)


def importer_for(file_name: str) -> Importer:
    """The importer for a file, by the ending of its name.

    Raises:
        InputError: If no importer has that ending.
    """
    for name in importers():
        found = importer(name)
        if file_name.lower().endswith(found.suffixes):
            return found
    raise InputError(f"cannot tell the format of {file_name!r}; say it with --from {'|'.join(importers())}")
