"""New works of a list: where each goes, and how it is written."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from moebib.formats.paper_list.edit.draft import BlockDraft, ChosenShape, choose_shape
from moebib.formats.paper_list.edit.edited import ListEdit, ListProblem
from moebib.formats.paper_list.edit.facts import name_of_slot
from moebib.formats.paper_list.edit.listing import Listing
from moebib.formats.paper_list.edit.order import position, sort_key
from moebib.formats.paper_list.edit.shapes import ListedBlock, Shape, Slot
from moebib.formats.paper_list.edit.years import NewYear, new_year, year_groups
from moebib.records.record import Record

__all__ = ["Neighbour", "NewWork", "new_works"]


_ENOUGH = 3
"""Below a heading that is no section, so many works show how they are written there."""


class Neighbour(NamedTuple):
    """The work of the list next to which a new one is written."""

    number: int
    is_before: bool
    """Whether the neighbour is before the new work."""


@dataclass
class NewWork:
    """A work that is to be written."""

    record: Record
    tag: str
    draft: BlockDraft
    neighbour: Neighbour | None
    """``None`` if its section has no works yet."""
    left_out: tuple[str, ...]
    gap: str | None = None
    """What is between it and its neighbour, if not what is between other works: the heading of a new year."""
    edits: tuple[ListEdit, ...] = ()


def new_works(
    listing: Listing, missing: Iterable[tuple[str, Record]], kept: Sequence[int]
) -> list[NewWork | ListProblem]:
    """The works that are *missing* in sections, in the order in which they are to be in the list.

    *kept* are the numbers of the works that stay in the list.
    """
    by_tag: dict[str, list[Record]] = {}
    for tag, record in missing:
        by_tag.setdefault(tag, []).append(record)
    all_kept = set(kept)
    result: list[NewWork | ListProblem] = []
    for tag, records in by_tag.items():
        members = _alike(listing, [number for number in listing.members.get(tag, ()) if number in all_kept])
        result += _of_section(listing, tag, records, members)
    return result


def _of_section(listing: Listing, tag: str, records: list[Record], members: list[int]) -> list[NewWork | ListProblem]:
    """The new works of a section: each below the heading of its year, if the section has such headings."""
    groups = year_groups(listing, members)
    by_year: dict[int | None, list[Record]] = {}
    for record in sorted(records, key=lambda record: record.id):
        by_year.setdefault(record.issued.year if groups and record.issued else None, []).append(record)
    result: list[NewWork | ListProblem] = []
    for year, of_year in by_year.items():
        group = next((group for group in groups if group.year == year), None)
        if group or year is None:
            result += _in_order(listing, tag, of_year, list(group.members if group else members), None)
        else:
            result += _in_order(listing, tag, of_year, [], new_year(listing, groups, year))
    return result


def _in_order(
    listing: Listing, tag: str, records: list[Record], members: list[int], place: NewYear | None
) -> list[NewWork | ListProblem]:
    """The new works among *members*, or in a *place* of their own."""
    order = listing.order(tag)
    keys = [listing.sort_key(number) for number in members]
    sequence: list[int | NewWork] = list(members)
    problems: list[NewWork | ListProblem] = []
    for record in records:
        key = sort_key(record.title, record.issued)
        at = position(key, keys, order)
        neighbour = Neighbour(place.number, place.is_before) if place else _neighbour(sequence, at)
        new = _written(listing, tag, record, neighbour)
        if isinstance(new, ListProblem):
            problems.append(new)
        else:
            sequence.insert(at, new)
            keys.insert(at, key)
    works = [new for new in sequence if isinstance(new, NewWork)]
    if place and works:
        nearest = works[0 if place.is_before else -1]
        nearest.gap, nearest.edits = place.between, place.edits
    return [*problems, *works]


def _neighbour(sequence: Sequence[int | NewWork], at: int) -> Neighbour | None:
    """The work of the list before the place or, if there is none, the one after it."""
    before = next((item for item in reversed(sequence[:at]) if isinstance(item, int)), None)
    if before is not None:
        return Neighbour(before, is_before=True)
    after = next((item for item in sequence[at:] if isinstance(item, int)), None)
    return None if after is None else Neighbour(after, is_before=False)


def _written(listing: Listing, tag: str, record: Record, neighbour: Neighbour | None) -> NewWork | ListProblem:
    """The work in the form of its section, else of the section above, else of the list."""
    if not tag and neighbour is None and listing.library.config.sections:
        hint = f"`moebib tag {record.id} --add SECTION` puts it into one"
        return ListProblem(record.id, f"{record.id!r} is in no section of the list", hint)
    setting = listing.works[neighbour.number].setting if neighbour else "markdown"
    values = cache(lambda shape, at: listing.forms.value(record, shape, at, tag, setting))

    def share(slot: Slot) -> float:
        return 0.0 if slot.role == "venue" and record.is_preprint else listing.forms.share(slot)

    needs_link = record.link is not None and listing.forms.share_of_links >= 0.9

    def shows_link(shape: Shape) -> bool:
        return not needs_link or any(slot.role == "url" for slot in shape.slots)

    lacking: tuple[Slot, ...] = ()
    fallback: NewWork | None = None
    for numbers in _scopes(listing, tag, neighbour):
        works = [listing.works[number] for number in numbers]
        nearest = next((i for i, number in enumerate(numbers) if neighbour and number >= neighbour.number), 0)
        chosen = choose_shape(works, nearest, listing.rules, values, share, shows_link)
        if not isinstance(chosen, ChosenShape):
            lacking = lacking or chosen
            continue
        draft = _draft(listing, chosen, neighbour)
        left_out = list(_left_out(listing, record, draft.shape, tag))
        new = NewWork(record, tag, draft, neighbour, tuple(map(name_of_slot, left_out)))
        if not any(listing.rules.denies(draft.shape, slot) for slot in left_out):
            return new
        fallback = fallback or new
    return fallback or _no_shape(listing, tag, record, lacking)


def _draft(listing: Listing, chosen: ChosenShape, neighbour: Neighbour | None) -> BlockDraft:
    """The block in the *chosen* shape, with the bullet and the width of columns of its neighbour."""
    shape, written = chosen
    if neighbour and not shape.is_row:
        bullet = _bullet(listing.works[neighbour.number].shape)
        first = bullet + shape.literals[0].removeprefix(_bullet(shape))
        shape = shape._replace(literals=(first, *shape.literals[1:]))
    literals = [literal.replace("\n", listing.newline) for literal in shape.literals]
    if shape.is_row and neighbour:
        literals = list(_padded(literals, listing.works[neighbour.number], listing.text))
    return BlockDraft(shape, literals, list(written), listing.newline)


def _no_shape(listing: Listing, tag: str, record: Record, lacking: Sequence[Slot]) -> ListProblem:
    """Why the work cannot be written in any shape of the list: it is *lacking* a fact, if there are shapes."""
    names = list(dict.fromkeys(name_of_slot(slot) for slot in lacking if slot.role != "title"))
    if lacking and not names:
        names = ["title in two parts"]
    if not names:
        message = f"the list has no entries whose form {record.id!r} could have"
        return ListProblem(record.id, message, "write the first entry by hand, or use `moebib build --restyle`")
    section = listing.library.config.heading_of(tag) if tag else "the list"
    facts = " or ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
    message = f"{record.id!r} cannot be written like the other entries of {section!r}, because it has no {facts}"
    return ListProblem(record.id, message, f"add what is missing, or write the line in {section!r} by hand")


def _scopes(listing: Listing, tag: str, neighbour: Neighbour | None) -> Iterable[list[int]]:
    """The numbers of the works that show how a new one is written.

    They are those below the same heading, of the section, of those above it, and of the list.
    """
    beside = _kind(listing.works[neighbour.number]) if neighbour else None
    seen: set[tuple[int, ...]] = set()
    if neighbour:
        heading = listing.heading_of(neighbour.number)
        group = [
            number
            for number in listing.members[tag]
            if _kind(listing.works[number]) == beside and listing.heading_of(number) is heading
        ]
        if len(group) >= _ENOUGH:
            seen.add(tuple(group))
            yield group
    above = tag
    while True:
        prefix = f"{above}/" if above else ""
        numbers = [
            number
            for member, in_section in listing.members.items()
            if f"{member}/".startswith(prefix) and (above != tag or member == tag)
            for number in in_section
            if (_kind(listing.works[number]) == beside if beside else _can_stand_alone(listing.works[number]))
        ]
        if numbers and tuple(numbers) not in seen:
            seen.add(tuple(numbers))
            yield sorted(numbers)
        if not above:
            break
        above = above.rpartition("/")[0]
    if neighbour and _has_bullet(listing.works[neighbour.number]):
        yield [number for number, work in enumerate(listing.works) if _has_bullet(work)]


def _has_bullet(work: ListedBlock) -> bool:
    """Whether a work is on one line after a bullet, which may be another one."""
    one_line = not any("\n" in literal for literal in work.shape.literals)
    return one_line and re.search("[-*+]", _bullet(work.shape)) is not None


def _alike(listing: Listing, members: Sequence[int]) -> list[int]:
    """Those of the works that have the form that most of them have; a new one does not go beside the others."""
    kinds = [_kind(listing.works[number]) for number in members]
    usual = Counter(kinds).most_common(1)
    return [number for number, kind in zip(members, kinds, strict=True) if kind == usual[0][0]]


def _kind(work: ListedBlock) -> tuple[object, ...]:
    """What two works have in common if one can be beside the other: their bullet, or how many cells they have."""
    return work.block.form, work.setting, _cells(work.shape) if work.shape.is_row else _bullet(work.shape)


def _can_stand_alone(work: ListedBlock) -> bool:
    """Whether a work can be the first one in its section: a row would need the head of a table."""
    return not work.shape.is_row and "\n" not in work.shape.literals[0]


def _cells(shape: Shape) -> int:
    return sum(len(re.findall(r"(?<!\\)\||<t[dh]\b", literal)) for literal in shape.literals)


def _padded(literals: Sequence[str], neighbour: ListedBlock, text: str) -> Iterator[str]:
    """The text between the slots of a row, with spaces inside of the cells if its neighbour has them."""
    row = text[neighbour.block.start : neighbour.end]
    is_padded = len(re.findall(r"(?<=\S) \||\| (?=\S)", row)) >= len(re.findall(r"(?<=[^\s|])\||\|(?=[^\s|])", row))
    for number, literal in enumerate(literals):
        padded = re.sub(r" ?(?<!\\)\| ?", " | ", literal) if is_padded else literal
        padded = re.sub(r"(?<=\|) +(?=\|)", " ", padded)
        padded = padded.lstrip() if number == 0 else padded
        yield padded.rstrip() if number == len(literals) - 1 else padded


def _bullet(shape: Shape) -> str:
    match = re.match(r"\s*(?:[-*+]|\d+[.)])?\s*", shape.literals[0])
    return match[0] if match else ""


_FACTS = (
    Slot("authors"), Slot("venue"), Slot("date"), Slot("keyword"),
    *(Slot("url", kind) for kind in ("code", "weights", "data", "project", "slides", "video")),
)  # fmt: skip


def _left_out(listing: Listing, record: Record, shape: Shape, tag: str) -> Iterator[Slot]:
    """The facts of the work that the list has of others, but that *shape* has no slot for."""
    present = {slot._replace(number=0) for slot in shape.slots}
    for slot in _FACTS:
        if slot in present or listing.forms.share(slot) <= (0 if slot.role == "url" else 0.5):
            continue
        alone = Shape((slot,), ("", ""))
        if listing.forms.value(record, alone, 0, tag, "markdown") is not None:
            yield slot
