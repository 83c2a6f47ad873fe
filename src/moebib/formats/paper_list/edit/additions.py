"""New works of a list: where each goes, and how it is written."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import NamedTuple

from moebib.formats.paper_list.edit.draft import BlockDraft, choose_shape
from moebib.formats.paper_list.edit.edited import ListProblem
from moebib.formats.paper_list.edit.facts import name_of_slot
from moebib.formats.paper_list.edit.listing import Listing
from moebib.formats.paper_list.edit.order import position, sort_key
from moebib.formats.paper_list.edit.shapes import ListedBlock, Shape, Slot
from moebib.records.record import Record

__all__ = ["Neighbour", "NewWork", "new_works"]


class Neighbour(NamedTuple):
    """The work of the list next to which a new one is written, or the end of a heading."""

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
        members = [number for number in listing.members.get(tag, ()) if number in all_kept]
        result += _of_section(listing, tag, records, members)
    return result


def _of_section(listing: Listing, tag: str, records: list[Record], members: list[int]) -> list[NewWork | ListProblem]:
    order = listing.order(tag)
    keys = [listing.sort_key(number) for number in members]
    sequence: list[int | NewWork] = list(members)
    problems: list[NewWork | ListProblem] = []
    for record in sorted(records, key=lambda record: record.id):
        key = sort_key(record.title, record.issued)
        at = _best(listing, sequence, position(key, keys, order), record)
        neighbour = _neighbour(listing, sequence, at, record)
        new = _written(listing, tag, record, neighbour)
        if isinstance(new, ListProblem):
            problems.append(new)
            continue
        sequence.insert(at, new)
        keys.insert(at, key)
    return [*problems, *(new for new in sequence if isinstance(new, NewWork))]


def _best(listing: Listing, sequence: Sequence[int | NewWork], places: range, record: Record) -> int:
    """The first of equally good places that is below a heading with the year of the work, else the first one."""
    for at in places:
        near = [sequence[i] for i in (at - 1, at) if 0 <= i < len(sequence)]
        if any(isinstance(number, int) and _is_below_year(listing, number, record) for number in near):
            return at
    return places[0]


def _is_below_year(listing: Listing, number: int, record: Record) -> bool:
    heading = listing.heading_of(number)
    return bool(heading and record.issued and re.search(rf"(?<!\d){record.issued.year}(?!\d)", heading.text))


def _neighbour(listing: Listing, sequence: Sequence[int | NewWork], at: int, record: Record) -> Neighbour | None:
    """The work before the place or, if that is none or below the heading of another year, the one after it."""
    before = next((item for item in reversed(sequence[:at]) if isinstance(item, int)), None)
    after = next((item for item in sequence[at:] if isinstance(item, int)), None)
    if before is None:
        return Neighbour(after, is_before=False) if after is not None else None
    joins_next = (
        after is not None
        and listing.heading_of(after) is not listing.heading_of(before)
        and _is_below_year(listing, after, record)
    )
    return Neighbour(after, is_before=False) if joins_next and after is not None else Neighbour(before, is_before=True)


def _written(listing: Listing, tag: str, record: Record, neighbour: Neighbour | None) -> NewWork | ListProblem:
    """The work in the form of its section, else of the section above, else of the list."""
    setting = listing.works[neighbour.number].setting if neighbour else "markdown"
    values = cache(lambda shape, at: listing.forms.value(record, shape, at, tag, setting))
    reasons: list[set[Slot]] = []
    fallback: NewWork | None = None
    for numbers in _scopes(listing, tag, neighbour):
        works = [listing.works[number] for number in numbers]
        nearest = next((i for i, number in enumerate(numbers) if neighbour and number >= neighbour.number), 0)
        chosen = choose_shape(works, nearest, listing.rules, values, listing.forms.share)
        if isinstance(chosen, set):
            reasons.append(chosen)
            continue
        shape, written = chosen
        literals = [literal.replace("\n", listing.newline) for literal in shape.literals]
        if shape.is_row and neighbour:
            literals = list(_padded(literals, listing.works[neighbour.number], listing.text))
        draft = BlockDraft(shape, literals, list(written), listing.newline)
        left_out = list(_left_out(listing, record, shape, tag))
        new = NewWork(record, tag, draft, neighbour, tuple(map(name_of_slot, left_out)))
        if not any(listing.rules.denies(shape, slot) for slot in left_out):
            return new
        fallback = fallback or new
    if fallback:
        return fallback
    names = list(dict.fromkeys(name_of_slot(slot) for reason in reasons for slot in reason))
    section = listing.library.config.heading_of(tag) if tag else "the list"
    if names:
        message = f"no entry of {section!r} is written without {' and '.join(names)}, which {record.id!r} lacks"
        return ListProblem(record.id, message, f"add it to the entry, or write the line in {section!r} by hand")
    message = f"the list has no entries whose form {record.id!r} could have"
    return ListProblem(record.id, message, "write the first entry by hand, or use `moebib build --restyle`")


def _scopes(listing: Listing, tag: str, neighbour: Neighbour | None) -> Iterable[list[int]]:
    """The numbers of the works that show how a new one is written: of the section, those above it, the list."""
    fits = partial(_has_form_of, listing.works[neighbour.number]) if neighbour else _can_stand_alone
    seen: set[tuple[int, ...]] = set()
    above = tag
    while True:
        prefix = f"{above}/" if above else ""
        numbers = [
            number
            for member, in_section in listing.members.items()
            if f"{member}/".startswith(prefix) and (above != tag or member == tag)
            for number in in_section
            if fits(listing.works[number])
        ]
        if numbers and tuple(numbers) not in seen:
            seen.add(tuple(numbers))
            yield sorted(numbers)
        if not above:
            break
        above = above.rpartition("/")[0]


def _has_form_of(neighbour: ListedBlock, work: ListedBlock) -> bool:
    """Whether a work can stand beside *neighbour*: with the same bullet, or as many cells."""
    if work.block.form != neighbour.block.form or work.setting != neighbour.setting:
        return False
    if work.shape.is_row:
        return _cells(work.shape) == _cells(neighbour.shape)
    return _bullet(work.shape) == _bullet(neighbour.shape)


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
    *(Slot("url", kind) for kind in ("pdf", "code", "weights", "data", "project", "slides", "video")),
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
