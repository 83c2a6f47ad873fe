"""Changes of files: planned, shown as a diff, and applied under a lock, completely or not at all."""

from __future__ import annotations

import codecs
import difflib
import re
from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from types import MappingProxyType
from typing import Literal, NamedTuple

from moebib.errors import InputError
from moebib.store.files import printable, read_text
from moebib.store.locking import lock
from moebib.store.paths import inside
from moebib.store.reading import entry_folders
from moebib.store.roots import CONFIG, real_path
from moebib.store.targets import is_of_git, owner_of, problem_of_output
from moebib.store.writing import replace_all, write_stream

__all__ = ["ChangeSet", "FileChange", "write_parts"]

_FEW = 12
"""How many files of one folder are listed one by one."""


class FileChange(NamedTuple):
    """One file before and after."""

    path: str
    """From the root of the list, else as the user named the file; with forward slashes."""
    old: str | None
    """``None`` if there is no such file yet."""
    new: str | None
    """``None`` if the file is to be deleted."""
    data: bytes | None = None
    """The bytes to write, if they are not *new* in UTF-8."""

    @property
    def name(self) -> str:
        """The path as it can be printed."""
        return printable(self.path)

    @property
    def action(self) -> Literal["create", "change", "delete"]:
        """What becomes of the file."""
        return "delete" if self.new is None else "create" if self.old is None else "change"

    def diff(self) -> str:
        """The change as a unified diff."""
        # For git, only LF ends a line; str.splitlines also splits at characters that may occur within a line.
        old, new = (re.findall(r"[^\n]*\n|[^\n]+", text or "") for text in (self.old, self.new))
        # `git apply` deletes a file only if the patch names none after it.
        name = self.name.lstrip("/")
        after = "/dev/null" if self.new is None else f"b/{name}"
        lines = difflib.unified_diff(old, new, f"a/{name}", after)
        return "".join(line if line.endswith("\n") else f"{line}\n\\ No newline at end of file\n" for line in lines)

    def summary(self) -> str:
        """The size of the change: "+12 -3 lines"."""
        if not self.old or not self.new:
            return f"+{len((self.new or '').splitlines())} -{len((self.old or '').splitlines())} lines"
        old, new = Counter(self.old.splitlines()), Counter(self.new.splitlines())
        return f"+{(new - old).total()} -{(old - new).total()} lines"


@dataclass(frozen=True, slots=True)
class ChangeSet:
    """The files that a command writes and deletes: what ``--diff`` and ``--dry-run`` show, and what is applied.

    Each file has its place, which is checked before it is shown: an output is inside the list and replaces nothing that
    belongs to git or to the list; a file that a person named is anywhere else but there; and what remains are the
    list's own files.

    Raises:
        InputError: If a file is not in its place.
    """

    files: tuple[FileChange, ...] = ()
    root: Path | None = None
    """The list whose files these are; ``None`` for files that a person named, which need no lock."""
    outputs: frozenset[str] = frozenset()
    """The paths of the outputs among the files of the list."""
    documents: tuple[FileChange, ...] = ()
    """Files that a person named and that change together with the list, such as papers that cite it."""
    folder: Path | None = None
    """The directory that a person named, and that is created if it does not exist."""

    def __post_init__(self) -> None:
        _check_places(self.root, [change.path for change in self.files], self.outputs, self.folder)
        _check_places(None, [change.path for change in self.documents], ())

    @classmethod
    def plan(
        cls,
        root: Path | None,
        texts: Mapping[str, str | None],
        *,
        outputs: Mapping[str, str] = MappingProxyType({}),
        folder: Path | None = None,
    ) -> ChangeSet:
        """The changes that give every path its text, or delete its file if that is ``None``; nothing is written.

        Paths are relative to *root*, and *outputs* are those that ``moebib.toml`` names. Files that already have their
        text are left out.

        Raises:
            InputError: If a file of a list is not UTF-8, or is not in its place.
        """
        _check_places(root, (*texts, *outputs), outputs, folder)  # before anything is read there
        old = {path: _current(root, path) for path in (*texts, *outputs)}
        files = (FileChange(path, old[path], new) for path, new in (*texts.items(), *outputs.items()))
        changed = tuple(_with_mark(root, change) for change in files if change.old != change.new)
        return cls(changed, root, frozenset(outputs), folder=folder)

    def __bool__(self) -> bool:
        return bool(self.files or self.documents)

    def __len__(self) -> int:
        return len(self.files) + len(self.documents)

    def __iter__(self) -> Iterator[FileChange]:
        return iter((*self.files, *self.documents))

    def diff(self) -> str:
        """All changes as one patch."""
        return "".join(change.diff() for change in self)

    def summary(self, *, applied: bool) -> str:
        """One line for each file, "wrote README.md (+1 -0 lines)"; many files of one folder share a line."""
        write, delete = ("wrote", "deleted") if applied else ("would write", "would delete")
        written = Counter((_folder(change), change.old is None) for change in self if change.new is not None)
        lines: dict[str, None] = {}
        for change in self:
            folder, is_new = _folder(change), change.old is None
            if change.new is not None and written[folder, is_new] > _FEW:
                lines[f"{write} {folder}/ ({written[folder, is_new]} {'new ' if is_new else ''}files)"] = None
            elif change.new is None:
                lines[f"{delete} {change.name}"] = None
            else:
                lines[f"{write} {change.name} ({change.summary()})"] = None
        return "\n".join(lines)

    def to_dicts(self, *, with_diff: bool = False) -> list[dict[str, str]]:
        """The path of each file, and what becomes of it, as plain data; *with_diff* its patch, too."""
        return [
            {"path": change.path, "action": change.action} | ({"diff": change.diff()} if with_diff else {})
            for change in self
        ]

    def apply(self) -> None:
        """Write and delete the files, under the lock of the list.

        To lose nothing that another process writes, hold :func:`lock` from reading what is changed until this is done.

        Raises:
            InputError: If a path leads out of the list, or is a symbolic link; then nothing is written.
        """
        if not self:
            return
        if self.root is None:
            streams = [change for change in self.files if _is_stream(change)]
            for change in streams:
                write_stream(Path(change.path), [change.new or ""])
            replace(self, files=tuple(change for change in self.files if change not in streams))._apply(Path())
        else:
            with lock(self.root):
                self._apply(self.root)

    def _apply(self, root: Path) -> None:
        locate = root.joinpath if self.root is None else lambda path: inside(root, path)
        documents = {Path(change.path): change for change in self.documents}
        changed = {locate(change.path): change for change in self.files} | documents
        written = {
            file: change.new if change.data is None else change.data
            for file, change in changed.items()
            if change.new is not None
        }
        deleted = [file for file, change in changed.items() if change.new is None]
        swept = entry_folders(root) if self.root else ()
        replace_all(written, deleted, root=self.root, documents=documents, swept=swept)


