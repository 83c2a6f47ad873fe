"""Files change together: all of them or none, wherever a process is killed, and at whatever byte the disk is full."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from unittest.mock import Mock, patch

import pytest

from kills import Killed, full_disk, killed_at
from moebib import store
from moebib.errors import InputError
from moebib.store import ChangeSet, FileChange, writing
from moebib.store.writing import replace_all, write_stream
from small_list import files_of, make_list, moebib

JOURNAL = ".moebib-journal"
TEMPORARY = f".moebib-{'0' * 16}.tmp"
BIB = "@book{arden2020, title = {Cold Experts}, author = {Arden, Mia}, year = 2020}\n"
COMMANDS = {
    "add": ("add", "--manual", "10.5555/new", "--title", "New Experts", "--author", "Doe, Jane"),
    "add to a file": ("add", "--manual", "10.5555/new", "--title", "New Experts", "--to", "../refs.bib"),
    "build": ("build",),
    "convert": ("convert", "../refs.bib", "-o", "../refs.ris"),
    "dedupe": ("dedupe", "--merge", "arden2021sorting", "brook2024keeping"),
    "export": ("export", "-o", "../out.bib"),
    "import": ("import", "../refs.bib"),
    "rekey": ("rekey", "brook2024keeping", "warm", "--tex", "../paper", "--map", "../keys.tsv"),
    "rekey to another case": ("rekey", "brook2024keeping", "Brook2024Keeping"),
    "tag": ("tag", "brook2024keeping", "cho2022bounds", "--remove", "caching"),
}


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a list, a .bib file, and a document that cites a work of the list."""
    place = tmp_path / "place"
    make_list(place / "list")
    (place / "refs.bib").write_text(BIB, "utf-8")
    (place / "paper").mkdir()
    (place / "paper" / "a.tex").write_text(r"\cite{brook2024keeping}", "utf-8")
    return place


def remains(folder: Path) -> list[str]:
    """The files of moebib itself that are left in *folder*."""
    return [path for path in files_of(folder) if "/.moebib-" in f"/{path}"]


@contextmanager
def failing_replace(at: int, error: BaseException) -> Iterator[None]:
    """Let the rename number *at* fail."""
    replace, calls = os.replace, iter(range(100))

    def replace_or_fail(*arguments: Any) -> None:
        if next(calls) == at:
            raise error
        replace(*arguments)

    with patch.object(os, "replace", replace_or_fail):
        yield


def interrupt(root: Path, texts: dict[str, str | None]) -> None:
    """Be interrupted after the first of two files is replaced; the journal is the file before it."""
    with pytest.raises(KeyboardInterrupt), failing_replace(2, KeyboardInterrupt()):
        ChangeSet.plan(root, texts).apply()


@pytest.mark.parametrize("command", COMMANDS.values(), ids=COMMANDS)
def test_a_command_that_is_killed_anywhere_can_be_run_again(
    place: Path, tmp_path: Path, command: Sequence[str]
) -> None:
    before = files_of(place)
    done = tmp_path / "done"
    shutil.copytree(place, done)
    with killed_at(None, done) as calls:
        assert moebib(*command, folder=done / "list").code == 0
    after = files_of(done)
    assert after != before
    for number, call in enumerate(calls):
        copy = tmp_path / f"{number}-{call}"
        shutil.copytree(place, copy)
        with pytest.raises(Killed), killed_at(number, copy):
            moebib(*command, folder=copy / "list")
        assert store.read_all(copy / "list").findings == ()
        left = remains(copy)
        assert {path: data for path, data in files_of(copy).items() if path not in left} in (before, after)
        assert moebib(*command, folder=copy / "list").code == 0, call
        assert files_of(copy) == after, call


@pytest.mark.parametrize("command", [COMMANDS["rekey"], COMMANDS["export"], COMMANDS["convert"]])
def test_a_disk_that_is_full_at_any_byte_changes_nothing(place: Path, command: Sequence[str]) -> None:
    before = files_of(place)
    for size in range(0, 10_000, 30):
        with full_disk(after=size):
            done = moebib(*command, folder=place / "list")
        if done.code == 0:
            break
        assert re.fullmatch(
            r"error: \S+: No space left on device\nhint: no file is half written; free some space, .*\n", done.err
        )
        assert ".tmp" not in done.err
        assert files_of(place) == before
    assert size > 30


def test_an_error_of_another_file_names_that_file(tmp_path: Path) -> None:
    def parts() -> Iterator[str]:
        raise FileNotFoundError(errno.ENOENT, "No such file or directory", "input")
        yield

    with pytest.raises(FileNotFoundError) as caught:
        write_stream(tmp_path / "output", parts())
    assert caught.value.filename == "input"
    assert files_of(tmp_path) == {}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is full")
