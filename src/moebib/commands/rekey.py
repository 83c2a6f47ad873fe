"""`moebib rekey`: give a work another key, in the list and in the documents that cite it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from moebib import store
from moebib.citations import WRITTEN_BY_HAND
from moebib.citations.rewrite import rewrite_citations, shared_definitions
from moebib.commands.entries import find_work, read_valid
from moebib.errors import InputError
from moebib.library.renaming import rename
from moebib.records.record import Record
from moebib.store import ChangeSet, Entries, FileChange
from moebib.toml.validation import check_key

__all__ = ["Rekeyed", "follow_former_keys", "rekey"]


class Rekeyed(NamedTuple):
    """The changes of the list and of the documents that cite it."""

    changes: ChangeSet
    documents: int
    """How many documents change."""
    citations: int
    """How many citations in them change."""


def rekey(
    root: Path, old: str, new: str, *, documents: Iterable[Path] = (), key_map: Path | None = None, write: bool = True
) -> Rekeyed:
    """Rename the work *old* to *new*, with its file; the old key becomes a former key.

    In *documents*, or all documents of a directory, citations get the new key; *key_map* gets a line with both keys.
    All of these files change together. If the work has the new key already, only documents and the map change.

    Raises:
        InputError: If there is no such work, the new key is taken or invalid, or a document is not UTF-8 or in a
            language without citations; then nothing is changed.
    """
    with store.lock(root, write=write):
        entries = read_valid(root)
        work = find_work(entries, old)
        if new == old == work.id:
            raise InputError(f"the key of this work is {new!r} already")
        texts = {} if new == work.id else _renamed(root, entries, work, new)
        rekeyed = _in_documents(documents, key_map, {old: new})
        changes = replace(ChangeSet.plan(root, texts), documents=rekeyed.changes.documents)
        if write:
            changes.apply()
    return rekeyed._replace(changes=changes)


def follow_former_keys(
    root: Path, documents: Iterable[Path], *, key_map: Path | None = None, write: bool = True
) -> Rekeyed:
    """Replace every former key of a work in *root* by its present one, in *documents* as :func:`rekey` does.

    Raises:
        InputError: If a document is not UTF-8 or in a language without citations; then nothing is changed.
    """
    former = {key: work.id for work in read_valid(root).works for key in work.ids}
    rekeyed = _in_documents(documents, key_map, former)
    if write:
        rekeyed.changes.apply()
    return rekeyed


def _renamed(root: Path, entries: Entries, work: Record, new: str) -> dict[str, str | None]:
    """Path -> text of the files of the list when *work* has the key *new*."""
    if problem := check_key(new):
        raise InputError(problem)
    renaming = rename(work, new, entries.works, entries.models, entries.config)
    works = (renaming.work, *renaming.others)
    texts: dict[str, str | None] = {**store.plan_entries(root, works, renaming.models, renamed={work.id: new})}
    if entries.config.different:
        texts |= store.plan_config(root, different=list(map(sorted, renaming.different)))
    texts[store.file_of(entries.config, Record, work.id)] = None
    return texts


def _in_documents(documents: Iterable[Path], key_map: Path | None, keys: Mapping[str, str]) -> Rekeyed:
    """The changes that replace the old keys of *keys* by the new ones, and add both to *key_map*."""
    changed: list[FileChange] = []
    citations = 0
    files = store.find_documents(documents, WRITTEN_BY_HAND)
    texts = {file: store.read_text_strictly(file) for file in files}
    definitions = shared_definitions(texts)
    for file, text in texts.items():
        rewritten, count = rewrite_citations(text, file.name, keys, definitions)
        citations += count
        if rewritten != text:
            changed.append(FileChange(file.as_posix(), text, rewritten))
    mapped = [_add_to_map(key_map, keys)] if key_map else []
    changes = (*changed, *(change for change in mapped if change.new != (change.old or "")))
    return Rekeyed(ChangeSet(documents=changes), len(changed), citations)


def _add_to_map(key_map: Path, keys: Mapping[str, str]) -> FileChange:
    """Add a line with the old key, a tab and the new key for each of *keys* that the file does not have yet."""
    text = store.read_text(key_map)
    lines = [f"{old}\t{new}\n" for old, new in keys.items()]
    known = (text or "").splitlines(keepends=True)
    return FileChange(key_map.as_posix(), text, (text or "") + "".join(line for line in lines if line not in known))
