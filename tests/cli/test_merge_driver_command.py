"""`moebib merge-driver` in real repositories: git merges branches field by field."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from git_folder import needs_git
from small_list import moebib

PAPER = """\
type = "book"
title = "{title}"
author = [
  "Doe, Jane",
]
issued = "2024"
tags = ["routing"]
"""
CONFIG = """\
title = "Ours"

[readme]
path = "README.md"

[[outputs]]
format = "bibtex"
path = "refs.bib"

[[outputs]]
format = "csl-json"
path = "refs.json"

[[sections]]
tag = "routing"
heading = "Routing"
"""
README = "# Ours\n\n<!-- moebib:begin sections -->\n<!-- moebib:end sections -->\n"


pytestmark = needs_git


class Repository:
    """A list in git, with the driver installed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.git("init", "-q", "-b", "main")
        for name, value in {
            "user.name": "T",
            "user.email": "t@example.org",
            "commit.gpgsign": "false",
            "core.autocrlf": "false",
        }.items():
            self.git("config", name, value)
        command = f'"{sys.executable}" -m moebib merge-driver %O %A %B %P'
        self.git("config", "merge.moebib.driver", command)
        self.write(
            ".gitattributes",
            "entries/**/*.toml merge=moebib\n*.bib merge=moebib\nREADME.md merge=moebib\nrefs.json merge=moebib\n",
        )

    def git(self, *arguments: str, check: bool = True) -> subprocess.CompletedProcess[str]:
        return subprocess.run(["git", *arguments], cwd=self.root, capture_output=True, encoding="utf-8", check=check)

    def moebib(self, *arguments: str) -> int:
        done = subprocess.run(
            [sys.executable, "-m", "moebib", *arguments], cwd=self.root, capture_output=True, check=False
        )
        return done.returncode

    def write(self, path: str, text: str) -> None:
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_text(text, encoding="utf-8")

    def read(self, path: str) -> str:
        return (self.root / path).read_text(encoding="utf-8")

    def commit(self) -> None:
        self.git("add", "-A")
        self.git("commit", "-qm", "x")

    def branches(self, path: str, ours: str, theirs: str) -> int:
        """Change a file on two branches and merge them; the exit code of the merge."""
        self.git("switch", "-qc", "theirs")
        self.write(path, theirs)
        self.commit()
        self.git("switch", "-q", "main")
        self.write(path, ours)
        self.commit()
        return self.git("merge", "-q", "--no-edit", "theirs", check=False).returncode


@pytest.fixture
def repository(tmp_path: Path) -> Repository:
    repository = Repository(tmp_path)
    repository.write("moebib.toml", CONFIG)
    repository.write("README.md", README)
    repository.write("entries/papers/doe2024sparse.toml", PAPER.format(title="Sparse Experts"))
    repository.moebib("build")
    repository.commit()
    return repository


def test_two_branches_that_each_add_an_entry_never_conflict(repository: Repository) -> None:
    repository.git("switch", "-qc", "theirs")
    repository.write("entries/papers/doe2024lazy.toml", PAPER.format(title="Lazy Experts"))
    repository.moebib("build")
    repository.commit()
    repository.git("switch", "-q", "main")
    repository.write("entries/papers/doe2024keen.toml", PAPER.format(title="Keen Experts"))
    repository.moebib("build")
    repository.commit()
    assert repository.git("merge", "-q", "--no-edit", "theirs", check=False).returncode == 0
    for path in ("refs.bib", "refs.json", "README.md"):
        text = repository.read(path)
        assert all(f"{name} Experts" in text for name in ("Lazy", "Keen", "Sparse"))
        assert "<<<<<<<" not in text
    merged = [repository.read(path) for path in ("refs.bib", "refs.json")]
    repository.moebib("build")
    assert [repository.read(path) for path in ("refs.bib", "refs.json")] == merged


def test_two_fields_of_one_entry_are_merged_with_the_comments_of_both(repository: Repository) -> None:
    path, text = "entries/papers/doe2024sparse.toml", PAPER.format(title="Sparse Experts")
    ours = text.replace('issued = "2024"', '# looked up\nissued = "2024-05"').replace('["routing"]', '["a", "routing"]')
    theirs = text.replace('["routing"]', '["routing", "b"]  # ours, too') + 'volume = "3"\n'
    assert repository.branches(path, ours, theirs) == 0
    merged = repository.read(path)
    assert 'issued = "2024-05"' in merged
    assert 'volume = "3"' in merged
    assert 'tags = ["a", "routing", "b"]  # ours, too\n' in merged
    assert "# looked up" in merged


def test_a_field_changed_on_both_branches_conflicts_and_the_rest_is_merged(repository: Repository) -> None:
    path, text = "entries/papers/doe2024sparse.toml", PAPER.format(title="Sparse Experts")
    ours = text.replace("2024", "2025").replace("routing", "serving")
    theirs = text.replace("2024", "2023") + 'volume = "3"\n'
    assert repository.branches(path, ours, theirs) != 0
    assert '<<<<<<< ours\nissued = "2025"\n=======\nissued = "2023"\n>>>>>>> theirs\n' in repository.read(path)
    assert 'volume = "3"' in repository.read(path)
    assert 'tags = ["serving"]' in repository.read(path)


