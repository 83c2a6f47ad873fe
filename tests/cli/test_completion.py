"""Completion in shells: what is offered, without reading entries, and the scripts in the shells themselves."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.shell_completion import ShellComplete

from moebib.checks.rules import rules
from moebib.cli import _moebib
from small_list import make_list, moebib


def offered(*words: str, folder: Path) -> list[str]:
    """What is offered for the last of *words*."""
    complete = ShellComplete(_moebib, {}, "moebib", "_MOEBIB_COMPLETE")
    with contextlib.chdir(folder):
        return [item.value for item in complete.get_completions(list(words[:-1]), words[-1])]


@pytest.mark.parametrize(
    ("words", "values"),
    [
        (["sh"], ["show"]),
        (["show", "--js"], ["--json"]),
        (["show", ""], ["arden2021sorting", "brook2024keeping", "cho2022bounds", "tiny-moe"]),
        (["show", "BR"], ["brook2024keeping"]),
        (["rm", "cho2022bounds", "c"], []),  # it is given already
        (["rekey", "a"], ["arden2021sorting"]),
        (["dedupe", "--merge", "a"], ["arden2021sorting"]),
        (["export", "--keys", "cho2022bounds,"], [
            f"cho2022bounds,{key}" for key in ("arden2021sorting", "brook2024keeping", "tiny-moe")]),
        (["list", "--tag", ""], ["routing", "system/caching"]),
        (["list", "--fields", "key,ti"], ["key,title"]),
        (["search", "--sort", "da"], ["date"]),
        (["tag", "cho2022bounds", "-a", "sys"], ["system/caching"]),
        (["export", "-f", "bib"], ["bibtex", "biblatex"]),
        (["import", "--from", "med"], ["medline"]),
        (["export", "--style", "aw"], ["awesome"]),
        (["check", "--select", "mb371"], ["MB371"]),
        (["check", "--select", "MB371,title-ends"], ["MB371,title-ends-with-period"]),
        (["verify", "brook"], ["brook2024keeping"]),
        (["verify", "refs"], ["refs"]),  # a file, which the shell itself completes
        (["completion", ""], ["bash", "zsh", "fish"]),
        (["no-such-command", "z"], []),
        (["show", "--no-such-option", "brook"], ["brook2024keeping"]),
    ],
)  # fmt: skip
def test_the_words_that_fit_are_offered(tmp_path: Path, words: list[str], values: list[str]) -> None:
    assert offered(*words, folder=make_list(tmp_path)) == values


def test_tags_of_the_list_in_another_folder_are_offered_with_their_headings(tmp_path: Path) -> None:
    complete = ShellComplete(_moebib, {}, "moebib", "_MOEBIB_COMPLETE")
    (tmp_path / "elsewhere").mkdir()
    with contextlib.chdir(tmp_path / "elsewhere"):
        items = complete.get_completions(["list", "-C", str(make_list(tmp_path / "list")), "--tag"], "r")
    assert [(item.value, item.help) for item in items] == [("routing", "Routing")]


@pytest.mark.parametrize(
    "text",
    [
        "sections = 1",
        "sections = [1, {tag = 2}]",
        "not TOML",
        'entries = "none"',
        'entries = "none\\u0000"',
        "entries = 5",
    ],
)
def test_a_list_with_errors_offers_what_can_be_read(tmp_path: Path, text: str) -> None:
    folder = make_list(tmp_path, moebib=text)
    assert offered("list", "--tag", "", folder=folder) == []
    assert ("tiny-moe" in offered("show", "", folder=folder)) is ("entries" not in text)


def test_only_what_fits_in_a_line_of_the_answer_is_offered(tmp_path: Path) -> None:
    sections = '[[sections]]\ntag = "a"\nheading = "One\\ntwo"\n[[sections]]\ntag = "a\\nplain,b"'
    folder = make_list(tmp_path, moebib=sections)
    names = ["br $(echo) x", "br_1", *([] if sys.platform == "win32" else ["br\nplain,x"])]
    for name in names:
        (folder / f"entries/papers/{name}.toml").touch()
    assert offered("show", "br", folder=folder) == ["br_1", "brook2024keeping"]
    complete = ShellComplete(_moebib, {}, "moebib", "_MOEBIB_COMPLETE")
    with contextlib.chdir(folder):
        items = complete.get_completions(["list", "--tag"], "a")
    assert [(item.value, item.help) for item in items] == [("a", "One two")]


def test_options_are_offered_with_descriptions_that_have_no_placeholders() -> None:
    complete = ShellComplete(_moebib, {}, "moebib", "_MOEBIB_COMPLETE")
    descriptions = {item.value: item.help for item in complete.get_completions(["convert", "a.bib"], "--f")}
    assert descriptions == {"--from": "Input format", "--format": "Output format"}


def test_outside_a_list_the_keys_of_the_bundled_list_are_offered(tmp_path: Path) -> None:
    assert offered("show", "dai2024deepseekm", folder=tmp_path) == ["dai2024deepseekmoe"]


@pytest.mark.parametrize("name", _moebib.list_commands(click.Context(_moebib)))
def test_every_argument_that_takes_keys_tags_or_rules_completes_them(name: str) -> None:
    command = _moebib.get_command(click.Context(_moebib), name)
    assert command
    missing = [
        param.name
        for param in command.params
        if any(word in str(param.metavar or param.name).split("|")[0].upper() for word in ("KEY", "TAG", "RULE", "OLD"))
        and param.type.name == "text"
        and getattr(param, "_custom_shell_complete", None) is None
    ]
    assert missing == []


def test_keys_are_completed_without_importing_the_data_model() -> None:
    environment = os.environ | {
        "_MOEBIB_COMPLETE": "bash_complete", "COMP_WORDS": "moebib show dai2024d", "COMP_CWORD": "2"
    }  # fmt: skip
    code = (
        "import atexit, sys; atexit.register(lambda: print('pydantic' in sys.modules)); "
        "from moebib.cli import main; main()"
    )
    done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["plain,dai2024deepseekmoe", "False"]


SHELLS = {
    "bash": (
        "--norc",
        'eval "$(cat script)"; COMP_WORDS=(moebib show br); COMP_CWORD=2; _moebib_completion moebib br show; '
        "echo ${COMPREPLY[@]}",
    ),
    "zsh": (
        "--no-rcs",
        'autoload -Uz compinit; compinit -u -D; eval "$(cat script)"; compadd() { echo ${(P)@[-1]} }; '
        "words=(moebib show br); CURRENT=3; _moebib_completion",
    ),
    "fish": ("--no-config", "source script; complete --do-complete 'moebib export --keys cho2022bounds,br'"),
}
"""For each shell, how to start it without the user's settings, and what evaluates the script and completes a line."""


