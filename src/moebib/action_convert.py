"""The action behind `convert`: a bibliography in one format as text in another, without any list."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from moebib import exporters, importers
from moebib.config import Config
from moebib.errors import Finding, InputError
from moebib.exporters import Exporter, LibraryExporter, Options
from moebib.importers import MILD, Importer

__all__ = ["Converted", "convert", "exporter_to"]


class Converted(NamedTuple):
    """The bibliography in its new format, and what of the old one was not understood."""

    text: str
    works: int
    findings: tuple[Finding, ...]


def convert(data: bytes, name: str, *, source: str | None, exporter: Exporter, options: Options) -> Converted:
    """The works of a file called *name*, in their order; keys and identifiers may stand there more than once.

    Raises:
        InputError: If its format is unknown, or it is no bibliography at all.
    """
    importer = importers.importer(source) if source else importers.importer_for(name, data)
    imported = importer.parse(data, Config(), name=name)
    if not imported.records:
        _check(data, name, importer, imported.findings)
    text = exporter.dump(imported.records, options)
    return Converted(text, len(imported.records), imported.findings)


def _check(data: bytes, name: str, importer: Importer, findings: Iterable[Finding]) -> None:
    """A list of no works is fine; a text of which no work could be read, or that is something else, is not."""
    if not data.strip():
        raise InputError("there is nothing in it", where=name)
    if wrong := next((finding for finding in findings if finding.code not in MILD), None):
        raise InputError(f"no work in it can be read; {wrong}", where=name)
    if not re.search(importer.sign, importer.decode(data, name)[0]):
        raise InputError("no bibliography in this format: nothing in it is a work", where=name)


def exporter_to(name: str, target: str | None) -> Exporter:
    """The exporter called *target*, else that for a file called *name*.

    Raises:
        InputError: If there is none, or it is for lists only.
    """
    found = exporters.exporter(target) if target else exporters.exporter_for(name)
    if isinstance(found, LibraryExporter):
        raise InputError(f"a {found.suffix} file is made of a list, with `moebib export`; a file has too little for it")
    return found