BIB = """\
@string{p = {Press}}

@book{doe,
  title = {Sparse},  % mine
  year = 2024,
}

@book{roe,
  title = {Dense},
}
"""


def test_a_bib_file_is_merged_by_entry_and_field(repository: Repository) -> None:
    repository.write("old.bib", BIB)
    repository.commit()
    ours = BIB.replace("{Sparse}", "{Sparse Experts}").replace(
        "@book{roe", "@book{new,\n  title = {New},\n}\n\n@book{roe"
    )
    theirs = (
        BIB.replace("year = 2024", "year = 2025").replace("}\n\n@book{roe", "  publisher = p,\n}\n\n@book{roe")
        + "\n@misc{z}\n"
    )
    assert repository.branches("old.bib", ours, theirs) == 0
    merged = repository.read("old.bib")
    expected = (
        ours.replace("year = 2024", "year = 2025").replace("2025,\n}", "2025,\n  publisher = p,\n}") + "\n@misc{z}\n"
    )
    assert merged == expected


def test_a_field_of_a_bib_file_changed_on_both_branches_conflicts(repository: Repository) -> None:
    repository.write("old.bib", BIB)
    repository.commit()
    status = repository.branches("old.bib", BIB.replace("2024", "2025"), BIB.replace("2024", "2023"))
    assert status != 0
    assert "<<<<<<< ours\nyear = 2025,\n=======\nyear = 2023,\n>>>>>>> theirs\n" in repository.read("old.bib")


def test_a_bib_file_keeps_its_encoding(repository: Repository) -> None:
    def write(text: str) -> None:
        (repository.root / "old.bib").write_bytes(text.encode("utf-16"))
        repository.commit()

    write(BIB)
    repository.git("switch", "-qc", "theirs")
    write(BIB.replace("2024", "2025"))
    repository.git("switch", "-q", "main")
    write(BIB.replace("Sparse", "Späte"))
    assert repository.git("merge", "-q", "--no-edit", "theirs", check=False).returncode == 0
    merged = (repository.root / "old.bib").read_bytes().decode("utf-16")
    assert merged == BIB.replace("Sparse", "Späte").replace("2024", "2025")


def test_a_file_that_git_does_not_merge_is_unchanged(repository: Repository) -> None:
    repository.write(".gitattributes", "* merge=moebib\n")
    repository.write("x.dat", "a\0")
    repository.commit()
    assert repository.branches("x.dat", "b\0", "c\0") != 0
    assert repository.read("x.dat") == "b\0"


def test_both_sides_stay_if_a_file_cannot_be_merged_in_parts(repository: Repository) -> None:
    def write(text: str) -> None:
        (repository.root / "old.bib").write_bytes(text.encode("utf-16"))
        repository.commit()

    write("@misc{a} @misc{b, note = {1}} @misc{c}\n")  # no marker can be on a line of its own
    repository.git("switch", "-qc", "theirs")
    write("@misc{a} @misc{c}\n")
    repository.git("switch", "-q", "main")
    write("@misc{a} @misc{b, note = {2}} @misc{c}\n")
    assert repository.git("merge", "-q", "--no-edit", "theirs", check=False).returncode != 0
    merged = (repository.root / "old.bib").read_bytes().decode("utf-16")
    assert all(part in merged for part in ("<<<<<<< ours\n", "{2}", "=======\n@misc{a} @misc{c}", ">>>>>>> theirs"))


def test_two_encodings_are_never_mixed(repository: Repository) -> None:
    path = repository.root / "old.bib"
    base = "@misc{a,\n  note = {é},\n}\n\n@misc{b,\n  note = {x},\n}\n"
    path.write_bytes(base.encode("latin-1"))
    repository.commit()
    repository.git("switch", "-qc", "theirs")
    path.write_bytes(base.replace("é", "é and ű").encode())
    repository.commit()
    repository.git("switch", "-q", "main")
    path.write_bytes(base.replace("x", "ñ").encode("latin-1"))
    repository.commit()
    assert repository.git("merge", "-q", "--no-edit", "theirs", check=False).returncode != 0
    ours, theirs = path.read_bytes().split(b"=======\n")
    assert ours.decode("latin-1").startswith("<<<<<<< ours\n@misc{a,\n  note = {é}")
    assert theirs.decode().endswith(">>>>>>> theirs\n")
    assert "é and ű" in theirs.decode()


def test_an_output_of_a_list_in_a_folder_of_the_repository_never_conflicts(repository: Repository) -> None:
    for path in ("moebib.toml", "README.md"):
        repository.write(f"docs/{path}", repository.read(path))
    repository.write("docs/refs.bib", BIB)
    repository.commit()
    assert repository.branches("docs/refs.bib", BIB.replace("2024", "2025"), BIB.replace("2024", "2023")) == 0
    assert "<<<<<<<" not in repository.read("docs/refs.bib")


