"""The conflict markers that git leaves in a file: such a text is two texts, and none of its values is certain."""

from __future__ import annotations

import re

from moebib.errors import Finding
from moebib.text.lines import Lines

__all__ = ["ConflictSpan", "conflict_findings", "conflict_message", "find_conflicts"]

ConflictSpan = tuple[int, int]
"""The offsets of its first marker and of the end of its last one."""

_BEGIN, _END = "<" * 7, ">" * 7
_MARKER = re.compile(rf"^(?:{_BEGIN}<*|{_END}>*)(?=[ \t\r\n]|\Z).*", re.M)

_CONFLICT_HINT = "keep what is right of both sides, and remove the lines that begin with <<<<<<<, ======= and >>>>>>>"


def find_conflicts(text: str) -> list[ConflictSpan]:
    r"""All conflicts; one whose other end is missing is the line of its marker.

    >>> find_conflicts("a = 1\n<<<<<<< HEAD\nb = 2\n=======\nb = 3\n>>>>>>> theirs\n")
    [(6, 53)]
    """
    if _BEGIN not in text and _END not in text:
        return []
    conflicts: list[ConflictSpan] = []
    begin: re.Match[str] | None = None
    for marker in _MARKER.finditer(text):
        if marker[0].startswith("<"):
            conflicts += [begin.span()] if begin else []
            begin = marker
        else:
            conflicts.append((begin.start() if begin else marker.start(), marker.end()))
            begin = None
    return conflicts + ([begin.span()] if begin else [])


def conflict_findings(text: str) -> list[Finding]:
    """A finding for each conflict, with its line and column."""
    conflicts = find_conflicts(text)
    if not conflicts:
        return []
    lines = Lines(text)
    places = (lines.position(start) for start, _ in conflicts)
    return [
        Finding("MB014", conflict_message(text, conflict), line=line, column=column, hint=_CONFLICT_HINT)
        for conflict, (line, column) in zip(conflicts, places, strict=True)
    ]


def conflict_message(text: str, conflict: ConflictSpan) -> str:
    """The message about *conflict*, with its lines."""
    first, last = (text.count("\n", 0, at) + 1 for at in conflict)
    return f"unresolved merge conflict in {f'line {first}' if first == last else f'lines {first} to {last}'}"
