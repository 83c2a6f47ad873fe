"""Earlier states of a list: as it was built, and as it was committed."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from moebib import store
from moebib.places import cache_folder
from moebib.store.earlier import read_built, read_commits, write_built
from moebib.three_way.follow import StateWork, listed_fields
from small_list import make_list

needs_git = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


def git(folder: Path, *arguments: str) -> None:
    settings = ("-c", "user.name=a", "-c", "user.email=a@b.example", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *settings, *arguments], cwd=folder, check=True, capture_output=True)


def test_the_state_of_the_last_build_is_read_back_without_what_no_list_shows(tmp_path: Path) -> None:
    library = store.read(make_list(tmp_path))
    state = {record.id: StateWork(record, frozenset(record.tags)) for record in library}
    assert read_built(tmp_path) == {}
    write_built(tmp_path, state)
    back = read_built(tmp_path)
    assert {key: work.sections for key, work in back.items()} == {key: work.sections for key, work in state.items()}
    for key, work in back.items():
        assert listed_fields(work.record) == listed_fields(library[key])
        assert work.record.tags == library[key].tags


@pytest.mark.parametrize("damaged", ["", "[]", "{", '{"format": 9}', '{"format": 1, "works": {"a": {"record": {}}}}'])
def test_a_damaged_state_is_no_state(tmp_path: Path, damaged: str) -> None:
    write_built(tmp_path, {})
    (file,) = (file for file in cache_folder().glob("*.built.json") if file.read_text("utf-8").endswith('"works":{}}'))
    file.write_text(damaged, "utf-8")
    assert read_built(tmp_path) == {}
    file.unlink()


@needs_git
def test_commits_are_read_newest_first_and_those_without_a_list_are_left_out(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q")
    (tmp_path / "note.txt").write_text("x")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "no list yet")
    root = make_list(tmp_path / "list", README="# One\n")
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-qm", "a list")
    (root / "README.md").write_text("# Two\n", "utf-8")
    git(tmp_path, "commit", "-qam", "another title")
    (tmp_path / "note.txt").write_text("y")
    git(tmp_path, "commit", "-qam", "not in the list")
    assert [(commit.readme, len(commit.entries.works)) for commit in read_commits(root, "README.md")] == [
        ("# Two\n", 3),
        ("# One\n", 3),
    ]


def test_without_a_repository_there_are_no_commits(tmp_path: Path) -> None:
    assert list(read_commits(make_list(tmp_path), "README.md")) == []
