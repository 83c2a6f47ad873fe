"""Edits a paper list in place: what changes in the library changes in the text, and every other byte stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from functools import partial

from moebib.formats.paper_list.document import ListDocument
from moebib.formats.paper_list.edit.additions import NewWork, new_works
from moebib.formats.paper_list.edit.counts import changed_counts
from moebib.formats.paper_list.edit.draft import BlockDraft
from moebib.formats.paper_list.edit.edited import (
    EditedList,
    ListChange,
    ListDifference,
    ListEdit,
    ListProblem,
    apply,
)
from moebib.formats.paper_list.edit.follow import follow
from moebib.formats.paper_list.edit.listing import Listing
from moebib.formats.paper_list.edit.numbers import Numbered, renumber
from moebib.formats.paper_list.edit.splice import insertions, removals
from moebib.library.library import Library
from moebib.records.record import Record
from moebib.text.lines import Lines
from moebib.text.markup import plain

__all__ = ["EditedList", "ListChange", "ListDifference", "ListProblem", "edit_list"]


def edit_list(
    document: ListDocument, library: Library, keys: Sequence[str | None], base: Library | None = None
) -> EditedList:
    """The list with the works of *library*: each in the sections of its tags, in the form and order that the list has.

    *keys* has for each block of the document the key of its work (``match_blocks``), or ``None`` if it is none of the
    library's: such a block stays. A block whose key is not in the library, or whose work is not in its section, is
    removed. A work in none of the sections of moebib.toml is outside of all of them.

    A part that agrees with its work stays as it is. One that does not gets the value of the work, in the form that the
    part had, unless *base*, the library of which the list was written, has the same value: then the list was changed,
    which is a difference. If both were changed, it is a difference that is a conflict. Without *base*, the entries are
    right. A fact that is not in the list is added only if *base* has none, either.
    """
    return _ListEditor(Listing(document, library, keys), base).edited()


class _ListEditor:
    """Collects what is to be changed."""

    def __init__(self, listing: Listing, base: Library | None) -> None:
        self._listing = listing
        self._base = base
        self._drafts: dict[int, BlockDraft] = {}
        self._messages: dict[int, tuple[str, ...]] = {}
        self._differences: list[ListDifference] = []
        self._lines = Lines(listing.text)

    def edited(self) -> EditedList:
        """The new list."""
        listing = self._listing
        removed = {number for number in range(len(listing.works)) if self._is_removed(number)}
        kept = [number for number in range(len(listing.works)) if number not in removed]
        for number in kept:
            if record := listing.records[number]:
                self._follow(number, record)
        planned = new_works(listing, self._missing(kept), kept)
        if problems := tuple(plan for plan in planned if isinstance(plan, ListProblem)):
            return EditedList(listing.text, (), tuple(self._differences), problems)
        new = [plan for plan in planned if isinstance(plan, NewWork)]
        self._renumber(new, removed)
        sizes = Counter(work.tag for work in new)
        sizes.subtract(listing.works[number].block.tag for number in removed)
        edits = [
            *insertions(listing, new),
            *self._changes(),
            *removals(listing, removed),
            *changed_counts(listing, sizes),
        ]
        text, changes = apply(listing.text, edits)
        return EditedList(text, changes, tuple(self._differences))

    def _sections(self, record: Record) -> tuple[str, ...]:
        """The sections in which a work is listed; "" outside of all of them."""
        tags = self._listing.library.config.tags
        return tuple(tag for tag in record.tags if tag in tags) or ("",)

    def _base_of(self, key: str) -> Record | None:
        return self._base.find_key(key) if self._base else None

    def _differ(self, number: int, record: Record, difference: ListDifference) -> None:
        line = self._lines.position(self._listing.works[number].block.start)[0]
        self._differences.append(difference._replace(line=line))

    def _is_removed(self, number: int) -> bool:
        """Whether the work is not in the library, or not in this section, any more."""
        key, record = self._listing.keys[number], self._listing.records[number]
        tag = self._listing.works[number].block.tag
        if key is None or record is None:
            return key is not None
        if tag in self._sections(record) or (tag and tag not in self._listing.library.config.tags):
            return False
        if self._base is None:
            return True
        base = self._base_of(key)
        if base and tag in self._sections(base):
            return True
        title = plain(record.title)
        self._differ(number, record, ListDifference(0, record.id, "title", title, "", is_conflict=False))
        return False

    def _missing(self, kept: Sequence[int]) -> Iterator[tuple[str, Record]]:
        """The works that are not in one of their sections, with this section."""
        listing = self._listing
        listed = {
            (listing.works[number].block.tag, record.id) for number in kept if (record := listing.records[number])
        }
        for record in listing.library:
            for tag in self._sections(record):
                if (tag, record.id) in listed:
                    continue
                base = self._base_of(record.id)
                if base and tag in self._sections(base):
                    title = plain(record.title)
                    self._differences.append(ListDifference(0, record.id, "title", "", title, is_conflict=False))
                else:
                    yield tag, record

    def _follow(self, number: int, record: Record) -> None:
        base = self._base_of(record.id)
        followed = follow(self._listing, number, record, base, has_base=self._base is not None)
        for difference in followed.differences:
            self._differ(number, record, difference)
        if followed.draft:
            self._drafts[number] = followed.draft
            self._messages[number] = followed.messages

    def _renumber(self, new: Sequence[NewWork], removed: set[int]) -> None:
        listing = self._listing
        works: list[Numbered] = []
        for number, work in enumerate(listing.works):
            around = [added for added in new if added.neighbour and added.neighbour.number == number]
            works += [_numbered(added) for added in around if added.neighbour and not added.neighbour.is_before]
            part = next((part for part in work.filled if part.slot.role == "number"), None)
            text = listing.text[part.start : part.end] if part else ""
            if text.isdecimal():
                works.append(Numbered(int(text), number in removed, partial(self._set_number, number)))
            works += [_numbered(added) for added in around if added.neighbour and added.neighbour.is_before]
        renumber(works)
        first = Counter[str]()
        for added in new:
            if added.neighbour is None and any(work.old != 1 for work in works):
                first[added.tag] += 1
                _set_number(added.draft, first[added.tag])

    def _set_number(self, number: int, value: int) -> None:
        work = self._listing.works[number]
        draft = self._drafts.setdefault(number, BlockDraft.of(self._listing.text, work, self._listing.newline))
        _set_number(draft, value)

    def _changes(self) -> Iterator[ListEdit]:
        """The changed blocks; of those of which only the number was changed, the first has the change."""
        renumbered = [number for number in self._drafts if number not in self._messages]
        for number, draft in self._drafts.items():
            work, record = self._listing.works[number], self._listing.records[number]
            changes = []
            if record and number in self._messages:
                changes.append(ListChange(0, "changed", record.id, "; ".join(self._messages[number])))
            elif number in renumbered[:1]:
                entries = "1 entry" if len(renumbered) == 1 else f"{len(renumbered)} entries"
                changes.append(ListChange(0, "number", "", f"renumbered {entries}"))
            yield ListEdit(work.block.start, work.end, draft.text, tuple(changes))


def _numbered(new: NewWork) -> Numbered:
    assert new.neighbour
    return Numbered(None, is_removed=False, set=partial(_set_number, new.draft), joins_next=not new.neighbour.is_before)


def _set_number(draft: BlockDraft, value: int) -> None:
    for at, slot in enumerate(draft.shape.slots):
        if slot.role == "number":
            draft.values[at] = str(value)
