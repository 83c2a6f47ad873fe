"""The items in a CSL-JSON file: an array, as pandoc and Zotero write it, or one item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError

from moebib.formats._json import DECODER, Value, encodable, not_json, parse

__all__ = ["read_values"]

_FIRST = re.compile(r"\s*\[\s*")
_SEPARATOR = re.compile(r"\s*(?:,\s*)?")


def read_values(text: str) -> Iterable[Value]:
    """The items of *text*, still as JSON.

    After a syntax error, reading continues at the next line that begins as the first item's did.
    """
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
