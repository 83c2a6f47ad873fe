"""Headings and works that a person changed in, or added to, a README that is kept as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from moebib.commands.headings import rename_heading
from moebib.commands.import_ import take_in
from moebib.commands.kept_files import read_list, readme_path
from moebib.commands.kept_notices import ListNotices
from moebib.formats import ParsedFile
from moebib.formats.paper_list.document import ListDocument, WorkBlock
from moebib.formats.paper_list.joined import split_files
from moebib.formats.paper_list.works import ListedWorks
from moebib.library.config import Config, Section
from moebib.library.library import Library
from moebib.records.record import Record
from moebib.text.shorten import quote
from moebib.three_way.follow import (
    Notice,
    Side,
)
from moebib.three_way.headings import OtherHeading, find_other_heading, with_heading
from moebib.three_way.keys import find_keys
from moebib.three_way.states import ListState

__all__ = ["ReadList", "TakenLines", "stated_by", "take_in_lines", "with_one_heading_each"]


class ReadList(NamedTuple):
    """A README as it is read if each section has one heading, in it and in ``moebib.toml``."""

    document: ListDocument
    library: Library
    keys: tuple[str | None, ...]


def with_one_heading_each(
    text: str, library: Library, near: Sequence[ListState], side: Side, notices: ListNotices
) -> ReadList:
    """Change the headings of moebib.toml that a person changed in the README, and the other way round."""
    done: set[str] = set()
    while True:
        document = read_list(text, library.config)
        keys = find_keys(document, library, near)
        other = find_other_heading(document, library, keys)
        if other is None or other.tag in done:
            return ReadList(document, library, keys)
        done.add(other.tag)
        line = document.text.count("\n", 0, other.heading.start) + 1
        before = next((state.headings[other.tag] for state in near if other.tag in state.headings), None)
        is_from_readme = side == "readme" or (side == "both" and before == other.configured)
        as_in_readme = with_heading(library.config, other.tag, other.heading.text)
        names = quote(other.configured), quote(other.heading.text)
        changed = None if is_from_readme else _with_heading_of_config(text, as_in_readme, other)
        if changed is None:
            library = Library(library.records, library.models, as_in_readme)
            message = f"heading of {other.tag!r} in moebib.toml: {names[0]} to {names[1]}"
        else:
            text, message = changed, f"heading: {names[1]} to {names[0]}"
        notices.add(text, [Notice(line, message)])


def _with_heading_of_config(text: str, as_in_readme: Config, other: OtherHeading) -> str | None:
    """The list with a heading as it is in moebib.toml; ``None`` if it is in another file than the README."""
    path = readme_path(as_in_readme)
    readme = split_files(text, path)[path]
    renamed = rename_heading(readme, as_in_readme, other.tag, other.configured)
    return None if renamed is None else renamed + text[len(readme) :]


class TakenLines(NamedTuple):
    """A list with the works that only its README had."""

    before: Library
    library: Library
    keys: tuple[str | None, ...]


def take_in_lines(
    document: ListDocument,
    before: Library,
    keys: tuple[str | None, ...],
    near: Sequence[ListState],
    notices: ListNotices,
) -> TakenLines:
    """Add the works and the sections that only the README has to the library."""
    sections = _new_sections(document, before.config)
    config = before.config.model_copy(update={"sections": (*before.config.sections, *sections)})
    library = Library(before.records, before.models, config)
    new = [number for number, key in enumerate(keys) if key is None]
    if not new:
        return TakenLines(before, library, keys)
    listed = ListedWorks(config)
    for number in new:
        block = document.blocks[number]
        listed.add(block.item, (block.tag,) if block.tag else ())
    for work in take_in(library, ParsedFile(listed.records()), source="").works:
        library = library.replacing(work)
    keys = find_keys(document, library, near)
    lines = {key: document.blocks[number].item.line for number in reversed(new) if (key := keys[number])}
    added = [Notice(line, f"added the entry {key!r}") for key, line in lines.items()]
    notices.add(document.text, reversed(added))
    return TakenLines(before, library, keys)


def _new_sections(document: ListDocument, config: Config) -> tuple[Section, ...]:
    """The sections that have works in the README, or below them, and are not in ``moebib.toml``."""
    used = {f"{block.tag}/" for block in document.blocks}
    headings: dict[str, str] = {}
    for heading in document.headings:
        if heading.tag and heading.tag not in config.tags and any(tag.startswith(f"{heading.tag}/") for tag in used):
            headings.setdefault(heading.tag, heading.text)
    return tuple(Section(tag=tag, heading=text) for tag, text in headings.items())


def stated_by(block: WorkBlock, config: Config) -> Record:
    """What a block states of its work."""
    listed = ListedWorks(config)
    listed.add(block.item, (block.tag,) if block.tag else ())
    return listed.records()[0]
