"""Finds the links and images of Markdown, and where they lead: "[label](url)", "[label][name]" and "[name]"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

__all__ = ["CodeSpans", "LinkTarget", "link_targets"]

# "(url)" with balanced parentheses, '(url "title")', "(<url>)"; people also write spaces in URLs. The loops are
# possessive, because nothing is gained by a shorter match, and hostile text would try all of them.
_DESTINATION = re.compile(
    r"""\(\s*+(?:<(?P<angle>[^<>\n]*)>|(?P<plain>(?:\\.|[^\s()<>\\]|\\|\((?:\\.|[^\s()\\]|\\|\([^\s()]*\))*+\))*+))
        (?:\s+(?:"[^"\n]*"|'[^'\n]*'|\([^()\n]*\)))?\s*\)""",
    re.X,
)
_LOOSE_DESTINATION = re.compile(r"\(\s*+(?P<plain>https?://(?:[^()\s]|[^\S\n]+(?=[^()\s]))*+)\s*\)")
_DEEPEST_IMAGE = 4
"""How deep images within the label of another one are read."""
_BRACKETS = re.compile(r"\\.|`+|!?\[|\]", re.S)
_LONGEST_LABEL = 1000
"""The label of a reference link has at most 999 characters (CommonMark 4.7)."""


class LinkTarget(NamedTuple):
    """Where a link or an image leads, and the place of the URL; an empty place if it is defined elsewhere."""

    label_end: int
    url: str
    start: int
    end: int
    after: int
    """After the whole link."""


class CodeSpans:
    """Where the code from *start* to *end* ends: at as many backticks as it begins with."""

    def __init__(self, text: str, start: int, end: int) -> None:
        self.ticks: defaultdict[int, list[int]] = defaultdict(list)
        """Where the runs of so many backticks begin."""
        for run in re.compile("`+").finditer(text, start, end):
            self.ticks[len(run[0])].append(run.start())

    def end(self, at: int, inside: int) -> int | None:
        """Where the backticks begin that end the code of which the backticks are from *at* to *inside*."""
        runs = self.ticks[inside - at]
        index = bisect_left(runs, inside)
        return runs[index] if index < len(runs) else None


def link_targets(
    text: str, start: int, end: int, references: Mapping[str, str], code: CodeSpans, *, linked: bool, depth: int
) -> Iterator[tuple[int, LinkTarget]]:
    """The links and images from *start* to *end* by their opening bracket, without those in *code*.

    A link in a label makes the outer one text (CommonMark 6.3). Without *linked*, there are only images; *depth* is how
    many images are around the text.
    """
    opened: list[tuple[int, bool]] = []
    around_links = 0  # how many of the open brackets have a link in them
    at = start
    while match := _BRACKETS.search(text, at, end):
        at = match.end()
        if match[0][0] == "`":
            code_end = code.end(match.start(), at)
            at = code_end + len(match[0]) if code_end else at
        elif match[0] in ("[", "!["):
            opened.append((at - 1, match[0] == "!["))
        elif match[0] == "]" and opened:
            begin, is_image = opened.pop()
            has_link = len(opened) < around_links
            around_links = min(around_links, len(opened))
            may_be = depth < _DEEPEST_IMAGE if is_image else linked and not has_link
            if may_be and (target := _target(text, begin + 1, match.start(), end, references)):
                yield begin, target
                at = target.after
                around_links = around_links if is_image else len(opened)


def _target(text: str, label_start: int, label_end: int, end: int, references: Mapping[str, str]) -> LinkTarget | None:
    """Where a link leads whose label is from *label_start* to *label_end*; ``None`` if it is none."""
    for pattern in (_DESTINATION, _LOOSE_DESTINATION):
        if found := pattern.match(text, label_end + 1, end):
            group = "angle" if found.groupdict().get("angle") is not None else "plain"
            return LinkTarget(label_end, found[group], *found.span(group), found.end())
    if not references:
        return None
    full = re.compile(r"\[([^\[\]]*)\]").match(text, label_end + 1, end)
    name = (full[1] if full else "") or text[label_start : min(label_end, label_start + _LONGEST_LABEL)]
    url = references.get(" ".join(name.casefold().split()))
    after = full.end() if full else label_end + 1
    return LinkTarget(label_end, url, after, after, after) if url else None
