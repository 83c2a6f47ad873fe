"""Records from JSON values, and findings for invalid ones; shared by CSL-JSON and JSON Lines."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from pydantic import ValidationError

from moebib.errors import Finding
from moebib.formats import Made, ParsedFile
from moebib.records.citekey import invalid_key, is_key
from moebib.records.record import Record
from moebib.text.json_values import JsonValue
from moebib.text.shorten import shorten

__all__ = ["collected", "make"]


def make(value: JsonValue, read: Callable[[Any], Record]) -> Made:
    """The record of a value, or findings if it is invalid."""
    line, item, problem, seen = value
    if problem:
        return None, (problem,)
    if not isinstance(item, dict):
        return None, (Finding("MB112", f"not an object: {shorten(repr(item))}", line=line),)
    try:
        record = read(item)
    except ValidationError as error:
        return None, (*seen, *_invalid_fields(error, item.get("id"), line))
    given = item.get("citation-key") or item.get("id")
    if not isinstance(given, str) or given == record.id or is_key(given):
        return record, seen
    return record, (
        *seen,
        replace(invalid_key(given, record.id), line=line),
    )


def collected(made: Iterable[Made]) -> ParsedFile:
    """The records that were made, and their findings."""
    records: list[Record] = []
    findings: list[Finding] = []
    for record, of_record in made:
        findings += of_record
        if record:
            records.append(record)
    return ParsedFile(tuple(records), findings=tuple(findings))


def _invalid_fields(error: ValidationError, key: object, line: int) -> Iterable[Finding]:
    for details in error.errors(include_url=False):
        field = ".".join(map(str, details["loc"]))
        message = details["msg"].removeprefix("Value error, ")
        given = "" if details["type"] in ("missing", "value_error") else f": {shorten(repr(details['input']))}"
        yield Finding("MB112", f"{field}: {message}{given}", str(key) if key else None, field or None, line=line)
