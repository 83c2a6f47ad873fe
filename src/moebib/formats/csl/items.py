"""The items in a CSL-JSON file: an array, as pandoc writes it, also in an object with other things, or one item."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from json import JSONDecodeError
from typing import Any

from moebib.text.json_values import DECODER, JsonValue, encodable, not_json, parse

__all__ = ["read_values"]

# Zotero's API has the array in an object, with numbers or texts before it.
_FIRST = re.compile(
    r'\s*(?:\{(?:\s*"\w+"\s*:\s*(?:"[^"\\]*"|[\w.+-]+)\s*,)*\s*"items"\s*:\s*)?\[\s*',
)
_SEPARATOR = re.compile(r"\s*(?:,\s*)?")


def read_values(text: str) -> Iterable[JsonValue]:
    """The items of *text*, still as JSON.

    After a syntax error, reading continues at the next line with a brace that is indented like the first item's.
    """
    text = text.removeprefix("\ufeff")
    first = _FIRST.match(text)
    values = _items(text, first.end()) if first else _inside(parse(text, 1))
    return (item for value in values for item in _each(value))


def _each(value: JsonValue) -> Iterable[JsonValue]:
    """The items in an array within the array of items; an item itself."""
    if not isinstance(value.value, list) or not value.value:
        return (value,)
    return (value._replace(value=item) for item in value.value)


def _inside(value: JsonValue) -> Iterator[JsonValue]:
    """The items in an object with them under a name, or each under its key; an item itself."""
    whole = value.value
    if not isinstance(whole, dict) or "title" in whole or "type" in whole:
        yield value
        return
    lists = [inner for name, inner in whole.items() if inner and (name in _LISTS or _has_items(name, inner))]
    inside = lists[0] if lists else whole
    if isinstance(inside, dict) and inside and all(isinstance(item, dict) for item in inside.values()):
        inside = [{"id": key} | item for key, item in inside.items()]
    if not isinstance(inside, list):
        yield value
        return
    findings = value.findings
    for item in inside:
        yield value._replace(value=item, findings=findings)
        findings = ()


_LISTS = ("items", "references")


def _has_items(name: str, value: Any) -> bool:
    """Whether an array under another name has items; works and errors in the answers of services are none."""
    return (
        isinstance(value, list)
        and name != "errors"
        and all(isinstance(item, dict) and _NAMES & item.keys() and not _OF_SERVICES & item.keys() for item in value)
    )


_NAMES = frozenset(("id", "title", "type"))
_OF_SERVICES = frozenset(("attributes", "authorships", "paperId"))
"""Names of DataCite, OpenAlex and Semantic Scholar for what CSL-JSON has otherwise."""


_BRACKET = re.compile(r'"(?:[^"\\]|\\.)*"|[][{}]', re.S)


def _items(text: str, at: int) -> Iterator[JsonValue]:
    indent = text[text.rfind("\n", 0, at) + 1 : at]
    start_of_item = None if indent.strip() else re.compile(rf"\n{re.escape(indent)}\{{")
    line, counted = 1, 0
    while not text.startswith("]", at):
        line, counted = line + text.count("\n", counted, at), at
        try:
            item, end = _item(text, at, line)
            yield item
            at = _next(text, end)
        except JSONDecodeError as error:
            yield JsonValue(line, problem=not_json(error, line))
            next_item = start_of_item.search(text, at) if start_of_item else None
            if not next_item:
                return
            at = next_item.end() - 1


def _item(text: str, at: int, line: int) -> tuple[JsonValue, int]:
    """The item at *at*, and the offset of its end.

    Raises:
        JSONDecodeError: If it is not JSON.
    """
    try:
        value, end = DECODER.raw_decode(text, at)
        return encodable(JsonValue(line, value), text[at:end]), end
    except JSONDecodeError:
        raise
    except (ValueError, RecursionError) as error:  # JSON that Python cannot read, or that would lose data
        problem, end = not_json(error, line), _end_of_item(text, at)
        if not end:
            raise JSONDecodeError(problem.message.removeprefix("invalid JSON: "), text, at) from error
        return JsonValue(line, problem=problem), end


def _end_of_item(text: str, at: int) -> int:
    """The offset after the object at *at*; 0 if it has no end."""
    depth = 0
    for token in _BRACKET.finditer(text, at) if text[at] == "{" else ():
        depth += (token[0] in "[{") - (token[0] in "]}")
        if not depth:
            return token.end()
    return 0


def _next(text: str, end: int) -> int:
    """The offset of the next item, or of the bracket that ends the array."""
    separator = _SEPARATOR.match(text, end)
    at = separator.end() if separator else end
    if "," not in text[end:at] and not text.startswith("]", at):
        raise JSONDecodeError("Expecting ',' or ']' after an item", text, at)
    return at
