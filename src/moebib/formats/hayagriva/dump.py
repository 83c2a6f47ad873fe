"""An entry as YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

__all__ = ["dump"]

_INDENT = "  "
_OTHER = ("true", "false", "null", "yes", "no", "on", "off", "y", "n")
"""What YAML takes for something else than text."""


def dump(key: str, entry: dict[str, Any]) -> str:
    """The entry as text; every value but types and dates is in quotes, so that none is taken for another thing.

    >>> print(dump("knuth1984", {"type": "book", "title": "On: it", "author": ["Knuth, Donald E."]}), end="")
    knuth1984:
      type: book
      title: "On: it"
      author:
        - "Knuth, Donald E."
    """
    return "\n".join([f"{_key(key)}:", *_lines(entry, _INDENT)]) + "\n"


def _lines(value: dict[str, Any] | list[Any], indent: str) -> Iterator[str]:
    heads = [f"{_key(key)}:" for key in value] if isinstance(value, dict) else ["-"] * len(value)
    for head, one in zip(heads, value.values() if isinstance(value, dict) else value, strict=True):
        if isinstance(one, str):
            yield f"{indent}{head} {one if head in ('type:', 'date:') else _quoted(one)}"
        elif not one:
            yield f"{indent}{head} {'{}' if isinstance(one, dict) else '[]'}"
        elif head == "-":
            first, *rest = _lines(one, indent + _INDENT)
            yield f"{indent}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield f"{indent}{head}"
            yield from _lines(one, indent + _INDENT)


def _key(text: str) -> str:
    is_plain = re.fullmatch(r"[A-Za-z][\w-]*", text, re.A) and text.lower() not in _OTHER
    return text if is_plain else _quoted(text)


def _quoted(text: str) -> str:
    """In double quotes, where YAML reads what JSON does; what is not printed is written by its number."""
    quoted = json.dumps(text, ensure_ascii=False)
    return re.sub(
        r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]", lambda char: f"\\u{ord(char[0]):04x}", quoted
    )
