"""The new texts of the files of a list: entries and ``moebib.toml``, edited as little as possible if they exist."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Any

from moebib.errors import InputError, InvalidRecord
from moebib.library.config import Config, Section
from moebib.records.model import EntryKind, Model
from moebib.records.record import Record
from moebib.store.files import read_text_strictly
from moebib.store.listing import find_misplaced
from moebib.store.paths import FOLDERS, SCHEMAS, file_of, inside
from moebib.store.reading import parse_bytes, read_config
from moebib.store.roots import CONFIG
from moebib.toml.dump import dump_model, dump_record, dump_table
from moebib.toml.edit import edit, edit_model, edit_record
from moebib.toml.positions import decode

__all__ = ["plan_config", "plan_entries"]

_NEW_CONFIG = """\
# The list: its title, its sections in their order, and the files that `moebib build` writes.
format = 2
"""


def plan_entries(
    root: Path,
    records: Iterable[Record] = (),
    models: Iterable[Model] = (),
    *,
    sections: Iterable[Section] = (),
    renamed: Mapping[str, str] = MappingProxyType({}),
    is_new: bool = False,
) -> dict[str, str]:
    """Path -> text of the files that hold the entries, each edited as little as possible if it exists.

    Works that are *renamed* (old key -> new key) get the text of their old files. *sections* are added to
    ``moebib.toml``, which is created if the list *is_new*.

    Raises:
        InputError: If a key cannot be a file name, two entries would have one file, or a new list would have the
            entries of an old one.
        InvalidRecord: If a file that is to be edited cannot be read, or a new list would have misplaced entries.
    """
    config = Config() if is_new else read_config(root)
    if is_new and (findings := list(find_misplaced(root, config))):
        raise InvalidRecord(findings)
    texts = dict(_plan_sections(root, list(sections), is_new=is_new))
    names = {folder: _names(inside(root, f"{config.entries}/{folder}")) for folder in FOLDERS.values()}
    for folder, found in names.items():
        if is_new and found:
            message = f"no {CONFIG} in this directory, but entries in {config.entries}/{folder}"
            raise InputError(
                f"{message}\nhint: create an empty {CONFIG} to keep them, or move them away for a new list"
            )
    former = {new: old for old, new in renamed.items()}
    for old in renamed:
        names[FOLDERS[Record]].pop(old.lower(), None)
    entries: list[Record | Model] = [*records, *models]
    for entry in entries:
        path = file_of(config, type(entry), entry.id)
        other = names[FOLDERS[type(entry)]].setdefault(entry.id.lower(), entry.id)
        if path in texts or other != entry.id:
            raise InputError(f"duplicate key {entry.id!r} (as {other!r}; keys ignore case)")
        old_key = former.get(entry.id, entry.id) if isinstance(entry, Record) else entry.id
        old_path = file_of(config, type(entry), old_key)
        texts[path] = _new_text(inside(root, old_path), old_path, entry, config)
    return texts


def plan_config(root: Path, **changes: Any) -> dict[str, str]:
    """Path -> text of ``moebib.toml``, edited as little as possible to hold *changes*, key by key.

    A key whose value is ``None`` is removed.
    """
    text = read_text_strictly(root / CONFIG)
    current = decode(text)
    wanted = {key: value for key, value in {**current, **changes}.items() if value is not None}
    return {CONFIG: edit(text, current, wanted)}


def _names(folder: Path) -> dict[str, str]:
    """The key of each file in the folder, by the key in lower case."""
    names = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208 - many times faster for many files
    keys = [name.removesuffix(".toml") for name in names if name.endswith(".toml")]
    return {key.lower(): key for key in keys}


def _new_text(file: Path, path: str, entry: Record | Model, config: Config) -> str:
    if not file.exists():
        schema = _schema_from(config, type(entry))
        return dump_record(entry, schema=schema) if isinstance(entry, Record) else dump_model(entry, schema=schema)
    data = file.read_bytes()
    _, findings = parse_bytes(data, type(entry), file=path, key=file.stem)
    if findings:
        raise InvalidRecord(findings)
    text = data.decode()
    return edit_record(text, entry) if isinstance(entry, Record) else edit_model(text, entry)


def _schema_from(config: Config, kind: EntryKind) -> str | None:
    """The relative path from an entry's file to its schema."""
    up = "../" * (len(PurePosixPath(config.entries).parts) + 1)
    return f"{up}{PurePosixPath(config.schema_folder)}/{SCHEMAS[kind]}" if config.schema_folder else None


def _plan_sections(root: Path, sections: list[Section], *, is_new: bool) -> Iterator[tuple[str, str]]:
    new = [section.model_dump(exclude_defaults=True) for section in sections]
    if is_new:
        yield CONFIG, _NEW_CONFIG + (f"\n{dump_table(('sections',), new)}" if new else "")
    elif new:
        current = decode(read_text_strictly(root / CONFIG))
        yield from plan_config(root, sections=[*current.get("sections", []), *new]).items()
