"""`--json`: every command has it, and then prints one JSON document on stdout and nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click
import pytest

from command_lines import COMMANDS, make_folder
from moebib.cli import _moebib
from small_list import files_of, moebib

pytestmark = pytest.mark.usefixtures("no_other_programs")

TOP = click.Context(_moebib, info_name="moebib")
WITHOUT = {"completion": "prints a script for a shell", "merge-driver": "is called by git, which reads its exit code"}
ELSEWHERE = {
    "diff": "needs git, and is tested there",
    "verify with a report": "writes JSON to the file",
}
LINES = {name: line for name, line in COMMANDS.items() if name not in WITHOUT | ELSEWHERE}


def test_every_command_has_it() -> None:
    commands = [(name, _moebib.get_command(TOP, name)) for name in _moebib.list_commands(TOP)]
    without = {name for name, command in commands if command and "--json" not in str([p.opts for p in command.params])}
    assert without == WITHOUT.keys()


@pytest.mark.parametrize("line", LINES.values(), ids=LINES)
def test_stdout_is_one_json_document(tmp_path: Path, line: str) -> None:
    done = moebib(*line.split(), "--json", folder=make_folder(tmp_path), typed="y\n")
    assert json.loads(done.out) is not None, done.err


@pytest.mark.parametrize(
    ("line", "changes"),
    [
        ("fix refs.bib", {"refs.bib": "change"}),
        ("tag cho2022bounds --add routing", {"entries/papers/cho2022bounds.toml": "change"}),
        ("rm arden2021sorting", {"entries/papers/arden2021sorting.toml": "delete"}),
        ("cite paper.tex -o cited.bib", {"cited.bib": "create"}),
        ("convert refs.bib -o refs.ris", {"refs.ris": "create"}),
        ("fmt refs.bib", {"refs.bib": "change"}),
        ("rekey cho2022bounds cho2022", {"entries/papers/cho2022.toml": "create",
                                         "entries/papers/cho2022bounds.toml": "delete"}),
    ],
)  # fmt: skip
def test_a_command_that_writes_names_the_files(tmp_path: Path, line: str, changes: dict[str, str]) -> None:
    folder = make_folder(tmp_path)
    before = files_of(folder)

    def result(*options: str) -> Any:
        return json.loads(moebib(*line.split(), "--json", *options, folder=folder).out)

    planned = result("--diff")
    assert files_of(folder) == before
    assert planned["written"] is False
    assert all(change.pop("diff").startswith("--- a/") for change in planned["changes"])
    done = result()
    assert done["written"] is True
    assert planned["changes"] == done["changes"]
    assert {change["path"]: change["action"] for change in done["changes"]} == changes


def test_findings_are_data(tmp_path: Path) -> None:
    folder = make_folder(tmp_path)
    of_check = json.loads(moebib("check", "refs.bib", "--json", folder=folder).out)
    assert (
        moebib("check", "refs.bib", "--output-format", "json", folder=folder).out
        == json.dumps(of_check, indent=2) + "\n"
    )
    converted = json.loads(moebib("convert", "refs.bib", "--json", "-f", "ris", folder=folder).out)
    assert {finding["code"] for finding in converted["findings"]} >= {"MB122"}
    assert converted["losses"][0]["file"] == "refs.bib"
    assert converted["text"].startswith("TY  - JOUR\n")


def test_json_and_another_form_of_findings_are_refused(tmp_path: Path) -> None:
    for command in ("check", "verify"):
        done = moebib(command, "refs.bib", "--json", "--output-format", "sarif", folder=make_folder(tmp_path / command))
        assert (done.code, "--json and --output-format sarif cannot be combined" in done.err) == (2, True)