def write_parts(path: Path, parts: Iterable[str]) -> None:
    """Write a text that comes in parts and is never in memory as a whole to a file that a person named.

    Raises:
        InputError: If the file is not in its place, or is a symbolic link.
    """
    _check_named(path)
    write_stream(path, parts)


def _check_places(
    root: Path | None, paths: Collection[str], outputs: Container[str], folder: Path | None = None
) -> None:
    """Accept only files in their places: see :class:`ChangeSet`."""
    if root is None:
        for path in paths:
            _check_named(Path(path), folder)
        return
    folders = {PurePosixPath(path).parent for path in paths if path not in outputs}
    if any(is_of_git(real_path(inside(root, str(folder))) / CONFIG) for folder in folders):
        raise InputError("cannot write the list here: this directory belongs to git", where=printable(root))
    for path in paths:
        if path in outputs and (problem := problem_of_output(root, path)):
            raise InputError(f"cannot write the output {printable(path)!r}: {problem}", where=CONFIG)


def _check_named(path: Path, folder: Path | None = None) -> None:
    """Accept only a file in a directory that exists, or in *folder*, and that is not of git or of a list."""
    if owner := owner_of(path):
        hint = "choose another file"
        raise InputError(f"cannot write to {printable(path)!r}: this file belongs to {owner}\nhint: {hint}")
    wanted = folder.parent if folder and folder in path.parents else path.parent
    if not wanted.is_dir():
        message = f"cannot write to {printable(path)!r}: there is no directory {printable(wanted)!r}"
        raise InputError(f"{message}\nhint: create it first, or choose another file")


def _current(root: Path | None, path: str) -> str | None:
    """The text of the file as it is now; ``None`` if there is none."""
    if root is not None:
        return read_text(root / path)
    file = Path(path)
    # Pipes and devices are not read. A file that is not UTF-8 is replaced: its text is only to be compared and shown.
    return file.read_bytes().decode(errors="surrogateescape") if file.is_file() else None


def _with_mark(root: Path | None, change: FileChange) -> FileChange:
    """*change* of a file of a list that keeps its byte order mark, if it has one: it is not in the texts."""
    if root is None or not change.old or change.new is None:
        return change
    has_mark = (root / change.path).read_bytes().startswith(codecs.BOM_UTF8)
    return change._replace(data=codecs.BOM_UTF8 + change.new.encode()) if has_mark else change


def _is_stream(change: FileChange) -> bool:
    """Whether a new text goes to a pipe or a device, which cannot be replaced."""
    path = Path(change.path)
    return change.old is None and path.exists() and not path.is_file()


def _folder(change: FileChange) -> str:
    return printable(str(PurePosixPath(change.path).parent))
