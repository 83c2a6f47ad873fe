"""Three-way merge of a README, which people and `moebib build` write."""

from __future__ import annotations

import re

from moebib.text.conflicts import find_conflicts
from moebib.text.lines import newline_of
from moebib.three_way.markers import MergedText, sides_of, with_markers

__all__ = ["merge_kept_readme", "merge_readme"]

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


_WITH_BASE = re.compile(
    r"^<{7} ours\r?\n(?P<ours>(?:.*\n)*?)\|{7} base\r?\n(?P<base>(?:.*\n)*?)={7}\r?\n(?P<theirs>(?:.*\n)*?)"
    r">{7} theirs(?:\r?\n|\Z)",
    re.M,
)
_URL = re.compile(r"https?://[^\s)>\]\"]+", re.I)


def merge_kept_readme(by_lines: str) -> MergedText:
    """*by_lines*, a merge of a README that is kept as it is, without the conflicts that are none; they have the base.

    Works that both sides added in one place are all kept. Lines without a work that differ in numbers only are counts,
    which the next ``moebib build`` corrects. What both changed of a line remains a conflict.
    """
    conflicts = 0

    def merged(conflict: re.Match[str]) -> str:
        nonlocal conflicts
        ours, base, theirs = conflict["ours"], conflict["base"], conflict["theirs"]
        urls, other_urls = (set(_URL.findall(side)) for side in (ours, theirs))
        if not base.strip() and urls and other_urls and urls.isdisjoint(other_urls):
            return ours + theirs
        if not urls and not other_urls and re.sub(r"\d+", "0", ours) == re.sub(r"\d+", "0", theirs):
            return ours
        conflicts += 1
        return with_markers(ours, theirs, newline_of(conflict[0]))

    return MergedText(_WITH_BASE.sub(merged, by_lines), ("lines that both sides changed",) * (conflicts > 0))
