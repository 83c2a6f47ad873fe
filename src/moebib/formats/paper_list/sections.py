"""The headings of a list as its tree of sections."""

from __future__ import annotations

import re

from moebib.library.config import Config, Section
from moebib.text.fold import fold

__all__ = ["OTHERS", "Sections"]

OTHERS = "others"
"""The slug of the top heading under which works without a section stand."""

_CONTENTS = frozenset(("contents", "table of contents", "toc", "content"))


class Sections:
    """Where in the tree the reader is; a heading that the configuration knows has its tag."""

    def __init__(self, config: Config, *, titled: bool) -> None:
        self._titled = titled
        self._headings: list[tuple[int, str]] = []
        self._known = _paths(config)
        self._configured = {section.tag: section for section in config.sections}
        self._order: dict[str, str] = {}
        self._used: set[str] = set()
        self.in_contents = False

    def enter(self, level: int, heading: str) -> None:
        """A heading has been read."""
        if level == 1 and self._titled:
            return
        self.in_contents = fold(heading) in _CONTENTS
        self._headings = [one for one in self._headings if one[0] < level]
        if not self.in_contents:
            self._headings.append((level, heading))
            self._order.setdefault(self._tag(), heading)

    def tags(self) -> tuple[str, ...]:
        """The tag of an entry that stands here, alone in a tuple, or nothing where no section is."""
        if not self._headings:
            return ()
        tag = self._tag()
        if tag == OTHERS and tag not in self._configured:
            return ()
        self._used |= {tag[: match.start()] for match in re.finditer("/|$", tag)}
        return (tag,)

    def found(self) -> tuple[Section, ...]:
        """The sections with entries in or below them, in order."""
        return tuple(
            self._configured.get(tag) or Section(tag=tag, heading=heading)
            for tag, heading in self._order.items()
            if tag in self._used
        )

    def _tag(self) -> str:
        path: tuple[str, ...] = ()
        for _, heading in self._headings:
            parent, path = path, (*path, fold(heading))
            if path not in self._known:
                self._known[path] = self._new(self._known.get(parent, ""), heading)
        return self._known[path]

    def _new(self, parent: str, heading: str) -> str:
        slug = re.sub(r"[^a-z0-9]+", "-", fold(heading)).strip("-") or "section"
        tag, number, taken = f"{parent}/{slug}".lstrip("/"), 1, set(self._known.values())
        while tag in taken:
            number += 1
            tag = f"{parent}/{slug}-{number}".lstrip("/")
        return tag


def _paths(config: Config) -> dict[tuple[str, ...], str]:
    """The headings from the top down -> the tag."""
    headings = {section.tag: section.heading for section in config.sections}
    paths: dict[tuple[str, ...], str] = {}
    for tag in headings:
        steps = [tag[: match.start()] for match in re.finditer("/|$", tag)]
        paths.setdefault(tuple(fold(headings[step]) for step in steps if step in headings), tag)
    return paths
