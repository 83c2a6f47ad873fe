"""Positions in a TOML text: the offsets of every field, table header and array element.

``tomllib`` reads the values but not their positions. This scanner (TOML 1.0, https://toml.io/en/v1.0.0) finds the
positions only. It checks nothing, because its input has been accepted by ``tomllib``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from typing import Any, NamedTuple

from moebib.records.fields import FieldPath

__all__ = [
    "TomlPositions",
    "TomlSpan",
    "TomlStatement",
    "decode",
    "end_of_key",
    "locate",
    "locate_error",
    "locator",
    "scan",
]


class TomlSpan(NamedTuple):
    """The span of a field (from its key to the end of its value), an array element, or the header of a table."""

    start: int
    value: int | None
    """The start of the value; ``None`` for a table with a header or of dotted keys."""
    stop: int


class TomlStatement(NamedTuple):
    """The lines of a field or a header; ``table`` is the table it is in, or the one that the header begins."""

    path: FieldPath
    table: FieldPath
    start: int
    stop: int


class TomlPositions(NamedTuple):
    """The statements from top to bottom, and the span of every path."""

    statements: list[TomlStatement]
    spans: dict[FieldPath, TomlSpan]


_KEY = re.compile(r"""[A-Za-z0-9_-]+|"(?:\\.|[^"\\])*"|'[^']*'""")
_DOT = re.compile(r"[ \t]*\.[ \t]*")
_EQUALS = re.compile(r"[ \t]*=[ \t]*")
_LONG_NUMBER = re.compile(r"(?<!\w)[+-]?[0-9][0-9A-Fa-fxob_]{18,}")
_DEEPEST = 64
"""The deepest nesting that is read; an entry needs 5 levels."""
_SPACE = re.compile(r"(?:[\s,]|#[^\n]*)*")
# Three quotes end a multi-line string; up to two more before them are part of it.
_SCALAR = re.compile(
    r"""\"{3}(?:\\.|[^\\])*?\"{3,5}(?!")|'{3}.*?'{3,5}(?!')|"(?:\\.|[^"\\])*"|'[^']*'"""
    r"""|\d{4}-\d\d-\d\d[ ]\d\d:[^\s,\]}#]*|[^\s,\]}#]+""",
    re.S,
)


def decode(text: str) -> dict[str, Any]:
    """The values of a TOML text.

    Raises:
        tomllib.TOMLDecodeError: If it is not TOML, nested too deeply, or contains an integer of more than 64 bits.
    """
    try:
        data = tomllib.loads(text)
        _check_limits(data)
    except tomllib.TOMLDecodeError:
        raise
    except RecursionError:
        raise tomllib.TOMLDecodeError("nested too deeply (at line 1, column 1)") from None
    except (ValueError, OverflowError):  # Python converts no more than 4,300 digits, a limit that tomllib lets through
        number = _LONG_NUMBER.search(text)
        line, column = _line_and_column(text, number.start() if number else 0)
        raise tomllib.TOMLDecodeError(f"integer of more than 64 bits (at line {line}, column {column})") from None
    return data


def _check_limits(data: dict[str, Any]) -> None:
    """Accept values that TOML guarantees to keep, and that code which calls itself for each level can walk.

    Raises:
        RecursionError: If they are nested too deeply.
        OverflowError: If an integer has more than 64 bits.
    """
    level: list[Any] = [data]
    for _ in range(_DEEPEST):
        inside: list[Any] = []
        for value in level:
            if type(value) is dict:
                inside += value.values()
            elif type(value) is list:
                inside += value
            elif type(value) is int and not -(2**63) <= value < 2**63:
                raise OverflowError
        level = inside
        if not level:
            return
    raise RecursionError


def end_of_key(text: str, start: int) -> int:
    r"""The end of the key at *start*, without its quotation marks or escapes being read.

    >>> end_of_key(r'"p\u0061per" = "a"', 0)
    12
    """
    key = _KEY.match(text, start)
    return key.end() if key else start


def scan(text: str) -> TomlPositions:
    """The positions in *text*, which must be valid TOML."""
    return _TomlScanner(text).scan()


def locate(text: str, path: FieldPath) -> tuple[int, int]:
    r"""Line and column, from 1, of the field, table or array element at *path*, or of the nearest one that contains it.

    >>> locate('title = "GShard"\nauthor = ["Lepikhin, Dmitry", "Lee, HyoukJoong"]', ("author", 1))
    (2, 31)
    """
    return locator(text)(path)


