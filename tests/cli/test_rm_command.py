"""`rm`: entries are removed with what depends on them, or not at all, and it can be undone."""

from __future__ import annotations

import re
import shlex
import subprocess
from pathlib import Path

import pytest

from git_folder import commit, needs_git
from small_list import CONFIG, FILES, files_of, make_list, moebib

BUILD = "hint: the outputs may be out of date; run `moebib build`\n"
CHO = FILES["entries/papers/cho2022bounds.toml"]
RELATED = f'{CHO}\n[[relations]]  # of the two\nkind = "extended-by"\nkey = "Brook2024keeping"\n'


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_list(tmp_path / "list")


def undo(message: str, folder: Path) -> str:
    """Run the command that *message* says, and return it."""
    command = re.search(r"^hint: `(git .+)` undoes it$", message, re.MULTILINE)
    assert command, message
    subprocess.run(shlex.split(command[1]), cwd=folder, check=True)
    return command[1]


def test_a_work_is_removed_with_its_versions_and_former_keys(root: Path) -> None:
    entry = root / "entries/papers/arden2021sorting.toml"
    entry.write_text(f'ids = ["sorting", "arden2020"]\n{entry.read_text("utf-8")}', "utf-8")
    done = moebib("rm", "arden2020", folder=root)
    assert (done.code, done.out) == (0, "")
    assert re.sub("`git .*`", "`git`", done.err) == (
        "removed arden2021sorting\n"
        "  Sorting Experts by Temperature\n"
        "  with its version: preprint arXiv 2020-12-24 arxiv:2012.99991\n"
        "  with its former keys: sorting arden2020\n"
        f"1 entry removed\nhint: `git` undoes it\n{BUILD}"
    )
    assert not entry.exists()
    assert moebib("build", folder=root).code == 0
    assert "Sorting Experts" not in (root / "README.md").read_text("utf-8")


def test_a_work_that_others_refer_to_stays(root: Path) -> None:
    (root / "entries/papers/cho2022bounds.toml").write_text(RELATED, "utf-8")
    before = files_of(root)
    for options in ((), ("--dry-run",), ("--diff",)):
        done = moebib("rm", "arden2021sorting", "2402.99992", *options, folder=root)
        assert done == (
            1,
            "",
            "error: nothing was removed, because other entries refer to these works\n"
            "  brook2024keeping: extended-by in cho2022bounds\n"
            "  brook2024keeping: papers in tiny-moe\n"
            "hint: --unlink removes these references, too; to merge a duplicate, use `moebib dedupe --merge KEEP DROP`"
            "\n",
        )
        assert files_of(root) == before
    assert "brook2024keeping: extended-by" in moebib("-q", "rm", "brook2024keeping", folder=root).err


def test_references_are_removed_if_asked_for(root: Path) -> None:
    (root / "entries/papers/cho2022bounds.toml").write_text(RELATED, "utf-8")
    config = (
        f'different = [\n  ["arden2021sorting", "cho2022bounds"],  # kept\n  ["brook2024keeping", "x"],\n]\n{CONFIG}'
    )
    (root / "moebib.toml").write_text(config, "utf-8")
    done = moebib("rm", "brook2024keeping", "--unlink", folder=root)
    assert done.code == 0
    assert "  unlinked: extended-by in cho2022bounds\n  unlinked: papers in tiny-moe\n" in done.err
    assert (root / "entries/papers/cho2022bounds.toml").read_text("utf-8") == CHO
    assert "papers" not in (root / "entries/models/tiny-moe.toml").read_text("utf-8")
    assert (root / "moebib.toml").read_text("utf-8") == config.replace('  ["brook2024keeping", "x"],\n', "")
    assert moebib("list", folder=root).code == 0


def test_entries_that_refer_to_each_other_are_removed_together(root: Path) -> None:
    (root / "entries/papers/cho2022bounds.toml").write_text(RELATED, "utf-8")
    (root / "moebib.toml").write_text(f'different = [["brook2024keeping", "cho2022bounds"]]\n{CONFIG}', "utf-8")
    done = moebib("rm", "brook2024keeping", "cho2022bounds", "tiny-moe", folder=root)
    assert (done.code, "3 entries removed" in done.err) == (0, True)
    assert sorted(file.stem for file in (root / "entries").rglob("*.toml")) == ["arden2021sorting"]
    assert (root / "moebib.toml").read_text("utf-8") == CONFIG


