"""The folder of a list to a Library, or to every finding of every file."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from moebib.errors import Finding, InputError, InvalidRecord
from moebib.library.config import Config
from moebib.library.library import Library
from moebib.records.record import Model, Record
from moebib.store.consistency import Clash, find_between
from moebib.store.files import printable
from moebib.store.paths import CONFIG, FOLDERS, bundled, file_of, find_root, inside, root_of
from moebib.text.encoding import position_of_byte
from moebib.toml import locate
from moebib.toml.validation import check_key, parse_entry

__all__ = [
    "Entries",
    "Reading",
    "load",
    "load_nearest",
    "parse_bytes",
    "read",
    "read_all",
    "read_config",
    "read_entries",
    "stamp",
    "stamp_of",
]

EntryT = TypeVar("EntryT", Record, Model)
Parsed = TypeVar("Parsed", bound=BaseModel)
_SUFFIX = ".toml"


class Reading(NamedTuple):
    """The good entries of a list, and what is wrong with the others."""

    library: Library
    findings: tuple[Finding, ...]


def load(path: Path | str | None = None) -> Library:
    """The list in *path*: its folder, or its folder of entries; without a path, the bundled list.

    Raises:
        InvalidRecord: If any entry cannot be read; its ``findings`` name every problem of every file.
        InputError: If there is no such list.
    """
    return read(bundled() if path is None else root_of(Path(path)))


def load_nearest(folder: Path) -> Library:
    """The list of *folder* or of the nearest folder above it, else the bundled list."""
    return read(find_root(folder) or bundled())


def read(root: Path) -> Library:
    """The list in the folder *root*.

    Raises:
        InvalidRecord: If anything is wrong with any file; its ``findings`` tell all of it.
        InputError: If there is no ``moebib.toml`` in *root*.
    """
    library, findings = read_all(root)
    if findings:
        raise InvalidRecord(findings)
    return library


def read_all(root: Path) -> Reading:
    """The list in the folder *root*, without the entries that something is wrong with.

    Raises:
        InputError: If there is no ``moebib.toml`` in *root*.
    """
    config, findings = _read_config(root)
    config = config or Config()
    works = _read_folder(root, config, Record)
    models = _read_folder(root, config, Model)
    clashes = find_between(works.entries, models.entries, works.keys, config)
    findings += [*works.findings, *models.findings, *(_placed(root, config, clash) for clash in clashes)]
    bad = {(clash.kind, clash.finding.id) for clash in clashes}
    library = Library(
        (work for work in works.entries if (Record, work.id) not in bad),
        (model for model in models.entries if (Model, model.id) not in bad),
        config,
    )
    return Reading(library, tuple(findings))


class Entries(NamedTuple):
    """The entries of a list that can be read each by itself, also where two of them contradict each other."""

    works: tuple[Record, ...]
    models: tuple[Model, ...]
    config: Config
    findings: tuple[Finding, ...]


def read_entries(root: Path) -> Entries:
    """The entries of the list in *root*, not joined to a library: two works may have one identifier.

    Raises:
        InputError: If there is no ``moebib.toml`` in *root*.
    """
    config, findings = _read_config(root)
    config = config or Config()
    works, models = _read_folder(root, config, Record), _read_folder(root, config, Model)
    return Entries(tuple(works.entries), tuple(models.entries), config, (*findings, *works.findings, *models.findings))


def stamp(root: Path, config: Config) -> dict[str, tuple[int, int]]:
    """What tells whether the list in *root* is still as it was read: its files, with time and size."""
    folders = (f"{PurePosixPath(config.entries)}/{name}" for name in FOLDERS.values())
    found = {f"{name}/{file.name}": file.stat() for name in folders for file in _entry_files(inside(root, name))}
    marks = {path: (file.st_mtime_ns, file.st_size) for path, file in found.items()}
    return marks | (stamp_of(root, [CONFIG]) if (root / CONFIG).is_file() else {})


def stamp_of(root: Path, paths: Iterable[str]) -> dict[str, tuple[int, int]]:
    """The part of the stamp that these files are."""
    return {path: (file.st_mtime_ns, file.st_size) for path in paths for file in [(root / path).stat()]}


def read_config(root: Path) -> Config:
    """What ``moebib.toml`` in the folder *root* says.

    Raises:
        InvalidRecord: If anything is wrong with it.
        InputError: If there is none.
    """
    config, findings = _read_config(root)
    if config is None:
        raise InvalidRecord(findings)
    return config


def parse_bytes(
    data: bytes, kind: type[Parsed], *, file: str, key: str | None = None
) -> tuple[Parsed | None, list[Finding]]:
    """:func:`moebib.toml.validation.parse_entry` of the content of a file."""
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line, column = position_of_byte(data, error.start)
        message = f"not UTF-8: byte 0x{data[error.start]:02x}"
        return None, [Finding("MB001", message, key, None, file, line, column, "save the file as UTF-8")]
    if not data.startswith(codecs.BOM_UTF8):
        return parse_entry(text, kind, file=file, key=key)
    hint = "save the file as UTF-8 without a byte order mark"
    mark = Finding("MB001", "begins with a byte order mark", key, None, file, 1, 1, hint)
    return None, [mark, *parse_entry(text[1:], kind, file=file, key=key)[1]]


def _read_config(root: Path) -> tuple[Config | None, list[Finding]]:
    file = root / CONFIG
    if not file.is_file():
        raise InputError(f"no {CONFIG} in this folder", where=printable(root))
    return parse_bytes(file.read_bytes(), Config, file=CONFIG)


class _Folder(NamedTuple, Generic[EntryT]):
    entries: list[EntryT]
    findings: list[Finding]
    keys: set[str]
    """In small letters, also of the files that could not be read."""


def _read_folder(root: Path, config: Config, kind: type[EntryT]) -> _Folder[EntryT]:
    name = f"{PurePosixPath(config.entries)}/{FOLDERS[kind]}"
    entries: list[EntryT] = []
    findings: list[Finding] = []
    keys: dict[str, str] = {}
    for file in _entry_files(inside(root, name)):
        key = file.name[: -len(_SUFFIX)]
        place = printable(f"{name}/{file.name}")
        other = keys.setdefault(key.lower(), key)
        if problem := _wrong_name(root, file, key, other):
            findings.append(Finding("MB010", problem, key, None, place, 1, 1))
            continue
        entry, found = parse_bytes(Path(file.path).read_bytes(), kind, file=place, key=key)
        findings += found
        if entry:
            entries.append(entry)
    return _Folder(entries, findings, set(keys))


def _entry_files(folder: Path) -> list[os.DirEntry[str]]:
    """Files that are called like an entry, sorted; hidden ones are of editors and systems."""
    if not folder.is_dir():
        return []
    with os.scandir(folder) as found:
        files = [one for one in found if one.name.lower().endswith(_SUFFIX) and not one.name.startswith(".")]
    return sorted((one for one in files if one.is_file()), key=lambda one: one.name)


def _wrong_name(root: Path, file: os.DirEntry[str], key: str, other: str) -> str | None:
    if not file.name.endswith(_SUFFIX):
        return f"the name should end in {_SUFFIX!r}, in small letters"
    if other != key:
        return f"differs from {other + _SUFFIX!r} in case only, which many systems do not tell apart"
    # What a link in a list from a stranger leads to is not for a message to show.
    if file.is_symlink() and not Path(file.path).resolve().is_relative_to(root.resolve()):
        return "a symbolic link that leads out of the folder of the list"
    return check_key(key)


def _placed(root: Path, config: Config, clash: Clash) -> Finding:
    file = file_of(config, clash.kind, clash.finding.id or "")
    line, column = locate((root / file).read_text(encoding="utf-8"), clash.path)
    return replace(clash.finding, file=file, line=line, column=column)
