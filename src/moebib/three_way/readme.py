"""Three-way merge of a README, which people and `moebib build` write."""

from __future__ import annotations

import re

from moebib.text.conflicts import find_conflicts
from moebib.three_way.markers import MergedText, sides_of

__all__ = ["merge_readme"]

_MARKER = re.compile(r"<!--[ \t]*moebib:(begin|end)\b")


def merge_readme(by_lines: str) -> MergedText:
    """*by_lines*, a merge with conflict markers, without the conflicts that the next ``moebib build`` decides.

    Between the markers of moebib, the lines of both sides are kept. A conflict elsewhere is one of words.
    """
    text, conflicts = by_lines, 0
    for start, end in reversed(find_conflicts(by_lines)):
        before = [marker[1] for marker in _MARKER.finditer(by_lines, 0, start)]
        if before[-1:] == ["begin"] and not _MARKER.search(by_lines, start, end):
            text = (
                text[:start] + "".join(sides_of(by_lines[start:end])) + text[end:].removeprefix("\r").removeprefix("\n")
            )
        else:
            conflicts += 1
    return MergedText(text, ("the text outside of the list",) * (conflicts > 0))
