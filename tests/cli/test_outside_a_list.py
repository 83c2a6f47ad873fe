"""Outside of a list, commands that read use the bundled one and say so; those that judge or change need a list."""

from __future__ import annotations

from pathlib import Path

import pytest

from small_list import files_of, make_list, moebib

USED = "using the bundled list: no moebib.toml here or in a parent directory\n"
MISSING = "error: no moebib.toml here or in a parent directory\nhint: "
BIB = "@book{doe, title = {Sparse Experts}, author = {Doe, Jane}, year = 2024}\n"

READING = [
    "list", "search offloading", "show dai2024deepseekmoe", "stats", "tags", "export", "export -o refs.bib",
    "cite -k dai2024deepseekmoe", "why dai2024deepseekmoe --offline", "verify dai2024deepseekmoe --offline",
]  # fmt: skip
JUDGING = ["build", "check", "check --fix", "check --online", "dedupe", "fix", "update --all"]
CHANGING = ["dedupe --merge-above 0.9", "rekey a b", "diff", "edit a", "rm a", "tag a -a b", "tags --rename a b"]


@pytest.mark.parametrize("command", READING)
def test_a_command_that_reads_says_that_it_uses_the_bundled_list(tmp_path: Path, command: str) -> None:
    assert moebib(*command.split(), folder=tmp_path).err.startswith(USED)
    assert USED not in moebib("-q", *command.split(), folder=tmp_path).err


@pytest.mark.parametrize("command", ["list", "stats", "export", "cite -k cho2022bounds"])
def test_nothing_is_said_in_a_list(tmp_path: Path, command: str) -> None:
    (make_list(tmp_path) / "sub").mkdir()
    assert USED not in moebib(*command.split(), folder=tmp_path / "sub").err


def test_nothing_is_said_if_no_list_is_used(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    for command in (
        "cite -k doe --from refs.bib --no-list",
        "convert refs.bib --to ris",
        "check refs.bib",
        "fmt refs.bib",
    ):
        assert USED not in moebib(*command.split(), folder=tmp_path).err


@pytest.mark.parametrize("command", [*JUDGING, *CHANGING])
def test_a_command_that_judges_or_changes_needs_a_list(tmp_path: Path, command: str) -> None:
    done = moebib(*command.split(), folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(MISSING)
    assert "create a list with `moebib init`\n" in done.err
    assert files_of(tmp_path) == {}


@pytest.mark.parametrize("command", JUDGING)
def test_it_names_the_bib_files_that_may_be_meant(tmp_path: Path, command: str) -> None:
    for name in ("refs.bib", "My Old.BIB", "notes.txt"):
        (tmp_path / name).write_text(BIB, "utf-8")
    (tmp_path / "folder.bib").mkdir()
    done = moebib(*command.split(), folder=tmp_path)
    verb = command.split()[0]
    meant = f"did you mean `moebib {verb} 'My Old.BIB' refs.bib`?"
    hint = meant if verb in ("check", "fix", "update") else "create a list with `moebib init --from 'My Old.BIB'`"
    assert (done.code, done.out, done.err) == (2, "", f"{MISSING}{hint}\n")


def test_many_files_are_not_named_one_by_one(tmp_path: Path) -> None:
    for name in "abcd":
        (tmp_path / f"{name}.bib").write_text(BIB, "utf-8")
    assert "did you mean `moebib check *.bib`?" in moebib("check", folder=tmp_path).err


def test_a_schema_has_no_tags_of_a_list_that_is_not_the_users(tmp_path: Path) -> None:
    done = moebib("schema", "record", folder=tmp_path)
    assert (done.code, done.err, "quantization" in done.out) == (0, "", False)
