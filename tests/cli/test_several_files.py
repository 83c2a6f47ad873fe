"""Several .bib files as one bibliography: macros, parents and keys in another file, in all commands that read them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_update_bib import BOUNDS
from test_update_command import NOTHING_NEW

from git_folder import commit, needs_git
from services import services
from small_list import Done, moebib

MACROS = '@string{jir = "Journal of Invented " # "Results"}\n@string{pub = "Invented"}\n'
REFS = """\
@inproceedings{kid, author = {Kidd, Ann}, title = {Ponds of the North}, crossref = {vol}}
@article{bounds,
  author = {Cho, Ada}, title = {Bounds and Limits of Experts}, journal = jir, year = 2021, doi = {10.5555/bounds},
}
"""
PARENTS = """\
@proceedings{vol, title = {Water Days}, booktitle = {Water Days}, publisher = pub, year = 2020, editor = {Roe, Al}}
"""
NAMES = ("macros.bib", "refs.bib", "parents.bib")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, text in zip(NAMES, (MACROS, REFS, PARENTS), strict=True):
        (tmp_path / name).write_text(text, "utf-8")
    return tmp_path


@pytest.mark.parametrize("names", [NAMES, NAMES[::-1]])
def test_convert_writes_values_that_need_no_other_file(folder: Path, names: tuple[str, ...]) -> None:
    done = moebib("convert", *names, "-o", "all.json", folder=folder)
    assert done == Done(0, "", f"{', '.join(names)} -> all.json: 3 works\n")
    items = {item["id"]: item for item in json.loads((folder / "all.json").read_text("utf-8"))}
    assert items["bounds"]["container-title"] == "Journal of Invented Results"
    assert (items["kid"]["container-title"], items["kid"]["publisher"]) == ("Water Days", "Invented")


def test_convert_reports_findings_and_losses_with_their_file(folder: Path) -> None:
    (folder / "more.bib").write_text("\n@misc{odd, title = {T}, year = gone, oddity = {1}}", "utf-8")
    done = moebib("convert", *NAMES, "more.bib", "--to", "ris", "--report", folder=folder)
    assert "more.bib:2:32: MB124 undefined macro 'gone'\n" in done.err
    assert "more.bib:2:38: MB146 RIS does not keep" in done.err


def test_with_several_processes_the_result_is_the_same(folder: Path) -> None:
    one = moebib("convert", *NAMES, "--to", "bibtex", folder=folder)
    assert moebib("convert", *NAMES, "--to", "bibtex", "--jobs", "2", folder=folder) == one


def test_stdin_may_be_one_of_several_files(folder: Path) -> None:
    done = moebib("convert", "-", "refs.bib", "parents.bib", "--from", "bibtex", "--to", "csl-json", stdin=MACROS,
                  folder=folder)  # fmt: skip
    assert (done.code, len(json.loads(done.out))) == (0, 3)


@pytest.mark.parametrize("command", [("convert", "--to", "ris"), ("import",)])
def test_files_of_other_formats_are_not_read_together(folder: Path, command: tuple[str, ...]) -> None:
    (folder / "a.json").write_text("[]", "utf-8")
    (folder / "b.json").write_text("[]", "utf-8")
    mixed = moebib(*command, "refs.bib", "a.json", folder=folder)
    assert mixed.code == 2
    assert mixed.err == "error: several files can be read together if all are .bib files; 'a.json' is not one\n"
    both = moebib(*command, "a.json", "b.json", folder=folder)
    assert both.err == mixed.err


def test_check_finds_no_fault_in_what_another_file_has(folder: Path) -> None:
    assert moebib("check", *NAMES, "--ignore", "MB4", folder=folder).err == "no problems found in 3 works\n"
    alone = moebib("check", "refs.bib", "--output-format", "concise", folder=folder)
    assert {line.split()[1] for line in alone.out.splitlines()} >= {"MB124", "MB129"}


def test_check_finds_what_is_twice_in_two_files(folder: Path) -> None:
    (folder / "more.bib").write_text(
        "@misc{kid, title = {Another}}\n@article{b2, title = {Limits}, doi = {10.5555/bounds}}\n", "utf-8"
    )
    done = moebib("check", "--output-format", "concise", *NAMES, "more.bib", folder=folder)
    assert "more.bib:1:7: MB125 duplicate key 'kid', also in refs.bib:1; read as 'kid-2'\n" in done.out
    assert "more.bib:2:" in done.out
    assert "bounds" in done.out


def test_a_file_that_is_no_bibliography_does_not_stop_the_check_of_the_others(folder: Path) -> None:
    (folder / "prose.bib").write_text("no entries here", "utf-8")
    done = moebib("check", "prose.bib", *NAMES, "--ignore", "MB4", folder=folder)
    assert done.code == 3
    assert "prose.bib: not a bibliography" in done.err
    assert "no problems found in 3 works" in done.err


@pytest.mark.parametrize("names", [NAMES, NAMES[::-1]])
def test_cite_copies_what_the_cited_entries_need_from_all_files(folder: Path, names: tuple[str, ...]) -> None:
    options = [option for name in names for option in ("--from", name)]
    done = moebib("cite", "-k", "kid,bounds", "--no-list", *options, "-f", "bibtex", folder=folder)
    assert done.err == "2 cited, 2 found\n"
    macros, entries = done.out.index("@string"), done.out.index("@article")
    assert macros < entries < done.out.index("@inproceedings") < done.out.index("@proceedings{vol")
    (folder / "cited.bib").write_text(done.out, "utf-8")
    assert moebib("check", "cited.bib", "--ignore", "MB4", folder=folder).code == 0


def test_cite_prints_references_of_several_files(folder: Path) -> None:
    done = moebib("cite", "-k", "kid", "--no-list", *[o for name in NAMES for o in ("--from", name)], "-f", "csl-json",
                  folder=folder)  # fmt: skip
    assert json.loads(done.out)[0]["publisher"] == "Invented"


def test_import_takes_several_files(folder: Path) -> None:
    done = moebib("import", *NAMES, folder=folder)
    assert done.code == 0
    assert "macros.bib, refs.bib, parents.bib: 3 works and 0 models added" in done.err
    entries = "".join(path.read_text("utf-8") for path in folder.glob("entries/papers/*.toml"))
    assert "Journal of Invented Results" in entries


def test_formatting_says_nothing_about_macros_of_other_files(folder: Path) -> None:
    for options in ([], ["--sort"]):
        done = moebib("fmt", *options, *NAMES, folder=folder)
        assert (done.code, "undefined" in done.err) == (0, False)
    assert "journal = jir," in (folder / "refs.bib").read_text("utf-8")


def test_fix_repairs_each_file_in_place(folder: Path) -> None:
    twice = "@article{same, author = {Cho, Ada}, title = {Limits.}, journal = jir, year = 2021}\n"
    for name in ("refs.bib", "parents.bib"):  # an entry that is in two files is repaired in both
        with (folder / name).open("a", encoding="utf-8") as file:
            file.write(twice)
    done = moebib("fix", *NAMES, "--select", "title-ends-with-period", folder=folder)
    assert "2 problems fixed in 2 files\n" in done.err
    for name, text in (("refs.bib", REFS), ("parents.bib", PARENTS)):
        assert (folder / name).read_text("utf-8") == text + twice.replace("Limits.", "Limits")


@pytest.mark.parametrize("verb", [("update", "--fill", "--apply"), ("verify", "--fix")])
def test_an_entry_is_corrected_that_needs_another_file(folder: Path, verb: tuple[str, ...]) -> None:
    with services({**NOTHING_NEW, "crossref": [{**BOUNDS, "issued": "2026"}]}):
        done = moebib(*verb, *NAMES, folder=folder)
    text = (folder / "refs.bib").read_text("utf-8")
    assert "journal = jir" in text
    if verb[0] == "verify":
        assert "corrected bounds: year" in done.err
        assert text == REFS.replace("2021", "2026")
    else:
        assert "volume = 7" in text
    assert (folder / "macros.bib").read_text("utf-8") == MACROS


def test_the_bibliographies_of_a_document_are_one(folder: Path) -> None:
    (folder / "paper.tex").write_text("\\cite{kid,bounds}\\bibliography{macros,refs,parents}", "utf-8")
    with services({**NOTHING_NEW, "crossref": [{**BOUNDS, "issued": "2021"}]}):
        done = moebib("verify", "paper.tex", "--json", folder=folder)
    assert {result["key"]: result["verdict"] for result in json.loads(done.out)}["bounds"] == "ok"


@needs_git
def test_since_a_revision_a_reference_with_a_macro_of_another_file_is_not_new(folder: Path) -> None:
    commit(folder)
    (folder / "parents.bib").write_text(PARENTS.replace("2020", "2019"), "utf-8")
    with services(NOTHING_NEW):
        done = moebib("verify", *NAMES, "--since", "HEAD", "--json", folder=folder)
    assert {result["key"] for result in json.loads(done.out)} == {"kid", "vol"}  # the year of one is that of the other