@pytest.mark.skipif(sys.platform == "win32", reason="bash is that of another system")
@pytest.mark.parametrize("shell", SHELLS)
def test_the_script_works_in_the_shell(tmp_path: Path, shell: str) -> None:
    program = shutil.which(shell)
    if program is None:
        pytest.skip(f"{shell} is not installed")
    folder = make_list(tmp_path)
    (folder / "script").write_text(moebib("completion", shell, folder=folder).out, "utf-8")
    path = os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"]))
    environment = os.environ | {"PATH": path, "HOME": str(tmp_path)}
    flag, lines = SHELLS[shell]
    command = [program, flag, "-c", lines]
    done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)
    assert done.stdout.split()[-1].rpartition(",")[2] == "brook2024keeping", done.stderr


def test_all_rules_are_offered(tmp_path: Path) -> None:
    assert offered("rule", "", folder=tmp_path) == [*(rule.code for rule in rules()), *(rule.name for rule in rules())]


def test_rules_and_settings_are_offered_without_the_modules_that_use_them(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from click.shell_completion import ShellComplete\n"
        "from moebib.cli import _moebib\n"
        "complete = ShellComplete(_moebib, {}, 'moebib', '').get_completions\n"
        "for *words, last in (['rule', 'MB3'], ['check', '--select', 'MB3'], ['config', 'get', 'read']):\n"
        "    assert len(complete(words, last)) > 3\n"
        "print(*(name for name in sys.modules if name.startswith(('moebib.checks.rules.', 'moebib.store.'))))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=tmp_path)
    assert done.stdout.split() == []