def test_a_device_that_is_full_is_named(place: Path) -> None:
    done = moebib("convert", "../refs.bib", "--to", "ris", "-o", "/dev/full", folder=place / "list")
    assert done.code == 3
    assert done.err.startswith("error: /dev/full: No space left on device\nhint: ")


def test_a_file_that_cannot_be_replaced_at_first_leaves_everything_as_it_was(tmp_path: Path) -> None:
    replace_all({tmp_path / "a": "old", tmp_path / "b": "old"})
    before = files_of(tmp_path)
    changes = ChangeSet.plan(tmp_path, {"a": "new", "b": "new"})
    error = PermissionError(errno.EACCES, "Permission denied")
    with failing_replace(1, error), pytest.raises(PermissionError) as caught:
        changes.apply()
    assert caught.value.filename == str(tmp_path / "a")
    assert files_of(tmp_path) == before


def test_a_change_that_fails_in_the_middle_is_finished_by_the_next_process(tmp_path: Path) -> None:
    replace_all({tmp_path / "a": "old", tmp_path / "b": "old"})
    changes = ChangeSet.plan(tmp_path, {"a": "new", "b": None, "c": "new"})
    with (
        failing_replace(2, PermissionError(errno.EACCES, "Permission denied")),
        pytest.raises(InputError, match=r"^c: cannot be changed: Permission denied\nhint: once it can be,"),
    ):
        changes.apply()
    with store.lock(tmp_path):
        assert files_of(tmp_path) == {"a": b"new", "c": b"new"}


def test_a_command_that_only_reads_finishes_what_was_begun(place: Path) -> None:
    root = place / "list"
    interrupt(root, {"README.md": "half", "entries/papers/brook2024keeping.toml": None, "refs.json": "{}"})
    assert len(remains(root)) == 2
    assert "brook2024keeping" not in moebib("list", folder=root).out
    assert remains(root) == []


def read_only() -> Any:
    """Let renames and deletions fail as in a file system that is read-only."""
    error = OSError(errno.EROFS, "Read-only file system")
    return patch.multiple(os, replace=Mock(side_effect=error), unlink=Mock(side_effect=error))


def test_a_change_that_a_reader_cannot_finish_is_kept_for_the_next_one_who_can(tmp_path: Path) -> None:
    replace_all({tmp_path / name: "old" for name in "abc"})
    changes = ChangeSet.plan(tmp_path, {"a": "new", "b": "new", "c": None})
    with pytest.raises(KeyboardInterrupt), failing_replace(1, KeyboardInterrupt()), patch.object(writing, "_forget"):
        changes.apply()
    before = files_of(tmp_path)
    with (
        read_only(),
        pytest.raises(InputError, match=r"^a: cannot be changed: Read-only file system\nhint: once it can"),
    ):
        store.lock(tmp_path).__enter__()
    assert files_of(tmp_path) == before
    with store.lock(tmp_path):
        assert files_of(tmp_path) == {"a": b"new", "b": b"new"}


@pytest.mark.parametrize("state", ["old", "new"])
def test_a_journal_of_which_nothing_is_left_to_do_keeps_no_one_from_reading(tmp_path: Path, state: str) -> None:
    replace_all({tmp_path / name: "old" for name in "abc"})
    interrupt(tmp_path, {"a": "new", "b": "new", "c": None})
    replace_all({tmp_path / name: state for name in "ab"}, [tmp_path / "c"] if state == "new" else [])
    with read_only(), store.lock(tmp_path):
        assert (tmp_path / JOURNAL).exists()


def test_a_process_that_is_killed_while_it_finishes_a_change_is_followed_by_another(tmp_path: Path) -> None:
    for number in range(20):
        root = tmp_path / str(number)
        replace_all({root / name: "old" for name in "abc"})
        interrupt(root, {"a": "new", "b": "new", "c": None})
        with suppress(Killed), killed_at(number, root) as calls, store.lock(root):
            break
    assert len(calls) == number > 3
    for copy in tmp_path.iterdir():
        with store.lock(copy):
            assert files_of(copy) == {"a": b"new", "b": b"new"}


def test_a_document_outside_the_list_is_finished_with_it(place: Path) -> None:
    root, document = place / "list", place / "paper" / "a.tex"
    change = FileChange(document.as_posix(), document.read_text("utf-8"), "new")
    plan = ChangeSet.plan(root, {"README.md": "new"})
    with pytest.raises(KeyboardInterrupt), failing_replace(2, KeyboardInterrupt()):
        ChangeSet(plan.files, root, documents=(change,)).apply()
    assert document.read_text("utf-8") != "new"
    with store.lock(root):
        assert document.read_text("utf-8") == "new"


