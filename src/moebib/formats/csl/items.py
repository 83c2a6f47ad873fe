"""The items in a CSL-JSON file: an array, as pandoc and Zotero write it, or one item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError

from moebib.formats._json import DECODER, JsonValue, encodable, not_json, parse

__all__ = ["read_values"]

_FIRST = re.compile(r"\s*\[\s*")
_SEPARATOR = re.compile(r"\s*(?:,\s*)?")


def read_values(text: str) -> Iterable[JsonValue]:
    """The items of *text*, still as JSON.

    After a syntax error, reading continues at the next line with a brace that is indented like the first item's.
    """
    text = text.removeprefix("\ufeff")
    first = _FIRST.match(text)
    return _items(text, first.end()) if first else [parse(text, 1)]


def _items(text: str, at: int) -> Iterator[JsonValue]:
    indent = text[text.rfind("\n", 0, at) + 1 : at]
    start_of_item = None if indent.strip() else re.compile(rf"\n{re.escape(indent)}\{{")
    line, counted = 1, 0
    while not text.startswith("]", at):
        line, counted = line + text.count("\n", counted, at), at
        try:
            value, end = DECODER.raw_decode(text, at)
            yield JsonValue(line, encodable(value, text[at:end]))
            at = _next(text, end)
        except (ValueError, RecursionError) as error:
            yield JsonValue(line, problem=not_json(error, line))
            next_item = start_of_item.search(text, at) if start_of_item else None
            if not next_item:
                return
            at = next_item.end() - 1


def _next(text: str, end: int) -> int:
    """The offset of the next item, or of the bracket that ends the array."""
    separator = _SEPARATOR.match(text, end)
    at = separator.end() if separator else end
    if "," not in text[end:at] and not text.startswith("]", at):
        raise JSONDecodeError("Expecting ',' or ']' after an item", text, at)
    return at