def locator(text: str) -> Callable[[FieldPath], tuple[int, int]]:
    """:func:`locate` for many paths in one text."""
    spans = scan(text).spans

    def locate_path(path: FieldPath) -> tuple[int, int]:
        while path and path not in spans:
            path = path[:-1]
        return _line_and_column(text, spans[path].start if path else 0)

    return locate_path


def locate_error(text: str, error: tomllib.TOMLDecodeError) -> tuple[int, int]:
    """Line and column, from 1, of the error that ``tomllib`` reports."""
    # The attributes lineno and colno are new in Python 3.14; in older versions, they are in the message only.
    match = re.search(r"\(at line (\d+), column (\d+)\)$", str(error))
    return (int(match[1]), int(match[2])) if match else _line_and_column(text, len(text.rstrip()))


def _line_and_column(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


class _TomlScanner:
    def __init__(self, text: str) -> None:
        self.text = text
        self.at = 0
        self.positions = TomlPositions([], {})
        self.last_index: dict[FieldPath, int] = {}

    def scan(self) -> TomlPositions:
        table: FieldPath = ()
        while self._skip():
            start = self.text.rfind("\n", 0, self.at) + 1
            path, table = self._header() if self.text[self.at] == "[" else (self._field(table), table)
            stop = self.text.find("\n", self.at) + 1 or len(self.text)
            self.at = stop
            self.positions.statements.append(TomlStatement(path, table, start, stop))
        return self.positions

    def _skip(self, closing: str = "") -> bool:
        """Skip spaces, commas and comments; whether anything follows before the end or *closing*."""
        self.at = self._end(_SPACE)
        return self.at < len(self.text) and self.text[self.at] != closing

    def _end(self, pattern: re.Pattern[str]) -> int:
        match = pattern.match(self.text, self.at)
        return match.end() if match else self.at

    def _header(self) -> tuple[FieldPath, FieldPath]:
        start = self.at
        is_array = self.text.startswith("[[", start)
        self.at += 1 + is_array
        keys = self._keys()
        path = self._resolve(keys[:-1]) + keys[-1:] if is_array else self._resolve(keys)
        for length in range(1, len(path)):  # tables above it that have no header
            self.positions.spans.setdefault(path[:length], TomlSpan(start, None, self.at))
        if is_array:
            self.positions.spans.setdefault(path, TomlSpan(start, None, self.at))
            self.last_index[path] = self.last_index.get(path, -1) + 1
            path = (*path, self.last_index[path])
        self.positions.spans[path] = TomlSpan(start, None, self.at)
        return path, path

    def _resolve(self, keys: FieldPath) -> FieldPath:
        """``[versions.x]`` belongs to the last ``[[versions]]``."""
        path: FieldPath = ()
        for key in keys:
            path = (*path, key)
            if path in self.last_index:
                path = (*path, self.last_index[path])
        return path

    def _field(self, table: FieldPath) -> FieldPath:
        start = self.at
        keys = self._keys()
        self.at = self._end(_EQUALS)
        for length in range(1, len(keys)):
            self.positions.spans.setdefault(table + keys[:length], TomlSpan(start, None, self.at))
        self._value(table + keys, start)
        return table + keys

    def _keys(self) -> FieldPath:
        """The parts of a dotted key."""
        self._skip()
        keys = []
        while True:
            stop = self._end(_KEY)
            keys.append(_unquoted(self.text[self.at : stop]))
            self.at = stop
            self.at = self._end(_DOT)
            if self.at == stop:
                return tuple(keys)

    def _value(self, path: FieldPath, start: int) -> None:
        begin = self.at
        opening = self.text[begin]
        if opening == "[":
            self._array(path)
        elif opening == "{":
            self._inline_table(path)
        else:
            self.at = self._end(_SCALAR)
        self.positions.spans[path] = TomlSpan(start, begin, self.at)

    def _array(self, path: FieldPath) -> None:
        self.at += 1
        index = 0
        while self._skip("]"):
            self._value((*path, index), self.at)
            index += 1
        self.at += 1

    def _inline_table(self, path: FieldPath) -> None:
        self.at += 1
        while self._skip("}"):
            self._field(path)
        self.at += 1


def _unquoted(key: str) -> str:
    if key.startswith('"'):
        return str(tomllib.loads(f"key = {key}")["key"]) if "\\" in key else key[1:-1]
    return key[1:-1] if key.startswith("'") else key
