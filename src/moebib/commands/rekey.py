"""Actions: give a work another key, in the list and in the documents that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.citations.rewrite import cite_anew
from moebib.commands.actions import Change
from moebib.commands.dedupe import find_work, following, read_sound
from moebib.errors import InputError
from moebib.records.record import Record
from moebib.store import Entries
from moebib.toml import edit_record
from moebib.toml.validation import check_key

__all__ = ["Rekeyed", "cite_by_new_keys", "former_keys", "rekey"]


class Rekeyed(NamedTuple):
    """A document, or a list, and how many citations in it changed."""

    changes: tuple[Change, ...]
    citations: int


def rekey(root: Path, old: str, new: str, *, write: bool = True) -> tuple[Change, ...]:
    """Call the work *old* by the key *new*; the old key still cites it.

    Raises:
        InputError: If there is no such work, or the new key is taken or cannot be one.
    """
    with store.lock(root):
        entries = read_sound(root)
        work = find_work(entries, old)
        _refuse(entries, work, new)
        path, target = (store.file_of(entries.config, Record, key) for key in (work.id, new))
        renamed = work.evolve(id=new, ids=(*(key for key in work.ids if key.lower() != new.lower()), work.id))
        texts = store.plan(root, models=following(entries.models, work.id, new))
        texts[target] = edit_record(store.read_text_strictly(root / path), renamed)
        texts |= _told_apart(root, entries, work.id, new)
        changes = [Change(name, store.read_text(root / name), text) for name, text in texts.items()]
        if path != target:
            changes.append(Change(path, store.read_text(root / path), ""))
        if write:
            if path.lower() == target.lower():  # on many systems it is the same file
                store.delete(root, [path])
            store.replace_all({store.inside(root, name): text for name, text in texts.items()})
            if path.lower() != target.lower():
                store.delete(root, [path])
    return tuple(changes)


def former_keys(root: Path) -> dict[str, str]:
    """Every former key of the works in *root*, and the key that the work has now."""
    return {key: work.id for work in read_sound(root).works for key in work.ids}


def cite_by_new_keys(files: Iterable[Path], keys: Mapping[str, str], *, write: bool = True) -> Rekeyed:
    """Rewrite the citations in documents (LaTeX, Markdown, Typst).

    Raises:
        InputError: If a file is in no language with citations, or not UTF-8; then no file is changed.
    """
    changes: list[Change] = []
    texts: dict[Path, str] = {}
    total = 0
    for file in files:
        text = store.read_text_strictly(file)
        new, count = cite_anew(text, file.name, keys)
        total += count
        if new != text:
            changes.append(Change(store.printable(file), text, new))
            texts[file] = new
    if write:
        store.replace_all(texts)
    return Rekeyed(tuple(changes), total)


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
