"""The action behind `add`: what is listed is left, the rest is asked for, and each work is written as it comes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

from moebib import store
from moebib.commands.requests import Request, Wishes, find_listed, key_for
from moebib.errors import InputError, InvalidRecord
from moebib.library.library import Library
from moebib.library.tags import Suggestion, suggest_tags
from moebib.matching.identity import distance_to, is_renamed
from moebib.merging.merge import find_same, unite
from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.record import Record
from moebib.store import ChangeSet, FileChange

if TYPE_CHECKING:
    from moebib.lookup.lookup import Inquiry

__all__ = ["Choose", "Growing", "Outcome", "add", "add_by_hand"]

Choose = Callable[[Record, Sequence[Suggestion]], bool]
"""Whether a work gets the tags that are suggested."""
Inquire = Callable[[Sequence[str]], Iterable["Inquiry"]]


class Outcome(NamedTuple):
    """What became of one request."""

    request: Request
    result: Literal["added", "listed", "absent", "unavailable", "refused"]
    why: str = ""
    """Who was asked (absent), who did not answer (unavailable), what is wrong (refused)."""
    record: Record | None = None
    """The entry, if it was added or is listed."""
    changes: tuple[FileChange, ...] = ()
    suggestions: tuple[Suggestion, ...] = ()
    """Tags that were suggested and not taken."""
    inquiry: Inquiry | None = None
    """All that was said, if anybody was asked."""


class DoesNotFit(InputError):
    """A work cannot be in the list beside the others: an identifier of it is another one's, too."""


class Growing:
    """A list while works are put into it, by other processes too; without *write*, in memory only."""

    def __init__(self, root: Path, *, is_new: bool = False, write: bool = True) -> None:
        """The list in *root*; one that *is_new* is begun with the first work.

        Raises:
            InvalidRecord: If any entry cannot be read.
        """
        self._root, self._is_new, self._write = root, is_new, write
        with store.lock(root, write=write):
            self.library = Library() if is_new else store.read(root)
            self._stamp = store.stamp(root, self.library.config)
        self._planned: dict[str, str] = {}

    def put(self, make: Callable[[Library], Record]) -> tuple[Record, tuple[FileChange, ...]]:
        """Put in what *make* makes of the list as it is now; nothing else is done between reading and writing.

        Raises:
            DoesNotFit: If it has an identifier of another entry, too.
            InvalidRecord: If the entries cannot be read any more.
        """
        with store.lock(self._root, write=self._write):
            self._catch_up()
            record = make(self.library)
            if record.id in self.library and record == self.library[record.id]:
                return record, ()
            library = self._with(record)
            changes = self._plan(record)
            if self._write:
                changes.apply()
                self._is_new = False
                self._stamp |= store.stamp_of(self._root, [change.path for change in changes])
            self.library = library
        return record, changes.files

    def _with(self, record: Record) -> Library:
        try:
            return self.library.replacing(record)
        except InvalidRecord as error:
            found = {one.id for each in record.all_identifiers if (one := self.library.find(each))}
            raise DoesNotFit(f"its identifiers stand in several entries: {', '.join(sorted(found))}") from error

    def _catch_up(self) -> None:
        if not self._write or (self._is_new and not store.find_root(self._root)):
            return
        stamp = store.stamp(self._root, self.library.config)
        if stamp != self._stamp:
            self.library, self._stamp, self._is_new = store.read(self._root), stamp, False

    def _plan(self, record: Record) -> ChangeSet:
        texts = store.plan_entries(self._root, [record], is_new=self._is_new)
        changes = ChangeSet.plan(self._root, texts)
        # In a preview nothing is on the disk: what was planned before is what this changes.
        files = [change._replace(old=self._planned.get(change.path) or change.old) for change in changes]
        self._planned |= texts
        return ChangeSet(tuple(change for change in files if change.old != change.new), self._root)


def add(
    growing: Growing, requests: Sequence[Request], inquire: Inquire, wishes: Wishes, choose: Choose
) -> Iterator[Outcome]:
    """Add the works that are asked for: first those that are listed already are told, then each as its answer comes.

    Raises:
        InvalidRecord: If the entries of the list cannot be read any more.
    """
    missing = []
    for request in requests:
        if known := find_listed(growing.library, request):
            yield _listed(growing, request, known, wishes)
        else:
            missing.append(request)
    if missing:
        texts = [request.text for request in missing]
        for request, inquiry in zip(missing, inquire(texts), strict=True):
            yield _take(growing, request, inquiry, wishes, choose)


def add_by_hand(growing: Growing, request: Request, record: Record, wishes: Wishes) -> Outcome:
    """Add *record*, asking nobody."""
    if known := find_listed(growing.library, request):
        return _listed(growing, request, known, wishes)
    return _put(growing, request, record, wishes)


def _listed(growing: Growing, request: Request, known: Record, wishes: Wishes) -> Outcome:
    if wishes.fulfil(known) == known:
        return Outcome(request, "listed", record=known)
    record, changes = growing.put(lambda library: wishes.fulfil(find_listed(library, request) or known))
    return Outcome(request, "listed", record=record, changes=changes)


def _take(growing: Growing, request: Request, inquiry: Inquiry, wishes: Wishes, choose: Choose) -> Outcome:
    answer = inquiry.answer
    if isinstance(answer, Absent):
        return Outcome(request, "absent", answer.source, inquiry=inquiry)
    if isinstance(answer, Unavailable):
        return Outcome(request, "unavailable", answer.why, inquiry=inquiry)
    return _found(growing, request, answer, wishes, choose)._replace(inquiry=inquiry)


def _found(growing: Growing, request: Request, found: Found, wishes: Wishes, choose: Choose) -> Outcome:
    suggestions: tuple[Suggestion, ...] = ()
    if not wishes.tags and not find_same(growing.library, found.record):
        suggestions = suggest_tags(found.record, growing.library.config.sections)
    if suggestions and choose(found.record, suggestions):
        wishes = wishes._replace(tags=tuple(one.tag for one in suggestions))
        suggestions = ()
    return _put(growing, request, found.record, wishes)._replace(suggestions=suggestions)


def _put(growing: Growing, request: Request, found: Record, wishes: Wishes) -> Outcome:
    was_known = False

    def make(library: Library) -> Record:
        nonlocal was_known
        known = find_same(library, found)
        was_known = known is not None
        if known and not (distance_to(known, found).is_same or is_renamed(known, found)):
            far = distance_to(known, found)
            raise DoesNotFit(f"{found.title!r} has an identifier of {known.id!r}, but is another work: {far}")
        return wishes.fulfil(unite(known, found) if known else found.evolve(id=key_for(found, _keys_of(library))))

    try:
        record, changes = growing.put(make)
    except DoesNotFit as error:
        return Outcome(request, "refused", str(error))
    return Outcome(request, "listed" if was_known else "added", record=record, changes=changes)


def _keys_of(library: Library) -> set[str]:
    return {key.lower() for record in library for key in (record.id, *record.ids)}
