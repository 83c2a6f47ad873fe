"""The help of every command: its group, its examples, and options that mean the same in every command."""

from __future__ import annotations

import inspect
import re
import shlex
from pathlib import Path
from typing import Any

import click
import pytest

from moebib import cli
from moebib.cli import GROUPS, _moebib, group_of
from small_list import moebib

TOP = click.Context(_moebib, info_name="moebib")
COMMANDS = {name: command for name in _moebib.list_commands(TOP) if (command := _moebib.get_command(TOP, name))}

DIFFERENT = {
    "--dry-run": "of cache clear, which removes files",
    "--fix": "problems that rules find, or what differs from what sources have",
    "--from": "a format, or a file to take works from",
    "--online": "what is requested of services depends on the command",
    "--output": "schema writes several files",
    "--sort": "fields, or the order of the entries in a .bib file",
    "--style": "a style of README, or of citations",
    "--tag": "a filter, or the section for new works",
    "--title": "of a work, or of a list",
    "--to": "a format, or a file to add works to",
}
"""Options that mean different things in different commands, and why; no others may."""


def options(command: click.Command) -> dict[str, click.Option]:
    shown = (param for param in command.params if isinstance(param, click.Option) and not param.hidden)
    return {option.opts[-1]: option for option in shown}


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


def test_an_option_means_the_same_in_every_command() -> None:
    seen: dict[str, set[tuple[str, Any]]] = {}
    for command in COMMANDS.values():
        for name, option in options(command).items():
            # "With --fix: write nothing" begins with the option that it needs.
            words = re.sub(r"^With [^:]+: ", "", option.help or "").partition(";")[0].lower().rstrip(".")
            kind = type(option.type).__name__, option.is_flag, option.multiple, option.metavar
            seen.setdefault(name, set()).add((words.partition(": ")[0], kind))
    assert {name for name, meanings in seen.items() if len(meanings) > 1} - DIFFERENT.keys() == set()


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
