"""`moebib rekey`: give a work another key, in the list and in the documents that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.citations import WRITTEN_BY_HAND
from moebib.citations.rewrite import rewrite_citations
from moebib.commands.dedupe import find_work, models_renamed, read_valid
from moebib.errors import InputError
from moebib.records.record import Record
from moebib.store import ChangeSet, FileChange
from moebib.toml.edit import edit_record
from moebib.toml.validation import check_key

__all__ = ["RewrittenDocuments", "add_to_map", "former_keys", "rekey", "rewrite_documents"]


def rekey(root: Path, old: str, new: str, *, write: bool = True) -> ChangeSet:
    """Rename the work *old* to *new*, with its file; the old key becomes a former key.

    Raises:
        InputError: If there is no such work, or the new key is taken or invalid.
    """
    with store.lock(root, write=write):
        entries = read_valid(root)
        work = find_work(entries, old)
        if problem := check_key(new):
            raise InputError(problem)
        other_works = (other for other in entries.works if other is not work)
        taken = {key.lower(): other.id for other in other_works for key in (other.id, *other.ids)}
        if new.lower() in taken:
            raise InputError(f"the key {new!r} is already used by {taken[new.lower()]!r}")
        if new == work.id:
            raise InputError(f"the key of this work is {new!r} already")

        path, target = (store.file_of(entries.config, Record, key) for key in (work.id, new))
        renamed = work.evolve(id=new, ids=(*(key for key in work.ids if key.lower() != new.lower()), work.id))
        models = models_renamed(entries.models, work.id, new)
        texts: dict[str, str | None] = {**store.plan_entries(root, models=models)}
        texts[target] = edit_record(store.read_text_strictly(root / path), renamed)
        if entries.config.different:
            pairs = [sorted(new if key == work.id else key for key in pair) for pair in entries.config.different]
            texts |= store.plan_config(root, different=pairs)
        texts[path] = None
        changes = ChangeSet.plan(root, texts)
        if write:
            changes.apply()
    return changes


def former_keys(root: Path) -> dict[str, str]:
    """Former key -> present key, of all works in *root*."""
    return {key: work.id for work in read_valid(root).works for key in work.ids}


class RewrittenDocuments(NamedTuple):
    """The changes of documents, and how many citations they change."""

    changes: ChangeSet
    citations: int


def rewrite_documents(paths: Iterable[Path], keys: Mapping[str, str], *, write: bool = True) -> RewrittenDocuments:
    """Replace the old keys of *keys* by the new ones in documents, or in all documents of a directory.

    Raises:
        InputError: If a file is in a language without citations, or not UTF-8; then no file is changed.
    """
    changed: list[FileChange] = []
    total = 0
    for file in store.find_documents(paths, WRITTEN_BY_HAND):
        text = store.read_text_strictly(file)
        new, count = rewrite_citations(text, file.name, keys)
        total += count
        if new != text:
            changed.append(FileChange(file.as_posix(), text, new))
    changes = ChangeSet(tuple(changed))
    if write:
        changes.apply()
    return RewrittenDocuments(changes, total)


def add_to_map(key_map: Path, renamed: Mapping[str, str], *, write: bool = True) -> ChangeSet:
    """Add a line with the old key, a tab and the new key for each of *renamed* that the file does not have yet."""
    text = store.read_text(key_map) or ""
    lines = [f"{old}\t{new}\n" for old, new in renamed.items()]
    new = text + "".join(line for line in lines if line not in text.splitlines(keepends=True))
    changes = ChangeSet((FileChange(key_map.as_posix(), text or None, new),) if new != text else ())
    if write:
        changes.apply()
    return changes
