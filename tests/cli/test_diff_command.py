"""`moebib diff`: the list in the folder against one in the history of git."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from small_list import make_list, moebib

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is what is tested")


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=T", "-c", "user.email=t@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    make_list(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-qm", "first")
    return tmp_path


def change(root: Path) -> None:
    file = root / "entries/papers/cho2022bounds.toml"
    file.write_text(file.read_text("utf-8").replace("2022", "2023"), encoding="utf-8")
    (root / "entries/papers/new.toml").write_text(
        'type = "book"\ntitle = "New"\ntags = ["routing"]\n', encoding="utf-8"
    )


def test_nothing_changed_says_so(root: Path) -> None:
    done = moebib("diff", folder=root)
    assert (done.code, done.out, done.err) == (0, "", "nothing changed\n")


def test_what_is_in_the_folder_is_compared_with_the_last_commit(root: Path) -> None:
    change(root)
    done = moebib("diff", folder=root)
    assert done.out == (
        "+ new  New\n"
        "~ cho2022bounds  Bounds & Limits of $k$ Experts (Journal of Invented Results 2023)\n"
        '      issued: "2022" -> "2023"\n'
    )
    assert done.err == "2 entries: 1 added, 1 changed\n"


def test_two_revisions_are_compared_from_a_folder_below_too(root: Path) -> None:
    change(root)
    git(root, "add", "-A")
    git(root, "commit", "-qm", "second")
    found = json.loads(moebib("diff", "HEAD~1", "main", "--json", folder=root / "entries").out)
    assert [(one["kind"], one["key"]) for one in found] == [("added", "new"), ("changed", "cho2022bounds")]


@pytest.mark.parametrize("revision", ["nowhere", "--output=x"])
def test_a_revision_that_does_not_exist_is_refused(root: Path, revision: str) -> None:
    done = moebib("diff", "--", revision, folder=root)
    assert done.code == 2
    assert revision in done.err
    assert not (root / "x").exists()
