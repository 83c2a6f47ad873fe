"""-C, --quiet and --no-color mean the same before and after the command."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib.cli import _moebib
from small_list import make_list, moebib

OPTIONS = {"-C", "--quiet", "--no-color"}


@pytest.mark.parametrize("arguments", ["-C list list", "list -C list", "-C . list -C list", "list -C . -C list"])
def test_the_directory_may_be_given_anywhere(tmp_path: Path, arguments: str) -> None:
    make_list(tmp_path / "list")
    assert moebib(*arguments.split(), folder=tmp_path).err == "3 of 3 works\n"


def test_paths_are_from_the_directory_whatever_comes_first(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "a.bib").write_text("@book{a, title = {A}}\n", "utf-8")
    done = moebib("convert", "a.bib", "-o", "a.ris", "-C", "sub", folder=tmp_path)
    assert (done.code, (tmp_path / "sub" / "a.ris").exists()) == (0, True)


def test_a_directory_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    done = moebib("list", "-C", "none", folder=tmp_path)
    assert (done.code, "directory 'none' does not exist" in done.err) == (2, True)


@pytest.mark.parametrize("arguments", ["-q list", "list --quiet", "list -q"])
def test_quiet_may_be_given_anywhere(tmp_path: Path, arguments: str) -> None:
    assert moebib(*arguments.split(), folder=make_list(tmp_path)).err == ""


def test_an_entry_that_cannot_be_read_is_reported_with_options_after_the_command(tmp_path: Path) -> None:
    make_list(tmp_path, cho2022bounds='type = "bok"\n')
    assert moebib("list", "-q", folder=tmp_path).code == 3


def test_no_color_may_be_given_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    make_list(tmp_path)

    def colours(*arguments: str) -> bool:
        return "\x1b[" in moebib(*arguments, folder=tmp_path, is_terminal=True).out

    assert (colours("list"), colours("--no-color", "list"), colours("list", "--no-color")) == (True, False, False)


def test_every_command_has_the_options(tmp_path: Path) -> None:
    context = _moebib.make_context("moebib", ["list"])
    for name in _moebib.list_commands(context):
        command = _moebib.get_command(context, name)
        assert command
        assert {param.opts[-1] for param in command.params} >= OPTIONS, name
        assert "-C DIR" in command.get_help(context)
