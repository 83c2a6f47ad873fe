"""Texts that are kept for a person."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from moebib.store.kept import new_kept_file


def test_each_text_is_kept_in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    files = [new_kept_file("doe2024.toml", text) for text in ("a\r\n", "b\n")]
    assert [file.read_bytes() for file in files] == [b"a\r\n", b"b\n"]
    assert all(file.name == "doe2024.toml" and file.is_relative_to(tmp_path / "cache") for file in files)
    if os.name == "posix":
        assert all(file.parent.stat().st_mode & 0o077 == 0 for file in files)


def test_without_a_cache_it_is_kept_among_the_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "cache").write_text("a file\n", "utf-8")
    (tmp_path / "temporary").mkdir()
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temporary"))
    file = new_kept_file("doe2024.toml", "a\n")
    assert file.is_relative_to(tmp_path / "temporary")
    assert file.read_text("utf-8") == "a\n"
