"""The heading of a section in a README that is kept as it is: it gets another text, and links to it follow."""

from __future__ import annotations

import re

from moebib.formats.paper_list.reader import read_document
from moebib.library.config import Config
from moebib.text.markdown import anchors, escape

__all__ = ["rename_heading"]

_ANCHOR = re.compile(r"(?<=\(#)[^()\s]+(?=\))|(?<=href=[\"']#)[^\"']+(?=[\"'])")


def rename_heading(readme: str, config: Config, tag: str, new: str) -> str | None:
    r"""*readme* with *new* as the heading of the section *tag* of *config*; ``None`` if it has no such heading.

    >>> from moebib.library.config import Section
    >>> config = Config(sections=(Section(tag="caching", heading="Caching"),))
    >>> rename_heading("- [Caching](#caching) (3)\n\n## **Caching**\n", config, "caching", "Warm caches")
    '- [Warm caches](#warm-caches) (3)\n\n## **Warm caches**\n'
    """
    headings = read_document(readme, config).headings
    number = next((number for number, heading in enumerate(headings) if heading.tag == tag), None)
    if number is None:
        return None
    old = next(section.heading for section in config.sections if section.tag == tag)
    start, end = headings[number].start, headings[number].end
    heading = _replaced(readme[start:end], old, new)
    if heading is None:
        return None
    texts = [heading.text for heading in headings]
    before, after = anchors(texts), anchors([*texts[:number], new, *texts[number + 1 :]])
    followed = dict(zip(before, after, strict=True))

    def with_links(text: str) -> str:
        rows = text.split("\n")
        for place, row in enumerate(rows):
            shown = (_replaced(row, old, new) or row) if before[number] in _ANCHOR.findall(row) else row
            rows[place] = _ANCHOR.sub(lambda match: followed.get(match[0], match[0]), shown)
        return "\n".join(rows)

    return with_links(readme[:start]) + heading + with_links(readme[end:])


def _replaced(text: str, old: str, new: str) -> str | None:
    """Markdown in which *new* is in place of *old*, or of the words that differ, if there is markup within."""
    for written in (escape(old), old):
        if written in text:
            return text.replace(written, escape(new), 1)
    words, new_words = (re.findall(r"\w+|\W", whole) for whole in (old, new))
    while words and new_words and words[0] == new_words[0]:
        del words[0], new_words[0]
    while words and new_words and words[-1] == new_words[-1]:
        del words[-1], new_words[-1]
    differing = "".join(words)
    return text.replace(differing, escape("".join(new_words))) if differing and text.count(differing) == 1 else None
