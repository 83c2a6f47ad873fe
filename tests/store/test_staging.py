"""Temporary files are private, and those of killed processes are removed."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch

import pytest

from moebib.store import staging
from moebib.store.writing import replace_all, write_stream
from small_list import files_of, make_list, moebib

LEFT = f".moebib-{'0' * 16}.tmp"
POSIX = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither modes nor locks of folders")


@POSIX
def test_a_temporary_file_is_never_open_to_more_people_than_its_file(tmp_path: Path) -> None:
    modes: list[int] = []
    fsync = os.fsync

    def check(descriptor: int) -> None:
        state = os.fstat(descriptor)
        if stat.S_ISREG(state.st_mode):
            modes.append(stat.S_IMODE(state.st_mode))
        fsync(descriptor)

    def parts() -> Iterator[str]:
        (temporary,) = (path for path in tmp_path.iterdir() if path.suffix == ".tmp")
        modes.append(stat.S_IMODE(temporary.stat().st_mode))
        yield "new"

    for mode in (0o600, 0o640, 0o755):
        modes.clear()
        file = tmp_path / "file"
        file.write_text("old", "utf-8")
        file.chmod(mode)
        with patch.object(os, "fsync", check):
            write_stream(file, parts())
        assert modes == [0o600, mode]
        assert stat.S_IMODE(file.stat().st_mode) == mode
    umask = os.umask(0o077)
    try:
        replace_all({tmp_path / "private": "x"})
    finally:
        os.umask(umask)
    assert stat.S_IMODE((tmp_path / "private").stat().st_mode) == 0o600


def test_temporary_files_of_killed_processes_are_removed_by_the_next_writer(tmp_path: Path) -> None:
    root = make_list(tmp_path / "list")
    folders = [root, root / "entries/papers", root / "entries/models"]
    for folder in folders:
        (folder / LEFT).write_text("half", "utf-8")
        (folder / ".moebib-notes.tmp").write_text("mine", "utf-8")
        os.utime(folder / LEFT, (0, 0))
    assert moebib("build", folder=root).code == 0
    assert [path.name for path in sorted(root.rglob(".moebib-*"))] == [".moebib-notes.tmp"] * 3
    (tmp_path / LEFT).write_text("half", "utf-8")
    os.utime(tmp_path / LEFT, (0, 0))
    assert moebib("export", "-o", "../new.bib", folder=root).code == 0
    assert not (tmp_path / LEFT).exists()


@POSIX
def test_a_temporary_file_of_a_living_process_is_kept(tmp_path: Path) -> None:
    def parts() -> Iterator[str]:
        replace_all({tmp_path / "other": "x"})
        yield "new"

    write_stream(tmp_path / "file", parts())
    assert files_of(tmp_path) == {"file": b"new", "other": b"x"}


def test_without_locks_of_folders_only_old_temporary_files_are_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(staging, "fcntl", None)
    young = LEFT.replace("0", "1")
    for name in (LEFT, young):
        (tmp_path / name).touch()
    os.utime(tmp_path / LEFT, (0, 0))
    replace_all({tmp_path / "a": "x"})
    assert sorted(files_of(tmp_path)) == [young, "a"]
