"""A person with two names is one person in searches, keys, duplicates, updates and verdicts, and printed as printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from moebib import store
from services import services
from small_list import files_of, moebib

CONFIG = 'format = 2\ntitle = "Ours"\n'
PEOPLE = '\n[people]\n"Arden, Mia" = ["Berg, Mia"]\n'
PAPER: dict[str, Any] = {
    "type": "paper-conference", "title": "Keeping Experts Warm", "author": ["Berg, Mia"], "issued": "2021",
    "container_title": "Workshop on Invented Systems", "identifiers": ["doi:10.5555/warm"],
}  # fmt: skip
RENAMED = {**PAPER, "author": ["Arden, Mia"]}
ENTRY = """\
type = "paper-conference"
title = "Keeping Experts Warm"
author = ["Berg, Mia"]
issued = "2021"
container_title = "Workshop on Invented Systems"
identifiers = ["doi:10.5555/warm"]
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "entries/papers").mkdir(parents=True)
    (tmp_path / "moebib.toml").write_text(CONFIG + PEOPLE, "utf-8")
    (tmp_path / "entries/papers/berg2021keeping.toml").write_text(ENTRY, "utf-8")
    return tmp_path


def without_people(root: Path) -> Path:
    (root / "moebib.toml").write_text(CONFIG, "utf-8")
    return root


@pytest.mark.parametrize("query", ["author:arden", "arden", "author:berg"])
def test_a_search_finds_works_by_all_names(root: Path, query: str) -> None:
    assert [work["id"] for work in json.loads(moebib("search", "--json", query, folder=root).out)] == [
        "berg2021keeping"
    ]
    is_printed = query.endswith("berg")
    assert moebib("search", query, folder=without_people(root)).code == (0 if is_printed else 1)


def test_a_work_under_another_name_is_a_duplicate(root: Path) -> None:
    other = ENTRY.replace("Berg, Mia", "Arden, Mia").replace('identifiers = ["doi:10.5555/warm"]\n', "")
    (root / "entries/papers/arden2021keeping.toml").write_text(other, "utf-8")
    done = moebib("dedupe", folder=root)
    assert done.code == 1
    assert "berg2021keeping: Mia Berg" in done.out
    assert "MB451" in moebib("check", folder=root).out
    assert moebib("dedupe", folder=without_people(root)).code == 0


def test_a_new_key_has_the_main_name_and_an_old_one_is_usual(root: Path) -> None:
    new = {**PAPER, "title": "Cooling Experts", "issued": "2022", "identifiers": ["doi:10.5555/cool"]}
    with services({"crossref": [new]}):
        assert moebib("add", "10.5555/cool", folder=root).code == 0
    work = store.read(root)["arden2022cooling"]
    assert [str(name) for name in work.author] == ["Berg, Mia"]
    assert "MB415" not in moebib("check", folder=root).out
    assert "MB415" in moebib("check", folder=without_people(root)).out


def test_an_update_keeps_the_name_that_is_printed_and_finds_nothing_new(root: Path) -> None:
    before = files_of(root)
    with services({"crossref": [RENAMED]}):
        done = moebib("update", "berg2021keeping", "--apply", folder=root)
    assert (done.code, files_of(root)) == (0, before)
    with services({"crossref": [RENAMED]}):
        assert moebib("update", "berg2021keeping", folder=without_people(root)).code == 1


@pytest.mark.parametrize("identified", [True, False])
def test_a_reference_under_another_name_is_right(root: Path, identified: bool) -> None:
    doi = "doi = {10.5555/warm}," if identified else ""
    bib = (
        "@inproceedings{a, author = {Berg, Mia}, title = {Keeping Experts Warm}, year = 2021, "
        f"{doi} booktitle = {{Workshop on Invented Systems}}}}"
    )
    (root / "refs.bib").write_text(bib, "utf-8")
    with services({"crossref": [RENAMED]}):
        assert moebib("verify", "refs.bib", folder=root).code == 0
    with services({"crossref": [RENAMED]}):
        assert moebib("verify", "refs.bib", folder=without_people(root)).code != 0


def test_a_bib_file_in_the_folder_of_the_list_is_updated_with_its_people(root: Path) -> None:
    preprint = {**PAPER, "type": "article", "genre": "preprint", "container_title": "arXiv", "issued": "2020",
                "identifiers": ["arxiv:2012.99991"]}  # fmt: skip
    paper = {**RENAMED, "related": [("preprint", "arxiv:2012.99991")]}
    bib = (
        "@misc{a, author = {Berg, Mia}, title = {Keeping Experts Warm}, year = 2020, eprint = {2012.99991}, "
        "archiveprefix = {arXiv}}\n"
    )
    found = {"arxiv": [preprint], "crossref": [paper]}
    (root / "refs.bib").write_text(bib, "utf-8")
    with services(found):
        moebib("update", "refs.bib", "--apply", folder=root)
    assert "10.5555/warm" in (root / "refs.bib").read_text("utf-8")
    (root / "refs.bib").write_text(bib, "utf-8")
    with services(found):
        moebib("update", "refs.bib", "--apply", folder=without_people(root))
    assert "10.5555/warm" not in (root / "refs.bib").read_text("utf-8")


def test_a_name_of_two_people_is_an_error_in_moebib_toml(root: Path) -> None:
    (root / "moebib.toml").write_text(CONFIG + PEOPLE + '"Cho, Mia" = ["Berg, Mia"]\n', "utf-8")
    done = moebib("list", folder=root)
    assert done.code == 3
    assert "two people have the name 'Mia Berg'" in done.err