def test_a_document_that_was_changed_since_is_named_and_the_list_is_finished(place: Path) -> None:
    root, document = place / "list", place / "paper" / "a.tex"
    change = FileChange(document.as_posix(), document.read_text("utf-8"), "new")
    plan = ChangeSet.plan(root, {"README.md": "new", "refs.json": "{}"})
    with pytest.raises(KeyboardInterrupt), failing_replace(2, KeyboardInterrupt()):
        ChangeSet(plan.files, root, documents=(change,)).apply()
    document.write_text("by hand", "utf-8")
    done = moebib("list", folder=root)
    assert (done.code, done.err) == (
        3,
        f"error: {document.as_posix()}: changed since moebib was killed while it wrote several files\n"
        f"hint: not written: {document.as_posix()}; run that command again, and then `moebib check`\n",
    )
    assert document.read_text("utf-8") == "by hand"
    assert (root / "refs.json").read_text("utf-8") == "{}"
    assert remains(place) == []


@pytest.mark.parametrize("changed", ["a", "b", "c"])
def test_what_was_changed_since_is_neither_replaced_nor_deleted(tmp_path: Path, changed: str) -> None:
    replace_all({tmp_path / name: "old" for name in "abc"})
    interrupt(tmp_path, {"a": "new", "b": "new", "c": None})
    (tmp_path / changed).write_text("by hand", "utf-8")
    left = ", ".join(name for name in "abc" if name != "a" or changed == "a")
    with pytest.raises(InputError, match=f"^{changed}: changed since .*\nhint: not written: {left}; run that command"):
        store.lock(tmp_path).__enter__()
    with store.lock(tmp_path):
        assert {path: data.decode() for path, data in files_of(tmp_path).items()} == {
            "a": "new", "b": "old", "c": "old", changed: "by hand",
        }  # fmt: skip


def test_a_change_that_git_has_undone_is_forgotten(tmp_path: Path) -> None:
    replace_all({tmp_path / "a": "old", tmp_path / "b": "old"})
    interrupt(tmp_path, {"a": "new", "b": "new"})
    (tmp_path / "a").write_text("old", "utf-8")
    with store.lock(tmp_path):
        assert files_of(tmp_path) == {"a": b"old", "b": b"old"}


@pytest.mark.parametrize(
    ("path", "temporary"),
    [
        ("../outside/file", None),
        ("{outside}/file", None),
        ("link/file", None),
        (".git/config", None),
        (".git/config", TEMPORARY),
        ("submodule/.git", TEMPORARY),
        ("submodule/.git", None),
        ("submodule/.Git.", None),
        ("submodule", None),
        ("README.md", "moebib.toml"),
        ("README.md", "../outside/file"),
        ("/dev/zero", TEMPORARY),
        ("README.md", TEMPORARY),
        (3, None),
    ],
)
@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_a_journal_from_someone_else_reaches_nothing_outside_the_list(
    tmp_path: Path, path: object, temporary: str | None
) -> None:
    root, outside = tmp_path / "list", tmp_path / "outside"
    files = [root / ".git" / "config", root / "submodule" / ".git", root / "README.md", outside / "file"]
    files.append(root / "submodule" / ".Git.")
    replace_all({**dict.fromkeys(files, "x"), **{root / name / TEMPORARY: "y" for name in (".git", "submodule")}})
    (root / "link").symlink_to(outside)
    (root / TEMPORARY).symlink_to("/dev/zero")
    old, new = (writing._digest(data) for data in (b"x", b"y"))
    target = path.format(outside=outside) if isinstance(path, str) else path
    step = {
        "path": target, "old": old, "new": new if temporary else None, "temporary": temporary, "is_document": False,
    }  # fmt: skip
    (root / JOURNAL).write_text(json.dumps([step]), "utf-8")
    before = files_of(tmp_path)
    with pytest.raises(InputError):
        store.lock(root).__enter__()
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("text", [
    "", "{", "[" * 100_000, "[3]", "null", '[{"path": "a"}]', '[{"path": "a", "more": 1}]',
    '[{"path": 1, "old": null, "new": null, "temporary": null, "is_document": false}]',
    '[{"path": "a", "old": [], "new": null, "temporary": null, "is_document": false}]',
    '[{"path": "a", "old": null, "new": null, "temporary": [], "is_document": [{}]}]',
    '[{"path": "a\\u0000", "old": null, "new": null, "temporary": null, "is_document": false}]',
])  # fmt: skip
def test_an_invalid_journal_is_reported(tmp_path: Path, text: str) -> None:
    (tmp_path / JOURNAL).write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"^\.moebib-journal: not a journal of moebib: .*\nhint: delete it$"):
        store.lock(tmp_path).__enter__()


