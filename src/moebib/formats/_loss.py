"""The loss report: where each field of a record goes in a format, and what a record loses there.

``homes`` comes from what the format declares. ``losses`` tries it out: it writes the record, reads it again, and
compares.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from moebib.formats._format import Format, Home, Loss, Options
from moebib.merging.diff import diff_records
from moebib.records.fields import FrozenEntry, Links
from moebib.records.markup import MARKUP
from moebib.records.name import Names
from moebib.records.publication import Version
from moebib.records.record import Record
from moebib.text.grammar import parse, source

__all__ = ["FIELDS", "compare", "homes", "losses"]

_OF_VERSIONS = tuple(f"versions.{field}" for field in Version.model_fields)
FIELDS = tuple(
    name for field in Record.model_fields for name in (field, *(_OF_VERSIONS if field == "versions" else ()))
)
"""The fields of a record, and of its versions: "versions.title"."""


@cache
def homes(format: Format) -> Mapping[str, Home]:
    """For every field of a record and its versions ("versions.title") its place in *format*."""
    names = format.fields()
    return {field: Home(tuple(dict.fromkeys(names.get(field, ()))), format.caveats.get(field, "")) for field in FIELDS}


def losses(record: Record, format: Format, options: Options, written: str | None = None) -> tuple[Loss, ...]:
    """What of *record* does not come back from *format*; if it is not read, what is left out.

    *written* is its text in the format, unless it still has to be written. The order of identifiers does not count, nor
    does a backslash that a text with markup may have but does not need.
    """
    if format.read:
        back = _read_back(record, format, options, written)
        if not back:
            return (Loss("id", (record.id,), (), "its text is not read as a work"),)
    else:
        back = _kept(record, format, options)
    return compare(record, back, format)


def compare(record: Record, back: Record, format: Format) -> tuple[Loss, ...]:
    """What of *record* is missing in *back*, which was read of a file in *format*; see :func:`losses`."""
    record, back = _as_moebib_writes(record), _as_moebib_writes(back)
    return tuple(
        _loss(record, back, diff.field, homes(format)[diff.field])
        for diff in diff_records(record, back)
        if not (diff.field == "identifiers" and diff.is_reordered)
    )


def _as_moebib_writes(record: Record) -> Record:
    texts = {field: getattr(record, field) for field in MARKUP}
    written = {field: source(parse(text)) for field, text in texts.items()}
    return record if written == texts else record.evolve(**written)


def _read_back(record: Record, format: Format, options: Options, written: str | None) -> Record | None:
    writer = format.record_writer()
    item = writer.item(record, options) if written is None else written
    return next(iter(format.parse_text(writer.join([item])).records), None)


def _kept(record: Record, format: Format, options: Options) -> Record:
    left_out = (
        field for field in Record.model_fields if not homes(format)[field].names and field not in ("id", "type")
    )
    empty = {field: Record.model_fields[field].get_default() for field in left_out}
    return record.evolve(**empty, **{field: kept(record, options) for field, kept in format.kept.items()})


def _loss(record: Record, back: Record, field: str, home: Home) -> Loss:
    before, after = _values(getattr(record, field)), _values(getattr(back, field))
    lost = tuple(text for text in before if text not in after)
    instead = tuple(text for text in after if text not in before)
    if not lost and not instead:  # only the order differs
        lost, instead = before, after
    return Loss(field, lost, instead, home.caveat if home.names else "no place for it")


def _values(value: Any) -> tuple[str, ...]:
    """The parts of a value as text."""
    if isinstance(value, Links):
        return tuple(f"{kind}: {url}" for kind in Links.model_fields for url in getattr(value, kind))
    if isinstance(value, FrozenEntry):
        return (json.dumps(value.to_dict(), ensure_ascii=False),)
    if isinstance(value, Names):
        return tuple(value.texts())
    if isinstance(value, dict):
        return tuple(f"{name} = {text}" for name, item in value.items() for text in _values(item))
    if isinstance(value, tuple):
        return tuple(text for item in value for text in _values(item))
    return (str(value),) if value else ()
