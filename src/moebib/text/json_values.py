"""JSON values with their lines, and findings for invalid ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from math import isfinite
from typing import Any, NamedTuple

from moebib.errors import Finding

__all__ = ["DECODER", "JsonValue", "encodable", "not_json", "parse", "text", "values_by_line"]

_NOT_FINITE = re.compile(r"NaN|Infinity|\d[eE]\+?\d{3}")
_SURROGATE = re.compile("\\\\u[dD][89a-fA-F]|[\ud800-\udfff]")


class JsonValue(NamedTuple):
    """A JSON value, or the finding why it is invalid, and the line in which it begins."""

    line: int
    value: Any = None
    problem: Finding | None = None
    findings: tuple[Finding, ...] = ()
    """What was read, but not as it is written."""


def text(value: object) -> str:
    """*value* as text if it is text or a number, otherwise "". Lone surrogates, which cannot be encoded, become "?"."""
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        return ""
    return str(value).encode("utf-8", errors="replace").decode().strip()


def parse(text: str, line: int) -> JsonValue:
    """The JSON value that *text* consists of. A duplicate key is rejected, because one of its values would be lost."""
    try:
        return encodable(JsonValue(line, DECODER.decode(text)), text)
    except (ValueError, RecursionError) as error:
        return JsonValue(line, problem=not_json(error, line))


def encodable(value: JsonValue, text: str) -> JsonValue:
    r"""*value*, which was read from *text*, with U+FFFD for each half of a surrogate pair ("\ud800"), null for NaN.

    JSON cannot have these. Each member of an object that contained one has a finding; the others are not affected.
    """
    value = _finite(value) if _NOT_FINITE.search(text) else value
    if not _SURROGATE.search(text):
        return value
    members = value.value.items() if isinstance(value.value, dict) else [("", value.value)]
    broken = [name for name, member in members if _SURROGATE.search(json.dumps(member, ensure_ascii=False))]
    findings = tuple(_broken(_whole(name), value.line) for name in broken)
    return value._replace(value=_encoded(value.value), findings=(*value.findings, *findings)) if broken else value


def _finite(value: JsonValue) -> JsonValue:
    """*value* with null for each number that is none, which Python and JavaScript write for a missing value."""
    members = value.value.items() if isinstance(value.value, dict) else [("", value.value)]
    broken = [name for name, member in members if repr(_with_nulls(member)) != repr(member)]
    what = "not a number; read as null"
    findings = tuple(
        Finding("MB114", f"{name}: {what}".removeprefix(": "), field=name, line=value.line) for name in broken
    )
    return value._replace(value=_with_nulls(value.value), findings=(*value.findings, *findings))


def _with_nulls(value: Any) -> Any:
    if isinstance(value, list):
        return [_with_nulls(item) for item in value]
    if isinstance(value, dict):
        return {name: _with_nulls(item) for name, item in value.items()}
    return None if isinstance(value, float) and not isfinite(value) else value


def _broken(name: str, line: int) -> Finding:
    what = "half of a surrogate pair is not a character; read as U+FFFD"
    return Finding("MB114", f"{name}: {what}" if name else what, field=name or None, line=line)


def _encoded(value: Any) -> Any:
    if isinstance(value, str):
        return _whole(value)
    if isinstance(value, list):
        return [_encoded(item) for item in value]
    return {_whole(name): _encoded(item) for name, item in value.items()} if isinstance(value, dict) else value


def _whole(text: str) -> str:
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def not_json(error: ValueError | RecursionError, line: int) -> Finding:
    """MB111: why the value that begins in *line* is invalid, with the position of the error."""
    if isinstance(error, json.JSONDecodeError):
        message = f"invalid JSON: {error.msg[:1].lower()}{error.msg[1:]}"
        return Finding("MB111", message, line=max(line, error.lineno), column=error.colno)
    reason: object = error if isinstance(error, ValueError) else "nested too deeply"
    if "sys.set_int_max_str_digits" in str(error):
        reason = "a number with too many digits"
    return Finding("MB111", f"invalid JSON: {reason}", line=line)


def values_by_line(text: str) -> Iterator[JsonValue]:
    r"""The value of each line of JSON Lines; empty lines are skipped, and only ``\n`` ends a line."""
    lines = enumerate(text.removeprefix("\ufeff").split("\n"), start=1)
    return (parse(line, number) for number, line in lines if line.strip())


def _without_duplicates(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    mapping = dict(pairs)
    if len(mapping) < len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"duplicate key {next(key for key in keys if keys.count(key) > 1)!r}")
    return mapping


DECODER = json.JSONDecoder(object_pairs_hook=_without_duplicates)
