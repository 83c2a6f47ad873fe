"""Earlier states of a list: as it was built, and as it was committed."""

from __future__ import annotations

from pathlib import Path

import pytest

from git_folder import commit, git, needs_git
from moebib import store
from moebib.store.earlier import TracedWork, read_built, read_changes, read_commit, write_built
from moebib.three_way.states import ListState, StateWork, listed_fields
from small_list import make_list


def test_the_state_of_the_last_build_is_read_back_without_what_no_list_shows(tmp_path: Path) -> None:
    library = store.read(make_list(tmp_path))
    works = {record.id: StateWork(record, frozenset(record.tags), frozenset({("date", "24")})) for record in library}
    state = ListState(works, {"routing": "Routing"}, {model.id: model for model in library.models})
    assert read_built(tmp_path) is None
    write_built(tmp_path, state)
    back = read_built(tmp_path)
    assert back
    assert (back.headings, back.models) == (state.headings, state.models)
    assert {key: work[1:] for key, work in back.works.items()} == {key: work[1:] for key, work in works.items()}
    for key, work in back.works.items():
        assert listed_fields(work.record) == listed_fields(library[key])
        assert work.record.tags == library[key].tags


@pytest.mark.parametrize(
    "damaged",
    ["", "[]", "{", '{"format": 9}', '{"format": 1, "headings": {}, "models": {}, "works": {"a": {"record": {}}}}'],
)
def test_a_damaged_state_is_no_state(tmp_path: Path, damaged: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    write_built(tmp_path, ListState())
    (file,) = (tmp_path / "cache").glob("*.built.json")
    file.write_text(damaged, "utf-8")
    assert read_built(tmp_path) is None


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A list in a folder of a repository, committed."""
    (tmp_path / "note.txt").write_text("x")  # there is no list yet
    commit(tmp_path)
    root = make_list(tmp_path / "my list", README="# One\n\nKeeping Experts Warm, 2024\n\nBounds, 2022\n")
    commit(tmp_path)
    return root


def change(root: Path, path: str, old: str, new: str) -> None:
    """Change a file, and commit it."""
    text = (root / path).read_text("utf-8")
    assert old in text
    (root / path).write_text(text.replace(old, new), "utf-8", newline="\n")
    git(root, "commit", "-qam", "a change")


@needs_git
def test_the_last_commit_has_the_list_as_it_was(root: Path) -> None:
    change(root, "README.md", "One", "Two")
    (root / "README.md").write_text("# Three\n", "utf-8")
    commit = read_commit(root, ["README.md", "none.md"])
    assert commit
    assert commit.texts["README.md"].startswith("# Two\n")
    assert {work.id for work in commit.entries.works} == {work.id for work in store.read(root)}
    assert read_commit(root, ["LIST.md"]) is read_commit(root, ["README.md"], "HEAD~2") is None


WORKS = {
    key: TracedWork(f"entries/papers/{key}.toml", (line,))
    for key, line in {"brook2024keeping": "Keeping Experts Warm, 2025", "cho2022bounds": "Bounds, 2022"}.items()
}


@needs_git
def test_the_last_commit_before_a_side_changed_is_found_for_each_work(root: Path) -> None:
    change(root, "README.md", "2024", "2025")
    change(root, "entries/papers/cho2022bounds.toml", "Bounds", "Limits")
    change(root, "README.md", "One", "Two")
    found = read_changes(root, ["README.md"], WORKS)
    assert found
    assert {key: commits[0].texts["README.md"].split()[5] for key, commits in found.items()} == {
        "brook2024keeping": "2024", "cho2022bounds": "2025",
    }  # fmt: skip
    before = {work.id: work.title for work in found["cho2022bounds"][0].entries.works}
    assert before["cho2022bounds"].startswith("Bounds")


@needs_git
def test_what_was_always_so_is_left_out_and_without_all_commits_nothing_is_known(root: Path, tmp_path: Path) -> None:
    change(root, "README.md", "One", "Two")
    always = {"cho2022bounds": WORKS["cho2022bounds"]}
    assert read_changes(root, ["README.md"], always) == {"cho2022bounds": []}
    git(tmp_path, "clone", "-q", "--depth=1", tmp_path.as_uri(), "shallow")
    assert read_changes(tmp_path / "shallow/my list", ["README.md"], always) is None


def test_without_a_repository_there_are_no_commits(tmp_path: Path) -> None:
    assert read_commit(make_list(tmp_path), ["README.md"]) is None
    assert read_changes(tmp_path, ["README.md"], WORKS) is None
