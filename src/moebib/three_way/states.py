"""States of a list: what its README and its entries have, and where these differ."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.edit.edit import ListDifference, edit_list
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record

__all__ = [
    "ListState", "PartText", "StateWork", "differences_in", "differing_parts", "listed_fields", "listed_state",
    "sections_in",
]  # fmt: skip

PartText = tuple[str, str]
"""The role of a part of a line, and its text."""


class StateWork(NamedTuple):
    """A work of a list in an earlier state."""

    record: Record
    sections: frozenset[str]
    """The tags of the sections in which the README listed it; "" is the place outside of all sections."""
    differing: frozenset[PartText] = frozenset()
    """Role and text of the parts of its lines that did not agree with it: a list may have two lines that differ."""


class ListState(NamedTuple):
    """An earlier state of a list."""

    works: Mapping[str, StateWork] = MappingProxyType({})
    """Key -> work, for all works that the README listed."""
    headings: Mapping[str, str] = MappingProxyType({})
    """Tag -> heading of the section."""
    models: Mapping[str, Model] = MappingProxyType({})
    """Key -> model."""


_NOT_LISTED = frozenset({"id", "ids", "abstract", "note", "origin", "remark", "extra", "relations", "tags"})
"""The keys, the sections, and fields that no list shows."""


def listed_fields(record: Record) -> dict[str, Any]:
    """The fields of a work that a list can show, as plain data."""
    return {name: value for name, value in record.to_dict().items() if name not in _NOT_LISTED}


def listed_state(document: ListDocument, library: Library) -> ListState:
    """The state of a list with this README and these entries."""
    keys = match_blocks(document, library)
    differing = differing_parts(document, library, keys)
    works = {key: StateWork(library[key], tags, differing.get(key, frozenset()))
             for key, tags in sections_in(document, keys).items()}  # fmt: skip
    headings = {section.tag: section.heading for section in library.config.sections}
    return ListState(works, headings, {model.id: model for model in library.models})


def differing_parts(
    document: ListDocument, library: Library, keys: Sequence[str | None]
) -> dict[str, frozenset[PartText]]:
    """The works of the library that the README lists with other facts, each with role and text of these."""
    found: defaultdict[str, set[PartText]] = defaultdict(set)
    for difference in differences_in(document, library, keys, library):
        found[difference.key].add((difference.role, difference.listed))
    return {key: frozenset(parts) for key, parts in found.items()}


def differences_in(
    document: ListDocument, library: Library, keys: Sequence[str | None], base: Library
) -> list[ListDifference]:
    """The parts of the README that do not agree with the library, and are not to follow it.

    In which sections a work is listed is none of them: sections are compared one by one (:func:`merge_tags`).
    """
    sections = sections_in(document, keys)
    works = (_in_sections(record, sections[record.id]) for record in library if record.id in sections)
    listed = Library(works, config=library.config)
    differences = edit_list(document, listed, [key if key in listed else None for key in keys], base).differences
    return [difference for difference in differences if difference.listed and difference.recorded]


def _in_sections(record: Record, sections: frozenset[str]) -> Record:
    tags = sections - {""}
    return record if tags == set(record.tags) else record.evolve(tags=tuple(sorted(tags)))


def sections_in(document: ListDocument, keys: Sequence[str | None]) -> dict[str, frozenset[str]]:
    """Key -> the tags of the sections that list the work."""
    sections: defaultdict[str, set[str]] = defaultdict(set)
    for block, key in zip(document.blocks, keys, strict=True):
        if key is not None:
            sections[key].add(block.tag)
    return {key: frozenset(tags) for key, tags in sections.items()}
