"""JSON values with their lines, and findings for invalid ones; shared by CSL-JSON and JSON Lines."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any, NamedTuple

from pydantic import ValidationError

from moebib.errors import Finding
from moebib.formats import Made, ParsedFile
from moebib.records.citekey import invalid_key, is_key
from moebib.records.record import Record
from moebib.text.shorten import shorten

__all__ = ["DECODER", "JsonValue", "encodable", "make", "not_json", "parse", "read_all"]

_SURROGATE = re.compile("\\\\u[dD][89a-fA-F]|[\ud800-\udfff]")


class JsonValue(NamedTuple):
    """A JSON value, or the finding why it is invalid, and the line in which it begins."""

    line: int
    value: Any = None
    problem: Finding | None = None


def parse(text: str, line: int) -> JsonValue:
    """The JSON value that *text* consists of. A duplicate key is rejected, because one of its values would be lost."""
    try:
        return JsonValue(line, encodable(DECODER.decode(text), text))
    except (ValueError, RecursionError) as error:
        return JsonValue(line, problem=not_json(error, line))


def encodable(value: Any, text: str) -> Any:
    r"""*value*, which was read from *text*, if it can be encoded: half of a surrogate pair ("\ud800") cannot.

    Raises:
        UnicodeEncodeError: If it contains one.
    """
    if _SURROGATE.search(text):
        json.dumps(value, ensure_ascii=False).encode()
    return value


def not_json(error: ValueError | RecursionError, line: int) -> Finding:
    """MB111: why the value that begins in *line* is invalid, with the position of the error."""
    if isinstance(error, json.JSONDecodeError):
        message = f"invalid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        return Finding("MB111", message, line=max(line, error.lineno), column=error.colno)
    reason: object = error if isinstance(error, ValueError) else "nested too deeply"
    if "sys.set_int_max_str_digits" in str(error):
        reason = "a number with too many digits"
    return Finding("MB111", f"invalid JSON: {reason}", line=line)


def make(value: JsonValue, read: Callable[[Any], Record]) -> Made:
    """The record of a value, or findings if it is invalid."""
    line, item, problem = value
    if problem:
        return None, (problem,)
    if not isinstance(item, dict):
        return None, (Finding("MB112", f"not an object: {shorten(repr(item))}", line=line),)
    try:
        record = read(item)
    except ValidationError as error:
        return None, tuple(_invalid_fields(error, item.get("id"), line))
    given = item.get("citation-key") or item.get("id")
    if not isinstance(given, str) or given == record.id or is_key(given):
        return record, ()
    return record, (replace(invalid_key(given, record.id), line=line),)


def read_all(values: Iterable[JsonValue], read: Callable[[Any], Record]) -> ParsedFile:
    """The records of *values*, and findings for the invalid ones."""
    made = [make(value, read) for value in values]
    records = tuple(record for record, _ in made if record)
    return ParsedFile(records, findings=tuple(finding for _, findings in made for finding in findings))


def _invalid_fields(error: ValidationError, key: object, line: int) -> Iterable[Finding]:
    for details in error.errors(include_url=False):
        field = ".".join(map(str, details["loc"]))
        message = details["msg"].removeprefix("Value error, ")
        given = "" if details["type"] in ("missing", "value_error") else f": {shorten(repr(details['input']))}"
        yield Finding("MB112", f"{field}: {message}{given}", str(key) if key else None, field or None, line=line)


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"duplicate key {next(key for key in keys if keys.count(key) > 1)!r}")
    return mapping


def _reject_constant(text: str) -> Any:
    raise ValueError(f"{text} is not a JSON number")


DECODER = json.JSONDecoder(object_pairs_hook=_without_duplicates, parse_constant=_reject_constant)
