"""The entries of a list that a command is to change, found by what people type, also if two of them contradict."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from moebib import store
from moebib.errors import InputError, InvalidIdentifier, InvalidRecord
from moebib.library.keys import KeyIndex
from moebib.records.identifier import parse_identifier
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.records.references import with_references
from moebib.store import Entries
from moebib.text.suggest import suggest

__all__ = ["entries_with", "find_entries", "find_work", "read_valid"]

EntryT = TypeVar("EntryT", Record, Model)


def read_valid(root: Path) -> Entries:
    """All entries of the list in *root*, also if two of them contradict each other.

    Raises:
        InvalidRecord: If one cannot be read.
    """
    entries = store.read_entries(root)
    if entries.findings:
        raise InvalidRecord(entries.findings)
    return entries


def find_work(entries: Entries, key: str) -> Record:
    """The work with *key*, in any case, or with *key* among its former keys.

    Raises:
        InputError: If there is none.
    """
    work = _index(entries).find(key)
    if work is None:
        raise InputError(_no_entry(entries, key))
    return work


def find_entries(entries: Entries, texts: Iterable[str]) -> list[Record | Model]:
    """The works with these keys, as :func:`find_work`, or identifiers, or else the models with these keys, each once.

    Raises:
        InputError: If there is none for one of *texts*; the message names all of these.
    """
    index = _index(entries)
    models = {model.id.lower(): model for model in entries.models}
    found: dict[tuple[type, str], Record | Model] = {}
    missing = []
    for text in texts:
        entry = index.find(text) or _identified(entries.works, text) or models.get(text.lower())
        if entry:
            found[type(entry), entry.id] = entry
        else:
            missing.append(text)
    if missing:
        raise InputError("\n".join(_no_entry(entries, text, models) for text in missing))
    return list(found.values())


def _index(entries: Entries) -> KeyIndex[Record]:
    index: KeyIndex[Record] = KeyIndex()
    for record in entries.works:
        index.add(record.id, record, former=record.ids)
    return index


def _identified(works: Iterable[Record], text: str) -> Record | None:
    """The work with an identifier, of any of its versions, that *text* is a form of.

    Raises:
        InputError: If several works have it.
    """
    with suppress(InvalidIdentifier):
        wanted = parse_identifier(text).canonical
        having = [work for work in works if wanted in (own.canonical for own in work.all_identifiers)]
        if len(having) > 1:
            keys = ", ".join(work.id for work in having)
            raise InputError(f"{len(having)} works have the identifier {text!r}\nhint: choose one by its key: {keys}")
        return next(iter(having), None)
    return None


def _no_entry(entries: Entries, text: str, models: Iterable[str] = ()) -> str:
    keys = (key for record in entries.works for key in (*record.ids, record.id))
    return f"no entry {text!r}{suggest(text, (*keys, *models))}"


def entries_with(entries: Entries, old: str, new: str) -> tuple[list[Record], list[Model]]:
    """The works and models that refer to the work *old*, with *new* in its place."""

    def changed(every: Iterable[EntryT]) -> list[EntryT]:
        renamed = ((entry, with_references(entry, {old: new})) for entry in every)
        return [new_entry for entry, new_entry in renamed if new_entry is not entry]

    return changed(entries.works), changed(entries.models)
