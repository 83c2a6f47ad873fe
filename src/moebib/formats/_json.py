"""What both readers of JSON need: values with their lines, and what is wrong with one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from typing import Any, NamedTuple

from pydantic import ValidationError

from moebib.errors import Finding
from moebib.formats import Made, ParsedFile
from moebib.records.record import Record
from moebib.text.shorten import shorten

__all__ = ["DECODER", "Value", "encodable", "make", "not_json", "parse", "read_all"]

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")


class Value(NamedTuple):
    """A JSON value, or why there is none, and the line it begins in."""

    line: int
    value: Any = None
    wrong: Finding | None = None


def parse(text: str, line: int) -> Value:
    """The one JSON value that *text* is. A key that is given twice would lose one, so it is refused."""
    try:
        return Value(line, encodable(DECODER.decode(text), text))
    except (ValueError, RecursionError) as error:
        return Value(line, wrong=not_json(error, line))


def encodable(value: Any, text: str) -> Any:
    r"""*value*, which was read from *text*: an escaped half of a surrogate pair ("\ud800") is no text in UTF-8.

    Raises:
        UnicodeEncodeError: If there is one.
    """
    if _SURROGATE.search(text):
        json.dumps(value, ensure_ascii=False).encode()
    return value


def not_json(error: ValueError | RecursionError, line: int) -> Finding:
    """MB111: why a value that begins in *line* is none; the place of the error, where it is in a text of its own."""
    if isinstance(error, json.JSONDecodeError):
        place = max(line, error.lineno)
        return Finding("MB111", f"not JSON: {error.msg[:1].lower()}{error.msg[1:]}", line=place, column=error.colno)
    return Finding("MB111", f"not JSON: {error if isinstance(error, ValueError) else 'nested too deeply'}", line=line)


def make(value: Value, read: Callable[[Any], Record]) -> Made:
    """The record of a value; if it is none, that becomes findings, and costs no other."""
    line, given, wrong = value
    if wrong:
        return None, (wrong,)
    if not isinstance(given, dict):
        return None, (Finding("MB112", f"not an object: {shorten(repr(given))}", line=line),)
    try:
        return read(given), ()
    except ValidationError as error:
        return None, tuple(_not_readable(error, given.get("id"), line))


def read_all(values: Iterable[Value], read: Callable[[Any], Record]) -> ParsedFile:
    """The records of *values*, and what is wrong with the others."""
    made = [make(value, read) for value in values]
    records = tuple(record for record, _ in made if record)
    return ParsedFile(records, findings=tuple(finding for _, findings in made for finding in findings))


def _not_readable(error: ValidationError, key: object, line: int) -> Iterable[Finding]:
    for one in error.errors(include_url=False):
        field = ".".join(map(str, one["loc"]))
        message = one["msg"].removeprefix("Value error, ")
        given = "" if one["type"] in ("missing", "value_error") else f": {shorten(repr(one['input']))}"
        yield Finding("MB112", f"{field}: {message}{given}", str(key) if key else None, field or None, line=line)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"a key given twice: {next(key for key in keys if keys.count(key) > 1)!r}")
    return found


def _constant(text: str) -> Any:
    raise ValueError(f"{text} is no number of JSON")


DECODER = json.JSONDecoder(object_pairs_hook=_once, parse_constant=_constant)
