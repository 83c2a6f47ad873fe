"""Reading the folder of a list as a ``Library``, with the findings of every file."""

from __future__ import annotations

import codecs
import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import Generic, NamedTuple, TypeVar

from pydantic import BaseModel

from moebib.errors import Finding, InputError, InvalidRecord
from moebib.library.clashes import Clash, find_contradictions
from moebib.library.config import Config
from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.record import Record
from moebib.store.files import printable, read_regular, read_text_strictly
from moebib.store.listing import SUFFIX, entry_files, find_misplaced, not_opened, problem_of_name, stamp
from moebib.store.paths import FOLDERS, JOURNAL, file_of, inside, is_inside
from moebib.store.roots import CONFIG, bundled, find_root
from moebib.text.encoding import position_of_byte
from moebib.toml.validation import check_key, locator_of_entry, parse_entry

__all__ = [
    "Entries",
    "Reading",
    "entry_folders",
    "load_nearest",
    "parse_bytes",
    "parse_files",
    "read",
    "read_all",
    "read_below",
    "read_config",
    "read_consistently",
    "read_entries",
]

EntryT = TypeVar("EntryT", Record, Model)
Parsed = TypeVar("Parsed", bound=BaseModel)
ResultT = TypeVar("ResultT")


class Reading(NamedTuple):
    """The valid entries of a list, and the findings about the others."""

    library: Library
    findings: tuple[Finding, ...]


def load_nearest(folder: Path) -> Library:
    """The list of *folder* or of the nearest folder above it, else the bundled list."""
    return read(find_root(folder) or bundled())


def read(root: Path) -> Library:
    """The list in the folder *root*.

    Raises:
        InvalidRecord: If any file is invalid; its ``findings`` are those of all files.
        InputError: If there is no ``moebib.toml`` in *root*.
    """
    library, findings = read_all(root)
    if findings:
        raise InvalidRecord(findings)
    return library


def read_below(folder: Path, path: str) -> str | None:
    """The text of the file *path* in *folder*; ``None`` if there is none, or it is no regular file within *folder*.

    Raises:
        InputError: If it is not UTF-8.
    """
    if not is_inside(folder, folder / path):
        return None
    try:
        return read_text_strictly(folder / path)
    except OSError:
        return None


def read_all(root: Path) -> Reading:
    """The list in the folder *root*, without its invalid entries.

    Raises:
        InputError: If there is no ``moebib.toml`` in *root*.
    """
    return read_consistently(root, lambda: _read_all(root))


def _read_all(root: Path) -> Reading:
    (works, models, config, findings), keys = _read_entries(root)
    clashes = find_contradictions(works, models, keys, config)
    invalid = {(clash.kind, clash.finding.id) for clash in clashes}
    library = Library(
        (work for work in works if (Record, work.id) not in invalid),
        (model for model in models if (Model, model.id) not in invalid),
        config,
    )
    return Reading(library, (*findings, *(_with_position(root, config, clash) for clash in clashes)))


class Entries(NamedTuple):
    """The entries of a list that are valid by themselves, also if two of them contradict each other."""

    works: tuple[Record, ...]
    models: tuple[Model, ...]
    config: Config
    findings: tuple[Finding, ...]


def read_entries(root: Path) -> Entries:
    """The entries of the list in *root*; unlike in a library, two works may have the same identifier.

    Raises:
        InputError: If there is no ``moebib.toml`` in *root*.
    """
    return read_consistently(root, lambda: _read_entries(root)[0])


def _read_entries(root: Path) -> tuple[Entries, set[str]]:
    """The entries, and the keys of all works in lower case, including those of invalid files."""
    config, findings = _read_config(root)
    config = config or Config()
    works, models = _read_folder(root, config, Record), _read_folder(root, config, Model)
    findings += [*works.findings, *models.findings, *find_misplaced(root, config)]
    return Entries(tuple(works.entries), tuple(models.entries), config, tuple(findings)), works.keys


