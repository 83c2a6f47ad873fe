"""A README that is kept as it is: what a person changed in it goes into the entries of its list.

The base is an earlier state of both. What one side changed since, the other follows; what both changed differently is a
conflict. Values are compared part by part (``edit_list``), sections one by one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Literal, NamedTuple

from moebib.errors import InvalidRecord
from moebib.formats.paper_list.document import ListDocument, WorkBlock
from moebib.formats.paper_list.edit.edit import EditedList, ListDifference, edit_list
from moebib.library.clashes import find_clashes
from moebib.library.library import Library
from moebib.records.identifier import Identifier
from moebib.records.record import Record
from moebib.text.shorten import quote
from moebib.three_way.bases import Bases
from moebib.three_way.states import StateWork, differences_in, listed_fields, sections_in
from moebib.three_way.taken import take

__all__ = [
    "CHOICE",
    "FollowedReadme",
    "Notice",
    "Side",
    "base_library",
    "find_edited",
    "follow_parts",
    "follow_sections",
    "write_again",
]


Side = Literal["both", "readme", "entries"]
"""Whose changes are followed: those of both sides, or those of one, which is right where both changed."""


class Notice(NamedTuple):
    """Something to report about the README."""

    line: int
    """0 if it is about none of its lines."""
    message: str
    hint: str = ""


class FollowedReadme(NamedTuple):
    """The entries after they followed the README."""

    library: Library
    changes: tuple[Notice, ...] = ()
    problems: tuple[Notice, ...] = ()
    """What a person must decide."""
    unlisted: frozenset[str] = frozenset()
    """Works of which a person removed all lines."""
    outdated: frozenset[str] = frozenset()
    """Works of which lines are to be written again: their entries are right."""


def follow_sections(
    document: ListDocument, library: Library, keys: Sequence[str | None], works: Mapping[str, StateWork]
) -> FollowedReadme:
    """The works with the sections in which the README lists them since *works*."""
    listed = sections_in(document, keys)
    lines = {key: block.item.line for block, key in zip(document.blocks, keys, strict=True)}
    changes, problems, unlisted = [], [], set()
    for record in library.records:
        tags = merge_tags(record.tags, listed.get(record.id, frozenset()), works.get(record.id))
        if tags is None:
            unlisted.add(record.id)
            hint = f"`moebib rm {record.id}` removes the work, `moebib build --from-entries` lists it again"
            problems.append(Notice(0, f"{record.id!r} is no longer listed, but is in the entries", hint))
        elif tags != record.tags:
            library = library.replacing(record.evolve(tags=tags))
            old, new = (", ".join(names) or "none" for names in (record.tags, tags))
            changes.append(Notice(lines[record.id], f"{record.id}: sections in the entry: {old} to {new}"))
    return FollowedReadme(library, tuple(changes), tuple(problems), frozenset(unlisted))


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


def follow_parts(
    document: ListDocument,
    library: Library,
    keys: Sequence[str | None],
    bases: Bases,
    side: Side,
    stated: Callable[[WorkBlock], Record],
) -> FollowedReadme:
    """The works with the parts of their lines that a person changed; *stated* gives what a block states.

    What the entry changed, too, and what differs without a known base, is a problem, unless one *side* is right. A part
    that differed before, and was not changed since, stays as it is until its entry changes.
    """
    taken: defaultdict[int, list[ListDifference]] = defaultdict(list)
    outdated: set[str] = set()
    problems = []
    for difference in differences_in(document, library, keys, base_library(library, bases)):
        is_unknown = bases.is_unknown(difference)
        if bases.is_settled(difference) and not is_unknown:
            if difference.is_conflict:
                outdated.add(difference.key)
        elif side == "entries":
            outdated.add(difference.key)
        elif side == "both" and (difference.is_conflict or is_unknown):
            problems.append(_conflict(difference, is_known=not is_unknown))
        else:
            taken[_block_of(document, keys, difference)].append(difference)
    changes = []
    followed: list[ListDifference] = []
    for number, differences in taken.items():
        line, key = differences[0].line, differences[0].key
        record = take(library[key], stated(document.blocks[number]), differences)
        if record == library[key]:  # as it is read, the line states the same
            continue
        try:
            library = library.replacing(record)
        except InvalidRecord as error:
            problems.append(Notice(line, f"{key}: {error.findings[0].message}"))
            continue
        words = (
            f"{difference.role} {_value(difference.recorded)} to {_value(difference.listed)}"
            for difference in differences
        )
        changes.append(Notice(line, f"{key}: in the entry, {', '.join(words)}"))
        followed += differences
    still_differing = differences_in(document, library, keys, library) if followed else ()
    left = {(difference.line, difference.role) for difference in still_differing}
    problems += (_not_taken(difference) for difference in followed if (difference.line, difference.role) in left)
    return FollowedReadme(library, tuple(changes), tuple(problems), outdated=frozenset(outdated))


def _conflict(difference: ListDifference, *, is_known: bool) -> Notice:
    why = "both changed since the last build" if is_known else "which of the two changed is not known"
    values = f"{_value(difference.listed)} here, {_value(difference.recorded)} in the entry"
    return Notice(difference.line, f"{difference.key}: {difference.role} {values}, and {why}", CHOICE)


def _not_taken(difference: ListDifference) -> Notice:
    values = f"{_value(difference.listed)} here, {_value(difference.recorded)} in the entry"
    message = f"{difference.key}: {difference.role} {values}, which has another line, or has no place for it"
    return Notice(difference.line, message, CHOICE)


CHOICE = (
    "make them equal, or take the values of all lines with `moebib import`, or of all entries with "
    "`moebib build --from-entries`"
)


def _value(text: str) -> str:
    return quote(text) if text else "nothing"


def _block_of(document: ListDocument, keys: Sequence[str | None], difference: ListDifference) -> int:
    """The number of the block that has the line of *difference*."""
    starts = [number for number, block in enumerate(document.blocks)
              if keys[number] == difference.key and _line(document, block.start) <= difference.line]  # fmt: skip
    return starts[-1]


def _line(document: ListDocument, place: int) -> int:
    return document.text.count("\n", 0, place) + 1


def find_edited(document: ListDocument, keys: Sequence[str | None], removed: Mapping[str, StateWork]) -> list[Notice]:
    """The lines of *removed* works that a person changed since their entries were as they were last."""
    library = Library(work.record for work in removed.values())
    edited = {
        difference.key: difference.line
        for difference in differences_in(document, library, keys, library)
        if (difference.role, difference.listed) not in removed[difference.key].differing
    }
    hint = "`moebib import` takes the line, and so the work; remove the line if the work is to be removed"
    return [Notice(line, f"{key}: the entry was removed, but the line changed", hint) for key, line in edited.items()]


def write_again(
    document: ListDocument, library: Library, keys: Sequence[str | None], works: Collection[str]
) -> EditedList:
    """The list with all lines of these *works* as their entries are, in all sections that these have."""
    listed = Library((library[key] for key in works if key in library), config=library.config)
    return edit_list(document, listed, [key if key in listed else None for key in keys])


def base_library(library: Library, bases: Bases) -> Library:
    """The works of *library* as they were in their bases, under the keys that they have now, without new works."""
    known = bases.works.keys() | {key for key, _, _ in bases.unknown}
    now = {record.id: record for record in library if record.id in known}
    then = {
        key: work.record.evolve(id=key, ids=())
        for key, work in bases.works.items()
        if key in now and _as_listed(work.record) != _as_listed(now[key])
    }
    if find_clashes((now | then).values()):  # an identifier that moved is in two records, of different states
        then = {key: record for key, record in then.items() if _identifiers(record) == _identifiers(now[key])}
    return Library((now | then).values(), config=library.config)


def _as_listed(record: Record) -> object:
    return listed_fields(record), record.tags


def _identifiers(record: Record) -> set[Identifier]:
    return set(record.all_identifiers)
