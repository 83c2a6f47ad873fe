"""`verify --confirm`: the entries of a list say which sources give each value, and since when."""

from __future__ import annotations

import json
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from test_update_command import BOUNDS, SORTING, WARM

from services import Known, services
from small_list import FILES, files_of, make_list, moebib

TODAY = date.today().isoformat()
IN_DBLP = {**SORTING, "issued": "2021", "author": ["Arden, M.", "van den Berg, J.", "{Warm Lab}"]}
KNOWN: Known = {
    "arxiv": [WARM], "crossref": [{**SORTING, "issued": "2021-07"}, BOUNDS], "dblp": [IN_DBLP],
    "openalex": [WARM], "hugging-face": [WARM],
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


def origins(folder: Path, key: str) -> dict[str, Any]:
    text = (folder / "entries" / "papers" / f"{key}.toml").read_text("utf-8")
    found: dict[str, Any] = tomllib.loads(text).get("origin", {})
    return found


def confirm(folder: Path, *targets: str, works: Known = KNOWN) -> tuple[int, str, str]:
    with services(works):
        return moebib("verify", *(targets or ("--all",)), "--confirm", folder=folder)


def by(*names: str) -> list[dict[str, Any]]:
    return [{"source": name, "date": TODAY} for name in names]


def test_each_value_gets_the_sources_that_give_it(folder: Path) -> None:
    _, _, err = confirm(folder, "arden2021sorting")
    found = origins(folder, "arden2021sorting")
    sources = by("dblp", "crossref")
    assert found["title"] == {"source": "dblp", "date": TODAY, "confirmed": 2, "confirmed_by": sources}
    assert found["page"]["confirmed_by"] == sources
    assert "confirmed arden2021sorting: title, author, issued, container_title, page\n" in err


def test_initials_and_a_mere_year_confirm_no_names_and_no_date(folder: Path) -> None:
    confirm(folder, "arden2021sorting")
    found = origins(folder, "arden2021sorting")
    assert found["author"]["confirmed_by"] == by("crossref")
    assert found["issued"]["confirmed_by"] == by("crossref")


def test_copies_of_one_source_count_as_one_and_records_of_several_publications_not_at_all(folder: Path) -> None:
    works = {**KNOWN, "datacite": [WARM]}
    confirm(folder, "brook2024keeping", works=works)
    title = origins(folder, "brook2024keeping")["title"]
    assert {other["source"] for other in title["confirmed_by"]} == {"arxiv", "datacite"}
    assert title["confirmed"] == 1


def test_values_and_locks_stay_as_they_are(folder: Path) -> None:
    before = files_of(folder)
    confirm(folder)
    for path, text in files_of(folder).items():
        assert text.startswith(before[path].rstrip(b"\n")), path
    with services({**KNOWN, "crossref": [{**SORTING, "title": "Sorting Experts by Colour"}]}):
        done = moebib("update", "arden2021sorting", "--apply", folder=folder)
    assert "Colour" not in (folder / "entries/papers/arden2021sorting.toml").read_text("utf-8")
    assert done.code != 0


def test_a_second_time_changes_nothing_and_a_new_source_is_added(folder: Path) -> None:
    confirm(folder)
    once = files_of(folder)
    _, _, err = confirm(folder)
    assert files_of(folder) == once
    assert "confirmed" not in err
    confirm(folder, works={**KNOWN, "semantic-scholar": [], "openreview": [{**SORTING, "issued": "2021-07"}]})
    assert "openreview" in {other["source"] for other in origins(folder, "arden2021sorting")["title"]["confirmed_by"]}


def test_an_edited_value_loses_the_evidence_of_the_old_one(tmp_path: Path) -> None:
    origin = f'{{ source = "acl", date = "{TODAY}", digest = "00000000", confirmed = 3 }}'
    text = (
        FILES["entries/papers/cho2022bounds.toml"]
        + f'identifiers = ["doi:10.5555/bounds"]\n[origin]\ntitle = {origin}\n'
    )
    folder = make_list(tmp_path, cho2022bounds=text)
    confirm(folder, "cho2022bounds")
    title = origins(folder, "cho2022bounds")["title"]
    assert (title["confirmed"], title["digest"], title["confirmed_by"]) == (1, "00000000", by("crossref"))


def test_what_differs_is_not_confirmed(folder: Path) -> None:
    works: Known = {"crossref": [{**SORTING, "issued": "2021-07", "page": "99-120", "author": ["Arden, Mia"]}]}
    confirm(folder, "arden2021sorting", works=works)
    assert origins(folder, "arden2021sorting").keys() == {"title", "issued", "container_title"}


def test_show_and_why_say_which_sources_confirmed_a_value(folder: Path) -> None:
    confirm(folder, "arden2021sorting")
    with services(KNOWN):
        shown = moebib("show", "arden2021sorting", folder=folder).out
        why = moebib("why", "arden2021sorting", "title", folder=folder).out
    evidence = f"confirmed by 2 sources (dblp {TODAY}, crossref {TODAY})"
    assert f"title {evidence}" in shown
    assert evidence in why
    assert "written by hand; updates do not change it" in why
    truth = json.loads(moebib("stats", "--truth", "--json", folder=folder).out)
    assert (truth["title"]["verified"], truth["title"]["several"]) == (1, 1)


def test_check_finds_nothing_new_in_the_entries(folder: Path) -> None:
    before = moebib("check", folder=folder)
    confirm(folder)
    assert moebib("check", folder=folder) == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["paper.bib", "--confirm"], "--confirm needs works of the list: keys, or --all"),
        ([], "nothing to verify; pass files, keys, or --all for the list"),
        (["--all", "--dry-run"], "--diff and --dry-run need --fix, --confirm or -o"),
    ],
)
def test_what_cannot_be_used_together_is_refused(folder: Path, arguments: list[str], message: str) -> None:
    (folder / "paper.bib").write_text("@misc{a, title={A}}\n", "utf-8")
    done = moebib("verify", *arguments, folder=folder)
    assert done.code == 2
    assert message in done.err


def test_outside_of_a_list_the_bundled_one_is_not_written(tmp_path: Path) -> None:
    with services(KNOWN):
        done = moebib("verify", "dai2024deepseekmoe", "--confirm", folder=tmp_path)
    assert done.code == 2
    assert "no moebib.toml here or in a parent directory" in done.err
