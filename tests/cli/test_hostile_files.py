"""Files of a list that are no files, or contain what no program expects: no command ends with a traceback, or well."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from command_lines import COMMANDS, make_folder
from small_list import files_of, make_list, moebib


def loop(path: Path) -> None:
    path.symlink_to(path.name)


def nowhere(path: Path) -> None:
    path.symlink_to("absent")


KINDS: dict[str, Callable[[Path], None]] = {"directory": Path.mkdir}
if os.name == "posix":
    KINDS |= {"loop": loop, "link to nowhere": nowhere, "pipe": os.mkfifo}


def replace(path: Path, kind: str) -> None:
    """Put something of this *kind* in the place of a file or a folder of files."""
    if path.exists():
        path.rename(path.with_name("elsewhere"))
    KINDS[kind](path)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(
    "command", ["check", "list", "build", "build --check", "export -f jsonl", "add --manual 2503.99991"]
)
def test_a_list_without_a_file_of_settings_is_no_other_list(tmp_path: Path, command: str, kind: str) -> None:
    replace(make_list(tmp_path) / "moebib.toml", kind)
    before = files_of(tmp_path)
    done = moebib(*command.split(), folder=tmp_path)
    assert done.code in (1, 3)
    assert "MB012 cannot be opened" in done.out + done.err
    assert files_of(tmp_path) == before


@pytest.mark.skipif(os.name != "posix", reason="symbolic links need a privilege on Windows")
@pytest.mark.parametrize("kind", ["loop", "link to nowhere", "pipe"])
@pytest.mark.parametrize("name", ["entries", "entries/papers"])
@pytest.mark.parametrize("command", ["check", "list", "build", "export -f jsonl", "add --manual 2503.99991"])
def test_a_folder_of_entries_that_is_none_is_not_an_empty_one(
    tmp_path: Path, command: str, name: str, kind: str
) -> None:
    replace(make_list(tmp_path) / name, kind)
    done = moebib(*command.split(), folder=tmp_path)
    assert done.code in (1, 3)
    assert "MB013 not a directory" in done.out + done.err
    assert name in done.out + done.err


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["README.md", "refs.json"])
@pytest.mark.parametrize("command", ["build", "build --check"])
def test_an_output_that_is_no_file_is_an_error(tmp_path: Path, command: str, name: str, kind: str) -> None:
    replace(make_list(tmp_path) / name, kind)
    done = moebib(*command.split(), folder=tmp_path)
    assert done.code in (1, 3)
    assert name in done.err + done.out


def test_a_file_that_is_no_bibliography_costs_no_other(tmp_path: Path) -> None:
    (tmp_path / "image.bib").write_bytes(bytes(range(256)))
    (tmp_path / "notes.xyz").write_text("Dear all,\n", "utf-8")
    (tmp_path / "refs.bib").write_text(
        "@book{doe2024, title = {Experts.}, author = {Doe, Jane}, year = {2024}}\n", "utf-8"
    )
    done = moebib("check", "image.bib", "refs.bib", "notes.xyz", "--output-format", "concise", folder=tmp_path)
    assert done.code == 3
    assert "refs.bib:1:16: MB371" in done.out
    assert "error: image.bib: a binary file, not a bibliography\n" in done.err
    assert "error: notes.xyz: not a bibliography in a known format" in done.err


def test_names_that_are_too_long_for_a_path_are_no_files(tmp_path: Path) -> None:
    make_list(tmp_path)
    (tmp_path / "paper.tex").write_text(f"\\input{{{'x' * 5000}}}\\cite{{cho2022bounds}}\n", "utf-8")
    done = moebib("cite", "paper.tex", folder=tmp_path)
    assert (done.code, "Bounds" in done.out) == (0, True)
    assert "MB142" in done.err
    done = moebib("verify", "long " * 100, "--offline", folder=tmp_path)
    assert done.code == 2
    assert done.err.startswith("error: no entry 'long long")


def test_a_directory_named_like_a_document_is_none(tmp_path: Path) -> None:
    make_list(tmp_path)
    (tmp_path / "paper" / "figures.tex").mkdir(parents=True)
    (tmp_path / "paper" / "main.tex").write_text("\\cite{cho2022bounds}", "utf-8")
    assert moebib("rekey", "cho2022bounds", "cho2022limits", "--tex", "paper", folder=tmp_path).code == 0
    assert (tmp_path / "paper" / "main.tex").read_text("utf-8") == "\\cite{cho2022limits}"


NOT_OF_A_LIST = {
    "add to a file",
    "update a file",
    "cache",
    "check",
    "completion",
    "config",  # which uses moebib.toml only
    "convert",
    "doctor",  # which has a test of its own
    "edit",  # which uses it, but may save a valid entry, so that one invalid entry is mended after another
    "fix",
    "fmt",
    "init",
    "merge-driver",
    "rule",
    "schema",
    "verify",
    "verify with a report",
}
"""The commands whose command line does not use the list."""


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - NOT_OF_A_LIST))
@pytest.mark.parametrize("text", ["[" * 5000, f"layers = {'9' * 5000}\n", "\0", "\ufefftype = 'book'\n", "x = 1\n"])
def test_no_command_takes_a_list_with_an_invalid_entry_for_a_valid_one(name: str, text: str, tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    (folder / "entries/papers/bad2024.toml").write_text(text, "utf-8")
    before = files_of(folder)
    done = moebib(*COMMANDS[name].split(), folder=folder)
    assert done.code != 0
    assert files_of(folder) == before
