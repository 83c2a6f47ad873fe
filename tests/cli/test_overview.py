"""`moebib` without a command."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

import pytest

from moebib.cli import _moebib
from small_list import make_list, moebib

PAPERS = "".join(f"- [Warm {number}](https://arxiv.org/abs/2401.0000{number})\n" for number in range(4))


def steps(folder: Path) -> list[str]:
    """The commands that make sense next."""
    done = moebib(folder=folder)
    assert (done.code, done.out) == (2, "")  # as for a missing argument
    rows = done.err.partition("\nNext:\n")[2].partition("\n\n")[0]
    return [row.strip().partition("  ")[0] for row in rows.splitlines()]


def test_a_list_is_shown_with_what_to_do_next(tmp_path: Path) -> None:
    assert moebib(folder=make_list(tmp_path)).err == (
        "In this directory:\n"
        "  moebib.toml  a list of 3 works and 1 model in 2 sections\n"
        "\n"
        "Next:\n"
        "  moebib add 2401.06066  add a work by its arXiv ID, DOI, URL or title\n"
        "  moebib check           find problems in the entries\n"
        "  moebib build           update the README and the exports\n"
        "\n"
        "All commands: moebib --help\n"
    )


def test_the_list_of_a_parent_directory_is_shown(tmp_path: Path) -> None:
    make_list(tmp_path)
    (tmp_path / "drafts").mkdir()
    assert f"  {Path('..', 'moebib.toml')}  a list of 3 works" in moebib("-C", "drafts", folder=tmp_path).err


@pytest.mark.parametrize(
    ("files", "commands"),
    [
        ({}, ["moebib add 2401.06066 --to refs.bib", "moebib init", "moebib search offloading"]),
        ({"readme.md": PAPERS, "a.bib": ""}, [
            "moebib init --from readme.md", "moebib check readme.md", "moebib convert readme.md -o refs.bib"]),
        ({"README.md": "A project.\n", "old.bib": "", "my refs.bib": "@book{a,}"}, [
            "moebib check 'my refs.bib'", "moebib verify 'my refs.bib'", "moebib init --from 'my refs.bib'"]),
        ({"refs.bib": "", "paper.tex": ""}, [
            "moebib check refs.bib", "moebib verify refs.bib", "moebib cite paper.tex --from refs.bib"]),
        ({"-refs.bib": ""}, [
            "moebib check ./-refs.bib", "moebib verify ./-refs.bib", "moebib init --from ./-refs.bib"]),
        ({"paper.typ": ""}, ["moebib add 2401.06066 --to refs.bib", "moebib init", "moebib cite paper.typ"]),
        ({"moebib.toml": "", "old.bib": ""}, ["moebib add 2401.06066", "moebib import old.bib", "moebib tags"]),
        ({"moebib.toml": "", "entries/papers/a.toml": "", "paper.tex": ""}, [
            "moebib add 2401.06066", "moebib cite paper.tex", "moebib check"]),
        ({"moebib.toml": "not TOML", "entries/papers/a.toml": "", "paper.tex": ""}, [
            "moebib check", "moebib add 2401.06066", "moebib build"]),
    ],
)  # fmt: skip
def test_three_commands_fit_what_is_in_the_directory(
    tmp_path: Path, files: dict[str, str], commands: list[str]
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, "utf-8")
    assert steps(tmp_path) == commands
    names = {command.split()[1] for command in commands}
    assert names <= set(_moebib.list_commands(None))  # type: ignore[arg-type]


def test_files_are_counted_and_named(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text(PAPERS + PAPERS, "utf-8")
    for number in range(5):
        (tmp_path / f"{number}.bib").write_text(
            "@string{a = 1}\n@comment{b}\n" + "@book(k,)\n@book{k2,}\n" * 2, "utf-8"
        )
    (tmp_path / "x.bib").mkdir()
    (tmp_path / "hostile\x1b[2J.tex").touch()
    with suppress(OSError):  # where there are no links
        (tmp_path / "circle.bib").symlink_to("circle.bib")
    shown = moebib(folder=tmp_path).err
    assert re.search(
        r"^  README.md +links to 4 papers\n(  \d.bib +2 entries\n){3}  \.\.\. +2 more\n", shown, re.MULTILINE
    )
    assert r"hostile\x1b[2J.tex" in shown


def test_the_help_names_the_most_used_commands_of_a_group_first(tmp_path: Path) -> None:
    group = moebib("--help", folder=tmp_path).out.partition("\nLook at a list:\n")[2].partition("\n\n")[0]
    names = [line.split()[0] for line in group.splitlines() if line.startswith("  ") and line[2] != " "]
    assert names == ["search", "list", "show", "open", "stats", "tags"]
