"""Every word that a command does not know is reported in one form, with the nearest one that it knows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from small_list import files_of, make_list, moebib

LINES = {
    "lst": "unknown command 'lst'; did you mean 'list'?",
    "delete": "unknown command 'delete'; did you mean 'rm'?",
    "help": "unknown command 'help'; did you mean '--help'?",
    "--json list": "unknown option '--json'; write it after the command: `moebib list --json`",
    "--offline": "unknown option '--offline'",
    "list --hlep": "unknown option '--hlep'; did you mean '--help'?",
    "list --color": "unknown option '--color'; did you mean '--no-color'?",
    "check --rule MB371": "unknown option '--rule'; did you mean '--select'?",
    "export --to ris": "unknown option '--to'; did you mean '--format'?",
    "list --reverse": "unknown option '--reverse'; did you mean '--sort'?",
    "config mailto a@b.example": "missing action before 'mailto'",
    "list --tga routing": "unknown option '--tga'; did you mean '--tag'?",
    "list -t routin": "unknown tag 'routin'; did you mean 'routing'?",
    "list --fields kye": "unknown field 'kye'; did you mean 'key'?",
    "list -f json": "unknown format 'json'; did you mean 'csl-json'?",
    "export -f YAML": "unknown format 'YAML'; did you mean 'hayagriva'?",
    "cite -k cho2022bounds -f md": "unknown format 'md'; did you mean 'markdown'?",
    "list -f bibtx": "unknown format 'bibtx'; did you mean 'bibtex'?",
    "convert refs.bib --from bibtx -f ris": "unknown format 'bibtx'; did you mean 'bibtex'?",
    "cite -k cho2022bounds -f htlm": "unknown format 'htlm'; did you mean 'html'?",
    "export --style awsome -f readme": "unknown style 'awsome'; did you mean 'awesome'?",
    "export --style x -f readme": "unknown style 'x'; choose from seed, awesome, table, or a template (*.j2)",
    "export --prefer publishd": "unknown value of --prefer: 'publishd'; did you mean 'published'?",
    "export --prefer x": "unknown value of --prefer: 'x'; choose from published, preprint",
    "check --output-format jsno": "unknown value of --output-format: 'jsno'; did you mean 'json'?",
    "check --select unknwon-tag": "unknown rule 'unknwon-tag'; did you mean 'unknown-tag'?",
    "rule unknwon-tag": "unknown rule 'unknwon-tag'; did you mean 'unknown-tag'?",
    "search has:cod": "unknown field in has: 'cod'; did you mean 'code'?",
    "search vneue:x": "unknown search field 'vneue'; did you mean 'venue'?",
    "help check": "unknown command 'help'; did you mean `moebib check --help`?",
    "bib": "unknown command 'bib'; did you mean 'export'?",
    "show cho2022": "no entry 'cho2022'; did you mean 'cho2022bounds'?",
    "show keeping": "no entry 'keeping'; did you mean 'brook2024keeping'?",
    "rule MB999": "unknown rule 'MB999'; `moebib rule` lists all rules",
    "rekey cho2022bounds": "only one key given; pass the old and the new key, or documents with --tex",
    "schema recrd": "unknown schema 'recrd'; did you mean 'record'?",
    "cache inf": "unknown action 'inf'; did you mean 'info'?",
    "completion bsh": "unknown shell 'bsh'; did you mean 'bash'?",
    "show cho2022bound": "no entry 'cho2022bound'; did you mean 'cho2022bounds'?",
    "export cho2022bound": "no entry 'cho2022bound'; did you mean 'cho2022bounds'?",
    "tag cho2022bounds --add routin": "unknown tag 'routin'; did you mean 'routing'?",
    "tags --rename routin x": "unknown tag 'routin'; did you mean 'routing'?",
    "dedupe --relate a extended-bye b": "unknown relation 'extended-bye'; did you mean 'extended-by'?",
    "why cho2022bounds isued --offline": "unknown field 'isued'; did you mean 'issued'?",
    "add --manual --title x --type bok": "unknown type 'bok'; did you mean 'book'?",
}


@pytest.mark.parametrize("line", LINES)
def test_the_nearest_word_is_named(tmp_path: Path, line: str) -> None:
    (make_list(tmp_path) / "refs.bib").write_text("@book{a, title = {A}}\n", "utf-8")
    before = files_of(tmp_path)
    done = moebib(*line.split(), folder=tmp_path)
    assert (done.out, files_of(tmp_path)) == ("", before)
    assert re.fullmatch(rf"error: {re.escape(LINES[line])}(\nhint: .*)?\n", done.err), done.err
    assert done.code == 2


@pytest.mark.parametrize(
    ("line", "error"),
    [
        ("check .", "file '.' is a directory\nhint: without a file, `moebib check` checks the list"),
        ("convert refs.bib new.json", "file 'new.json' does not exist\nhint: to write to it, pass -o new.json\n"),
        ("convert new.json refs.bib", "file 'new.json' does not exist\n"),
        ("export new.bib", "no entry 'new.bib'\nhint: to write to a file, pass -o new.bib\n"),
        ("init refs.bib", "unexpected argument 'refs.bib'\nhint: write `moebib init --from refs.bib`\n"),
        ("init entries", "unexpected argument 'entries'\nhint: write `moebib -C entries init`\n"),
        ("add refs.bib", "not an identifier (arXiv ID, DOI, ACL, OpenReview, DBLP, PubMed, ISBN, HAL, ... or URL): "
         "'refs.bib'\nhint: `moebib import refs.bib` adds the works of a file\n"),
        ("cite refs.bib", "cannot determine the language of 'refs.bib'; known endings: "),
        ("fmt entries", "file 'entries' is a directory\nhint: name the files in it, such as DIR/*.bib"),
        ("export -o entries", "file 'entries' is a directory\nhint: name a file in it"),
        ("check entries/papers/cho2022bounds.toml", "entries/papers/cho2022bounds.toml: not a bibliography in a known "
         "format\nhint: `moebib check` without a file checks all entries of a list"),
        ("check paper.tex", "paper.tex: not a bibliography in a known format\nhint: `moebib cite` and `moebib verify` "
         "read what a document cites"),
        ("convert notes.x -f ris", "notes.x: not a bibliography in a known format\nhint: if it is one, choose the "
         "input format from bibtex, "),
    ],
)  # fmt: skip
def test_what_is_not_the_file_that_a_command_reads_is_explained(tmp_path: Path, line: str, error: str) -> None:
    folder = make_list(tmp_path)
    (folder / "paper.tex").write_text("\\documentclass{article}\n", "utf-8")
    (folder / "notes.x").write_text("Prose.\n", "utf-8")
    (folder / "refs.bib").write_text("@book{a, title = {A}}\n", "utf-8")
    assert moebib(*line.split(), folder=folder).err.startswith(f"error: {error}")
