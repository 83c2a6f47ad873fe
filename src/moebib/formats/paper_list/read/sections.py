"""The headings of a list as a tree of sections with tags."""

from __future__ import annotations

import re
from collections.abc import Iterable
from copy import copy

from moebib.formats.paper_list.markers import OTHERS
from moebib.formats.paper_list.read.words import is_contents
from moebib.library.config import Config, Section
from moebib.text.fold import fold

__all__ = ["SectionTree"]


class SectionTree:
    """The headings that have been read; a heading of the configuration keeps its tag."""

    def __init__(self, config: Config, *, has_title: bool) -> None:
        self._has_title = has_title
        self._configured = {section.tag: section for section in config.sections}
        self._tags = _tags_by_headings(config)
        self._open: list[tuple[int, str]] = []
        self._headings: dict[str, str] = {}
        self._used: set[str] = set()
        self.in_contents = False

    def below(self, headings: Iterable[str], *, has_title: bool) -> SectionTree:
        """The tree of another file of the same list, whose sections are below *headings*; they share all tags."""
        tree = copy(self)  # its dictionaries and sets stay those of this tree
        path = tuple(headings)
        tree._has_title, tree._open, tree.in_contents = has_title, [], False
        for level, heading in enumerate(path, -len(path)):  # above the level of any heading
            tree._open.append((level, heading))
            tree._headings.setdefault(tree._tag(), heading)
        return tree

    @property
    def level(self) -> int:
        """The level of the current heading; 0 before the first."""
        return self._open[-1][0] if self._open else 0

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings that are open, from the top."""
        return tuple(heading for _, heading in self._open)

    def enter(self, level: int, heading: str) -> str:
        """Enter the section that begins with *heading*; its tag, "" if it is no section."""
        heading = _without_count(heading)
        if (level == 1 and self._has_title) or not heading:
            return ""
        self._open = [above for above in self._open if above[0] < level]
        self.in_contents = is_contents(heading)
        if self.in_contents:
            return ""
        self._open.append((level, heading))
        tag = self._tag()
        self._headings.setdefault(tag, heading)
        return tag

    def leave(self, level: int) -> None:
        """Leave the sections of *level* and below."""
        self._open = [above for above in self._open if above[0] < level]

    def tag(self) -> str:
        """The tag of an entry in the current section; "" outside of all sections."""
        tag = self._tag() if self._open else ""
        return "" if tag == fold(OTHERS) and tag not in self._configured else tag

    def use(self, tag: str) -> None:
        """Note that a work is in the section *tag*."""
        self._used.update(tag[: match.start()] for match in re.finditer("/|$", tag) if tag)

    def used(self) -> tuple[Section, ...]:
        """The sections with works in or below them in the order of the list, each followed by those below it."""
        order: dict[str, tuple[int, ...]] = {}
        for number, tag in enumerate(self._headings):
            order[tag] = (*order.get(tag.rpartition("/")[0], ()), number)
        return tuple(
            self._configured.get(tag) or Section(tag=tag, heading=self._headings[tag])
            for tag in sorted(self._headings, key=order.__getitem__)
            if tag in self._used
        )

    def _tag(self) -> str:
        """The tag of the current section."""
        path: tuple[str, ...] = ()
        for _, heading in self._open:
            parent, path = path, (*path, fold(heading))
            if path not in self._tags:
                self._tags[path] = self._new_tag(self._tags.get(parent, ""), heading)
        return self._tags[path]

    def _new_tag(self, parent: str, heading: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", fold(heading)).strip("-") or "section"
        tag, number, taken = f"{parent}/{slug}".lstrip("/"), 1, set(self._tags.values())
        while tag in taken:
            number += 1
            tag = f"{parent}/{slug}-{number}".lstrip("/")
        return tag


_COUNT = re.compile(r"\s*[(\[\uff08](?!(?:19|20)\d\d[)\]\uff09])\d+(?:\s*\u7bc7|\s+[^\W\d_]+)?[)\]\uff09]$")


def _without_count(heading: str) -> str:
    """*heading* without the number of its works, which is no part of the name of the section.

    >>> [_without_count(heading) for heading in ("Routing (12)", "Routing [3 papers]", "Surveys (2024)", "(5)")]
    ['Routing', 'Routing', 'Surveys (2024)', '(5)']
    """
    return _COUNT.sub("", heading) or heading


def _tags_by_headings(config: Config) -> dict[tuple[str, ...], str]:
    """The folded headings from the top section down -> the tag."""
    headings = {section.tag: _without_count(section.heading) for section in config.sections}
    tags: dict[tuple[str, ...], str] = {}
    for tag in headings:
        steps = [tag[: match.start()] for match in re.finditer("/|$", tag)]
        tags.setdefault(tuple(fold(headings[step]) for step in steps if step in headings), tag)
    return tags
