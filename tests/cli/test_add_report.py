"""What `add` prints of a work: a card with sources and doubts, a line if there are many, and the same as JSON."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
from test_add_command import COLD, WARM, Known, add, added_to, entry

from services import queried, services
from small_list import files_of, make_list, moebib

PAPER: dict[str, Any] = {
    "type": "paper-conference",
    "title": "Weighing the Experts of Sparse Models",
    "author": ["Dune, Ida", "Frost, Kai", "van den Berg, Jan", "Roe, Ada", "Arden, Mia", "Cho, Tom", "{Warm Lab}"],
    "issued": "2025-07",
    "container_title": "Proceedings of the Workshop on Invented Systems",
    "page": "12-34",
    "identifiers": ["doi:10.5555/weighing"],
    "related": [("preprint", "arxiv:2503.99993")],
}
LISTED_BY_DBLP = {**PAPER, "author": PAPER["author"][:6], "issued": "2026", "related": []}
PREPRINT = {
    "type": "article",
    "genre": "preprint",
    "title": "Weighing Experts",
    "author": PAPER["author"],
    "issued": "2025-03-04",
    "container_title": "arXiv",
    "identifiers": ["arxiv:2503.99993"],
}
WEIGHING: Known = {"arxiv": [PREPRINT], "crossref": [PAPER], "dblp": [LISTED_BY_DBLP]}
TULIPS: dict[str, Any] = {
    "type": "book",
    "title": "On Tulips",
    "author": ["Roos, Jan"],
    "identifiers": ["doi:10.5555/tulips"],
}
WITH_WRONG_DOI = {**WARM, "related": [("published-as", "doi:10.5555/tulips")]}
NOTICE: dict[str, Any] = {
    "type": "article-journal",
    "title": "Retraction: Sorting Experts by Temperature",
    "issued": "2026-01",
    "container_title": "Journal of Invented Results",
    "identifiers": ["doi:10.5555/notice"],
    "related": [("notice-of", "doi:10.5555/invented.12")],
}
RETRACTED: dict[str, Any] = {
    "type": "paper-conference",
    "title": "Sorting Experts by Temperature",
    "author": ["Arden, Mia", "van den Berg, Jan", "{Warm Lab}"],
    "issued": "2021-07",
    "container_title": "Proceedings of the Workshop on Invented Systems",
    "identifiers": ["doi:10.5555/invented.12"],
    "status": {"kind": "retracted", "date": "2026-01-20", "source": "https://doi.org/10.5555/notice"},
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


def several(number: int) -> Known:
    """*number* different works."""
    titles = ("Cold", "Frozen", "Melting", "Tepid", "Hot")
    return {
        "crossref": [
            {**COLD, "title": f"{title} Experts", "identifiers": [f"doi:10.5555/{title.lower()}"]}
            for title in titles[:number]
        ]
    }


def identifiers_of(works: Known) -> list[str]:
    return [work["identifiers"][0] for work in works["crossref"]]


def test_the_card_has_the_publication_its_versions_its_sources_and_what_to_check(folder: Path) -> None:
    done = add("10.5555/weighing", folder=folder, works={**WEIGHING, "openalex": []}, cut=["openalex"])
    assert done.code == 0
    assert done.err.splitlines()[:-2] == [
        "added entries/papers/dune2025weighing.toml",
        "  Weighing the Experts of Sparse Models",
        "  Ida Dune, Kai Frost, Jan van den Berg, Ada Roe et al. (7 names)",
        "  Proceedings of the Workshop on Invented Systems, pages 12-34, 2025-07",
        "  doi:10.5555/weighing",
        "  also: arXiv (preprint), 2025-03-04 (arxiv:2503.99993) as 'Weighing Experts'",
        "  from: dblp; authors, date from crossref",
        "  check: the years differ: 2025 in crossref, 2026 in dblp",
        "  check: the lists of authors differ: 7 in crossref, 6 in dblp",
        "  check: openalex did not respond: openalex.example did not answer",
    ]


def test_a_title_of_a_version_that_is_only_spelled_otherwise_is_not_shown(folder: Path) -> None:
    spelled = {**PREPRINT, "title": "Weighing the experts of “Sparse” Models."}
    done = add("10.5555/weighing", folder=folder, works={"arxiv": [spelled], "crossref": [PAPER]})
    assert "\n  also: arXiv (preprint), 2025-03-04 (arxiv:2503.99993)\n" in done.err


def test_json_has_what_the_card_shows(folder: Path) -> None:
    works = {**WEIGHING, "openalex": []}
    (result,) = json.loads(add("10.5555/weighing", "--json", folder=folder, works=works, cut=["openalex"]).out)
    publication = result["publication"]
    assert (result["key"], result["files"]) == ("dune2025weighing", ["entries/papers/dune2025weighing.toml"])
    assert result["authors"] == PAPER["author"]
    assert (publication["venue"], publication["year"], publication["page"]) == (PAPER["container_title"], 2025, "12-34")
    assert publication["identifiers"] == ["doi:10.5555/weighing"]
    assert (publication["sources"]["title"], publication["sources"]["author"]) == ("dblp", "crossref")
    assert result["versions"] == [
        {"type": "article", "genre": "preprint", "title": "Weighing Experts", "venue": "arXiv", "year": 2025,
         "date": "2025-03-04", "identifiers": ["arxiv:2503.99993"]}
    ]  # fmt: skip
    assert [doubt["field"] for doubt in result["doubts"]] == ["issued", "author"]
    assert result["unavailable"] == {"openalex": "openalex.example did not answer"}


def test_the_status_and_related_works_are_on_the_card(folder: Path) -> None:
    retracted = {**RETRACTED, "title": "Sorting by Weight", "identifiers": ["doi:10.5555/weight"]}
    related = [("version", "doi:10.5555/weight.1")]
    done = add("10.5555/weight", folder=folder, works={"crossref": [{**retracted, "related": related}]})
    assert "\n  related: version of doi:10.5555/weight.1\n" in done.err
    assert "\n  status: retracted 2026-01-20 https://doi.org/10.5555/notice\n" in done.err
    (result,) = json.loads(
        add(
            "10.5555/weight", "--json", "--dry-run", folder=make_list(folder / "b"), works={"crossref": [retracted]}
        ).out
    )
    assert result["status"]["kind"] == "retracted"


def test_an_identifier_of_another_work_is_refused_with_both_titles(folder: Path) -> None:
    works = {"arxiv": [WITH_WRONG_DOI], "crossref": [TULIPS]}
    done = add("2503.99991", folder=folder, works=works)
    assert "\n  Warm Offloading of Experts\n" in done.err
    message = "doi:10.5555/tulips, named by arxiv, is of another work: 'On Tulips' in crossref"
    assert done.err.count("On Tulips") == 1
    assert f"\n  check: {message}\n" in done.err
    assert "tulips" not in (folder / "entries/papers/dune2025warm.toml").read_text("utf-8")
    (result,) = json.loads(add("2503.99991", "--json", folder=make_list(folder / "b"), works=works).out)
    assert {"field": "identifiers", "message": message} in result["doubts"]
    assert [(refused["source"], refused["title"], refused["identifiers"]) for refused in result["refused"]] == [
        ("crossref", "On Tulips", ["doi:10.5555/tulips"])
    ]


@pytest.mark.parametrize(("number", "has_cards"), [(3, True), (4, False)])
def test_many_works_have_one_line_each(folder: Path, number: int, has_cards: bool) -> None:
    works = several(number)
    done = add(*identifiers_of(works), folder=folder, works={**works, "openalex": []}, cut=["openalex"])
    lines = [line for line in done.err.splitlines() if line.startswith("added")]
    assert len(lines) == number
    assert ("\n  check: " in done.err) is has_cards
    is_brief = "added entries/papers/frost2023cold.toml: Cold Experts (1 to check)" in lines
    assert is_brief is not has_cards
    assert ("hint: `moebib why KEY` shows what to check" in done.err) is not has_cards
    missing = f"openalex did not respond about {number} works that others have: openalex.example did not answer"
    assert (missing in done.err) is not has_cards


def test_of_many_works_in_a_bib_file_it_is_said_at_once_what_to_check(tmp_path: Path) -> None:
    works = several(4)
    done = add(*identifiers_of(works), "--to", "refs.bib", folder=tmp_path, works=works)
    assert done.err.startswith("added frost2023cold to refs.bib: Cold Experts\n  check: authors from crossref only\n")
    assert "moebib why" not in done.err


@pytest.mark.parametrize("width", [40, 80, 120])
def test_on_a_terminal_the_card_is_wrapped_between_words(
    folder: Path, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    monkeypatch.setenv("TERM", "xterm")
    chinese = {**COLD, "title": "稀疏混合专家模型的温度排序" * 6, "identifiers": ["doi:10.5555/zh"]}
    works = {**WEIGHING, "crossref": [PAPER, chinese]}
    with services(works):
        done = moebib("--no-color", "add", "10.5555/weighing", "10.5555/zh", folder=folder, is_terminal=True)
    lines = re.sub(r"\x1b\[[^a-zA-Z]*[a-zA-Z]", "", done.err).splitlines()
    card = [line for line in lines if line.startswith("  ")]
    wide = sum(ord(char) > 0x2E80 for line in card for char in line)
    assert wide == 13 * 6
    assert all(len(line) + sum(ord(char) > 0x2E80 for char in line) <= width for line in card)
    assert not any(line.endswith(" ") for line in card)
    words = " ".join(card).split()
    assert {"Proceedings", "doi:10.5555/weighing", "(arxiv:2503.99993)", "differ:"} <= set(words)


def test_colours_are_shown_only_on_a_terminal(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b" not in add("10.5555/cold.7", "--dry-run", folder=folder).err
    coloured = add("10.5555/cold.7", "--dry-run", folder=folder, is_terminal=True).err
    assert "\x1b[1mCold Experts\x1b[0m" in coloured
    assert "\x1b[33m  check: \x1b[0mauthors" in coloured


def test_hostile_text_is_disarmed_in_every_row(folder: Path) -> None:
    hostile = {**COLD, "title": "Cold\x1b[31m Experts", "container_title": "Acts \u202e of\x1b]0;x\x07 Nothing"}
    for is_terminal in (False, True):
        done = add("10.5555/cold.7", "--dry-run", folder=folder, works={"crossref": [hostile]}, is_terminal=is_terminal)
        assert not {"\u202e", "\x07"} & set(done.err)
        assert "\x1b[31m Experts" not in done.err
        assert "\x1b]" not in done.err


def test_works_of_one_title_are_listed_with_the_identifiers_to_choose_from(folder: Path) -> None:
    before = files_of(folder)
    other = {**COLD, "author": ["Roe, Ada", "Cho, Tom"], "issued": "2019", "identifiers": ["doi:10.5555/other"]}
    works = {"crossref": [COLD, other]}
    done = add("Cold Experts", folder=folder, works=works)
    assert (done.code, done.out) == (1, "")
    assert done.err.splitlines() == [
        "error: 2 works have the title 'Cold Experts'",
        "  doi:10.5555/cold.7  'Cold Experts', Kai Frost, Proceedings of Nothing 2023 (crossref)",
        "  doi:10.5555/other   'Cold Experts', Ada Roe et al., Proceedings of Nothing 2019 (crossref)",
        "hint: choose one by its identifier: `moebib add IDENTIFIER`",
        "0 added, 1 ambiguous",
    ]
    assert files_of(folder) == before
    with services(works):
        quiet = moebib("-q", "add", "Cold Experts", "--json", folder=folder)
    (result,) = json.loads(quiet.out)
    assert quiet.err.splitlines() == done.err.splitlines()[:3]
    assert (result["result"], "unavailable" in result) == ("ambiguous", False)
    assert result["candidates"][1] == {
        "identifier": "doi:10.5555/other", "title": "Cold Experts", "authors": ["Roe, Ada", "Cho, Tom"], "year": 2019,
        "venue": "Proceedings of Nothing", "source": "crossref",
    }  # fmt: skip


def test_a_work_without_authors_is_not_taken_for_that_of_a_title(folder: Path) -> None:
    nameless = {name: value for name, value in COLD.items() if name != "author"}
    done = add("Cold Experts", folder=folder, works={"crossref": [nameless], "arxiv": []})
    assert done.code == 1
    assert done.err.splitlines()[:2] == [
        "error: a work without authors has the title 'Cold Experts'",
        "  doi:10.5555/cold.7  'Cold Experts', no authors, Proceedings of Nothing 2023 (crossref)",
    ]
    assert added_to(folder) == []


def test_a_notice_becomes_the_status_of_the_listed_work(folder: Path) -> None:
    works = {"crossref": [NOTICE, RETRACTED]}
    done = add("10.5555/notice", folder=folder, works=works)
    assert done.err.splitlines()[:2] == [
        "10.5555/notice: a notice of a listed work, recorded as status: arden2021sorting is retracted",
        "0 added, 1 recorded as status",
    ]
    assert done.code == 0
    assert added_to(folder) == []
    listed = tomllib.loads((folder / "entries/papers/arden2021sorting.toml").read_text("utf-8"))
    assert listed["status"] == RETRACTED["status"]
    assert listed["issued"] == "2021-07"
    after = files_of(folder)
    again = add("10.5555/notice", "--json", folder=folder, works=works)
    assert "a notice of a listed work, already recorded: arden2021sorting is retracted" in again.err
    (result,) = json.loads(again.out)
    assert (result["result"], result["key"], "files" in result) == ("noted", "arden2021sorting", False)
    assert files_of(folder) == after


def test_a_preview_of_a_notice_writes_nothing(folder: Path) -> None:
    before = files_of(folder)
    done = add("10.5555/notice", "--diff", folder=folder, works={"crossref": [NOTICE, RETRACTED]})
    assert "would record as status: arden2021sorting is retracted" in done.err
    assert '+kind = "retracted"' in done.out
    assert files_of(folder) == before


def test_a_notice_of_a_work_that_is_not_listed_is_an_entry(folder: Path) -> None:
    of_other = {**NOTICE, "related": [("notice-of", "doi:10.5555/none")]}
    done = add("10.5555/notice", folder=folder, works={"crossref": [of_other]})
    assert "\n  related: notice of doi:10.5555/none\n" in done.err
    (key,) = added_to(folder)
    assert entry(folder, key)["relations"] == [
        {"kind": "notice-of", "identifier": "doi:10.5555/none", "source": "crossref"}
    ]


def test_a_notice_of_which_no_service_states_the_effect_is_an_entry(folder: Path) -> None:
    unmarked = {name: value for name, value in RETRACTED.items() if name != "status"}
    done = add("10.5555/notice", folder=folder, works={"crossref": [NOTICE, unmarked]})
    assert (done.code, len(added_to(folder))) == (0, 1)


def test_a_notice_is_not_written_while_the_status_of_the_work_is_unknown(folder: Path) -> None:
    before = files_of(folder)
    done = add("10.5555/notice", folder=folder, works={"crossref": [NOTICE], "pubmed": []}, cut=["pubmed"])
    assert done.code == 4
    assert done.err.startswith(
        "error: cannot look up '10.5555/notice': it is a notice of arden2021sorting, whose status is not known: "
        "pubmed.example did not answer\n"
    )
    assert files_of(folder) == before


def test_a_notice_of_several_works_becomes_the_status_of_each(folder: Path) -> None:
    about_both = {**NOTICE, "related": [*NOTICE["related"], ("notice-of", "arxiv:2402.99992")]}
    warm = {
        "type": "article", "genre": "preprint", "title": "Keeping Experts Warm", "author": ["Brook, Tom"],
        "identifiers": ["arxiv:2402.99992"], "status": {"kind": "withdrawn"},
    }  # fmt: skip
    done = add("10.5555/notice", folder=folder, works={"crossref": [about_both, RETRACTED], "arxiv": [warm]})
    assert "recorded as status: arden2021sorting is retracted, brook2024keeping is withdrawn\n" in done.err
    assert entry(folder, "brook2024keeping")["status"]["kind"] == "withdrawn"


def test_a_notice_is_added_to_a_bib_file(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("@article{mine, title = {Sorting}, doi = {10.5555/invented.12}}\n", "utf-8")
    done = add("10.5555/notice", "--to", "refs.bib", folder=tmp_path, works={"crossref": [NOTICE, RETRACTED]})
    assert done.code == 0
    assert "doi = {10.5555/notice}" in (tmp_path / "refs.bib").read_text("utf-8")
    assert {identifiers for _, identifiers in queried} == {("doi:10.5555/notice",)}


def test_sections_are_suggested_by_the_abstract_of_any_publication(tmp_path: Path) -> None:
    words = (
        'title = "Invented works"\nformat = 2\n[[sections]]\ntag = "scales"\nheading = "Scales"\nwords = ["balance"]\n'
    )
    folder = make_list(tmp_path, moebib=words, arden2021sorting="type = 'book'\n", cho2022bounds="type = 'book'\n",
                       brook2024keeping="type = 'book'\n")  # fmt: skip
    with_abstract = {**PREPRINT, "abstract": "We balance experts."}
    works = {"arxiv": [with_abstract], "crossref": [PAPER]}
    done = add("10.5555/weighing", folder=folder, works=works)
    assert '  suggested: scales  because of "balance" in the abstract' in done.err
    assert "abstract" not in entry(folder, "dune2025weighing")
