"""- is stdin wherever a command reads a file that a person names."""

from __future__ import annotations

import json
from pathlib import Path

import click
import pytest

from moebib.cli import _moebib
from small_list import files_of, make_list, moebib

TOP = click.Context(_moebib, info_name="moebib")
NOT_STDIN = {"merge-driver": "its files are those that git names"}

BIB = "@book{doe2024,\n  title = {Sparse Experts.},\n  author = {Doe, Jane},\n  year = {2024},\n}\n"
FIXED = BIB.replace("Experts.", "Experts")


def test_every_command_that_reads_a_file_reads_stdin() -> None:
    refusing = {
        name
        for name in _moebib.list_commands(TOP)
        if (command := _moebib.get_command(TOP, name))
        for param in command.params
        if isinstance(param.type, click.Path) and param.type.exists and param.type.file_okay
        if not param.type.dir_okay and not param.type.allow_dash
    }
    assert refusing == NOT_STDIN.keys()


def test_check_shows_the_lines_of_stdin(tmp_path: Path) -> None:
    done = moebib("check", "-", folder=tmp_path, stdin=BIB)
    assert done.code == 1
    assert "--> <stdin>:2:3\n" in done.out
    assert "2 |   title = {Sparse Experts.},\n" in done.out
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    both = json.loads(moebib("check", "-", "refs.bib", "--json", folder=tmp_path, stdin=BIB).out)
    assert {finding["file"] for finding in both} == {"<stdin>", "refs.bib"}
    assert moebib("check", "-", "--fix", folder=tmp_path, stdin=BIB).code == 2


def test_fix_prints_what_it_fixed(tmp_path: Path) -> None:
    done = moebib("fix", "-", folder=tmp_path, stdin=BIB)
    assert (done.code, done.out) == (0, FIXED)
    assert done.err.endswith("1 problem fixed in 1 file\n")
    assert moebib("fix", "-", folder=tmp_path, stdin=FIXED).out == FIXED
    assert "+  title = {Sparse Experts},\n" in moebib("fix", "-", "--diff", folder=tmp_path, stdin=BIB).out
    assert json.loads(moebib("fix", "-", "--json", folder=tmp_path, stdin=BIB).out)["text"] == FIXED
    assert files_of(tmp_path) == {}


@pytest.mark.parametrize("arguments", ["verify - --offline", "verify - --offline --json"])
def test_verify_reads_references(tmp_path: Path, arguments: str) -> None:
    done = moebib(*arguments.split(), folder=tmp_path, stdin=BIB)
    assert done.code == 4, done
    assert "doe2024" in done.out


def test_cite_reads_a_document_or_a_bibliography(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(FIXED, "utf-8")
    (tmp_path / "paper.md").write_text("See @doe2024.\n", "utf-8")
    of_document = moebib("cite", "-", "--from", "refs.bib", "--no-list", folder=tmp_path, stdin=r"\cite{doe2024,roe}")
    assert "title = {Sparse Experts}" in of_document.out
    assert "<stdin>:1:15: MB141" in of_document.err
    from_stdin = moebib("cite", "paper.md", "--from", "-", "--no-list", "-f", "bibtex", folder=tmp_path, stdin=FIXED)
    assert from_stdin.out == f"% Written by moebib for BibTeX.\n\n{FIXED}"


def test_works_are_imported(tmp_path: Path) -> None:
    make_list(tmp_path)
    done = moebib("import", "-", "-q", folder=tmp_path, stdin=BIB)
    assert (done.code, done.err) == (0, "")
    assert "doe2024" in moebib("list", folder=tmp_path).out


def test_a_list_begins_with_works(tmp_path: Path) -> None:
    done = moebib("init", "--from", "-", "--yes", folder=tmp_path, stdin=BIB)
    assert (done.code, "1 work and 0 models" in done.err) == (0, True), done.err


def test_add_reads_identifiers_from_a_file_that_is_stdin(tmp_path: Path) -> None:
    before = files_of(make_list(tmp_path))
    done = moebib("add", "--manual", "--file", "-", folder=tmp_path, stdin="10.5555/new  # comment\n")
    assert done.code == 0, done.err
    assert len(files_of(tmp_path).keys() - before.keys()) == 1


def test_edit_begins_with_a_text(tmp_path: Path) -> None:
    entry = make_list(tmp_path) / "entries/papers/cho2022bounds.toml"
    text = entry.read_text("utf-8").replace('issued = "2022"', 'issued = "2023"')
    done = moebib("edit", "cho2022bounds", "--from", "-", folder=tmp_path, stdin=text)
    assert (done.code, 'issued = "2023"' in entry.read_text("utf-8")) == (0, True), done.err


def test_no_file_or_directory_is_called_like_a_stream(tmp_path: Path) -> None:
    folder = make_list(tmp_path)
    before = files_of(folder)
    assert json.loads(moebib("schema", "model", "-o", "-", folder=folder).out)["title"]
    assert moebib("schema", "-o", "-", folder=folder).code == 2
    assert moebib("rekey", "cho2022bounds", "cho2022limits", "--map", "-", folder=folder).code == 2
    assert files_of(folder) == before


@pytest.mark.parametrize("command", ["check -", "convert - -f csl-json", "verify - --offline", "import -"])
def test_an_empty_stdin_is_an_empty_bibliography(tmp_path: Path, command: str) -> None:
    done = moebib(*command.split(), folder=make_list(tmp_path), stdin="")
    assert (done.code, "MB147" in done.out + done.err or "0 references" in done.err) == (0, True), done


def test_an_output_format_is_needed_if_neither_it_nor_a_file_is_given(tmp_path: Path) -> None:
    done = moebib("convert", "-", folder=tmp_path, stdin=BIB)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith("error: no output format given; choose it from bibtex, ")
