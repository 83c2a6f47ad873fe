"""How `list`, `search` and `show` print works: order, number, fields, templates, formats, files."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from small_list import Done, files_of, make_list, moebib

HOSTILE = 'type = "book"\ntitle = "A\\u001b[31m B"\n'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


@pytest.mark.parametrize(
    ("arguments", "lines"),
    [
        ("list --sort -date --fields key,date", ["brook2024keeping\t2024-02-03", "cho2022bounds\t2022",
                                                 "arden2021sorting\t2021-07"]),
        ("list --sort -date --limit 1 --fields title", ["Keeping Experts Warm"]),
        ("search experts --sort year --limit 2 --fields year,arxiv", ["2021\t2012.99991", "2022\t"]),
        ("list -t routing --template {key}:{year}", ["arden2021sorting:2021", "brook2024keeping:2024"]),
        ("show cho2022bounds arden2021sorting --template {key}", ["cho2022bounds", "arden2021sorting"]),
    ],
)  # fmt: skip
def test_works_are_sorted_cut_and_printed_by_field(folder: Path, arguments: str, lines: list[str]) -> None:
    assert moebib(*arguments.split(), folder=folder).out.splitlines() == lines


def test_the_number_of_works_is_in_the_singular_for_one(folder: Path) -> None:
    assert moebib("list", "--limit", "1", folder=folder).err == "1 of 3 works\n"
    for name in ("arden2021sorting", "cho2022bounds"):
        (folder / f"entries/papers/{name}.toml").unlink()
    assert moebib("list", folder=folder).err == "1 of 1 work\n"


def test_json_has_only_the_fields_that_are_named(folder: Path) -> None:
    done = moebib("list", "--fields", "key,year,authors,doi", "--json", "--limit", "1", folder=folder)
    assert json.loads(done.out) == [
        {"key": "arden2021sorting", "year": 2021, "authors": ["Mia Arden", "Jan van den Berg", "Warm Lab"],
         "doi": "10.5555/invented.12"},
    ]  # fmt: skip


@pytest.mark.parametrize(
    "command", ["list -t routing", "search tag:routing --sort key", "show arden2021sorting 2402.99992"]
)
def test_works_are_printed_in_a_format_as_by_export(folder: Path, command: str) -> None:
    exported = moebib("export", "-t", "routing", "-f", "ris", folder=folder).out
    assert moebib(*command.split(), "-f", "ris", folder=folder) == (0, exported, "")
    done = moebib(*command.split(), "-o", "refs.ris", folder=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("wrote refs.ris (2")
    assert (folder / "refs.ris").read_text("utf-8") == exported


def refused(folder: Path, *arguments: str) -> str:
    before = files_of(folder)
    done = moebib(*arguments, folder=folder)
    assert (done.code, done.out, files_of(folder)) == (2, "", before)
    return done.err


def test_what_cannot_be_printed_is_refused_with_the_nearest_word(folder: Path) -> None:
    assert "unknown field 'titel'; did you mean 'title'?" in refused(folder, "list", "--fields", "key,titel")
    assert "unknown field 'yaer'; did you mean 'year'?" in refused(folder, "list", "--sort", "-yaer")
    assert "unknown format 'bibtx'; did you mean 'bibtex'?" in refused(folder, "show", "cho2022bounds", "-f", "bibtx")
    assert "--diff and --dry-run need -o FILE" in refused(folder, "list", "--dry-run")
    assert "--fields and the format csv cannot" in refused(folder, "list", "--fields", "key", "-o", "a.csv")
    assert "--format and --json cannot be combined" in refused(folder, "list", "-f", "ris", "--json")
    assert "--template and --fields cannot be combined" in refused(folder, "list", "--template", "x", "--fields", "key")
    assert "'tiny-moe' is a model" in refused(folder, "show", "tiny-moe", "-f", "bibtex")
    assert "--models can only" in refused(folder, "list", "--models", "--limit", "1")


def test_a_template_prints_no_control_characters_of_a_work(folder: Path) -> None:
    (folder / "entries/papers/cho2022bounds.toml").write_text(HOSTILE, "utf-8")

    def line(*arguments: str, is_terminal: bool = False) -> Done:
        return moebib(
            "show", "cho2022bounds", "--template", "{title}", *arguments, folder=folder, is_terminal=is_terminal
        )

    assert line().out == line(is_terminal=True).out == "A\\x1b[31m B\n"
    line("-o", "titles.txt")
    assert (folder / "titles.txt").read_text("utf-8") == "A\\x1b[31m B\n"


def test_show_reads_keys_from_stdin(folder: Path) -> None:
    works = moebib("list", "-t", "routing", folder=folder).out
    done = moebib("show", "-", "--template", "{key}", folder=folder, stdin=works)
    assert done.out == "arden2021sorting\nbrook2024keeping\n"


@pytest.mark.parametrize(
    "command", ["list", "list --fields key,year", "search experts", "show tiny-moe", "show cho2022bounds --json",
                "list --json", "list --template {key}", "list --models --json"],
)  # fmt: skip
def test_a_file_of_no_format_has_what_goes_into_a_pipe(folder: Path, command: str) -> None:
    printed = moebib(*command.split(), folder=folder).out
    done = moebib(*command.split(), "-o", "out", folder=folder)
    assert (done.code, done.out) == (0, "")
    assert (folder / "out").read_text("utf-8") == printed
    assert moebib(*command.split(), "-o", "-", folder=folder).out == printed


def test_an_empty_order_is_no_order_and_known_fields_are_named_once(folder: Path) -> None:
    done = moebib("list", "--sort", "", folder=folder)
    assert (done.code, done.err.count(" title,")) == (2, 1)
