"""`--diff` and `--dry-run` of every command: they show what would change, and write nothing at all."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import click
import pytest

from git_folder import commit, needs_git
from moebib.cli import _moebib
from services import services
from small_list import FILES, make_list, moebib

pytestmark = pytest.mark.usefixtures("no_other_programs")

TOP = click.Context(_moebib, info_name="moebib")
COMMANDS = {name: command for name in _moebib.list_commands(TOP) if (command := _moebib.get_command(TOP, name))}
OPTIONS = {name: {option for param in command.params for option in param.opts} for name, command in COMMANDS.items()}
HAVE_PREVIEW = {name for name, options in OPTIONS.items() if {"--dry-run", "--diff"} & options}
HAVE_CHECK = {name for name, options in OPTIONS.items() if "--check" in options}

WRITING = [
    "add --manual 10.5555/new",
    "add --manual 10.5555/new --tag routing",
    "add --manual 10.5555/invented.12 --tag caching",
    "add --manual 10.5555/new --to new.bib",
    "add --manual 10.5555/new --to old.bib",
    "build",
    "check --fix",
    "check --fix other.bib",
    "cite -f bibtex -k cho2022bounds -o new.bib",
    "cite paper.tex -o old.bib",
    "convert other.bib -o new.json",
    "config set check.ignore missing-doi",
    "convert other.bib -o old.bib",
    "dedupe --merge cho2022bounds brook2024keeping",
    "dedupe --not cho2022bounds brook2024keeping",
    "dedupe --relate cho2022bounds extended-by brook2024keeping",
    "dedupe --merge-above 0",
    "edit cho2022bounds",
    "export -o new.bib",
    "export -o old.bib",
    "fix",
    "fix other.bib",
    "fmt other.bib",
    "fmt --sort other.bib old.bib",
    "import other.bib",
    "init --git",
    "list --sort date -o old.bib",
    "migrate",
    "rekey cho2022bounds Cho2022bounds",
    "rekey cho2022bounds cho2022 --tex paper.tex --map keys.tsv",
    "rekey --tex .",
    "rm arden2021sorting",
    "rm brook2024keeping --unlink",
    "schema -o schema",
    "search experts -o new.json",
    "show cho2022bounds --template {title} -o new.txt",
    "schema -o . record",
    "tag cho2022bounds --add routing --remove caching",
    "tags --rename system memory",
    "tags --rename routing routing --heading Routes",
    "update --all --apply",
    "update preprint.bib --apply",
    "verify wrong.bib --fix",
    "verify --all --confirm",
    "verify other.bib -o new.html",
    "verify other.bib --output-format junit -o old.xml",
]
WRITING_ELSEWHERE = [
    "init --yes", "init --git --yes", "init --from other.bib --yes", "import other.bib", "update preprint.bib --apply",
    "add 10.5555/cooling --to old.bib", "verify other.bib -o new.html",
]  # fmt: skip
"""Without a list."""
READING = [
    "build --check", "cache info", "check", "check other.bib", "cite -k cho2022bounds", "convert other.bib --to ris",
    "dedupe", "diff", "export", "export --report", "fmt --check other.bib", "list", "rule", "schema record",
    "search experts", "show cho2022bounds", "stats", "tags", "update --all", "update preprint.bib",
    "verify --offline cho2022bounds", "verify --offline other.bib", "why --offline cho2022bounds",
    "open arden2021sorting --pdf --print", "completion bash", "doctor",
]  # fmt: skip
NOT_OF_A_LIST = {"cache": "clears the cache", "merge-driver": "is called by git, which wants the file to be written"}
"""Commands that write without a preview of files, and why."""

Found = {"crossref": [{
    "type": "article-journal", "title": "Bounds & Limits of $k$ Experts", "author": ["Cho, Ada"], "issued": "2022",
    "container_title": "Journal of Invented Results", "volume": "7", "identifiers": ["doi:10.5555/bounds"],
}, {
    "type": "paper-conference", "title": "Cooling Experts", "author": ["Dune, Ida"], "issued": "2025",
    "container_title": "Workshop on Invented Systems", "identifiers": ["doi:10.5555/cooling", "arxiv:2401.01234"],
}]}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A list with a duplicate, an old model, a document with a former key, and files that moebib would reformat."""
    cho = FILES["entries/papers/cho2022bounds.toml"].replace("Experts", "Experts.", 1)
    make_list(tmp_path, cho2022bounds=f'ids = ["cho2021"]\n{cho}')
    warm = 'type = "article"\ntitle = "Keeping Experts Warm"\nauthor = ["Brook, Tom"]\n'
    (tmp_path / "entries" / "papers" / "brook2023warm.toml").write_text(warm, "utf-8")
    (tmp_path / "entries" / "models" / "old.toml").write_text('name = "Old"\nexperts_total = 8\n', "utf-8")
    write_others(tmp_path)
    return tmp_path