def read_consistently(root: Path, read: Callable[[], ResultT]) -> ResultT:
    """What *read* returns of the list in *root*, all of it from before or after a change by another process.

    If the list changes meanwhile, or the process that changes it was killed, *read* is called again under the lock.

    Raises:
        InputError: If there is no ``moebib.toml`` in *root*, or another process holds the lock for too long.
    """
    with suppress(OSError):
        config = _read_config(root)[0] or Config()
        before = stamp(root, config)
        result = read()
        if stamp(root, config) == before and not (root / JOURNAL).exists():
            return result
    from moebib.store.locking import lock

    with lock(root):
        return read()


def entry_folders(root: Path) -> list[Path]:
    """The folders of entries of the list in *root*; they need not exist, nor ``moebib.toml``."""
    config = _read_config(root)[0] if (root / CONFIG).is_file() else None
    return [root / (config or Config()).entries / name for name in FOLDERS.values()]


def parse_files(files: Mapping[str, bytes]) -> Entries:
    """The entries of the list that has these *files*: path from its root -> content. Other files are ignored."""
    findings: list[Finding] = []

    def parsed(path: str, kind: type[Parsed], key: str | None = None) -> Parsed | None:
        entry, problems = parse_bytes(files[path], kind, file=path, key=key)
        findings.extend(problems)
        return entry

    config = (parsed(CONFIG, Config) if CONFIG in files else None) or Config()
    works: list[Record] = []
    models: list[Model] = []
    for path in sorted(files):
        place = PurePosixPath(path)
        if place.suffix != SUFFIX or place.parent.parent != PurePosixPath(config.entries):
            continue
        if place.parent.name == FOLDERS[Record] and (work := parsed(path, Record, place.stem)):
            works.append(work)
        elif place.parent.name == FOLDERS[Model] and (model := parsed(path, Model, place.stem)):
            models.append(model)
    return Entries(tuple(works), tuple(models), config, tuple(findings))


def read_config(root: Path) -> Config:
    """The content of ``moebib.toml`` in the folder *root*.

    Raises:
        InvalidRecord: If it is invalid.
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
    mark = Finding("MB001", "starts with a byte order mark", key, None, file, 1, 1, hint)
    return None, [mark, *parse_entry(text[1:], kind, file=file, key=key)[1]]


def _parse_file(
    path: Path, kind: type[Parsed], *, file: str, key: str | None = None
) -> tuple[Parsed | None, list[Finding]]:
    """:func:`parse_bytes` of the content of *path*; a file that cannot be opened becomes a finding."""
    try:
        data = read_regular(path)
    except OSError as error:
        return None, [not_opened(error, file, key)]
    return parse_bytes(data, kind, file=file, key=key)


def _read_config(root: Path) -> tuple[Config | None, list[Finding]]:
    file = root / CONFIG
    if not os.path.lexists(file):
        raise InputError(f"no {CONFIG} in this directory", where=printable(root))
    return _parse_file(file, Config, file=CONFIG)


class _Folder(NamedTuple, Generic[EntryT]):
    entries: list[EntryT]
    findings: list[Finding]
    keys: set[str]
    """In lower case, including those of invalid files."""


def _read_folder(root: Path, config: Config, kind: type[EntryT]) -> _Folder[EntryT]:
    name = f"{PurePosixPath(config.entries)}/{FOLDERS[kind]}"
    entries: list[EntryT] = []
    findings: list[Finding] = []
    keys: dict[str, str] = {}
    try:
        files = entry_files(inside(root, name))
    except PermissionError as error:
        return _Folder([], [not_opened(error, name)], set())
    for file in files:
        key = file.name[: -len(SUFFIX)]
        path = printable(f"{name}/{file.name}")
        other = keys.setdefault(key.lower(), key)
        if problem := problem_of_name(root, file, key, other):
            hint = "rename the file: its name is the key" if check_key(key) else None
            findings.append(Finding("MB010", problem, key, None, path, 1, 1, hint=hint))
            continue
        entry, problems = _parse_file(Path(file.path), kind, file=path, key=key)
        findings += problems
        if entry:
            entries.append(entry)
    return _Folder(entries, findings, set(keys))


def _with_position(root: Path, config: Config, clash: Clash) -> Finding:
    file = file_of(config, clash.kind, clash.finding.id or "")
    line, column = locator_of_entry((root / file).read_text(encoding="utf-8"))(clash.path)
    return replace(clash.finding, file=file, line=line, column=column)
