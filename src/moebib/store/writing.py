"""A list's files created, edited and removed; one process at a time, and never half."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import Any

from moebib.errors import InputError, InvalidRecord
from moebib.library.config import Config, Section
from moebib.places import cache_folder
from moebib.records.record import Model, Record
from moebib.store.files import printable, read_text, read_text_strictly, replace_all, sync
from moebib.store.paths import CONFIG, FOLDERS, SCHEMAS, Kind, file_of, inside
from moebib.store.reading import parse_bytes, read_config
from moebib.text.suggest import suggestion
from moebib.toml import decode, dump_model, dump_record, edit_model, edit_record
from moebib.toml.dump import dump_table
from moebib.toml.edit import edit

__all__ = ["delete", "lock", "plan", "plan_config", "remove", "write"]

_NEW_CONFIG = "# What this list is: its title, its sections in their order, and what `moebib build` writes.\n"


@contextmanager
def lock(root: Path, *, timeout_s: float = 10.0) -> Iterator[None]:
    """Keep other processes from changing the list; hold it from reading what is to be changed until it is written.

    It may be taken again by the thread that has it.

    Raises:
        InputError: If another process has held it for *timeout_s*.
    """
    from filelock import FileLock, Timeout

    file = FileLock(_lock_file(root), is_singleton=True)
    try:
        file.acquire(timeout=timeout_s)
    except Timeout:
        message = f"another moebib has been changing this list for more than {timeout_s:g} s; wait for it, or end it"
        raise InputError(message, where=printable(root)) from None
    try:
        yield
    finally:
        file.release()


def _lock_file(root: Path) -> Path:
    """In the user's cache, so that no file of ours stays in the list's folder, to be committed by accident."""
    name = hashlib.sha256(str(root.resolve()).encode()).hexdigest()[:16]
    return cache_folder() / f"{name}.lock"


def write(root: Path, records: Iterable[Record] = (), models: Iterable[Model] = ()) -> list[Path]:
    """Create or edit the files of entries; the paths of those that changed. See :func:`plan`.

    Raises:
        InputError: As :func:`plan`; then nothing is written.
    """
    with lock(root):
        texts = plan(root, records, models)
        return replace_all({inside(root, path): text for path, text in texts.items()})


def plan(
    root: Path,
    records: Iterable[Record] = (),
    models: Iterable[Model] = (),
    *,
    sections: Iterable[Section] = (),
    is_new: bool = False,
) -> dict[str, str]:
    """Path -> text of every file that would change to hold the entries, without writing any.

    A file that is there is edited as little as possible; one that says the entry already is left out.
    *sections* are added to ``moebib.toml``, which is begun if the list *is_new*.

    Raises:
        InputError: If a key cannot be a file name, two entries would have one file, or
        InvalidRecord: a file that is to be edited cannot be read.
    """
    config = Config() if is_new else read_config(root)
    texts = dict(_plan_config(root, list(sections), is_new=is_new))
    names = {folder: _names(inside(root, f"{config.entries}/{folder}")) for folder in FOLDERS.values()}
    entries: list[Record | Model] = [*records, *models]
    for entry in entries:
        path = file_of(config, type(entry), entry.id)
        other = names[FOLDERS[type(entry)]].setdefault(entry.id.lower(), entry.id)
        if path in texts or other != entry.id:
            raise InputError(f"the key {entry.id!r} is also that of {other!r}; case does not count")
        texts[path] = _new_text(inside(root, path), path, entry, config)
    return {path: text for path, text in texts.items() if read_text(root / path) != text}


def plan_config(root: Path, **changes: Any) -> dict[str, str]:
    """Path -> text of ``moebib.toml``, edited as little as possible to hold *changes*, key by key."""
    text = read_text_strictly(root / CONFIG)
    have = decode(text)
    new = edit(text, have, {**have, **changes})
    return {CONFIG: new} if new != text else {}


def remove(root: Path, keys: Iterable[str] = (), *, models: Iterable[str] = ()) -> list[Path]:
    """Delete the files of works, and of models; their paths.

    Raises:
        InputError: If there is no such entry; then nothing is deleted.
    """
    with lock(root):
        config = read_config(root)
        files = [_existing(root, config, Record, key) for key in dict.fromkeys(keys)]
        files += [_existing(root, config, Model, key) for key in dict.fromkeys(models)]
        _unlink(files)
    return files


def delete(root: Path, paths: Iterable[str]) -> None:
    """Delete the files at *paths*, from the root; to be called under the lock."""
    _unlink([inside(root, path) for path in paths])


def _unlink(files: list[Path]) -> None:
    for file in files:
        file.unlink()
    sync(file.parent for file in files)


def _existing(root: Path, config: Config, kind: Kind, key: str) -> Path:
    file = inside(root, file_of(config, kind, key))
    names = _names(file.parent)
    if key not in names.values():
        hint = suggestion(key.lower(), names)
        raise InputError(f"no entry {key!r}{f'; {hint}' if hint else ''}")
    return file


def _names(folder: Path) -> dict[str, str]:
    """The keys of the files there are, by what they are where case does not count."""
    names = os.listdir(folder) if folder.is_dir() else []  # noqa: PTH208 - many times faster where there are many
    keys = [name.removesuffix(".toml") for name in names if name.endswith(".toml")]
    return {key.lower(): key for key in keys}


def _new_text(file: Path, path: str, entry: Record | Model, config: Config) -> str:
    if not file.exists():
        schema = _schema_from(config, type(entry))
        return dump_record(entry, schema=schema) if isinstance(entry, Record) else dump_model(entry, schema=schema)
    data = file.read_bytes()
    _, findings = parse_bytes(data, type(entry), file=path, key=entry.id)
    if findings:
        raise InvalidRecord(findings)
    text = data.decode()
    return edit_record(text, entry) if isinstance(entry, Record) else edit_model(text, entry)


def _schema_from(config: Config, kind: Kind) -> str | None:
    """The way from an entry's file to its schema."""
    up = "../" * (len(PurePosixPath(config.entries).parts) + 1)
    return f"{up}{PurePosixPath(config.schema_folder)}/{SCHEMAS[kind]}" if config.schema_folder else None


def _plan_config(root: Path, sections: list[Section], *, is_new: bool) -> Iterator[tuple[str, str]]:
    new = [section.model_dump(exclude_defaults=True) for section in sections]
    if is_new:
        yield CONFIG, _NEW_CONFIG + (f"\n{dump_table(('sections',), new)}" if new else "")
    elif new:
        have = decode(read_text_strictly(root / CONFIG))
        yield from plan_config(root, sections=[*have.get("sections", []), *new]).items()