def test_a_relation_by_identifier_stays_and_is_reported(root: Path) -> None:
    named = f'{CHO}\n[[relations]]\nkind = "extended-by"\nidentifier = "arxiv:2012.99991"\n'
    (root / "entries/papers/cho2022bounds.toml").write_text(named, "utf-8")
    done = moebib("rm", "arden2021sorting", folder=root)
    assert (done.code, "  still named: extended-by in cho2022bounds, as arxiv:2012.99991\n" in done.err) == (0, True)
    assert (root / "entries/papers/cho2022bounds.toml").read_text("utf-8") == named


@needs_git
def test_what_is_committed_is_restored_by_git(root: Path) -> None:
    (root / "entries/papers/cho2022bounds.toml").write_text(RELATED, "utf-8")
    commit(root)
    before = files_of(root / "entries")
    done = moebib("rm", "brook2024keeping", "--unlink", folder=root)
    assert undo(done.err, root).startswith("git restore entries/papers/cho2022bounds.toml ")
    assert files_of(root / "entries") == before


@needs_git
@pytest.mark.parametrize("is_in_git", [True, False])
def test_what_git_does_not_have_is_kept_as_a_patch(root: Path, is_in_git: bool) -> None:
    if is_in_git:
        commit(root)
    (root / "entries/papers/cho2022bounds.toml").write_text(RELATED.replace("\n", "\r\n"), "utf-8", newline="")
    brook = root / "entries/papers/brook2024keeping.toml"
    brook.write_text(brook.read_text("utf-8") + 'remark = "one\u2028line \u00e9"', "utf-8")  # without a line break
    before = files_of(root)
    done = moebib("rm", "brook2024keeping", "--unlink", folder=root)
    assert done.code == 0
    assert " apply -R " in undo(done.err, root)
    assert {name: data for name, data in files_of(root).items() if name in before} == before


@needs_git
def test_the_command_that_undoes_it_works_from_any_directory(root: Path) -> None:
    commit(root)
    before = files_of(root / "entries")
    done = moebib("rm", "arden2021sorting", folder=root / "entries")
    assert undo(done.err, root / "entries").startswith("git -C ")
    assert files_of(root / "entries") == before


@needs_git
def test_many_entries_are_removed_on_few_lines(root: Path) -> None:
    for number in range(20):
        (root / f"entries/papers/new{number}.toml").write_text('type = "book"\n', "utf-8")
    commit(root)
    before = files_of(root / "entries")
    listed = moebib("list", folder=root).out
    done = moebib("rm", "-", "--unlink", folder=root, stdin=listed)
    assert done.err.startswith(
        "removed brook2024keeping\n  Keeping Experts Warm\n  unlinked: papers in tiny-moe\n23 entries removed\n"
    )
    assert undo(done.err, root).startswith("git apply -R ")
    assert files_of(root / "entries") == before


def test_without_git_the_patch_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(root))
    done = moebib("rm", "arden2021sorting", folder=root)
    kept = re.search(r"^hint: what was removed is kept as a patch in (.+)$", done.err, re.MULTILINE)
    assert kept
    assert '-title = "Sorting Experts' in Path(kept[1]).read_text("utf-8")


def test_a_search_that_finds_nothing_removes_nothing(root: Path) -> None:
    before = files_of(root)
    for command in (("rm", "-"), ("tag", "-", "-a", "routing"), ("open", "-")):
        done = moebib(*command, folder=root, stdin="\n")
        assert (done.code, done.err.startswith("error: no keys on stdin\n")) == (2, True)
    assert files_of(root) == before


def test_nothing_is_removed_if_one_key_is_unknown(root: Path) -> None:
    before = files_of(root)
    done = moebib("rm", "arden2021sorting", "brook2024keepin", "tiny", folder=root)
    assert (done.code, done.err) == (
        2,
        "error: no entry 'brook2024keepin'; did you mean 'brook2024keeping'?\n"
        "no entry 'tiny'; did you mean 'tiny-moe'?\n",
    )
    assert files_of(root) == before


def test_an_entry_that_cannot_be_read_might_refer_to_it(root: Path) -> None:
    (root / "entries/papers/broken.toml").write_text("type = [\n", "utf-8")
    before = files_of(root)
    done = moebib("rm", "arden2021sorting", folder=root)
    assert (done.code, "MB002 not TOML" in done.err) == (3, True)
    assert files_of(root) == before
