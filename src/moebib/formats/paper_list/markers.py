"""The marked parts of a README."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NoReturn

from markdown_it import MarkdownIt

from moebib.errors import InputError

__all__ = ["fill"]

_MARKER = re.compile(r"^ {0,3}<!--[ \t]*moebib:(begin|end)[ \t]+(\S+)[ \t]*-->[ \t]*(\r?)$", re.M)


def fill(text: str, parts: Mapping[str, str]) -> str:
    r"""*text* with each of *parts* between its markers; every other byte stays, and so do the line endings.

    A marker stands alone on its line. One that an example shows, in a block of code, is no marker.

    >>> fill("# A\n<!-- moebib:begin models -->\nold\n<!-- moebib:end models -->\n", {"models": "new"})
    '# A\n<!-- moebib:begin models -->\n\nnew\n\n<!-- moebib:end models -->\n'

    Raises:
        InputError: If a marker is not closed, or is unknown, or stands twice; ``where`` is its line.
    """
    pieces = []
    end = 0
    for begin, close in _pairs(text, parts):
        newline = f"{begin[3]}\n"
        body = parts[begin[2]].replace("\n", newline)
        pieces += [text[end : begin.end()], "\n", f"{newline}{body}{newline}{newline}" if body else ""]
        end = close.start()
    return "".join([*pieces, text[end:]])


def _pairs(text: str, parts: Mapping[str, str]) -> list[tuple[re.Match[str], re.Match[str]]]:
    pairs: list[tuple[re.Match[str], re.Match[str]]] = []
    opened: re.Match[str] | None = None
    for marker in _markers(text):
        name = marker[2]
        if name not in parts:
            _refuse(f"no part {name!r}; there are {', '.join(parts)}", marker)
        if marker[1] == "end":
            if opened is None or opened[2] != name:
                _refuse(f"the part {name!r} ends here and has not begun", marker)
            pairs.append((opened, marker))
            opened = None
        elif opened:
            _refuse(f"the part {name!r} begins within {opened[2]!r}, which is not closed", marker)
        elif any(begin[2] == name for begin, _ in pairs):
            _refuse(f"the part {name!r} begins a second time", marker)
        else:
            opened = marker
    if opened:
        _refuse(f"the part {opened[2]!r} is not closed; write <!-- moebib:end {opened[2]} --> after it", opened)
    return pairs


def _markers(text: str) -> list[re.Match[str]]:
    # The parser would take a lone carriage return for the end of a line.
    tokens = MarkdownIt("commonmark").disable("inline").parse(text.replace("\r", " "))
    code = (token.map for token in tokens if token.type in ("fence", "code_block"))
    lines = {line for span in code if span for line in range(*span)}
    return [match for match in _MARKER.finditer(text) if text.count("\n", 0, match.start()) not in lines]


def _refuse(message: str, marker: re.Match[str]) -> NoReturn:
    line = marker.string.count("\n", 0, marker.start()) + 1
    raise InputError(message, where=f"line {line}")
