"""The heading of a section in a README that is kept as it is: it gets another text, and links to it follow."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from moebib.formats.paper_list.lines import join_lines, lines, parser
from moebib.library.config import Config
from moebib.text.fold import fold
from moebib.text.markdown import anchors, escape

__all__ = ["rename_heading"]

_ANCHOR = re.compile(r"(?<=\(#)[^()\s]+(?=\))|(?<=href=[\"']#)[^\"']+(?=[\"'])")


class _Heading(NamedTuple):
    text: str
    path: tuple[str, ...]
    """The folded headings from the top section down to this one."""
    rows: range


def rename_heading(readme: str, config: Config, tag: str, new: str) -> str | None:
    r"""*readme* with *new* as the heading of the section *tag* of *config*; ``None`` if it has no such heading.

    >>> from moebib.library.config import Section
    >>> config = Config(sections=(Section(tag="caching", heading="Caching"),))
    >>> rename_heading("- [Caching](#caching) (3)\n\n## **Caching**\n", config, "caching", "Warm caches")
    '- [Warm caches](#warm-caches) (3)\n\n## **Warm caches**\n'
    """
    of_tags = {section.tag: section.heading for section in config.sections}
    steps = (tag[: match.start()] for match in re.finditer("/|$", tag))
    path = tuple(fold(of_tags[step]) for step in steps if step in of_tags)
    headings = list(_headings(readme))
    number = next((number for number, heading in enumerate(headings) if heading.path == path), None)
    if number is None:
        return None
    old, rows = of_tags[tag], readme.split("\n")
    renamed = {row: text for row in headings[number].rows if (text := _replaced(rows[row], old, new))}
    if not renamed:
        return None
    texts = [heading.text for heading in headings]
    before, after = anchors(texts), anchors([*texts[:number], new, *texts[number + 1 :]])
    followed = dict(zip(before, after, strict=True))
    for row, text in enumerate(rows):
        linked = _ANCHOR.findall(text)
        shown = (_replaced(text, old, new) or text) if before[number] in linked else text
        rows[row] = renamed.get(row) or _ANCHOR.sub(lambda match: followed.get(match[0], match[0]), shown)
    return "\n".join(rows)


def _headings(readme: str) -> Iterator[_Heading]:
    """The headings; one at the first level is the title if there is no other one."""
    tokens = parser().parse(readme)
    opened = [number for number, token in enumerate(tokens) if token.type == "heading_open"]
    has_title = sum(tokens[number].tag == "h1" for number in opened) == 1
    above: list[tuple[int, str]] = []
    for number in opened:
        level, (start, end) = int(tokens[number].tag[1:]), tokens[number].map or (0, 0)
        text = join_lines(list(lines(tokens[number + 1]))).plain
        above = [(other, heading) for other, heading in above if other < level]
        if level > 1 or not has_title:
            above.append((level, fold(text)))
        yield _Heading(text, tuple(heading for _, heading in above), range(start, end))


def _replaced(row: str, old: str, new: str) -> str | None:
    """A row of Markdown in which *new* is in place of *old*, or of the words that differ, if there is markup within."""
    for written in (escape(old), old):
        if written in row:
            return row.replace(written, escape(new), 1)
    words, new_words = (re.findall(r"\w+|\W", text) for text in (old, new))
    while words and new_words and words[0] == new_words[0]:
        del words[0], new_words[0]
    while words and new_words and words[-1] == new_words[-1]:
        del words[-1], new_words[-1]
    differing = "".join(words)
    return row.replace(differing, escape("".join(new_words))) if differing and row.count(differing) == 1 else None
