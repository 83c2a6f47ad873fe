"""CSL-JSON: an array of items, as pandoc and Zotero write it, or one item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError

from moebib.formats import Made, ParsedFile
from moebib.formats._json import DECODER, Value, encodable, make, not_json, parse, read_all
from moebib.formats.csl.reader import from_csl

__all__ = ["make_record", "read", "read_values"]

_FIRST = re.compile(r"\s*\[\s*")
_SEPARATOR = re.compile(r"\s*(?:,\s*)?")


def read(text: str) -> ParsedFile:
    """The items of *text*. After a syntax error it goes on with the next line that begins as the first item's did."""
    return read_all(read_values(text), from_csl)


def make_record(value: Value) -> Made:
    """The record of an item."""
    return make(value, from_csl)


def read_values(text: str) -> Iterable[Value]:
    """The items, still as JSON."""
    text = text.removeprefix("\ufeff")
    first = _FIRST.match(text)
    return _items(text, first.end()) if first else [parse(text, 1)]


def _items(text: str, at: int) -> Iterator[Value]:
    beginning = _beginning(text, at)
    line, counted = 1, 0
    while not text.startswith("]", at):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, end = DECODER.raw_decode(text, at)
            yield Value(line, encodable(value, text[at:end]))
            at = _next(text, end)
        except (ValueError, RecursionError) as error:
            yield Value(line, wrong=not_json(error, line))
            found = beginning.search(text, at) if beginning else None
            if not found:
                return
            at = found.end() - 1


def _beginning(text: str, at: int) -> re.Pattern[str] | None:
    """How a line begins that begins an item: a brace, indented as the first one."""
    indent = text[text.rfind("\n", 0, at) + 1 : at]
    return None if indent.strip() else re.compile(rf"\n{re.escape(indent)}\{{")


def _next(text: str, end: int) -> int:
    """The place of the next item, or of the bracket that ends the array."""
    separator = _SEPARATOR.match(text, end)
    at = separator.end() if separator else end
    if "," not in text[end:at] and not text.startswith("]", at):
        raise JSONDecodeError("Expecting ',' or ']' after an item", text, at)
    return at
