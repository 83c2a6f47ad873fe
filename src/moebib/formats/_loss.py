"""The loss report: where each field of a record goes in a format, and what a record loses there.

``homes`` comes from what the format declares. ``losses`` tries it out: it writes the record, reads it again, and
compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, partial
from typing import Any

from moebib.formats._format import Format
from moebib.formats._writing import Home, Loss, Options
from moebib.records.entry import FrozenEntry
from moebib.records.fields import MARKUP
from moebib.records.name import Names
from moebib.records.publication import Version
from moebib.records.record import Links, Record
from moebib.text.grammar import parse, source
from moebib.text.language import language_in
from moebib.text.latex import is_same

__all__ = ["FIELDS", "compare", "homes", "losses", "losses_of_all"]

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
        if written is None:
            written = format.record_writer().item(record, options)
        back = next(iter(format.parse_text(format.record_writer().join([written])).records), None)
        return (*compare(record, back, format), *_shown(record, format, options, written))
    after = _kept(record, format, options)
    return _compared(record, lambda field: after.get(field, getattr(record, field)), format)


def losses_of_all(
    records: Sequence[Record], format: Format, options: Options, texts: Sequence[str]
) -> list[tuple[Loss, ...]]:
    """The losses of each of *records*, whose *texts* are read together, which costs less than one by one."""
    if format.read:
        back = format.parse_text(format.record_writer().join(texts)).records
        if [record.id for record in back] == [record.id for record in records]:
            return [
                (*compare(record, read, format), *_shown(record, format, options, text))
                for record, read, text in zip(records, back, texts, strict=True)
            ]
    return [losses(record, format, options, text) for record, text in zip(records, texts, strict=True)]


def compare(record: Record, back: Record | None, format: Format) -> tuple[Loss, ...]:
    """What of *record* is missing in *back*, which was read of a file in *format*; see :func:`losses`."""
    if not back:
        return (Loss("id", (record.id,), (), "its text is not read as a work"),)
    return _compared(record, partial(getattr, back), format)


def _compared(record: Record, back: Callable[[str], Any], format: Format) -> tuple[Loss, ...]:
    losses = []
    for field in Record.model_fields:
        before, after = getattr(record, field), back(field)
        if before is not after and before != after and not _is_same(field, before, after):
            home = homes(format)[field]
            is_changed = format.read and field in MARKUP and before and after
            why = _why(before, after, format) if is_changed else home.caveat
            losses.append(_loss(field, before, after, why if home.names else "no place for it"))
    return tuple(losses)


def _is_same(field: str, before: Any, after: Any) -> bool:
    """Whether values that are not equal say the same."""
    if field in MARKUP:
        return source(parse(before)) == source(parse(after))
    if field == "identifiers":
        return set(before) == set(after)
    if field == "language":  # by its name, "German"
        return bool(before.isalpha() and language_in(before) == after)
    if field == "extra":
        return all(is_same(before.get(name, ""), after.get(name, "")) for name in before | after)
    return False


def _shown(record: Record, format: Format, options: Options, written: str) -> Iterable[Loss]:
    return format.shown(record, options, written) if format.shown else ()


def _kept(record: Record, format: Format, options: Options) -> dict[str, Any]:
    """The fields of which not all is in a format that is not read, and what of them is."""
    return {**_empty(format), **{field: kept(record, options) for field, kept in format.kept.items()}}


@cache
def _empty(format: Format) -> Mapping[str, Any]:
    left_out = (
        field for field in Record.model_fields if not homes(format)[field].names and field not in ("id", "type")
    )
    return {field: Record.model_fields[field].get_default(call_default_factory=True) for field in left_out}


def _why(before: str, after: str, format: Format) -> str:
    """Why a text with markup comes back otherwise; "" if it is none of the usual reasons."""
    if before.split() == after.split():
        return "white space becomes one space"
    formulas, left = ([part.value for part in parse(text) if part.kind == "math"] for text in (before, after))
    if formulas != left:
        return format.formulas
    is_same = re.sub(r"[{}\s]+", "", before) == re.sub(r"[{}\s]+", "", after)
    return "without the braces that protect its case" if is_same else ""


def _loss(field: str, old: Any, new: Any, why: str) -> Loss:
    if field == "extra":
        old, new = (
            {name: value for name, value in values.items() if not is_same(old.get(name, ""), new.get(name, ""))}
            for values in (old, new)
        )
    before, after = _values(old), _values(new)
    lost = tuple(text for text in before if text not in after)
    instead = tuple(text for text in after if text not in before)
    if not lost and not instead:  # only the order differs
        lost, instead = before, after
    return Loss(field, lost, instead, why)


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
