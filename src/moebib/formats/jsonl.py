r"""JSON Lines (https://jsonlines.org): every field of every work, one work per line. The format that loses nothing."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from moebib.formats import Format, Made, Options, ParsedFile, Piece, RecordWriter, Stages

if TYPE_CHECKING:
    from moebib.library.config import Config
    from moebib.records.record import Record
    from moebib.text.json_values import JsonValue

__all__ = ["FORMAT"]


def _read(text: str, config: Config) -> ParsedFile:
    from moebib.formats._json import collected
    from moebib.text.json_values import values_by_line

    return collected(map(_make, values_by_line(text)))


def _split(text: str) -> Iterator[Piece]:
    from moebib.text.json_values import values_by_line

    return map(Piece, values_by_line(text))


def _make(value: JsonValue) -> Made:
    from moebib.formats._json import make

    return make(value, _record)


def _record(item: dict[str, Any]) -> Record:
    from moebib.records.citekey import fit_key
    from moebib.records.record import Record

    key = item.get("id")
    return Record.model_validate(item | {"id": fit_key(key) or "unnamed"} if isinstance(key, str) and key else item)


def _item(record: Record, options: Options) -> str:
    r"""One object, one line. A value may contain U+2028: split at ``\n``, not with ``splitlines``."""
    return json.dumps(record.to_dict(), ensure_ascii=False) + "\n"


def _fields() -> Mapping[str, tuple[str, ...]]:
    from moebib.formats._loss import FIELDS

    return {field: (field,) for field in FIELDS}


FORMAT = Format(
    name="jsonl",
    title="JSON Lines",
    suffixes=(".jsonl", ".ndjson"),
    sniff=r"\A\s*\{.*\}\s*\n\s*\{",
    read=_read,
    stages=Stages(_split, _make),
    write=RecordWriter(_item),
    fields=_fields,
)
