"""JSON Lines: the way back from the exporter that loses nothing."""

from __future__ import annotations

from moebib.config import Config
from moebib.importers import Imported, Importer
from moebib.importers._json import parse, read_all
from moebib.record import Record


def read(text: str, config: Config) -> Imported:
    r"""One record a line; blank lines are passed over. Only ``\n`` ends a line."""
    lines = enumerate(text.removeprefix("\ufeff").split("\n"), start=1)
    return read_all((parse(line, number) for number, line in lines if line.strip()), Record.model_validate)


IMPORTER = Importer(suffixes=(".jsonl", ".ndjson"), read=read, sign=r"\A\s*\{.*\}\s*\n\s*\{")
