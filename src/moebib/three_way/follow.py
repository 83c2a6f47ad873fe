"""A README that is kept as it is, and the entries of its list: which of the two follows where they differ.

The base is a state in which both agreed. What one side changed since, the other follows; what both changed differently
is a conflict. Values are compared part by part (``edit_list``), sections one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.edit.edit import edit_list
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.library.library import Library
from moebib.records.record import Record

__all__ = [
    "Bases",
    "ListState",
    "StateWork",
    "agreed_state",
    "choose_bases",
    "find_keys",
    "listed_fields",
    "merge_tags",
]


class StateWork(NamedTuple):
    """A work of a list in an earlier state."""

    record: Record
    sections: frozenset[str]
    """The tags of the sections in which the README listed it; "" is the place outside of all sections."""


ListState = Mapping[str, StateWork]
"""Key -> work, for all works of a list of which the README and the entry agreed."""


_NOT_LISTED = frozenset({"id", "ids", "abstract", "note", "origin", "remark", "extra", "relations", "tags"})
"""The keys, the sections, and fields that no list shows."""


def listed_fields(record: Record) -> dict[str, Any]:
    """The fields of a work that a list can show, as plain data."""
    return {name: value for name, value in record.to_dict().items() if name not in _NOT_LISTED}


def agreed_state(document: ListDocument, library: Library) -> ListState:
    """The works of a list that are in its README and agree with it."""
    keys = match_blocks(document, library)
    differing = _differing(document, library, keys)
    sections = _sections(document, keys)
    return {
        record.id: StateWork(record, sections[record.id])
        for record in library
        if record.id in sections and record.id not in differing
    }


def find_keys(document: ListDocument, library: Library, states: Sequence[ListState]) -> tuple[str | None, ...]:
    """The key of the work of each block: in the library, else in an earlier state; ``None`` if it is a new work.

    A work that has another key now has that one. One that is in an earlier state only was removed since.
    """
    found = list(match_blocks(document, library))
    for state in states:
        if None not in found:
            break
        earlier = match_blocks(document, Library((work.record for work in state.values()), config=library.config))
        for number, key in enumerate(earlier):
            if found[number] is None and key is not None:
                now = library.find_key(key)
                found[number] = now.id if now else key
    return tuple(found)


class Bases(NamedTuple):
    """For each work the state in which README and entry agreed."""

    works: Mapping[str, StateWork]
    unknown: frozenset[str]
    """The works that do not agree, and of which no state is known in which they did."""


def choose_bases(
    document: ListDocument,
    library: Library,
    keys: Sequence[str | None],
    near: Sequence[ListState],
    older: Iterable[ListState] = (),
) -> Bases:
    """The base of each work: of the *near* states, in their order, the one with which a side still agrees.

    If the README still has what it had in one of them, that is the base: it may have been checked out, and is written
    again. Else it is one in which the entry was the same. The *older* states, newest first, are only for works that do
    not agree and are in no near one.
    """
    differing = _differing(document, library, keys)
    works: dict[str, StateWork] = {}
    missing = set(differing)
    unchanged = [_unchanged(document, keys, state, library, differing) for state in near]
    for record in library:
        candidates = [(work, record.id in same) for state, same in zip(near, unchanged, strict=True)
                      if (work := _work_in(state, record))]  # fmt: skip
        if not candidates:
            continue
        missing.discard(record.id)
        shown = listed_fields(record)
        as_listed = (work for work, is_unchanged in candidates if is_unchanged)
        as_recorded = (work for work, _ in candidates if listed_fields(work.record) == shown)
        works[record.id] = next(as_listed, None) or next(as_recorded, candidates[0][0])
    for state in older:
        if not missing:
            break
        for key in sorted(missing):
            if work := _work_in(state, library[key]):
                works[key] = work
                missing.discard(key)
    return Bases(works, frozenset(missing))


def _unchanged(
    document: ListDocument, keys: Sequence[str | None], state: ListState, library: Library, of: Iterable[str]
) -> set[str]:
    """Which of the works *of* the README lists as in *state*."""
    then = {key: work.record.evolve(id=key, ids=()) for key in of if (work := _work_in(state, library[key]))}
    keys_then = [key if key in then else None for key in keys]
    return then.keys() - _differing(document, Library(then.values(), config=library.config), keys_then)


def _work_in(state: ListState, record: Record) -> StateWork | None:
    """The work in an earlier state, where it may have had one of its former keys."""
    return next((state[key] for key in (record.id, *record.ids) if key in state), None)


def _differing(document: ListDocument, library: Library, keys: Sequence[str | None]) -> set[str]:
    """The works of the library that the README lists with other facts."""
    return {difference.key for difference in edit_list(document, library, keys, library).differences}


def _sections(document: ListDocument, keys: Sequence[str | None]) -> dict[str, frozenset[str]]:
    """Key -> the tags of the sections that list the work."""
    sections: defaultdict[str, set[str]] = defaultdict(set)
    for block, key in zip(document.blocks, keys, strict=True):
        if key is not None:
            sections[key].add(block.tag)
    return {key: frozenset(tags) for key, tags in sections.items()}


def merge_tags(tags: Sequence[str], listed: frozenset[str], base: StateWork | None) -> tuple[str, ...] | None:
    """The tags of a work after the changes of both its entry and the README; ``None`` if all its lines were removed.

    *listed* are the sections of the README that list it. Without a *base*, it keeps all sections of both sides.

    >>> base = StateWork(Record(id="a", type="book", tags=["x", "y"]), frozenset(("x", "y")))
    >>> merge_tags(("x", "y"), frozenset(("x", "z")), base)
    ('x', 'z')
    >>> merge_tags(("x",), frozenset(("x", "y")), base), merge_tags(("x", "y"), frozenset(), base)
    (('x',), None)
    """
    if base is None:
        return tuple(dict.fromkeys((*tags, *sorted(listed - {"", *tags}))))
    added, removed = listed - base.sections, base.sections - listed
    merged = tuple(dict.fromkeys(tag for tag in (*tags, *sorted(added - {"", *tags})) if tag not in removed))
    is_added_in_entry = not set(tags) <= set(base.record.tags)
    return None if not listed and base.sections and not is_added_in_entry else merged
