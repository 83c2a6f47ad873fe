"""Headings that have another text in the README of a list than in its ``moebib.toml``: one of them was changed."""

from __future__ import annotations

from typing import NamedTuple

from moebib.formats.paper_list.document import Heading, ListDocument
from moebib.library.config import Config
from moebib.library.library import Library

__all__ = ["OtherHeading", "find_other_heading", "with_heading"]


class OtherHeading(NamedTuple):
    """A heading of the README, and the section of ``moebib.toml`` whose works are below it."""

    heading: Heading
    tag: str
    configured: str
    """The heading of that section in ``moebib.toml``."""


def find_other_heading(document: ListDocument, library: Library, keys: tuple[str | None, ...]) -> OtherHeading | None:
    """The first heading that no section has, but with more than half of the works of a section that has no heading."""
    found = {heading.tag for heading in document.headings}
    missing = [section for section in library.config.sections if section.tag not in found]
    if not missing:
        return None
    for heading in document.headings:
        if not heading.tag or heading.tag in library.config.tags:
            continue
        below = {
            key
            for block, key in zip(document.blocks, keys, strict=True)
            if f"{block.tag}/".startswith(f"{heading.tag}/")
        }
        for section in missing:
            works = {work.id for work in library.in_section(section.tag)}
            if 2 * len(works & below) > max(len(works), len(below)):
                return OtherHeading(heading, section.tag, section.heading)
    return None


def with_heading(config: Config, tag: str, heading: str) -> Config:
    """*config* with another heading of a section."""
    sections = (
        section.model_copy(update={"heading": heading}) if section.tag == tag else section
        for section in config.sections
    )
    return config.model_copy(update={"sections": tuple(sections)})
