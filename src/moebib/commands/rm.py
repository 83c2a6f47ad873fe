"""`moebib rm`: remove entries from a list, unless others refer to them, so that it can be undone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.commands.entries import find_entries, read_valid
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.records.references import references, without_references
from moebib.store import ChangeSet, Entries
from moebib.store.git import are_committed
from moebib.store.kept import new_kept_file

__all__ = ["Reference", "Removal", "remove"]

_MOST_PATHS = 12
"""How many files a command that restores them names; for more, a patch is shorter."""


class Reference(NamedTuple):
    """A place where another entry refers to a work that is to be removed."""

    work: str
    """The key of the work."""
    entry: str
    """The key of the entry that refers to it."""
    field: str
    """The kind of the relation; "papers" of a model."""
    name: str
    """The key or identifier by which the entry names the work."""


class Removal(NamedTuple):
    """What was removed, or would be."""

    root: Path
    entries: tuple[Record | Model, ...]
    references: tuple[Reference, ...]
    """What refers to the entries by their keys: removed with them, or why nothing is removed."""
    named: tuple[Reference, ...]
    """The relations that name one of the works by an identifier: they stay valid, and stay."""
    changes: ChangeSet
    """Nothing, if the entries are not removed because of the references to them."""
    patch: Path | None = None
    """The file with the changes as a patch, if git cannot restore all files, or they are many."""


def remove(root: Path, keys: Iterable[str], *, unlink: bool = False, write: bool = True) -> Removal:
    """Remove the works and models with *keys*, or nothing if others refer to a work and *unlink* is false.

    With *unlink*, these references are removed, too. Pairs of different works in ``moebib.toml`` are always. Before
    anything is removed that git could not restore by a short command, the changes are kept as a patch.

    Raises:
        InputError: If there is no such entry.
        InvalidRecord: If an entry cannot be read, because it may refer to those that are to be removed.
    """
    with store.lock(root, write=write):
        entries = read_valid(root)
        removed = find_entries(entries, keys)
        works = [entry for entry in removed if isinstance(entry, Record)]
        every: tuple[Record | Model, ...] = (*entries.works, *entries.models)
        others = [entry for entry in every if not any(entry is other for other in removed)]
        gone = {key.lower(): work.id for work in works for key in (work.id, *work.ids)}
        referring = tuple(reference for entry in others for reference in _references(entry, gone))
        named = tuple(reference for entry in others for reference in _named(entry, works))
        removal = Removal(root, tuple(removed), referring, named, ChangeSet())
        if referring and not unlink:
            return removal
        changes = ChangeSet.plan(root, _texts(root, entries, removed, gone))
        patch = None
        if write:
            paths = [change.path for change in changes]
            if len(paths) > _MOST_PATHS or not are_committed(root, paths):
                patch = new_kept_file(f"{removed[0].id}.patch", changes.diff())
            changes.apply()
    return removal._replace(changes=changes, patch=patch)


def _references(entry: Record | Model, gone: Mapping[str, str]) -> Iterator[Reference]:
    """The references by key; *gone* has the key of each work by its present and former keys in lower case."""
    for path, key in references(entry):
        if work := gone.get(key.lower()):
            field = "papers" if isinstance(entry, Model) else entry.relations[int(path[1])].kind
            yield Reference(work, entry.id, field, key)


def _named(entry: Record | Model, works: Collection[Record]) -> Iterator[Reference]:
    for relation in entry.relations if isinstance(entry, Record) else ():
        for work in works:
            if relation.identifier and relation.is_to(work):
                yield Reference(work.id, entry.id, relation.kind, str(relation.identifier))


def _texts(
    root: Path, entries: Entries, removed: Iterable[Record | Model], gone: Collection[str]
) -> dict[str, str | None]:
    """Path -> text, ``None`` for the files of the removed entries."""
    works = [work for old in entries.works if (work := without_references(old, gone)) is not old]
    models = [model for old_model in entries.models if (model := without_references(old_model, gone)) is not old_model]
    texts: dict[str, str | None] = {**store.plan_entries(root, works, models)}
    pairs = entries.config.different
    left = [list(pair) for pair in pairs if not any(key.lower() in gone for key in pair)]
    if len(left) < len(pairs):
        texts |= store.plan_config(root, different=left or None)
    return texts | {store.file_of(entries.config, type(entry), entry.id): None for entry in removed}
