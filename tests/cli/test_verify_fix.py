"""`verify --fix` corrects .bib files field by field, where it is certain which work is cited, and nothing else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from test_update_command import NOTHING_NEW
from test_verify_command import DIFFERS

from services import queried, services
from small_list import Done, make_list, moebib

PAPER = {
    "type": "article-journal", "title": "Sparse Geese in Flight over Cold Northern Lakes",
    "author": ["Gray, Ada", "Lund, Bo", "Roe, Cy"],
    "issued": "2019-04", "container_title": "Journal of Invented Birds", "volume": "7", "page": "1-20",
    "identifiers": ["doi:10.5555/geese"],
}  # fmt: skip
PREPRINT = {
    "type": "article", "genre": "preprint", "title": "Warm Geese", "author": ["Gray, Ada", "Lund, Bo"],
    "issued": "2023", "container_title": "arXiv", "identifiers": ["arxiv:2301.99991"],
}  # fmt: skip
ENTRY = """\
% kept
@article{Geese19,
  author  = {{authors}},
  title   = {{title}},
  journal = {{journal}},
  year    = {year},  volume = 7,
  {doi}
  mynote  = "as it is",
}
"""
RIGHT = {
    "authors": "Ada Gray and Bo Lund and Cy Roe", "title": "Sparse Geese in Flight over Cold Northern Lakes",
    "journal": "Journal of Invented Birds", "year": "2019", "doi": "doi = {10.5555/geese},",
}  # fmt: skip
WITHOUT_DOI = {"doi": ""}


def entry(**changed: str) -> str:
    text = ENTRY
    for name, value in {**RIGHT, **changed}.items():
        text = text.replace(f"{{{name}}}", value)
    return text


def fix(folder: Path, bib: str, *options: str, **works: list[dict[str, Any]]) -> tuple[Done, str]:
    file = folder / "paper.bib"
    file.write_text(bib, "utf-8")
    with services({**NOTHING_NEW, "crossref": [PAPER], "arxiv": [PREPRINT], **works}):
        done = moebib("verify", "paper.bib", "--fix", *options, folder=folder)
    return done, file.read_text("utf-8")


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"title": "Sparse Geese in Flight over the Cold Northern Lakes"}, "title"),
        ({"authors": "Ada Gray and Bo Lund and Someone Else"}, "authors"),
        ({"year": "2009"}, "year"),
        ({"journal": "Nature of Invented Things"}, "venue"),
        ({"authors": "Xi Chen and Ada Gray", "year": "2012"}, "authors, year"),
        ({"year": "2009", **WITHOUT_DOI}, "year"),
        ({"journal": "Nature of Invented Things", **WITHOUT_DOI}, "venue"),
    ],
)
def test_a_wrong_field_gets_the_right_value_and_nothing_else_changes(
    tmp_path: Path, wrong: dict[str, str], fields: str
) -> None:
    kept = WITHOUT_DOI if "doi" in wrong else {}
    done, text = fix(tmp_path, entry(**wrong))
    assert text == entry(**kept)
    assert done.code == 0
    assert f"corrected Geese19: {fields}\n" in done.err


@pytest.mark.parametrize(
    "uncertain",
    [
        {"title": "Sparse Geese in Flight over Cold Southern Lakes", "authors": "Xi Chen"},
        {"title": "Sparse Geese in Flight over Cold Southern Lakes"},  # by the same people, but perhaps another work
        {"doi": "doi = {10.5555/absent},", "year": "2009"},
        {"year": "2009", "journal": "Nature of Invented Things", **WITHOUT_DOI},
        {"authors": "Ada Gray and Xi Chen", **WITHOUT_DOI},
        {"title": "An Entirely Different Work", "authors": "Xi Chen", **WITHOUT_DOI},
    ],
)
def test_nothing_is_written_unless_it_is_certain_which_work_is_meant(tmp_path: Path, uncertain: dict[str, str]) -> None:
    done, text = fix(tmp_path, entry(**uncertain))
    assert text == entry(**uncertain)
    assert done.code in (1, 5)
    assert "corrected" not in done.err


def test_a_preprint_is_corrected_by_its_archive_but_not_the_venue_that_is_claimed(tmp_path: Path) -> None:
    cited = "@misc{w, title={Warm Geese}, author={Chen, Xi}, eprint={2301.99991}, archiveprefix={arXiv}, year=2023}\n"
    _, text = fix(tmp_path, cited)
    assert text == cited.replace("Chen, Xi", "Gray, Ada and Lund, Bo")
    claimed = cited.replace("@misc", "@article").replace("year=2023", "journal={Nature}, year=2023")
    assert fix(tmp_path, claimed)[1] == claimed
    only_venue = claimed.replace("Chen, Xi", "Gray, Ada and Lund, Bo")
    for eprint in ("eprint={2301.99991}, archiveprefix={arXiv}, ", ""):
        done, text = fix(tmp_path, only_venue.replace("eprint={2301.99991}, archiveprefix={arXiv}, ", eprint))
        assert (done.code, "corrected" in done.err) == (1, False), text


def test_with_the_venue_all_that_belongs_to_it_is_corrected_or_nothing(tmp_path: Path) -> None:
    other_place = entry(journal="Nature of Invented Things").replace("volume = 7", "volume = 123, pages = {5}")
    assert fix(tmp_path, other_place)[1] == entry().replace("volume = 7", "volume = 7, pages = {1--20}")
    for field in ("number = 3", "editor = {Roe, Cy}", "shortjournal = {Nat. Inv.}"):
        with_another = entry(journal="Nature of Invented Things").replace("volume = 7", f"volume = 7, {field}")
        assert fix(tmp_path, with_another)[1] == with_another, field


def test_a_work_that_appeared_twice_is_left_to_the_author(tmp_path: Path) -> None:
    again = {**PAPER, "issued": "2016", "type": "paper-conference", "container_title": "Proc. of Invented Flights",
             "identifiers": ["doi:10.5555/flights"], "volume": ""}  # fmt: skip
    wrong = entry(year="2009", **WITHOUT_DOI)
    assert fix(tmp_path, wrong, dblp=[again])[1] == wrong


def test_a_preview_writes_nothing_and_prints_only_the_patch(tmp_path: Path) -> None:
    wrong = entry(year="2009")
    done, text = fix(tmp_path, wrong, "--diff")
    assert text == wrong
    assert done.out.startswith("--- a/paper.bib\n+++ b/paper.bib\n")
    assert "-  year    = 2009,  volume = 7,\n+  year    = 2019,  volume = 7,\n" in done.out
    assert "would correct Geese19: year\n" in done.err
    assert done.code == 1


def test_what_is_left_decides_the_exit_code(tmp_path: Path) -> None:
    done, _ = fix(tmp_path, entry(year="2009") + "@article{x, title={No Such Work}, author={Roe, Cy}, year=2019}\n")
    assert done.code == 5
    assert "differs with the work" not in done.err


def test_what_is_not_corrected_is_to_be_compared(tmp_path: Path) -> None:
    done, _ = fix(tmp_path, entry(authors="Ada Gray and Xi Chen", **WITHOUT_DOI))
    assert done.code == 1
    assert "hint: compare what still differs with the work itself\n" in done.err


def test_other_files_cannot_be_corrected(tmp_path: Path) -> None:
    with services(NOTHING_NEW):
        done = moebib("verify", "brook2024keeping", "--fix", folder=make_list(tmp_path))
        assert queried == []
    assert done.code == 2
    assert "--fix needs a .bib file" in done.err


def test_a_corrected_file_is_ok(tmp_path: Path) -> None:
    (tmp_path / "paper.bib").write_text(DIFFERS, "utf-8")
    with services(NOTHING_NEW):
        assert moebib("verify", "paper.bib", "--fix", folder=tmp_path).code == 0
        assert moebib("verify", "paper.bib", folder=tmp_path).code == 0


@pytest.mark.parametrize("where", ["howpublished = {NeurIPS 2023}", "note = {Accepted at NeurIPS 2023}"])
def test_a_venue_that_is_claimed_beside_an_arxiv_id_is_left_to_a_person(where: str, tmp_path: Path) -> None:
    bib = "@misc{warm, title = {Warm Geese}, author = {Gray, Ada and Lund, Bo}, year = 2023,\n  eprint = {2301.99991},"
    bib += f" archiveprefix = {{arXiv}}, {where}}}\n"
    done, text = fix(tmp_path, bib, openalex=[])
    assert (done.code, text) == (1, bib)
    assert "only the preprint (arXiv 2023)" in done.out
