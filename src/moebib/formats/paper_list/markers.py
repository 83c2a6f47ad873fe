"""What moebib writes into a README and recognises when it reads one: markers, and the heading "Others".

The markers are comments; `moebib build` writes only between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import NoReturn

from moebib.errors import Finding, InputError
from moebib.text.conflicts import conflict_findings

__all__ = ["OTHERS", "fill", "find_unresolved", "has_markers", "is_marker", "marked_span", "marker_lines"]

OTHERS = "Others"
"""The heading above the works that are in no section."""

_PARTS = ("contents", "models", "sections")

_MARKER = re.compile(r"^ {0,3}<!--[ \t]*moebib:(begin|end)[ \t]+(\S+)[ \t]*-->[ \t]*(\r?)$", re.M)


def marker_lines(parts: Iterable[str]) -> str:
    r"""Empty markers for *parts*, in their order.

    >>> marker_lines(["models"])
    '<!-- moebib:begin models -->\n<!-- moebib:end models -->\n'
    """
    return "\n".join(f"<!-- moebib:begin {part} -->\n<!-- moebib:end {part} -->\n" for part in parts)


def has_markers(text: str) -> bool:
    """Whether *text* contains a begin marker anywhere, even in an example."""
    return "<!-- moebib:begin" in text


def is_marker(html: str) -> bool:
    """Whether a block of HTML is a single marker."""
    return _MARKER.fullmatch(html.strip()) is not None


def fill(text: str, parts: Mapping[str, str]) -> str:
    r"""*text* with each of *parts* between its markers; every other byte and the line endings stay.

    A marker is alone on its line. One in a code block is an example, not a marker. Between those of a part that is not
    among *parts*, everything stays.

    >>> fill("# A\n<!-- moebib:begin models -->\nold\n<!-- moebib:end models -->\n", {"models": "new"})
    '# A\n<!-- moebib:begin models -->\n\nnew\n\n<!-- moebib:end models -->\n'

    Raises:
        InputError: If a marker is not closed, unknown or a duplicate; ``where`` is its line.
    """
    pieces = []
    end = 0
    for begin, close in _pairs(text):
        if begin[2] not in parts:
            continue
        newline = f"{begin[3]}\n"
        body = parts[begin[2]].replace("\n", newline)
        pieces += [text[end : begin.end()], "\n", f"{newline}{body}{newline}{newline}" if body else ""]
        end = close.start()
    return "".join([*pieces, text[end:]])


def _pairs(text: str) -> list[tuple[re.Match[str], re.Match[str]]]:
    pairs: list[tuple[re.Match[str], re.Match[str]]] = []
    opened: re.Match[str] | None = None
    for marker in _markers(text):
        name = marker[2]
        if name not in _PARTS:
            _refuse(f"unknown part {name!r} in a marker; choose from {', '.join(_PARTS)}", marker)
        if marker[1] == "end":
            if opened is None or opened[2] != name:
                _refuse(f"end marker of {name!r} without a begin marker", marker)
            pairs.append((opened, marker))
            opened = None
        elif opened:
            _refuse(f"begin marker of {name!r} inside {opened[2]!r}, which is not closed", marker)
        elif any(begin[2] == name for begin, _ in pairs):
            _refuse(f"duplicate begin marker of {name!r}", marker)
        else:
            opened = marker
    if opened:
        _refuse(f"begin marker of {opened[2]!r} is not closed; add <!-- moebib:end {opened[2]} --> below", opened)
    return pairs


def marked_span(text: str, part: str) -> tuple[int, int] | None:
    r"""The span between the markers of *part*, ``None`` if there are none.

    >>> marked_span("# A\n<!-- moebib:begin sections -->\nold\n<!-- moebib:end sections -->\n", "sections")
    (35, 39)

    Raises:
        InputError: As :func:`fill`.
    """
    return next(((begin.end() + 1, close.start()) for begin, close in _pairs(text) if begin[2] == part), None)


def find_unresolved(text: str) -> list[Finding]:
    """The merge conflicts in a README; markers of git in a code block are an example."""
    conflicts = conflict_findings(text)
    code = _lines_of_code(text) if conflicts else frozenset()
    return [finding for finding in conflicts if finding.line and finding.line - 1 not in code]


def _markers(text: str) -> list[re.Match[str]]:
    code = _lines_of_code(text)
    return [match for match in _MARKER.finditer(text) if text.count("\n", 0, match.start()) not in code]


def _lines_of_code(text: str) -> frozenset[int]:
    """The lines in code blocks, from 0."""
    from markdown_it import MarkdownIt  # slow to import, and not needed to write empty markers

    # The parser would read a lone carriage return as a line break.
    tokens = MarkdownIt("commonmark").disable("inline").parse(text.replace("\r", " "))
    code = (token.map for token in tokens if token.type in ("fence", "code_block"))
    return frozenset(line for span in code if span for line in range(*span))


def _refuse(message: str, marker: re.Match[str]) -> NoReturn:
    line = marker.string.count("\n", 0, marker.start()) + 1
    raise InputError(message, where=f"line {line}")
