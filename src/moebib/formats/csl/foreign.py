"""What items of other programs lack: a key, or a type that CSL has."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from typing import Any

from pydantic import ValidationError

from moebib.errors import Finding
from moebib.formats import Made, _json
from moebib.formats.csl.reader import from_csl
from moebib.formats.csl.types import known_type
from moebib.formats.csl.variable_readers import exact_fields
from moebib.records.citekey import make_key
from moebib.text.json_values import JsonValue
from moebib.text.shorten import shorten

__all__ = ["make", "with_keys"]

_OF_WORKS = {"title": str, "author": list, "editor": list, "issued": dict, "container-title": str, "DOI": str}


def with_keys(values: Iterable[JsonValue]) -> Iterator[JsonValue]:
    """*values*, each of which has a key and a type, with a finding for what was missing or unknown."""
    taken: set[str] = set()
    for value in values:
        if not isinstance(value.value, dict) or value.problem:
            yield value
            continue
        if not (_key(value.value) and value.value.get("type")) and not _is_work(value.value):
            yield value  # making the record reports what is missing
            continue
        typed = _with_type(value)
        keyed = typed if _key(typed.value) else _with_key(typed, taken)
        taken.add(_key(keyed.value).lower())
        yield keyed


def make(value: JsonValue) -> Made:
    """The record of an item, and a finding for each variable of which nothing could be read."""
    unread: list[str] = []
    record, findings = _json.make(value, partial(from_csl, unread=unread))
    return record, (*findings, *(_not_read(name, value) for name in unread))


def _not_read(name: str, value: JsonValue) -> Finding:
    given = shorten(json.dumps(value.value.get(name), ensure_ascii=False))
    return Finding("MB115", f"{name}: not understood: {given}", _key(value.value) or None, name, line=value.line)


def _is_work(item: Mapping[str, Any]) -> bool:
    """Whether an object without a key or a type is an item all the same, and not the settings of a program."""
    return any(isinstance(item.get(name), kind) for name, kind in _OF_WORKS.items())


def _key(item: Mapping[str, Any]) -> str:
    given = item.get("citation-key") or item.get("id") or exact_fields(item.get("custom")).get("id")
    return str(given) if given not in (None, "") and not isinstance(given, (list, dict)) else ""


def _with_type(value: JsonValue) -> JsonValue:
    given = value.value.get("type") or exact_fields(value.value.get("custom")).get("type")
    if known_type(given):
        return value
    unknown = f"unknown type {given!r}" if given else "no type"
    finding = Finding("MB113", f"{unknown}; read as 'document'", _key(value.value) or None, "type", line=value.line)
    item = value.value if given else {**value.value, "type": "document"}
    return value._replace(value=item, findings=(*value.findings, finding))


def _with_key(value: JsonValue, taken: set[str]) -> JsonValue:
    try:
        key = make_key(from_csl({**value.value, "id": "unnamed"}), taken)
    except ValidationError:
        return value  # which making the record reports
    finding = Finding("MB113", f"no id; read as {key!r}", key, "id", line=value.line)
    named = {name: item for name, item in value.value.items() if name != "citation-key"}
    return value._replace(value={**named, "id": key}, findings=(*value.findings, finding))
