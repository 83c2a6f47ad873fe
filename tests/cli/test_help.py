"""The help of every command: its group, its examples, and options that mean the same in every command."""

from __future__ import annotations

import inspect
import re
import shlex
import sys
from pathlib import Path
from typing import Any

import click
import pytest

from moebib import cli
from moebib.cli import GROUPS, _moebib, _run, group_of
from small_list import moebib

TOP = click.Context(_moebib, info_name="moebib")
COMMANDS = {name: command for name in _moebib.list_commands(TOP) if (command := _moebib.get_command(TOP, name))}

DIFFERENT = {
    "--fix": "problems that rules find, or what differs from what sources have",
    "--from": "a file from which works, a list or a draft are taken",
    "--online": "what is requested of services depends on the command",
    "--output": "schema writes several files",
    "--sort": "fields, or the order of the entries in a .bib file",
    "--style": "a style of README, or of citations",
    "--tag": "a filter, or the section for new works",
    "--title": "of a work, or of a list",
}
"""Options that mean different things in different commands, and why; no others may."""


def options(command: click.Command) -> dict[str, click.Option]:
    shown = (param for param in command.params if isinstance(param, click.Option) and not param.hidden)
    return {next(name for name in option.opts if name.startswith("--")): option for option in shown}


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_in_a_group(name: str) -> None:
    assert group_of(COMMANDS[name]) in GROUPS


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_has_two_examples(name: str) -> None:
    examples = (
        inspect.cleandoc(COMMANDS[name].help or "").partition("\b\nExamples:\n")[2].partition("\n\n")[0].splitlines()
    )
    assert len(examples) >= 2
    assert all(re.match(rf"  (?:(?:cat|moebib) [^|]+ \| )?moebib {name}\b", example) for example in examples)


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_begins_with_one_sentence(name: str) -> None:
    first = inspect.cleandoc(COMMANDS[name].help or "").splitlines()[0]
    assert re.fullmatch(r"[A-Z][^.]*(?:\.[a-z][^.]*)*\.", first), first


def meaning(option: click.Option) -> str:
    """What the help says before details: "With --fix: write nothing; ..." begins with the option that it needs."""
    words = re.sub(r"^With [^:]+: ", "", option.help or "").partition(";")[0].lower().rstrip(".")
    return re.sub(r"^(output|input) format: .*", r"\1 format", words)


def kind(option: click.Option) -> tuple[Any, ...]:
    """How an option is written: its short form, its metavar unless it names the choices, whether it is repeatable."""
    short = tuple(name for name in option.opts if not name.startswith("--"))
    metavar = None if option.is_flag or isinstance(option.type, click.Choice) else option.make_metavar(TOP)
    return short, option.is_flag, option.multiple, metavar


def test_an_option_means_the_same_in_every_command() -> None:
    seen: dict[str, set[tuple[Any, ...]]] = {}
    for command in COMMANDS.values():
        for name, option in options(command).items():
            seen.setdefault(name, set()).add((meaning(option), kind(option)))
    different = {name for name, meanings in seen.items() if len(meanings) > 1}
    assert different == DIFFERENT.keys()


def test_an_idea_and_a_letter_have_one_name() -> None:
    names: dict[str, set[str]] = {}
    for command in COMMANDS.values():
        for name, option in options(command).items():
            for idea in (str(option.help), *kind(option)[0]):
                names.setdefault(re.sub(r"^With [^:]+: ", "", idea).capitalize(), set()).add(name)
    assert [found for found in names.values() if len(found) > 1] == [{"--tag", "--add"}]  # `add --tag`, `tag --add`


def test_files_and_directories_are_called_so() -> None:
    for command in COMMANDS.values():
        for name, option in options(command).items():
            if isinstance(option.type, click.Path):
                of_file = {"FILE", "FILE.bib"} if not option.type.dir_okay else {"PATH"}
                assert option.make_metavar(TOP) in (of_file if option.type.file_okay else {"DIR"}), name


def test_a_command_is_added_by_one_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "brand_new.py").write_text(
        "import click\n\nGROUP = 'Look at a list'\n\n\n@click.command('brand-new')\n"
        "def brand_new() -> None:\n    'Show something new.'\n    click.echo('new')\n",
        "utf-8",
    )
    monkeypatch.setattr(cli, "__path__", [*cli.__path__, str(tmp_path)])
    help_text = moebib("--help", folder=tmp_path).out
    group = help_text.partition("\nLook at a list:\n")[2].partition("\n\n")[0]
    assert re.search(r"^  brand-new +Show something new\.$", group, re.MULTILINE)
    assert moebib("brand-new", folder=tmp_path).out == "new\n"


def examples_of(name: str) -> list[str]:
    return re.findall(rf"^  (moebib {name}\b.*)$", inspect.cleandoc(COMMANDS[name].help or ""), re.MULTILINE)


@pytest.mark.parametrize(
    "example",
    [
        example
        for name in ("list", "rule", "search", "show", "stats", "tags")
        for example in examples_of(name)
        if not re.search("--rename| -o ", example)
    ],
)
def test_an_example_works_with_the_bundled_list(tmp_path: Path, example: str) -> None:
    done = moebib(*shlex.split(example)[1:], folder=tmp_path)
    assert done.code == 0, done.err
    assert done.out


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_fits_into_80_columns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    lines = moebib(name, "--help", folder=tmp_path).out.splitlines()
    assert "Options:" in lines
    assert [line for line in lines if len(line) > 80] == []


def test_the_help_fits_into_a_narrow_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "34")
    monkeypatch.setattr(sys, "argv", ["moebib", "rm", "--help"])
    assert _run() == 0
    lines = capsys.readouterr().out.splitlines()
    options = lines[lines.index("Options:") :]
    assert len(options) > 10
    assert max(map(len, options)) <= 34