def write_others(folder: Path) -> None:
    (folder / "other.bib").write_text("@Book{doe,title={Sparse Experts.}, year=2024}\n", "utf-8")
    preprint = "@misc{dune, title={Cooling Experts}, author={Dune, Ida}, eprint={2401.01234}, archivePrefix={arXiv}}\n"
    (folder / "preprint.bib").write_text(preprint, "utf-8")
    (folder / "wrong.bib").write_text(
        "@misc{b, title={Bounds \\& Limits of $k$ Experts}, author={Roe, Cy}, doi={10.5555/bounds}}\n", "utf-8"
    )
    (folder / "old.bib").write_text("@Book{b,title={B}}\n@book{a,title={A}}\n", "utf-8")
    (folder / "paper.tex").write_text("\\cite{cho2022bounds,cho2021}\n", "utf-8")


def state_of(folder: Path) -> dict[str, Any]:
    """Every file and directory, with its time, its mode and its content."""
    return {
        path.relative_to(folder).as_posix(): (
            path.stat().st_mtime_ns, path.stat().st_mode, path.read_bytes() if path.is_file() else None
        )
        for path in [folder, *sorted(folder.rglob("*"))]
    }  # fmt: skip


def run(folder: Path, command: str, *options: str) -> Any:
    with services(Found):
        return moebib(*command.split(), *options, folder=folder)


def test_every_command_is_tried() -> None:
    def verbs(commands: list[str]) -> set[str]:
        return {command.split()[0] for command in commands}

    assert verbs(WRITING + WRITING_ELSEWHERE) == HAVE_PREVIEW - NOT_OF_A_LIST.keys()
    assert verbs(WRITING + WRITING_ELSEWHERE + READING) == COMMANDS.keys() - {"merge-driver"}
    assert all({"--dry-run", "--diff"} <= OPTIONS[name] for name in HAVE_PREVIEW - NOT_OF_A_LIST.keys())


@pytest.mark.parametrize("command", WRITING)
def test_a_preview_in_a_list_writes_nothing(folder: Path, command: str) -> None:
    check(folder, command)


@pytest.mark.parametrize("command", WRITING_ELSEWHERE)
def test_a_preview_without_a_list_writes_nothing(tmp_path: Path, command: str) -> None:
    write_others(tmp_path)
    check(tmp_path, command)


def check(folder: Path, command: str) -> None:
    before = state_of(folder)
    for options in (("--dry-run",), ("--diff",), ("--dry-run", "--diff")):
        done = run(folder, command, *options)
        has_patch = "+++ " in done.out
        assert has_patch == ("--diff" in options), done
        assert "would" in done.err, done
        verb = command.split()[0]
        if verb in HAVE_CHECK:
            assert done.code == int("--diff" in options)
        elif verb not in ("check", "update", "verify"):  # these exit with 1 for what they find, too
            assert done.code == 0, done
        assert state_of(folder) == before
    done = run(folder, command)
    assert "would" not in done.err or command.startswith("init")  # which shows what it is going to write
    assert state_of(folder) != before, done


@pytest.mark.parametrize(
    "command", [pytest.param(command, marks=[needs_git] if command == "diff" else []) for command in READING]
)
def test_a_command_that_reads_writes_nothing(folder: Path, command: str) -> None:
    if command == "diff":
        commit(folder)
    before = state_of(folder)
    assert run(folder, command).code in (0, 1, 4, 5)
    assert state_of(folder) == before


@pytest.mark.parametrize("name", sorted(HAVE_CHECK))
def test_diff_exits_with_0_if_nothing_would_change(folder: Path, name: str) -> None:
    arguments = {"fmt": ["old.bib"]}.get(name, [])
    assert moebib(name, *arguments, folder=folder).code == 0
    assert moebib(name, *arguments, "--diff", folder=folder).code == 0


@needs_git
def test_the_patch_is_what_the_command_does(folder: Path) -> None:
    commit(folder)
    for command in ("build", "fix", "fmt other.bib", "rekey cho2022bounds cho2022 --tex paper.tex"):
        done = moebib(*command.split(), "--diff", folder=folder)
        subprocess.run(["git", "apply", "-"], cwd=folder, input=done.out, encoding="utf-8", check=True)
        again = moebib(*command.split(), "--diff", folder=folder)
        assert again.out == ""
