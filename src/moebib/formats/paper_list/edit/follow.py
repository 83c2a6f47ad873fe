"""Brings one block of a list in line with its work: only the parts that do not agree are written."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import NamedTuple

from moebib.formats.paper_list.edit.draft import BlockDraft
from moebib.formats.paper_list.edit.edited import ListDifference
from moebib.formats.paper_list.edit.facts import Facts, derived_text, name_of_slot, shown_text
from moebib.formats.paper_list.edit.listing import Listing
from moebib.formats.paper_list.edit.shapes import FilledSlot, ListedBlock, Slot, is_apart_from_venue
from moebib.formats.paper_list.edit.urls import read_url
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain

__all__ = ["Followed", "follow"]

_MOST_ADDITIONS = 4
"""How many facts are added to one block."""


class Followed(NamedTuple):
    """A block that was brought in line with its work."""

    draft: BlockDraft | None
    """The new block; ``None`` if it stays as it is."""
    messages: tuple[str, ...]
    differences: tuple[ListDifference, ...]
    """Their lines are 0."""


def follow(listing: Listing, number: int, record: Record, base: Record | None, *, has_base: bool) -> Followed:
    """The block with the facts of *record*; *base* is the record when the list was written.

    If the list *has_base* but this work is not in it, the entry is new, and what the list says of it stays.
    """
    work = listing.works[number]
    facts, base_facts = listing.facts(record), listing.facts(base) if base else None
    wrong: list[int] = []
    differences: list[ListDifference] = []
    for at, part in enumerate(work.filled):
        if facts.agree(listing.text, work, part, strictly=True):
            if base and _is_outdated(listing, work, part, base, record):
                wrong.append(at)
        elif not has_base or base_facts is None or facts.is_like(base_facts.record, part.slot):
            if facts.agree(listing.text, work, part, strictly=False) or _has_other_date(listing, work, part, facts):
                continue
            if has_base:
                differences += _differences(listing, work, part, record, is_conflict=False)
            else:
                wrong.append(at)
        elif not base_facts.agree(listing.text, work, part, strictly=False):
            if _has_other_date(listing, work, part, base_facts):
                continue
            differences += _differences(listing, work, part, record, is_conflict=True)
        elif not facts.agree(listing.text, work, part, strictly=False) or (
            base_facts.agree(listing.text, work, part, strictly=True) and not _is_earlier_date(work, at)
        ):
            wrong.append(at)
    return _rewritten(listing, work, record, base, wrong, tuple(differences))


def _rewritten(
    listing: Listing, work: ListedBlock, record: Record, base: Record | None, wrong: list[int],
    differences: tuple[ListDifference, ...],
) -> Followed:  # fmt: skip
    """The block with new values for the *wrong* parts, without those that have none, and with facts that are new."""
    tag, messages = work.block.tag, []
    draft = BlockDraft.of(listing.text, work, listing.newline)
    value = partial(listing.forms.value, record, tag=tag, setting=work.setting)
    left_out = []
    for at in wrong:
        old, slot = draft.values[at], work.shape.slots[at]
        new = value(work.shape, at, own=old)
        if new is None:
            left_out.append(at)
        elif new != old:
            draft.values[at] = new
            messages.append(f"{name_of_slot(slot)}: {shown_text(old)!r} to {shown_text(new)!r}")
    if left_out and (reduced := listing.rules.without(draft.shape, left_out)):
        messages += [
            f"{name_of_slot(work.shape.slots[at])} removed: {shown_text(draft.values[at])!r}" for at in left_out
        ]
        draft.reshape(reduced.shape, [text for at, text in enumerate(draft.values) if at not in left_out])
    elif left_out:
        differences = (
            *differences,
            *(
                difference
                for at in left_out
                for difference in _differences(listing, work, work.filled[at], record, is_conflict=True)
            ),
        )
    if base and base != record:
        messages += _extend(listing, draft, work, record, base)
    return Followed(draft if messages else None, tuple(messages), differences)


def _extend(listing: Listing, draft: BlockDraft, work: ListedBlock, record: Record, base: Record) -> Iterator[str]:
    """Add the facts that *base* lacks to the block, where the list shows how."""
    for _ in range(_MOST_ADDITIONS):
        added = _add_fact(listing, draft, work, record, base)
        if not added:
            return
        yield from added


def _add_fact(listing: Listing, draft: BlockDraft, work: ListedBlock, record: Record, base: Record) -> list[str]:
    """Add the first fact that the block can have beside what it has, and say so; empty if there is none."""
    tag, setting = work.block.tag, work.setting
    present = {slot._replace(number=0) for slot in draft.shape.slots}
    for run, shape in listing.rules.additions(draft.shape):
        if present.intersection(run):
            continue
        added = _added(draft.shape.slots, shape.slots, run)
        values = [listing.forms.value(record, shape, at, tag, setting) for at in added]
        old_values = [listing.forms.value(base, shape, at, tag, setting) for at in added]
        if None in values or None not in old_values:
            continue
        all_values = list(draft.values)
        all_values[added.start : added.start] = [text or "" for text in values]
        for at in (added.start - 1, added.stop):  # a date has another form beside a venue
            if 0 <= at < len(shape.slots) and shape.slots[at].role == "date":
                all_values[at] = listing.forms.value(record, shape, at, tag, setting) or all_values[at]
        draft.reshape(shape, all_values)
        return [
            f"{name_of_slot(slot)} added: {shown_text(text or '')!r}" for slot, text in zip(run, values, strict=True)
        ]
    return []


def _added(old: tuple[Slot, ...], new: tuple[Slot, ...], run: tuple[Slot, ...]) -> range:
    """Where *run* is in the new slots, of which the others are the old ones."""
    start = next((at for at, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), len(old))
    return range(start, start + len(run))


def _is_outdated(listing: Listing, work: ListedBlock, part: FilledSlot, base: Record, record: Record) -> bool:
    """Whether a derived part followed from *base*, but does not follow from *record*."""
    slot = part.slot._replace(number=0)
    if slot.kind == "unmarked":
        marked = part._replace(slot=Slot(slot.role))
        before, now = (
            listing.facts(entry).agree(listing.text, work, marked, strictly=True) for entry in (base, record)
        )
        return before and not now
    if slot.role not in ("name", "repository"):
        return False
    listed = fold(shown_text(listing.text[part.start : part.end]))
    return listed == fold(derived_text(slot, base)) != fold(derived_text(slot, record))


def _has_other_date(listing: Listing, work: ListedBlock, part: FilledSlot, facts: Facts) -> bool:
    """Whether a part is one of two dates of a block, of which the other one is what the record has."""
    others = (other for other in work.filled if other.slot.role == part.slot.role == "date" and other is not part)
    return any(facts.agree(listing.text, work, other, strictly=True) for other in others)


def _is_earlier_date(work: ListedBlock, at: int) -> bool:
    """Whether it is a date that need not be that of the publication, because it is not beside its venue."""
    return work.shape.slots[at].role == "date" and is_apart_from_venue(work.shape, at)


def _differences(
    listing: Listing, work: ListedBlock, part: FilledSlot, record: Record, *, is_conflict: bool
) -> Iterator[ListDifference]:
    """How a part differs from the record; each keyword that the record lacks is a difference of its own."""
    role, written = part.slot.role, listing.text[part.start : part.end]
    if role == "keyword":
        known = set(map(fold, record.keyword))
        for label in written.split(part.separator) if part.separator else [written]:
            if fold(shown_text(label)) not in known:
                yield ListDifference(0, record.id, role, shown_text(label), "", is_conflict)
        return
    if role == "url":
        recorded = record.link or ""
        if part.slot.kind not in ("", "paper"):
            shown = {
                read_url(listing.text[other.start : other.end]) for other in work.filled if other.slot.role == "url"
            }
            recorded = next((url for url in getattr(record.links, part.slot.kind) if url not in shown), "")
        yield ListDifference(0, record.id, role, read_url(written), recorded, is_conflict)
        return
    recorded = {
        "title": plain(record.title), "venue": record.venue, "date": str(record.issued or ""),
        "authors": ", ".join(name.display() for name in record.author),
    }.get(role, "")  # fmt: skip
    listed = plain(work.block.item.title) if role == "title" else shown_text(written)
    yield ListDifference(0, record.id, role, listed, recorded, is_conflict)
