"""A README that is kept as it is, and the entries of its list: which of the two follows where they differ.

The base is an earlier state of both. What one side changed since, the other follows; what both changed differently is a
conflict. Values are compared part by part (``edit_list``), sections one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from rapidfuzz import fuzz

from moebib.formats.paper_list.document import ListDocument, WorkBlock
from moebib.formats.paper_list.edit.edit import ListDifference, edit_list
from moebib.formats.paper_list.edit.match import match_blocks
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = [
    "Bases",
    "ListState",
    "Older",
    "StateWork",
    "choose_bases",
    "find_keys",
    "listed_fields",
    "merge_tags",
]


_PartText = tuple[str, str]
"""The role of a part of a line, and its text."""


class StateWork(NamedTuple):
    """A work of a list in an earlier state."""

    record: Record
    sections: frozenset[str]
    """The tags of the sections in which the README listed it; "" is the place outside of all sections."""
    differing: frozenset[_PartText] = frozenset()
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
    differing = _differing(document, library, keys)
    works = {key: StateWork(library[key], tags, differing.get(key, frozenset()))
             for key, tags in sections_in(document, keys).items()}  # fmt: skip
    headings = {section.tag: section.heading for section in library.config.sections}
    return ListState(works, headings, {model.id: model for model in library.models})


def find_keys(document: ListDocument, library: Library, states: Sequence[ListState]) -> tuple[str | None, ...]:
    """The key of the work of each block: in the library, else in an earlier state; ``None`` if it is a new work.

    A work that has another key now has that one. One that is in an earlier state only was removed since. Of two works
    that a block may be, as those with one link, it is the one whose title it had. A block whose title and link changed
    is the work that is missing in its section and has nearly its title.
    """
    found = list(match_blocks(document, library))
    for state in states:
        earlier = match_blocks(document, Library((work.record for work in state.works.values()), config=library.config))
        for number, key in enumerate(earlier):
            if key is None or key == found[number]:
                continue
            title, now = fold(plain(document.blocks[number].item.title)), library.find_key(key)
            other = library.find_key(found[number] or "")
            had_title = title in map(fold, state.works[key].record.titles)
            if other is None or (had_title and now and title not in map(fold, other.titles)):
                found[number] = now.id if now else key
    for number, key in enumerate(found):
        if key is None:
            found[number] = _retitled(document.blocks[number], library, states, found)
    return tuple(found)


def _retitled(
    block: WorkBlock, library: Library, states: Sequence[ListState], found: Sequence[str | None]
) -> str | None:
    """The work that was in the section of a block, is in none now, and has nearly the title of the block."""
    title = fold(plain(block.item.title))
    missing = {
        now.id: work
        for state in reversed(states)
        for key, work in state.works.items()
        if block.tag in work.sections and (now := library.find_key(key)) and now.id not in found
    }
    likeness = {key: fuzz.ratio(title, fold(plain(work.record.title))) for key, work in missing.items()}
    best = max(likeness, key=lambda key: likeness[key], default=None)
    return best if best is not None and likeness[best] >= _NEARLY else None


_NEARLY = 80
"""How alike two titles are, in percent, of which one is the other with a few words changed."""


class Bases(NamedTuple):
    """For each work its entry as it was when it agreed with its lines, part by part."""

    works: Mapping[str, StateWork]
    unknown: frozenset[tuple[str, str, str]] = frozenset()
    """Key, role and text of the parts that do not agree, and of which no state is known in which they did."""

    def is_settled(self, difference: ListDifference) -> bool:
        """Whether a part did not agree before, either, so that its line was not changed."""
        base = self.works.get(difference.key)
        return base is not None and (difference.role, difference.listed) in base.differing

    def is_unknown(self, difference: ListDifference) -> bool:
        """Whether nothing is known of a part before it was as it is."""
        return (difference.key, difference.role, difference.listed) in self.unknown


Older = Callable[[Collection[str]], Mapping[str, Sequence[StateWork]] | None]
"""Gives earlier states of works, newest first; ``None`` if the history is incomplete."""


def choose_bases(
    document: ListDocument,
    library: Library,
    keys: Sequence[str | None],
    *,
    built: ListState | None,
    committed: ListState | None,
    older: Older,
) -> Bases:
    """The base of each part of each work: a state in which the list and the entry agreed on it.

    These are the last build and the last commit. If the list still has what it had in one of them, that is the base: it
    may have been checked out, and is written again. Else it is one in which the entry was the same. If they agreed in
    neither of the two, they were committed so, one of them changed, and the newest of the *older* states in which they
    agreed shows which one. If there is none, the list has always had what it has, as in two lines of one work that
    differ, and that is settled.

    If the list is as it was built and the entry as it was committed, nothing shows which one changed: the entry may
    have been edited back, or both were checked out and the list was edited again.
    """
    differing = _differing(document, library, keys)
    states = [state for state in (built, committed) if state]
    changed = [_changed(document, keys, state, library, differing) for state in states]
    works: dict[str, StateWork] = {}
    undecided: dict[str, list[_PartText]] = {}
    opposed: set[tuple[str, str, str]] = set()
    for record in library:
        found = [(work, parts.get(record.id, frozenset())) for state, parts in zip(states, changed, strict=True)
                 if (work := _work_in(state, record))]  # fmt: skip
        of_build = _work_in(built, record) if built else None
        base = found[0][0]._replace(differing=frozenset()) if found else None
        for part in differing.get(record.id, ()):
            chosen = _nearest(part, record, found) or of_build
            if of_build and base and part in of_build.differing:
                base = _settled(base, part)
            elif base and _is_opposed(part, record, found):
                opposed.add((record.id, *part))
                base = _with_part_of(base, record, part[0])  # as if the line had been changed
            elif chosen and base:
                base = _with_part_of(base, chosen.record, part[0])
            else:
                undecided.setdefault(record.id, []).append(part)
        if base:
            works[record.id] = base
    earlier = older(undecided) if undecided else {}
    for key, parts in undecided.items():
        record = library[key]
        near = [work for state in states if (work := _work_in(state, record))]
        base = works.get(key) or StateWork(record, frozenset(record.tags))
        for part in parts:
            chosen = _newest(part, [*near, *(earlier or {}).get(key, ())])
            if earlier is None:  # as if the line had been changed
                base = _with_part_of(base, record, part[0])
            else:
                base = _with_part_of(base, chosen.record, part[0]) if chosen else _settled(base, part)
        works[key] = base
    is_unknown = undecided if earlier is None else {}
    return Bases(works, frozenset((key, *part) for key, parts in is_unknown.items() for part in parts) | opposed)


def _nearest(
    part: _PartText, record: Record, found: Sequence[tuple[StateWork, frozenset[_PartText]]]
) -> StateWork | None:
    """Of states in which list and entry agreed on a part, one that the list still has, else one that the entry has."""
    agreed = [(work, changed) for work, changed in found if not _differs_in(work, part[0])]
    as_listed = (work for work, changed in agreed if part not in changed)
    as_recorded = (work for work, _ in agreed if _is_same_in(work.record, record, part[0]))
    return next(as_listed, None) or next(as_recorded, None) or next((work for work, _ in agreed), None)


def _is_opposed(part: _PartText, record: Record, found: Sequence[tuple[StateWork, frozenset[_PartText]]]) -> bool:
    """Whether the list has a part as it was built and the entry as it was committed."""
    if len(found) < 2:
        return False
    (built, since_build), (committed, since_commit) = found
    return (
        not any(_differs_in(work, part[0]) for work in (built, committed))
        and part not in since_build
        and part in since_commit
        and _is_same_in(committed.record, record, part[0])
    )


def _newest(part: _PartText, history: Sequence[StateWork]) -> StateWork | None:
    """The newest state in which list and entry agreed on a part, else the newest in which the list had another one."""
    agreed = (work for work in history if not _differs_in(work, part[0]))
    other = (work for work in history if part not in work.differing)
    return next(agreed, None) or next(other, None)


def _settled(base: StateWork, part: _PartText) -> StateWork:
    return base._replace(differing=base.differing | {part})


_FIELDS = {
    "title": ("title",), "authors": ("author",), "date": ("issued",), "keyword": ("keyword",),
    "venue": ("type", "genre", "container_title", "container_title_short", "status"),
    "url": ("identifiers", "url", "links"),
}  # fmt: skip
"""Role of a part -> the fields of the record that it states."""


def _differs_in(work: StateWork, role: str) -> bool:
    return any(role == other for other, _ in work.differing)


def _is_same_in(then: Record, now: Record, role: str) -> bool:
    return all(getattr(then, field) == getattr(now, field) for field in _FIELDS.get(role, ()))


def _with_part_of(base: StateWork, other: Record, role: str) -> StateWork:
    """*base* with what *other* states of one part."""
    fields = {field: getattr(other, field) for field in _FIELDS.get(role, ())}
    return base if base.record is other else base._replace(record=base.record.evolve(**fields))


def _changed(
    document: ListDocument, keys: Sequence[str | None], state: ListState, library: Library, of: Collection[str]
) -> dict[str, frozenset[_PartText]]:
    """The parts of the works *of* the README that are not as the entries were in *state*."""
    works = {key: work for key in of if (work := _work_in(state, library[key]))}
    then = Library((work.record.evolve(id=key, ids=()) for key, work in works.items()), config=library.config)
    return _differing(document, then, [key if key in works else None for key in keys])


def _work_in(state: ListState, record: Record) -> StateWork | None:
    """The work in an earlier state, where it may have had one of its former keys."""
    return next((state.works[key] for key in (record.id, *record.ids) if key in state.works), None)


def _differing(document: ListDocument, library: Library, keys: Sequence[str | None]) -> dict[str, frozenset[_PartText]]:
    """The works of the library that the README lists with other facts, each with role and text of these."""
    found: defaultdict[str, set[_PartText]] = defaultdict(set)
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
