"""`export`: all works, or selected ones, are written in a format to stdout or a file."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from moebib.formats import names
from small_list import files_of, make_list, moebib


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


def exported_keys(folder: Path, *arguments: str, stdin: str = "") -> list[str]:
    done = moebib("export", "-f", "jsonl", *arguments, folder=folder, stdin=stdin)
    assert (done.code, done.err) == (0, "")
    return [json.loads(line)["id"] for line in done.out.splitlines()]


@pytest.mark.parametrize("name", names("write"))
def test_a_file_has_the_same_content_as_stdout(folder: Path, name: str) -> None:
    done = moebib("export", "-f", name, folder=folder)
    assert (done.code, done.err) == (0, "")
    assert moebib("export", "-f", name, "-o", "out", folder=folder) == (0, "", "wrote out (3 works)\n")
    assert (folder / "out").read_bytes().decode() == done.out
    assert moebib("export", "-f", name, "-o", "out", folder=folder).err == "unchanged out (3 works)\n"


def test_the_default_is_bibtex(folder: Path) -> None:
    out = moebib("export", folder=folder).out
    assert out == moebib("export", "-f", "bibtex", folder=folder).out
    assert "@inproceedings{arden2021sorting," in out


@pytest.mark.parametrize(
    ("arguments", "keys"),
    [
        ([], ["arden2021sorting", "brook2024keeping", "cho2022bounds"]),
        (["--tag", "routing"], ["arden2021sorting", "brook2024keeping"]),
        (["-t", "system"], ["brook2024keeping", "cho2022bounds"]),  # a section includes its subsections
        (["-k", "cho2022bounds,arden2021sorting"], ["arden2021sorting", "cho2022bounds"]),
        (["-k", "cho2022bounds", "-k", "CHO2022BOUNDS"], ["cho2022bounds"]),
        (["-k", "cho2022bounds,brook2024keeping", "-t", "routing"], ["brook2024keeping"]),
    ],
)
def test_the_exported_works_can_be_selected(folder: Path, arguments: list[str], keys: list[str]) -> None:
    assert exported_keys(folder, *arguments) == keys


def test_keys_are_read_from_stdin(folder: Path) -> None:
    assert exported_keys(folder, "-k", "-", stdin="cho2022bounds\nbrook2024keeping\n") == [
        "brook2024keeping",
        "cho2022bounds",
    ]


def test_prefer_preprint_exports_the_preprint(folder: Path) -> None:
    done = moebib("export", "-f", "csl-json", "--prefer", "preprint", "-k", "arden2021sorting", folder=folder)
    (item,) = json.loads(done.out)
    assert (item["genre"], item["issued"]["date-parts"]) == ("preprint", [[2020, 12, 24]])


def test_unicode_keeps_non_ascii_letters_in_bibtex(folder: Path) -> None:
    make_list(folder, cho2022bounds='type = "book"\ntitle = "Été"\nissued = "2022"\n')
    assert "Été" not in moebib("export", folder=folder).out
    assert "Été" in moebib("export", "--unicode", folder=folder).out


def test_the_style_of_the_readme_can_be_chosen(folder: Path) -> None:
    out = moebib("export", "-f", "readme", "--style", "awesome", folder=folder).out
    assert "- [Sorting Experts by Temperature](https://doi.org/10.5555/invented.12) - In WIS, July 2021." in out


def test_a_dash_means_stdout(folder: Path) -> None:
    before = files_of(folder)
    done = moebib("export", "-f", "jsonl", "-o", "-", "-t", "routing", folder=folder)
    assert len(done.out.splitlines()) == 2
    assert files_of(folder) == before


def test_control_characters_are_kept_in_a_pipe(folder: Path) -> None:
    make_list(folder, cho2022bounds='type = "book"\ntitle = "Red \\u001b[31m and \\u202e"\n')
    assert "Red \x1b[31m and \u202e" in moebib("export", "-f", "csv", folder=folder).out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["-f", "bibtexx"], "unknown format 'bibtexx'; did you mean 'bibtex'?"),
        (["-f", "odt"], f"unknown format 'odt'; choose from {', '.join(names('write'))}\n"),
        (["-t", "cachin"], "unknown tag 'cachin'; did you mean 'system/caching'?"),
        (["-k", "cho2022bound"], "no entry 'cho2022bound'; did you mean 'cho2022bounds'?"),
        (["--prefer", "draft"], "unknown value of --prefer: 'draft'; choose from published, preprint\n"),
        (["-f", "ris", "--style", "table"], "--style is for the format readme, not ris\n"),
        (["--style", "plain"], "unknown style 'plain'; choose from seed, awesome, table, or a template (*.j2)\n"),
    ],
)
def test_an_unknown_choice_exits_with_2_and_lists_or_suggests_valid_ones(
    folder: Path, arguments: list[str], message: str
) -> None:
    done = moebib("export", *arguments, folder=folder)
    assert (done.code, done.out) == (2, "")
    assert message in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="symbolic links need a privilege on Windows")
def test_a_symbolic_link_is_not_written_through(folder: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    target = tmp_path_factory.mktemp("elsewhere") / "precious"
    target.write_text("precious", "utf-8")
    (folder / "refs.bib").symlink_to(target)
    done = moebib("export", "-o", "refs.bib", folder=folder)
    assert done.code == 3
    assert "a symbolic link is not written to" in done.err
    assert target.read_text("utf-8") == "precious"
