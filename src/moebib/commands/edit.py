"""`moebib edit`: the text of one entry, which replaces that in the list only if the list is valid with it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple, TypeVar

from moebib import store, three_way
from moebib.commands.entries import find_entries
from moebib.errors import Finding, InputError
from moebib.library.clashes import find_contradictions
from moebib.records.model import EntryKind, Model
from moebib.records.record import Record
from moebib.store import ChangeSet, Entries
from moebib.store.paths import FOLDERS
from moebib.toml.validation import locator_of_entry, parse_entry

__all__ = ["OpenEntry", "Saved", "open_entry", "save_entry"]

EntryT = TypeVar("EntryT", Record, Model)


class OpenEntry(NamedTuple):
    """An entry that is being edited."""

    key: str
    kind: EntryKind
    path: str
    """Of its file, from the root of the list."""
    base: str
    """The text of the entry that the edited one was made of."""


class Saved(NamedTuple):
    """What became of an edited text."""

    changes: ChangeSet
    """Of the list; nothing if the text is not valid, or as it was."""
    findings: tuple[Finding, ...]
    """Why the text is not saved."""
    edited: OpenEntry
    """What the next text is compared with: the entry as it is now."""
    text: str
    """The text to go on with; if another process has changed the entry, both are merged."""


def open_entry(root: Path, text: str) -> OpenEntry:
    """The entry with a key or an identifier; its file need not be valid.

    Raises:
        InputError: If there is none, or its file is not UTF-8.
    """
    entries = store.read_entries(root)
    paths = {PurePosixPath(path).stem.lower(): path for path in reversed(store.entry_paths(root, entries.config))}
    path = paths.get(text.lower())
    if path is None:
        (entry,) = find_entries(entries, [text])
        path = store.file_of(entries.config, type(entry), entry.id)
    place = PurePosixPath(path)
    kind = next(kind for kind, folder in FOLDERS.items() if folder == place.parent.name)
    return OpenEntry(place.stem, kind, path, store.read_text_strictly(store.inside(root, path)))


def save_entry(root: Path, edited: OpenEntry, text: str, *, write: bool = True) -> Saved:
    """Write *text* as the entry of *edited*, if it is valid and contradicts no other entry.

    What another process has changed in the entry meanwhile is merged; if both changed the same, the text to go on with
    has conflict markers.

    Raises:
        InputError: If the entry was removed or renamed meanwhile.
    """
    with store.lock(root, write=write):
        current = store.read_text(store.inside(root, edited.path))
        if current is None:
            raise InputError("removed or renamed by another process while it was edited", where=edited.path)
        findings = _own_problems(edited, text)
        if not findings and current != edited.base:
            merged = three_way.merge_toml(edited.base, text, current)
            text = (merged or three_way.with_whole_in_markers(text, current)).text
            edited = edited._replace(base=current)
            findings = _own_problems(edited, text)
        findings = findings or list(_contradictions(store.read_entries(root), edited, text))
        changes = ChangeSet.plan(root, {edited.path: current if findings else text})
        if write:
            changes.apply()
    return Saved(changes, tuple(findings), edited, text)


def _own_problems(edited: OpenEntry, text: str) -> list[Finding]:
    """What is wrong in the text itself."""
    _, findings = parse_entry(text, edited.kind, file=edited.path, key=edited.key)
    hint = f"to change the key, remove the id, and run `moebib rekey {edited.key} NEW`"
    return [replace(finding, hint=hint) if finding.code == "MB010" else finding for finding in findings]


def _contradictions(entries: Entries, edited: OpenEntry, text: str) -> Iterator[Finding]:
    """What in the valid *text* contradicts the list, and what in other entries contradicts it and did not before."""
    keys_of_works = (work.id for work in entries.works)
    keys = {key.lower() for key in (*keys_of_works, *(finding.id or "" for finding in entries.findings))}
    before = find_contradictions(entries.works, entries.models, keys, entries.config)
    entry, _ = parse_entry(text, edited.kind, file=edited.path, key=edited.key)
    works = _with(entries.works, entry) if isinstance(entry, Record) else entries.works
    models = _with(entries.models, entry) if isinstance(entry, Model) else entries.models
    locate = locator_of_entry(text)
    for clash in find_contradictions(works, models, keys, entries.config):
        is_here = (clash.kind, clash.finding.id) == (edited.kind, edited.key)
        if is_here or clash not in before:
            file = edited.path if is_here else store.file_of(entries.config, clash.kind, clash.finding.id or "")
            line, column = locate(clash.path) if is_here else (None, None)
            yield replace(clash.finding, file=file, line=line, column=column)


def _with(entries: Sequence[EntryT], entry: EntryT) -> list[EntryT]:
    """*entries* with *entry* in place of that with its key, or at the end."""
    has_key = any(other.id == entry.id for other in entries)
    return [entry if other.id == entry.id else other for other in entries] + ([] if has_key else [entry])
