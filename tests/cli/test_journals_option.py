"""`--journals`: names of journals in full or abbreviated, in what is written and imported, by lists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from small_list import moebib

REFS = """\
@string{jir = {Journal of Invented Results}}
@article{a, author = {Cho, Ada}, title = {{B}ounds {\\sc of} Lakes}, journal = jir, year = 2022}
@article{b, author = {Lund, Ida}, title = {Reeds}, journal = "Pond Lett.", year = 2021, note = jir}
@inproceedings{c, author = {Roe, Al}, title = {Geese}, crossref = {p}}
@proceedings{p, title = {Days of Ponds}, booktitle = {Days of Ponds}, year = 2020}
"""
LISTS = {
    "list.csv": "# ours\n\nJournal of Invented Results;J. Invent. Res.;JIR\nPond Letters = Pond Lett.\n",
    "cells.csv": '"Journal of Invented Results","J. Invent. Res."\n"A; B","A.; B."\nPond Letters\tPond Lett.\n',
    "lines.txt": "% ours\nJ. Invent. Res. = Journal of Invented Results\nPond Letters;Pond Lett.;PL;3\n",
    "zotero.json": '{"default": {"container-title": {"Journal of Invented Results": "J. Invent. Res.",'
    ' "Pond Letters": "Pond Lett."}, "title": {"x": "y"}}}',
    "flat.json": '{"journal of invented results": "J. Invent. Res.", "Pond Letters": "Pond Lett."}',
    "cut.json": '{"a": ',
    "other.json": '{"a": ["b"]}',
    "full.bib": "@string{jir = {Journal of Invented Results}, pl = {Pond Letters}, days = {Days of Ponds}}",
    "short.bib": "@string{jir = {J. Invent. Res.}}\n@string{pl = {Pond Lett.}}@string{DAYS = {Days Ponds}}",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in {"refs.bib": REFS, **LISTS}.items():
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "lists",
    [
        ["list.csv"],
        ["cells.csv"],
        ["lines.txt"],
        ["zotero.json"],
        ["flat.json"],
        ["full.bib", "short.bib"],
        ["short.bib", "full.bib"],
    ],
)
@pytest.mark.parametrize(
    ("form", "expected"),
    [("abbreviated", ["J. Invent. Res.", "Pond Lett."]), ("full", ["Journal of Invented Results", "Pond Letters"])],
)
def test_convert_writes_journals_in_one_form(folder: Path, lists: list[str], form: str, expected: list[str]) -> None:
    options = [option for name in lists for option in ("--journal-list", name)]
    done = moebib("convert", "refs.bib", "-f", "csl-json", "--journals", form, *options, folder=folder)
    assert (done.code, done.err) == (0, "refs.bib -> <stdout>: 4 works\n")
    items = {item["id"]: item["container-title"] for item in json.loads(done.out) if "container-title" in item}
    assert [items["a"], items["b"]] == expected
    assert items["c"] == ("Days Ponds" if form == "abbreviated" and "full.bib" in lists else "Days of Ponds")


def test_the_macros_of_bibtex_itself_are_a_list(folder: Path) -> None:
    (folder / "short.bib").write_text("@string{jacm = {J. {ACM}}}", "utf-8")
    (folder / "refs.bib").write_text("@article{a, journal = jacm, title = {T}}", "utf-8")
    done = moebib("convert", "refs.bib", "-f", "biblatex", "--journals", "abbreviated", "--journal-list", "short.bib",
                  folder=folder)  # fmt: skip
    assert "journaltitle = {J. {ACM}},\n" in done.out


def test_convert_of_a_bib_file_keeps_the_characters_of_everything_else(folder: Path) -> None:
    done = moebib("convert", "refs.bib", "-o", "new.bib", "--journals", "abbreviated", "--journal-list", "list.csv",
                  folder=folder)  # fmt: skip
    assert done.code == 0
    text = (folder / "new.bib").read_text("utf-8")
    assert "title = {{B}ounds {\\sc of} Lakes},\n  journal = {J. Invent. Res.},\n" in text
    assert (folder / "refs.bib").read_text("utf-8") == REFS


def test_cite_edits_only_the_journal_of_a_copied_entry(folder: Path) -> None:
    done = moebib("cite", "-k", "a,b,c", "--no-list", "--from", "refs.bib", "--journals", "full", "--journal-list",
                  "list.csv", folder=folder)  # fmt: skip
    assert done.err == "3 cited, 3 found\n"
    a, b, *_ = REFS.splitlines()[1:]
    assert a in done.out  # is in full already
    assert b.replace("Pond Lett.", "Pond Letters") in done.out
    short = moebib("cite", "-k", "a", "--no-list", "--from", "refs.bib", "--journals", "abbreviated", "--journal-list",
                   "list.csv", folder=folder)  # fmt: skip
    assert a.replace("jir", "{J. Invent. Res.}") in short.out
    assert "@string" not in short.out


def test_an_unknown_journal_is_reported_once_with_its_place(folder: Path) -> None:
    (folder / "refs.bib").write_text(REFS + REFS.replace("{a,", "{a2,").replace("{b,", "{b2,"), "utf-8")
    (folder / "list.csv").write_text("Journal of Other Results;J. Other Res.\n", "utf-8")
    for command in (("convert", "refs.bib", "-f", "ris"), ("cite", "-k", "a,b", "--no-list", "--from", "refs.bib")):
        done = moebib(*command, "--journals", "full", "--journal-list", "list.csv", folder=folder)
        assert done.err.count("MB148 no full name of 'Pond Lett.' is known") == 1
    done = moebib("convert", "refs.bib", "-f", "ris", "--journals", "full", "--journal-list", "list.csv", folder=folder)
    assert "refs.bib:3:10: MB148" in done.err


def test_import_writes_full_names_into_the_entries(folder: Path) -> None:
    done = moebib("import", "refs.bib", "--journals", "full", "--journal-list", "list.csv", folder=folder)
    assert done.code == 0
    entries = "".join(path.read_text("utf-8") for path in folder.glob("entries/papers/*.toml"))
    assert 'container_title = "Pond Letters"\ncontainer_title_short = "Pond Lett."\n' in entries
    exported = moebib("export", "-f", "bibtex", "--journals", "abbreviated", "--journal-list", "list.csv",
                      folder=folder)  # fmt: skip
    assert "journal = {Pond Lett.}" in exported.out
    assert "Pond Letters" not in exported.out
    assert 'container_title = "Pond Letters"' in "".join(p.read_text() for p in folder.glob("entries/papers/*.toml"))


def test_import_knows_the_journals_of_the_list(folder: Path) -> None:
    both = "@article{x, title={T}, journaltitle={Pond Letters}, shortjournal={Pond Lett.}, date={2001}}"
    (folder / "both.bib").write_text(both, "utf-8")
    moebib("import", "both.bib", folder=folder)
    done = moebib("import", "refs.bib", "--journals", "full", folder=folder)
    assert (done.code, "MB148" in done.err) == (0, False)
    assert 'container_title = "Pond Letters"' in (folder / "entries/papers/b.toml").read_text("utf-8")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--journals", "full", "--journal-list", "cut.json"], "error: cut.json: invalid JSON: "),
        (["--journals", "full", "--journal-list", "other.json"], "error: other.json: no list of journals\nhint: "),
        (["--journal-list", "list.csv"], "--journal-list needs --journals abbreviated or full"),
        (
            ["--journals", "full", "--journal-list", "bad.csv"],
            "error: bad.csv:2: no pair of names: 'Only a name'\nhint: ",
        ),
        (["--journals", "full", "--journal-list", "short.bib"], "error: no macro of short.bib has two values\nhint: "),
        (["--journals", "short"], "unknown value of --journals: 'short'; choose from as-is, abbreviated, full"),
    ],
)
def test_lists_that_cannot_be_used(folder: Path, options: list[str], message: str) -> None:
    (folder / "bad.csv").write_text("A = B\nOnly a name\n", "utf-8")
    done = moebib("convert", "refs.bib", "-f", "ris", *options, folder=folder)
    assert (done.code != 0, done.out) == (True, "")
    assert message in done.err
