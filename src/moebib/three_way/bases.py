"""With which earlier state each part of a line is compared, to tell which side changed it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.edit.edit import ListDifference
from moebib.library.library import Library
from moebib.records.record import Record
from moebib.three_way.states import ListState, PartText, StateWork, differing_parts

__all__ = ["Bases", "Older", "choose_bases"]


class Bases(NamedTuple):
    """For each work its entry as it was when it agreed with its lines, part by part."""

    works: Mapping[str, StateWork]
    unknown: frozenset[tuple[str, str, str]] = frozenset()
    """Key, role and text of the parts that do not agree, and of which nothing shows which side changed."""

    def is_settled(self, difference: ListDifference) -> bool:
        """Whether a part did not agree before, either, so that its line was not changed."""
        base = self.works.get(difference.key)
        return base is not None and (difference.role, difference.listed) in base.differing

    def is_unknown(self, difference: ListDifference) -> bool:
        """Whether nothing shows which side changed a part."""
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
    differing = differing_parts(document, library, keys)
    states = [state for state in (built, committed) if state]
    changed = [_changed(document, keys, state, library, differing) for state in states]
    works: dict[str, StateWork] = {}
    undecided: dict[str, list[PartText]] = {}
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
        base = works.get(key) or StateWork(record, frozenset(record.tags))
        if earlier is None:
            for role, _ in parts:
                base = _with_part_of(base, record, role)  # as if the line had been changed
        else:
            near = [work for state in states if (work := _work_in(state, record))]
            base = _decided(base, parts, [*near, *earlier.get(key, ())])
        works[key] = base
    is_unknown = undecided if earlier is None else {}
    return Bases(works, frozenset((key, *part) for key, parts in is_unknown.items() for part in parts) | opposed)


def _decided(base: StateWork, parts: Iterable[PartText], states: Sequence[StateWork]) -> StateWork:
    """*base* with each part as in the newest of *states* in which the list and the entry agreed on it."""
    for part in parts:
        chosen = _newest(part, states)
        base = _with_part_of(base, chosen.record, part[0]) if chosen else _settled(base, part)
    return base


def _nearest(
    part: PartText, record: Record, found: Sequence[tuple[StateWork, frozenset[PartText]]]
) -> StateWork | None:
    """Of states in which list and entry agreed on a part, one that the list still has, else one that the entry has."""
    agreed = [(work, changed) for work, changed in found if not _differs_in(work, part[0])]
    as_listed = (work for work, changed in agreed if part not in changed)
    as_recorded = (work for work, _ in agreed if _is_same_in(work.record, record, part[0]))
    return next(as_listed, None) or next(as_recorded, None) or next((work for work, _ in agreed), None)


def _is_opposed(part: PartText, record: Record, found: Sequence[tuple[StateWork, frozenset[PartText]]]) -> bool:
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


def _newest(part: PartText, history: Sequence[StateWork]) -> StateWork | None:
    """The newest state in which list and entry agreed on a part, else the newest in which the list had another one."""
    agreed = (work for work in history if not _differs_in(work, part[0]))
    other = (work for work in history if part not in work.differing)
    return next(agreed, None) or next(other, None)


def _settled(base: StateWork, part: PartText) -> StateWork:
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
) -> dict[str, frozenset[PartText]]:
    """The parts of the works *of* the README that are not as the entries were in *state*."""
    works = {key: work for key in of if (work := _work_in(state, library[key]))}
    then = Library((work.record.evolve(id=key, ids=()) for key, work in works.items()), config=library.config)
    return differing_parts(document, then, [key if key in works else None for key in keys])


def _work_in(state: ListState, record: Record) -> StateWork | None:
    """The work in an earlier state, where it may have had one of its former keys."""
    return next((state.works[key] for key in (record.id, *record.ids) if key in state.works), None)
