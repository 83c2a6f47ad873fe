"""Files are replaced and deleted together: all of them or none, also if the process is killed or the power fails.

New contents are first written to temporary files beside the files that they replace, which a rename then does. If
several files of a list change, a journal in its folder names all the renames and deletions before the first one, and is
removed after the last one. A process that finds a journal, and can lock the list, finishes what it names.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Collection, Container, Iterable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from moebib.errors import InputError
from moebib.store.files import printable
from moebib.store.paths import JOURNAL, inside
from moebib.store.roots import CONFIG, real_path
from moebib.store.staging import TEMPORARY, name_errors, new_temporary, rename_over, replace, stage, staging, sync
from moebib.store.targets import is_of_git, is_repository

__all__ = ["finish_journal", "replace_all", "write_stream"]


def write_stream(path: Path, parts: Iterable[str]) -> None:
    """Replace a file by a text that comes in parts and is never in memory as a whole.

    Raises:
        InputError: If *path* is a symbolic link, which may lead anywhere, or the text cannot be UTF-8.
    """
    if path.exists() and not path.is_file():  # a pipe or a device cannot be replaced
        try:
            with name_errors(path, path), path.open("w", encoding="utf-8", newline="") as file:
                file.writelines(parts)
        except BrokenPipeError as error:
            raise InputError("its reader has closed the pipe", where=printable(path)) from error
        return
    _refuse(path)
    with staging([path.parent]) as folders:
        replace(path, (_encoded(path, part) for part in parts))
        sync(folders)


def replace_all(
    texts: Mapping[Path, str | bytes],
    deleted: Iterable[Path] = (),
    *,
    root: Path | None = None,
    documents: Container[Path] = (),
    swept: Iterable[Path] = (),
) -> list[Path]:
    """Write every text that differs from the content of its file, delete files, and return the paths of changed files.

    All new contents are on the disk before the first file is replaced, so a full disk changes nothing. Folders are
    created as needed; the mode of a file is kept.

    If these are files of the list in *root*, which must be locked, and *documents* that cite it, the change is
    journalled, and what killed processes left in the *swept* folders is removed.

    Raises:
        InputError: If a path is a symbolic link, or a text cannot be UTF-8.
    """
    for path in texts:
        _refuse(path)
    old = {path: _content(path) for path in texts}
    new = {path: data for path, text in texts.items() if old[path] != (data := _encoded(path, text))}
    steps = [
        _FileStep(path, _digest(old[path]), _digest(data), new_temporary(path), path in documents)
        for path, data in new.items()
    ]
    steps += [_FileStep(path, _digest(path.read_bytes()), None, None) for path in deleted]
    if not steps:
        return []
    also = [root, *filter(Path.is_dir, swept)] if root else []
    with staging([step.path.parent for step in steps], also) as folders:
        try:
            for step in steps:
                if step.temporary:
                    stage(step.temporary, step.path, [new[step.path]])
            if root and len(steps) > 1:
                sync(folders)
                _write_journal(root, steps)
                _finish(root, steps, folders)
            else:
                _carry_out(steps, folders)
        except BaseException:
            if not (root and _is_begun(root, steps)):
                _forget(root, steps)
            raise
    return list(new)


class _FileStep(NamedTuple):
    """One file that is to be replaced or deleted."""

    path: Path
    old: str | None
    """The digest of its content before; ``None`` if there was no file."""
    new: str | None
    """The digest of its new content; ``None`` if it is to be deleted."""
    temporary: Path | None
    """The file with the new content, in the same folder."""
    is_document: bool = False
    """Whether the list is whole without this step, too."""


def finish_journal(root: Path) -> None:
    """Finish what a killed process began to change in the list in *root*, which must be locked.

    A document that was changed since is left as it is. If a file of the list was, nothing more is done.

    Raises:
        InputError: If a file was changed since; the journal is removed.
    """
    if not (root / JOURNAL).exists():
        return
    steps = _read_journal(root)
    states = {step: _digest(_content(step.path)) for step in steps}
    left = [step for step, state in states.items() if state != step.new]
    changed = [step for step in left if not _can_be_finished(step, states[step], steps)]
    if left and all(step.is_document for step in changed):
        _finish(root, [step for step in steps if step not in changed], {step.path.parent for step in steps})
        _forget(None, changed)
        left = changed
    else:
        with suppress(OSError):  # nothing is to be written, so a list that is read-only can be read
            _forget(root, steps)
        if all(state == step.old for step, state in states.items()):  # undone, as by git
            left = []
    if left:
        names = ", ".join(_name(root, step.path) for step in left)
        hint = f"not written: {names}; run that command again, and then `moebib check`"
        message = f"changed since moebib was killed while it wrote several files\nhint: {hint}"
        raise InputError(message, where=printable(_name(root, changed[0].path)))


def _can_be_finished(step: _FileStep, state: str | None, steps: Iterable[_FileStep]) -> bool:
    """Whether the file, whose digest is *state*, is as it was before, so that the step can be done."""
    if step.temporary:
        return state == step.old and _digest(_content(step.temporary)) == step.new
    # Where file systems ignore case, a file that is renamed in case only has its new content under its old name.
    return state in {step.old, *(other.new for other in steps if _is_same_but_for_case(other.path, step.path))}


def _is_begun(root: Path, steps: Iterable[_FileStep]) -> bool:
    """Whether a change with a journal can only be finished: renames come first, and use up the temporary files."""
    temporaries = [step.temporary for step in steps if step.temporary]
    return (root / JOURNAL).exists() and not (temporaries and all(map(Path.exists, temporaries)))


def _finish(root: Path, steps: Collection[_FileStep], folders: Iterable[Path]) -> None:
    """Carry out the steps of the journal, and remove it; an error before the first step undoes everything."""
    try:
        _carry_out(steps, folders)
    except OSError as error:
        with suppress(OSError):  # in a read-only list, the journal stays
            if not _is_begun(root, steps):
                _forget(root, steps)
        if not (root / JOURNAL).exists():
            raise
        message = f"cannot be changed: {error.strerror}"
        hint = "once it can be, the next moebib command finishes what was begun"
        raise InputError(f"{message}\nhint: {hint}", where=printable(_name(root, Path(error.filename)))) from error
    (root / JOURNAL).unlink()
    sync([root])


def _forget(root: Path | None, steps: Iterable[_FileStep]) -> None:
    """Remove the journal, and then the temporary files."""
    if root:
        (root / JOURNAL).unlink(missing_ok=True)
    for step in steps:
        if step.temporary:
            step.temporary.unlink(missing_ok=True)


def _carry_out(steps: Collection[_FileStep], folders: Iterable[Path]) -> None:
    """Do all renames, then all deletions, which lose nothing then; what is done already is skipped."""
    for step in steps:
        if step.temporary and step.temporary.exists():
            rename_over(step.temporary, step.path)
    for step in steps:
        if not step.temporary:
            new = (other.path for other in steps if other.temporary and _is_same_but_for_case(other.path, step.path))
            _delete(step.path, next(new, None))
    sync(folders)


def _delete(path: Path, new: Path | None) -> None:
    """Delete a file; *new*, which was just written, has its name but for the case, or is ``None``."""
    if new is None:
        path.unlink(missing_ok=True)
        return
    names = os.listdir(path.parent)  # noqa: PTH208 - the names as they are written, also where case is ignored
    if path.name in names:
        # Where case is ignored, this is the new file, which has kept the old name.
        path.unlink() if new.name in names else path.rename(new)


def _is_same_but_for_case(path: Path, other: Path) -> bool:
    return path != other and str(path).lower() == str(other).lower()


def _write_journal(root: Path, steps: Iterable[_FileStep]) -> None:
    """Write it as a whole: a journal that exists is complete, and so are all temporary files that it names."""
    rows = [
        {
            "path": _name(root, step.path),
            "old": step.old,
            "new": step.new,
            "temporary": step.temporary.name if step.temporary else None,
            "is_document": step.is_document,
        }
        for step in steps
    ]
    replace(root / JOURNAL, [json.dumps(rows, indent=1).encode()])
    sync([root])


def _read_journal(root: Path) -> list[_FileStep]:
    """The steps of the journal.

    A journal may come with a list from someone else. It can only rename temporary files in their folders, where others
    cannot put one outside the list, and delete files of the list.
    """
    journal = root / JOURNAL
    _refuse(journal)
    try:
        rows = json.loads(journal.read_bytes())
        return [_step(root, **row) for row in rows]
    except (ValueError, TypeError, RecursionError) as error:
        raise InputError(f"not a journal of moebib: {error}\nhint: delete it", where=JOURNAL) from error


def _step(
    root: Path, *, path: str, old: str | None, new: str | None, temporary: str | None, is_document: bool
) -> _FileStep:
    if not all(isinstance(value, str | None) for value in (old, new, temporary)):
        raise TypeError(f"{path!r} has a value that is not a string")
    is_outside = Path(path).is_absolute()
    target = Path(path) if is_outside else inside(root, path)
    is_allowed = bool(TEMPORARY.fullmatch(temporary)) if temporary else not is_outside
    is_git = is_repository(target.name) or is_of_git(real_path(target.parent) / CONFIG)
    if not is_allowed or is_git:
        raise ValueError(f"{path!r} may not be changed")
    step = _FileStep(target, old, new, target.with_name(temporary) if temporary else None, bool(is_document))
    for file in filter(None, (step.path, step.temporary)):
        _refuse(file)  # a device might never end
    return step


def _name(root: Path, path: Path) -> str:
    """The path of a file from *root*, or the whole path of one outside."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - Path.absolute() keeps ".."
    base = Path(os.path.abspath(root))  # noqa: PTH100
    return (absolute.relative_to(base) if absolute.is_relative_to(base) else absolute).as_posix()


def _refuse(path: Path) -> None:
    """Refuse a path that is not that of a regular file, because writing would replace it by one."""
    if path.is_symlink():
        raise InputError("a symbolic link is not written to; replace it with a file", where=printable(path))
    if path.exists() and not path.is_file():
        raise InputError("not a file", where=printable(path))


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _digest(data: bytes | None) -> str | None:
    return None if data is None else hashlib.sha256(data).hexdigest()


def _encoded(path: Path, text: str | bytes) -> bytes:
    try:
        return text if isinstance(text, bytes) else text.encode()
    except UnicodeEncodeError as error:
        character = f"U+{ord(error.object[error.start]):04X}"
        raise InputError(f"lone surrogate {character} cannot be encoded in UTF-8", where=printable(path)) from error
