"""Importers: text to records. One file a format, the other way round from ``exporters``.

To add one, add a file with one constant:

    IMPORTER = Importer(suffixes=(".ris",), read=read)

where ``read(text, config)`` decides everything and touches nothing: what cannot be read becomes a finding
with its line, and never costs the rest.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from moebib import _registry
from moebib.config import Config, Section
from moebib.errors import Finding, InputError
from moebib.record import Model, Record
from moebib.utf8 import decode_utf8

__all__ = ["MILD", "Imported", "Importer", "importer", "importer_for", "importers"]

MILD = frozenset({"MB102", "MB103", "MB104", "MB125", "MB126", "MB127", "MB131"})
"""Findings of what was read and carried all the same: prose or a comment that was passed over, a repeat, a link that
was repaired, a list of authors that is cut, a key that had to change."""


class Imported(NamedTuple):
    """What a file holds: the works and models it names, each once, and what was not understood or merged."""

    records: tuple[Record, ...]
    models: tuple[Model, ...] = ()
    sections: tuple[Section, ...] = ()
    """The sections found, in order, where the format has any."""
    findings: tuple[Finding, ...] = ()


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

    def parse(self, data: bytes, config: Config, *, name: str) -> Imported:
        """The content of a file called *name*, which every finding tells.

        Raises:
            InputError: If it is in no encoding that the format has.
        """
        text, found = self.decode(data, name)
        imported = self.read(text, config)
        findings = (replace(finding, file=name) for finding in (*found, *imported.findings))
        return imported._replace(findings=tuple(findings))


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
    text = data.decode("utf-8", errors="replace")
    by_sign = (one for one in found if re.search(one.sign, text))
    if one := next(by_suffix, None) or next(by_sign, None):
        return one
    hint = f"say it with --from {'|'.join(importers())}"
    if data:
        raise InputError(f"no bibliography in a format that can be told; if it is one, {hint}", where=file_name)
    raise InputError(f"cannot tell the format of {file_name!r}; {hint}")
