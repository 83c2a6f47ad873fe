"""Where commands may write: outputs, files that a person names, and the files of a list each have their places."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path, PurePath

from moebib.errors import Finding
from moebib.library.config import Config
from moebib.records.fields import FieldPath
from moebib.store.files import printable
from moebib.store.paths import FOLDERS, JOURNAL, is_inside
from moebib.store.roots import CONFIG, real_path
from moebib.toml.positions import decode, locator

__all__ = ["is_of_git", "is_repository", "output_findings", "owner_of", "problem_of_output"]

_REPOSITORY = frozenset({".git", "git~1"})
"""The repository, also by its short name on Windows."""
_GIT_NAMES = _REPOSITORY | {".gitattributes", ".gitconfig", ".gitignore", ".gitmodules"}
"""The repository, and the files of settings that git reads."""
_MERGED = re.compile(r"\.merge_file_\w{6}")
"""A file that git gives a merge driver to write to; it is in the repository itself if that has no working tree."""
_HIDDEN_README = ".github/readme.md"
"""GitHub shows it like a README of the folder above."""


def owner_of(path: Path, *, root: Path | None = None) -> str | None:
    """What a file belongs to, "git" or "the list", if no output and no file that a person names may replace it.

    The list is the one in *root*, which may be new, or any in whose folder the file is.
    """
    real = real_path(path)
    if is_of_git(path) or is_of_git(real):
        return "git"
    roots = {folder for folder in real.parents if (folder / CONFIG).is_file()} | ({real_path(root)} if root else set())
    is_of_list = _folded(real)[-1] in (CONFIG, JOURNAL)
    return "the list" if is_of_list or any(_is_in_entries(real, folder) for folder in roots) else None


def is_of_git(path: Path) -> bool:
    """Whether a file belongs to git: in a repository itself, wherever that is, or one of git's settings."""
    if _MERGED.fullmatch(path.name):
        return False
    if any(name in _GIT_NAMES for name in _folded(path)):
        return True
    for folder in path.parents:
        if (folder / ".git").exists():  # a working tree, which may be in a folder with a bare repository
            return False
        if (folder / "HEAD").is_file() and (folder / "objects").is_dir() and (folder / "refs").is_dir():
            return True
    return False


def is_repository(name: str) -> bool:
    """Whether a file has the name of a repository.

    In a submodule or another working tree, it is not the repository, but says where that is, and so what git runs.
    """
    return _folded_name(name) in _REPOSITORY


def problem_of_output(root: Path, path: str) -> str | None:
    """Why ``moebib build`` must not write the output *path* of the list in *root*, or ``None``."""
    file = root / path
    if not is_inside(root, file):
        return "a symbolic link leads out of the directory of the list"
    if owner := owner_of(file, root=root):
        return f"this file belongs to {owner}"
    real = real_path(file).relative_to(real_path(root))
    hidden = next((name for name in (*PurePath(path).parts, *real.parts) if name.startswith(".")), None)
    if hidden and real.as_posix().lower() != _HIDDEN_README:
        return f"{printable(hidden)!r} is hidden, and hidden files belong to other programs"
    return None


def output_findings(root: Path, config: Config) -> list[Finding]:
    """The outputs in ``moebib.toml`` that ``moebib build`` must not or cannot write, and those that are named twice."""
    problems = list(_unknown_formats(config))
    named: dict[tuple[str, ...], str] = {}
    for field, path in config.output_paths:
        real = _folded(real_path(root / path))
        others = (other for name, other in named.items() if _is_within(real, name) or _is_within(name, real))
        problem = problem_of_output(root, path)
        if problem is None and (other := next(others, None)):
            problem = f"the output {printable(other)!r} has this place"
        if problem:
            message = f"cannot write the output {printable(path)!r}: {problem}"
            problems.append((field, message, "choose another path within the directory of the list"))
        named.setdefault(real, path)
    if not problems:
        return []
    locate = locator((root / CONFIG).read_text("utf-8"))
    return [
        Finding("MB004", message, None, str(field[0]), CONFIG, *locate(field), hint)
        for field, message, hint in problems
    ]


def _unknown_formats(config: Config) -> Iterator[tuple[FieldPath, str, str]]:
    from moebib import formats
    from moebib.text.suggest import suggestion

    for number, output in enumerate(config.outputs):
        if not any(format.name == output.format for format in formats.all_formats("write")):
            known = formats.names("write")
            hint = suggestion(output.format, known) or f"choose from {', '.join(known)}"
            yield ("outputs", number, "format"), f"unknown format {output.format!r}", hint


def _is_in_entries(real: Path, root: Path) -> bool:
    """Whether a file is in a folder of entries of the list in *root*, or has the name of such a folder."""
    try:
        named = decode((root / CONFIG).read_text("utf-8")).get("entries")
    except (OSError, ValueError):  # no list yet, or one that cannot be read
        named = None
    entries = named if isinstance(named, str) else Config().entries
    folders = (_folded(real_path(root / entries / name)) for name in FOLDERS.values())
    return any(_is_within(_folded(real), folder) or _is_within(folder, _folded(real)) for folder in folders)


def _folded(path: PurePath) -> tuple[str, ...]:
    """The parts of a path as the most tolerant of file systems compares them.

    Case is ignored by those of Windows and macOS, and so are, by one of them, composition, invisible characters, the
    name of a stream after a colon, and spaces and full stops at the end.
    """
    return tuple(map(_folded_name, path.parts))


def _folded_name(name: str) -> str:
    visible = "".join(char for char in name.partition(":")[0] if unicodedata.category(char) != "Cf")
    return unicodedata.normalize("NFC", visible).casefold().rstrip(" .") or name


def _is_within(parts: tuple[str, ...], folder: tuple[str, ...]) -> bool:
    return parts[: len(folder)] == folder
