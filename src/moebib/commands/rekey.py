"""Actions: give a work another key, in the list and in the documents that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.citations.rewrite import rewrite_citations
from moebib.commands.dedupe import find_work, following, read_sound
from moebib.errors import InputError
from moebib.records.record import Record
from moebib.store import ChangeSet, Entries, FileChange
from moebib.toml import edit_record
from moebib.toml.validation import check_key

__all__ = ["Rekeyed", "add_to_map", "cite_by_new_keys", "former_keys", "rekey"]


class Rekeyed(NamedTuple):
    """A document, or a list, and how many citations in it changed."""

    changes: ChangeSet
    citations: int


def rekey(root: Path, old: str, new: str, *, write: bool = True) -> ChangeSet:
    """Call the work *old* by the key *new*; the old key still cites it.

    Raises:
        InputError: If there is no such work, or the new key is taken or cannot be one.
    """
    with store.lock(root, write=write):
        entries = read_sound(root)
        work = find_work(entries, old)
        _refuse(entries, work, new)
        path, target = (store.file_of(entries.config, Record, key) for key in (work.id, new))
        renamed = work.evolve(id=new, ids=(*(key for key in work.ids if key.lower() != new.lower()), work.id))
        texts: dict[str, str | None] = {**store.plan_entries(root, models=following(entries.models, work.id, new))}
        texts[target] = edit_record(store.read_text_strictly(root / path), renamed)
        texts |= _told_apart(root, entries, work.id, new)
        texts[path] = None
        changes = ChangeSet.plan(root, texts)
        if write:
            changes.apply()
    return changes


def former_keys(root: Path) -> dict[str, str]:
    """Every former key of the works in *root*, and the key that the work has now."""
    return {key: work.id for work in read_sound(root).works for key in work.ids}


def cite_by_new_keys(files: Iterable[Path], keys: Mapping[str, str], *, write: bool = True) -> Rekeyed:
    """Rewrite the citations in documents (LaTeX, Markdown, Typst).

    Raises:
        InputError: If a file is in no language with citations, or not UTF-8; then no file is changed.
    """
    changed: list[FileChange] = []
    total = 0
    for file in files:
        text = store.read_text_strictly(file)
        new, count = rewrite_citations(text, file.name, keys)
        total += count
        if new != text:
            changed.append(FileChange(file.as_posix(), text, new))
    changes = ChangeSet(tuple(changed))
    if write:
        changes.apply()
    return Rekeyed(changes, total)


def add_to_map(key_map: Path, renamed: Mapping[str, str], *, write: bool = True) -> ChangeSet:
    """Add a line with the old key, a tab and the new key for each of *renamed* that the file does not have yet."""
    text = store.read_text(key_map) or ""
    lines = [f"{old}\t{new}\n" for old, new in renamed.items()]
    new = text + "".join(line for line in lines if line not in text.splitlines(keepends=True))
    changes = ChangeSet((FileChange(key_map.as_posix(), text or None, new),) if new != text else ())
    if write:
        changes.apply()
    return changes


def _refuse(entries: Entries, work: Record, new: str) -> None:
    if problem := check_key(new):
        raise InputError(problem)
    taken = {key.lower(): one.id for one in entries.works if one is not work for key in (one.id, *one.ids)}
    if new.lower() in taken:
        raise InputError(f"the key {new!r} is that of {taken[new.lower()]!r}; case and former keys count")
    if new == work.id:
        raise InputError(f"{new!r} is the key already")


def _told_apart(root: Path, entries: Entries, old: str, new: str) -> dict[str, str]:
    pairs = [sorted(new if key == old else key for key in pair) for pair in entries.config.different]
    return store.plan_config(root, different=pairs) if pairs else {}
