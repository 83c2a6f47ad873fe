"""Changes of files are planned, shown and applied; every command that writes files uses them."""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from unittest.mock import patch

import filelock
import pytest

import moebib
from moebib import store
from moebib.errors import InputError
from moebib.store import ChangeSet, FileChange


def test_a_change_has_a_diff_and_a_summary() -> None:
    change = FileChange("a.txt", "one\ntwo\n", "one\nthree")
    assert change.summary() == "+1 -1 lines"
    assert change.diff() == (
        "--- a/a.txt\n+++ b/a.txt\n@@ -1,2 +1,2 @@\n one\n-two\n+three\n\\ No newline at end of file\n"
    )
    assert FileChange("a.txt", None, "one\ntwo\n").summary() == "+2 -0 lines"
    assert FileChange("a.txt", "one\n", None).summary() == "+0 -1 lines"


def test_the_diff_of_a_deleted_file_deletes_it_when_it_is_applied(tmp_path: Path) -> None:
    (tmp_path / "gone.txt").write_bytes(b"one\n")
    patch_text = ChangeSet.plan(tmp_path, {"gone.txt": None}).diff()
    assert patch_text == "--- a/gone.txt\n+++ /dev/null\n@@ -1 +0,0 @@\n-one\n"
    subprocess.run(["git", "apply", "-"], cwd=tmp_path, input=patch_text, text=True, check=True)
    assert not (tmp_path / "gone.txt").exists()


def test_a_plan_leaves_out_unchanged_files_and_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "same").write_bytes(b"x\n")
    (tmp_path / "gone").write_bytes(b"y\n")
    changes = ChangeSet.plan(tmp_path, {"same": "x\n", "new/a": "a\n", "gone": None, "never": None})
    assert list(changes) == [FileChange("new/a", None, "a\n"), FileChange("gone", "y\n", None)]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["gone", "same"]
    assert changes.diff() == "".join(change.diff() for change in changes)
    assert changes.summary(applied=False) == "would write new/a (+1 -0 lines)\nwould delete gone"
    changes.apply()
    assert changes.summary(applied=True) == "wrote new/a (+1 -0 lines)\ndeleted gone"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "same"]
    assert not ChangeSet.plan(tmp_path, {"same": "x\n", "new/a": "a\n", "gone": None})


def test_many_new_files_in_a_folder_are_summarised_in_one_line(tmp_path: Path) -> None:
    texts = {f"papers/{number}.toml": "" for number in range(13)} | {"README.md": "x\n"}
    assert ChangeSet.plan(tmp_path, texts).summary(applied=True) == (
        "wrote papers/ (13 new files)\nwrote README.md (+1 -0 lines)"
    )


def test_a_file_renamed_in_case_only_has_its_new_name(tmp_path: Path) -> None:
    (tmp_path / "Dai.toml").write_text("old\n", "utf-8")
    ChangeSet.plan(tmp_path, {"dai.toml": "new\n", "Dai.toml": None}).apply()
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("dai.toml", "new\n")]


def test_a_failure_does_not_lose_a_file_renamed_in_case_only(tmp_path: Path) -> None:
    (tmp_path / "Dai.toml").write_text("old\n", "utf-8")
    changes = ChangeSet.plan(tmp_path, {"dai.toml": "new\n", "Dai.toml": None})
    with (
        patch.object(os, "fsync", side_effect=OSError(errno.ENOSPC, "No space left on device")),
        pytest.raises(OSError, match="No space left"),
    ):
        changes.apply()
    assert [(path.name, path.read_text("utf-8")) for path in tmp_path.iterdir()] == [("Dai.toml", "old\n")]


def test_a_failure_loses_no_other_file_whose_name_differs_in_case_only(tmp_path: Path) -> None:
    (tmp_path / "Dai.toml").write_text("one\n", "utf-8")
    (tmp_path / "dai.toml").write_text("two\n", "utf-8")
    if len(list(tmp_path.iterdir())) == 1:
        pytest.skip("this file system ignores case")
    changes = ChangeSet.plan(tmp_path, {"dai.toml": "new\n", "Dai.toml": None})
    with patch.object(os, "fsync", side_effect=OSError(errno.ENOSPC, "full")), pytest.raises(OSError, match="full"):
        changes.apply()
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {
        "Dai.toml": "one\n", "dai.toml": "two\n",
    }  # fmt: skip
    changes.apply()
    assert {path.name: path.read_text("utf-8") for path in tmp_path.iterdir()} == {"dai.toml": "new\n"}


def test_outside_a_list_bytes_are_compared_and_no_lock_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    file = tmp_path / "refs.bib"
    file.write_bytes(b"\xef\xbb\xbfna\xefve\n")
    changes = ChangeSet.plan(None, {file.as_posix(): "naive\n"})
    changes.apply()
    assert file.read_bytes() == b"naive\n"
    assert not ChangeSet.plan(None, {file.as_posix(): "naive\n"})
    latin = FileChange(file.as_posix(), "naive\n", "naïve\n", "naïve\n".encode("latin-1"))
    ChangeSet((latin,)).apply()
    assert file.read_bytes() == b"na\xefve\n"
    assert not (tmp_path / "cache").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_nothing_is_written_outside_the_list(tmp_path: Path) -> None:
    root, outside = tmp_path / "list", tmp_path / "outside"
    root.mkdir()
    outside.mkdir()
    (root / "folder").symlink_to(outside)
    with pytest.raises(InputError, match="leads out of the directory of the list"):
        ChangeSet.plan(root, {"a": "x", "folder/b": "x"}).apply()
    assert [path.name for path in root.iterdir()] == ["folder"]
    assert list(outside.iterdir()) == []


def test_a_preview_takes_no_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    with store.lock(tmp_path, write=False):
        pass
    assert not (tmp_path / "cache").exists()


def test_without_a_cache_folder_the_lock_is_a_temporary_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root, temporary = tmp_path / "list", tmp_path / "temporary"
    root.mkdir()
    temporary.mkdir()
    (tmp_path / "file").touch()
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    with store.lock(root):
        assert [path.suffix for path in temporary.iterdir()] == [".lock"]
        ChangeSet.plan(root, {"a": "x"}).apply()
    assert (root / "a").read_text("utf-8") == "x"


@pytest.mark.skipif(sys.platform == "win32", reason="temporary files of Windows are those of one user")
def test_a_second_user_without_a_cache_folder_can_lock_the_list_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "file" / "cache"))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    for user in (1001, 1002):
        monkeypatch.setattr(os, "getuid", lambda user=user: user)
        with store.lock(tmp_path):
            pass
    assert len([*tmp_path.glob("moebib-*.lock")]) == 2


@pytest.mark.parametrize("error", [OSError(errno.ENOLCK, "No locks available"), NotImplementedError("no flock")])
def test_a_lock_that_the_file_system_refuses_is_named_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path))
    with (
        patch.object(filelock.FileLock, "acquire", side_effect=error),
        pytest.raises(InputError, match=r"\.lock: cannot be locked: [Nn]o locks .*\nhint: set MOEBIB_CACHE to"),
    ):
        store.lock(tmp_path).__enter__()


def test_commands_write_files_through_change_sets_only() -> None:
    package = Path(moebib.__file__).parent
    write = re.compile(r"\b(?:replace_all|write_text|write_parts)\(")
    files = (path for path in package.rglob("*.py") if "store" in path.read_text("utf-8"))
    writers = {path.relative_to(package).as_posix() for path in files if write.search(path.read_text("utf-8"))}
    assert {name for name in writers if not name.startswith("store/")} == {"cli/convert.py"}
