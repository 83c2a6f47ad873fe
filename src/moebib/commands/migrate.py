"""`moebib migrate`: change the entries of a list to the current record format."""

from __future__ import annotations

import tomllib
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from moebib import store
from moebib.errors import InputError
from moebib.formats.bibtex import read_extra
from moebib.records.identifier import Scheme, find_identifier
from moebib.records.record import Record
from moebib.store import ChangeSet
from moebib.toml.edit import edit_record, migrate_entry
from moebib.toml.validation import parse_entry

__all__ = ["Migration", "migrate"]


class Migration(NamedTuple):
    """The changes, and the files that stay as they are, because they are not files of the list with TOML in UTF-8."""

    changes: ChangeSet
    unreadable: tuple[str, ...]


def migrate(root: Path, *, write: bool = True) -> Migration:
    """Change every entry of the list in *root* to record format 2, and say so in ``moebib.toml``.

    Only what has another form in the new format is edited; comments, digests and everything else stay.

    Raises:
        InvalidRecord: If ``moebib.toml`` is invalid.
    """
    with store.lock(root, write=write):
        config = store.read_config(root)
        texts: dict[str, str | None] = {}
        unreadable = []
        for path in store.entry_paths(root, config):
            try:
                texts[path] = _migrated(store.read_text_strictly(store.inside(root, path)), path)
            except (InputError, OSError, tomllib.TOMLDecodeError):
                unreadable.append(path)
        if config.format == 1:
            texts |= store.plan_config(root, format=2)
        changes = ChangeSet.plan(root, texts)
        if write:
            changes.apply()
    return Migration(changes, tuple(unreadable))


def _migrated(text: str, path: str) -> str:
    """The entry in the current format.

    The fields of a work that had no place but ``extra`` are in their own fields, and a preprint that is linked to by
    the version of its arXiv ID has this as its label.
    """
    text = migrate_entry(text)
    record, _ = parse_entry(text, Record, file=path, key=PurePosixPath(path).stem)
    if record is None:
        return text
    migrated = read_extra(record) if record.extra else record
    page = find_identifier(record.url) if record.url and record.is_preprint and not record.label else None
    if page and page.scheme is Scheme.ARXIV and page in record.identifiers and page.version:
        migrated = migrated.evolve(label=f"v{page.version}")
    return edit_record(text, migrated) if migrated is not record else text