def test_a_conflict_in_the_settings_of_the_list_stops_no_other_merge(repository: Repository) -> None:
    repository.write("moebib.toml", "<<<<<<< ours\n" + CONFIG)
    repository.write("old.bib", BIB)
    repository.commit()
    assert repository.branches("old.bib", BIB.replace("2024", "2025"), BIB.replace("Dense", "Wide")) == 0


@pytest.fixture
def without_moebib(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder that is the whole path, with git and its shell and a ``moebib`` that fails."""
    folder = tmp_path_factory.mktemp("bin")
    for name in ("git", "grep", "sh", "env"):
        if program := shutil.which(name):
            (folder / name).symlink_to(program)
    monkeypatch.setenv("PATH", str(folder))
    return folder


@pytest.mark.skipif(sys.platform == "win32", reason="git for Windows has a path of its own")
@pytest.mark.parametrize("program", ["", "#!/bin/sh\nexit 1\n", "#!/nowhere/python\n", "#!/bin/sh\nexit 3\n"])
def test_git_marks_conflicts_if_it_cannot_run_the_driver(
    repository: Repository, without_moebib: Path, monkeypatch: pytest.MonkeyPatch, program: str
) -> None:
    if program:
        (without_moebib / "moebib").write_text(program, encoding="utf-8")
        (without_moebib / "moebib").chmod(0o755)
    with monkeypatch.context() as patch:
        patch.setattr(sys, "executable", "/nowhere/python")
        done = moebib("init", "--git", folder=repository.root)
    assert "git cannot run `moebib`" in done.err
    assert "hint: add the directory of `moebib` to PATH" in done.err
    repository.write("old.bib", BIB)
    repository.commit()
    assert repository.branches("old.bib", BIB.replace("2024", "2025"), BIB.replace("2024", "2023")) != 0
    assert "<<<<<<< ours\n  year = 2025,\n=======\n  year = 2023,\n>>>>>>> theirs\n" in repository.read("old.bib")
    assert repository.git("ls-files", "-u").stdout


@pytest.mark.skipif(sys.platform == "win32", reason="git for Windows has a path of its own")
def test_git_calls_the_program_itself_if_it_is_not_on_the_path(repository: Repository, without_moebib: Path) -> None:
    assert without_moebib.is_dir()
    done = moebib("init", "--git", folder=repository.root)
    assert f"git calls `{sys.executable} -m moebib merge-driver`" in done.err
    repository.write("old.bib", BIB)
    repository.commit()
    assert repository.branches("old.bib", BIB.replace("2024", "2025"), BIB.replace("{Sparse}", "{Wide}")) == 0
    assert "title = {Wide},  % mine\n  year = 2025" in repository.read("old.bib")


def test_the_driver_is_not_installed_outside_of_a_repository(tmp_path: Path) -> None:
    (tmp_path / "moebib.toml").write_text(CONFIG, encoding="utf-8")
    assert "not in a git repository" in moebib("init", "--git", folder=tmp_path).err


def test_a_repository_without_a_working_tree_is_merged_by_fields_too(repository: Repository) -> None:
    entry, text = "entries/papers/doe2024sparse.toml", PAPER.format(title="Sparse Experts")
    assert repository.branches(entry, f'{text}note = "short"\n', f'{text}volume = "3"\n') == 0
    repository.git("reset", "-q", "--hard", "HEAD^")
    repository.git("config", "core.bare", "true")
    (repository.root / ".git/info").mkdir(exist_ok=True)
    repository.write(".git/info/attributes", "*.toml merge=moebib\n")
    done = subprocess.run(
        ["git", "merge-tree", "--write-tree", "main", "theirs"],
        cwd=repository.root / ".git", capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert "belongs to git" not in done.stderr
    assert done.returncode == 0


def test_a_readme_conflicts_in_the_words_of_people_only(repository: Repository) -> None:
    repository.moebib("build")
    built = repository.read("README.md")
    words = built.replace("# Ours\n", "# Ours\n\nA list of works.\n")
    repository.write("README.md", words)
    repository.commit()
    line = next(line for line in words.splitlines() if "Sparse Experts" in line)
    ours = words.replace(line, f"{line} (ours)")
    assert repository.branches("README.md", ours, words.replace(line, f"{line} (theirs)")) == 0
    assert all(f"{line} ({side})\n" in repository.read("README.md") for side in ("ours", "theirs"))
    repository.git("switch", "-qC", "theirs", "main~1")
    repository.write("README.md", words.replace("A list", "Their list").replace(line, f"{line} (third)"))
    repository.commit()
    repository.git("switch", "-q", "main")
    repository.write("README.md", ours.replace("A list", "Our list"))
    repository.commit()
    assert repository.git("merge", "-q", "--no-edit", "theirs", check=False).returncode != 0
    merged = repository.read("README.md")
    assert "<<<<<<< ours\nOur list of works.\n=======\nTheir list of works.\n>>>>>>> theirs\n" in merged
    assert merged.count("<<<<<<<") == 1
