"""Importers: text to records. One file a format, the other way round from ``exporters``.

To add one, add a file with one constant:

    IMPORTER = Importer(suffixes=(".ris",), read=read)

where ``read(text, config)`` decides everything and touches nothing: what cannot be read becomes a finding
with its line, and never costs the rest. A format of which files are long has ``Stages``, too.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, NamedTuple

from moebib import _registry
from moebib.errors import Finding, InputError
from moebib.library.config import Config, Section
from moebib.records.record import Model, Record
from moebib.text.encoding import decode_utf8

__all__ = [
    "Imported",
    "Importer",
    "Made",
    "Parsed",
    "Piece",
    "Stages",
    "importer",
    "importer_for",
    "importers",
    "itself",
    "parse",
]

_HEAD = 1_000_000
"""How many bytes are looked at to tell a format."""


class Imported(NamedTuple):
    """What a file holds: the works and models it names, each once, and what was not understood or merged."""

    records: tuple[Record, ...]
    models: tuple[Model, ...] = ()
    sections: tuple[Section, ...] = ()
    """The sections found, in order, where the format has any."""
    findings: tuple[Finding, ...] = ()


Made = tuple[Record | None, tuple[Finding, ...]]
"""A work, if there is one, and what was found in it."""


def itself(finding: Finding) -> Finding:
    """The finding, which has its place."""
    return finding


class Piece(NamedTuple):
    """What a work is made of, before it is one."""

    raw: Any
    """What ``Stages.make`` takes, ``None`` if there is nothing to make; it can go to another process."""
    findings: tuple[Finding, ...] = ()
    """What was found already."""
    place: Callable[[Finding], Finding] = itself
    """Gives what ``make`` finds its place in the file."""


class Stages(NamedTuple):
    """Reading in two steps, work by work: a file of any length needs no more memory than its text, and the second step,
    which costs most, can be done by several processes.
    """

    split: Callable[[str], Iterator[Piece]]
    make: Callable[[Any], Made]


def _decode(data: bytes, name: str) -> tuple[str, tuple[Finding, ...]]:
    return decode_utf8(data, name), ()


class Importer(NamedTuple):
    """A format to read."""

    suffixes: tuple[str, ...]
    """The file name endings it is known by, in lower case."""
    read: Callable[[str, Config], Imported]
    sign: str = r"(?!)"
    """A pattern for what a text in this format holds, and prose does not."""
    decode: Callable[[bytes, str], tuple[str, tuple[Finding, ...]]] = _decode
    """The text of a file, given its content and its name, and what was found on the way; by default it is UTF-8."""
    stages: Stages | None = None

    def steps(self) -> Stages:
        """The stages; for a format that has none, all is done in the first."""
        return self.stages or Stages(self._split, _made)

    def _split(self, text: str) -> Iterator[Piece]:
        imported = self.read(text, Config())
        yield Piece(None, imported.findings)
        yield from map(Piece, imported.records)

    def parse(self, data: bytes, config: Config, *, name: str) -> Imported:
        """The content of a file called *name*, which every finding tells.

        Raises:
            InputError: If it is in no encoding that the format has.
        """
        text, found = self.decode(data, name)
        imported = self.read(text, config)
        findings = (replace(finding, file=name) for finding in (*found, *imported.findings))
        return imported._replace(findings=tuple(findings))


def _made(record: Record) -> Made:
    return record, ()


def importers() -> tuple[str, ...]:
    """The names of all importers."""
    return _registry.leaves(sys.modules[__name__])


def importer(name: str) -> Importer:
    """The importer called *name*.

    Raises:
        InputError: If there is none; the message lists those there are.
    """
    return _registry.leaf(sys.modules[__name__], name, Importer)


def importer_for(file_name: str, data: bytes = b"") -> Importer:
    """The importer for a file: by the ending of its name, else by what is in it.

    Raises:
        InputError: If neither tells; with ``where`` if there was *data* to look at.
    """
    found = [importer(name) for name in importers()]
    by_suffix = (one for one in found if file_name.lower().endswith(one.suffixes))
    text = data[:_HEAD].decode("utf-8", errors="replace")
    by_sign = (one for one in found if re.search(one.sign, text))
    if one := next(by_suffix, None) or next(by_sign, None):
        return one
    hint = f"say it with --from {'|'.join(importers())}"
    if data:
        raise InputError(f"no bibliography in a format that can be told; if it is one, {hint}", where=file_name)
    raise InputError(f"cannot tell the format of {file_name!r}; {hint}")


class Parsed(NamedTuple):
    """The works that a text holds, in their order, and what was not understood."""

    records: tuple[Record, ...]
    findings: tuple[Finding, ...] = ()


def parse(text: str | bytes, format: str = "bibtex") -> Parsed:
    """The works in a text in *format*: "bibtex" (also for BibLaTeX), "csl-json", "ris", "hayagriva", "jsonl", ...

    What cannot be read becomes a finding with its line, and never costs the rest. Of bytes, a .bib file may be in any
    encoding; the other formats are UTF-8.

    >>> records, findings = parse("@book{knuth1984, title = {The {TeXbook}}, year = {soon}}")
    >>> records[0].title, [str(finding) for finding in findings]
    ('The TeXbook', ["1:43: MB122 not a year: 'soon'"])

    Raises:
        InputError: If there is no such format, or the bytes are in no encoding that it has.
    """
    found = importer(format)
    decoded, findings = found.decode(text, format) if isinstance(text, bytes) else (text, ())
    imported = found.read(decoded, Config())
    return Parsed(imported.records, (*findings, *imported.findings))