def test_a_file_renamed_in_case_only_has_its_new_name_where_case_is_ignored(tmp_path: Path) -> None:
    replace_all({tmp_path / "Dai.toml": "old"})
    replace = os.replace

    def replace_ignoring_case(old: Path, new: Path) -> None:
        names = {path.name.lower(): path.name for path in new.parent.iterdir()}
        replace(old, new.with_name(names.get(new.name.lower(), new.name)))

    with patch.object(os, "replace", replace_ignoring_case):
        ChangeSet.plan(tmp_path, {"dai.toml": "new", "Dai.toml": None}).apply()
    assert files_of(tmp_path) == {"dai.toml": b"new"}


def test_a_rename_in_case_only_is_finished_where_case_is_ignored(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    replace_all({tmp_path / "Dai.toml": "old"})
    interrupt(tmp_path, {"dai.toml": "new", "Dai.toml": None, "other.toml": "new"})
    (tmp_path / "dai.toml").rename(tmp_path / "Dai.toml")  # where case is ignored, the file keeps its old name
    read_bytes = Path.read_bytes

    def read_ignoring_case(path: Path) -> bytes:
        names = {other.name.lower(): other for other in path.parent.iterdir()}
        return read_bytes(names.get(path.name.lower(), path))

    monkeypatch.setattr(Path, "read_bytes", read_ignoring_case)
    with store.lock(tmp_path):
        assert files_of(tmp_path) == {"dai.toml": b"new", "other.toml": b"new"}


def test_every_name_and_content_is_on_the_disk_before_the_next_step(tmp_path: Path) -> None:
    replace_all({tmp_path / "old": "x"})
    log: list[str] = []
    opened: dict[int, str] = {}

    def logging(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        def logged(target: Any, *arguments: Any, **options: Any) -> Any:
            path = arguments[0] if name == "replace" else target
            what = opened.get(path, "") if name == "fsync" else os.path.relpath(path, tmp_path)
            assert name != "fsync" or os.fstat(path).st_size > 0
            what = "temporary file" if what.endswith(".tmp") else what
            result = call(target, *arguments, **options)
            if name == "open":
                opened[result] = what
            elif not what.startswith(".."):
                log.append(f"{name} {what}")
            return result

        return logged

    with (
        patch.object(os, "open", logging("open", os.open)),
        patch.object(os, "fsync", logging("fsync", os.fsync)),
        patch.object(os, "replace", logging("replace", os.replace)),
        patch.object(os, "unlink", logging("unlink", os.unlink)),
    ):
        replace_all({tmp_path / "one": "x"})
        assert log == ["fsync temporary file", "replace one", "fsync ."]
        log.clear()
        write_stream(tmp_path / "parts", ["x"])
        assert log == ["fsync temporary file", "replace parts", "fsync ."]
        log.clear()
        replace_all({tmp_path / "new" / "folder" / "one": "x"}, [tmp_path / "old"], root=tmp_path)
    folders = {"fsync .", "fsync new", "fsync new/folder"}
    assert log[0] == "fsync temporary file"
    assert set(log[1:4]) == folders
    assert log[4:7] == ["fsync temporary file", f"replace {JOURNAL}", "fsync ."]
    assert log[7:9] == ["replace new/folder/one", "unlink old"]
    assert set(log[9:12]) == folders
    assert log[12:] == [f"unlink {JOURNAL}", "fsync ."]


def test_a_temporary_file_that_a_journal_names_is_kept(tmp_path: Path) -> None:
    replace_all({tmp_path / "a": "old", tmp_path / "folder/b": "old"})
    interrupt(tmp_path, {"a": "new", "folder/b": "new"})
    replace_all({tmp_path / "folder/other": "x"})
    with store.lock(tmp_path):
        assert files_of(tmp_path) == {"a": b"new", "folder/b": b"new", "folder/other": b"x"}


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_a_temporary_file_that_a_journal_names_is_kept_behind_a_link(tmp_path: Path) -> None:
    root = tmp_path / "list"
    replace_all({root / "a": "old", root / "folder/b": "old"})
    interrupt(root, {"a": "new", "folder/b": "new"})
    (tmp_path / "link").symlink_to(root / "folder")
    replace_all({tmp_path / "link/other": "x"})
    with store.lock(root):
        assert files_of(root) == {"a": b"new", "folder/b": b"new", "folder/other": b"x"}
