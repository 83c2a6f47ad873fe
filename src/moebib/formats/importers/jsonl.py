"""JSON Lines: the way back from the exporter that loses nothing."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.formats.importers import Imported, Importer, Made, Piece, Stages
from moebib.formats.importers._json import Value, make, parse, read_all
from moebib.library.config import Config
from moebib.records.record import Record


def read(text: str, config: Config) -> Imported:
    r"""One record a line; blank lines are passed over. Only ``\n`` ends a line."""
    return read_all(_values(text), Record.model_validate)


def split(text: str) -> Iterator[Piece]:
    """The lines, as JSON."""
    return map(Piece, _values(text))


def make_record(value: Value) -> Made:
    """The record of a line."""
    return make(value, Record.model_validate)


def _values(text: str) -> Iterator[Value]:
    lines = enumerate(text.removeprefix("\ufeff").split("\n"), start=1)
    return (parse(line, number) for number, line in lines if line.strip())


IMPORTER = Importer(
    suffixes=(".jsonl", ".ndjson"), read=read, sign=r"\A\s*\{.*\}\s*\n\s*\{", stages=Stages(split, make_record)
)
