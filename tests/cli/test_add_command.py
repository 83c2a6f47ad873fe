"""`add`: identifiers become entries, with the records of invented services."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from moebib.lookup.client import Client
from services import queried, services
from small_list import CONFIG, FILES, Done, files_of, make_list, moebib, write_entries

WARM = {
    "type": "article",
    "genre": "preprint",
    "title": "Warm Offloading of Experts",
    "author": ["Dune, Ida", "{Sand Lab}"],
    "issued": "2025-03-04",
    "container_title": "arXiv",
    "identifiers": ["arxiv:2503.99991"],
    "abstract": "We sort experts by warmth.",
}
COLD: dict[str, Any] = {
    "type": "paper-conference",
    "title": "Cold Experts",
    "author": ["Frost, Kai"],
    "issued": "2023",
    "container_title": "Proceedings of Nothing",
    "identifiers": ["doi:10.5555/cold.7"],
}
KEEPING = {
    "type": "article",
    "title": "Keeping Experts Warm",
    "author": ["Brook, Tom"],
    "issued": "2024",
    "identifiers": ["doi:10.5555/keeping"],
    "related": [("preprint", "arxiv:2402.99992")],
}
KNOWN = {"arxiv": [WARM], "crossref": [COLD, KEEPING]}
WORDS = CONFIG.replace('heading = "Caching"\n', 'heading = "Caching"\nwords = ["offload", "cache"]\n').replace(
    'heading = "Routing"\n', 'heading = "Routing"\nwords = ["sort expert", "sort experts"]\n'
)
Known = Mapping[str, Sequence[Mapping[str, Any]]]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


def add(*arguments: str, folder: Path, works: Known = KNOWN, cut: Sequence[str] = (), **streams: Any) -> Done:
    with services(works, cut=cut):
        return moebib("add", *arguments, folder=folder, **streams)


def entry(folder: Path, key: str) -> dict[str, Any]:
    return tomllib.loads((folder / f"entries/papers/{key}.toml").read_text("utf-8"))


def added_to(folder: Path) -> list[str]:
    names = set(files_of(folder)) - set(FILES)
    return sorted(Path(name).stem for name in names if name.startswith("entries/papers/"))


def test_an_identifier_becomes_an_entry(folder: Path) -> None:
    done = add("https://arxiv.org/pdf/2503.99991v2", folder=folder)
    assert done == (
        0,
        "",
        "added entries/papers/dune2025warm.toml\n"
        "  Warm Offloading of Experts\n"
        "  Ida Dune, Sand Lab\n"
        "  arXiv (preprint), 2025-03-04\n"
        "  arxiv:2503.99991\n"
        "  from: arxiv\n"
        "  check: authors from arxiv only\n"
        "  check: no published version found\n"
        "1 added\n"
        "hint: the outputs may be out of date; run `moebib build`\n",
    )
    made = entry(folder, "dune2025warm")
    assert set(made.pop("origin")) == {"title", "author", "issued", "container_title", "genre", "abstract"}
    assert made == WARM


def test_identifiers_of_all_kinds_and_titles_can_be_combined(folder: Path) -> None:
    done = add("2503.99991", "Cold experts", "10.5555/COLD.7", "arxiv:2503.99991", folder=folder)
    assert done.code == 0
    assert added_to(folder) == ["dune2025warm", "frost2023cold"]


def test_identifiers_are_read_from_stdin_and_a_file(folder: Path) -> None:
    (folder / "ids.txt").write_text("# to add\n10.5555/cold.7  # cold\n2503.99991\n", "utf-8")
    done = add("-", "--file", "ids.txt", folder=folder, stdin="2503.99991\n\n2402.99992\n")
    assert done.code == 0
    assert "\n2 added, 1 already listed\n" in done.err
    assert added_to(folder) == ["dune2025warm", "frost2023cold"]


def test_a_listed_work_is_reported_without_a_query(folder: Path) -> None:
    before = files_of(folder)
    done = add("2402.99992", "10.5555/invented.12", "bounds & LIMITS of $k$ experts", folder=folder)
    assert done == (
        0,
        "",
        "2402.99992: already listed as brook2024keeping\n"
        "10.5555/invented.12: already listed as arden2021sorting\n"
        "bounds & LIMITS of $k$ experts: already listed as cho2022bounds\n"
        "0 added, 3 already listed\n"
        "hint: `moebib update brook2024keeping ...` checks listed works for new metadata\n",
    )
    assert queried == []
    assert files_of(folder) == before


def test_a_work_that_is_listed_under_another_identifier_gets_this_one_too(folder: Path) -> None:
    done = add("10.5555/keeping", folder=folder)
    assert done.code == 0
    assert done.err.splitlines()[:2] == [
        "10.5555/keeping: already listed as brook2024keeping; added what is new",
        "0 added, 1 already listed",
    ]
    listed = entry(folder, "brook2024keeping")
    assert listed["identifiers"] == ["arxiv:2402.99992"]
    assert [version["identifiers"] for version in listed["versions"]] == [["doi:10.5555/keeping"]]
    after = files_of(folder)
    assert add("10.5555/keeping", folder=folder).err == (
        "10.5555/keeping: already listed as brook2024keeping\n0 added, 1 already listed\n"
        "hint: `moebib update brook2024keeping` checks listed works for new metadata\n"
    )
    assert queried == []
    assert files_of(folder) == after


def test_two_identifiers_of_one_work_are_one_entry(folder: Path) -> None:
    both = {**COLD, "identifiers": ["doi:10.5555/cold.7", "arxiv:2301.99990"]}
    done = add("10.5555/cold.7", "2301.99990", folder=folder, works={"crossref": [both]})
    assert "\n2301.99990: already listed as frost2023cold\n1 added, 1 already listed\n" in done.err
    assert added_to(folder) == ["frost2023cold"]


def test_a_work_with_identifiers_of_two_entries_is_refused(folder: Path) -> None:
    both = {**KEEPING, "title": "Sorting Experts by Temperature", "author": ["Arden, Mia", "van den Berg, Jan"]}
    paper = {**both, "identifiers": ["acl:2024.wis-1.7", "doi:10.5555/invented.12", "arxiv:2402.99992"]}
    preprint = {**both, "type": "article", "genre": "preprint", "identifiers": ["arxiv:2402.99992"]}
    before = files_of(folder)
    done = add("acl:2024.wis-1.7", folder=folder, works={"acl": [paper], "arxiv": [preprint]})
    assert done.code == 1
    assert done.err.startswith(
        "error: cannot add 'acl:2024.wis-1.7': its identifiers are in several entries: arden2021sorting, "
        "brook2024keeping\n"
    )
    assert files_of(folder) == before


def test_a_work_with_an_identifier_of_another_entry_is_refused(folder: Path) -> None:
    deposit = {**COLD, "type": "article", "genre": "preprint"}
    wrong = {**deposit, "identifiers": ["doi:10.5555/cold.7", "arxiv:2402.99992"]}
    before = files_of(folder)
    done = add("10.5555/cold.7", folder=folder, works={"crossref": [wrong]})
    assert done.code == 1
    assert done.err.startswith(
        "error: cannot add '10.5555/cold.7': 'Cold Experts' has an identifier of 'brook2024keeping', but is another "
        "work: "
    )
    assert files_of(folder) == before


def test_a_key_that_differs_from_another_only_in_case_is_not_used(folder: Path) -> None:
    make_list(folder)
    (folder / "entries/papers/Frost2023cold.toml").write_text('type = "book"\n', "utf-8")
    assert add("10.5555/cold.7", folder=folder).code == 0
    assert "frost2023colda" in added_to(folder)


def test_the_tag_and_the_link_are_written(folder: Path) -> None:
    done = add("10.5555/cold.7", "-t", "caching", "--link", "code=https://code.example/cold", folder=folder)
    assert done.code == 0
    made = entry(folder, "frost2023cold")
    assert (made["tags"], made["links"]) == (["system/caching"], {"code": ["https://code.example/cold"]})


def test_a_listed_work_is_put_into_the_section(folder: Path) -> None:
    done = add("10.5555/invented.12", "2503.99991", "--tag", "system/caching", folder=folder)
    assert done.code == 0
    assert entry(folder, "arden2021sorting")["tags"] == ["routing", "system/caching"]
    assert entry(folder, "dune2025warm")["tags"] == ["system/caching"]
    after = files_of(folder)
    assert add("10.5555/invented.12", "--tag", "caching", folder=folder).err.splitlines()[1] == (
        "0 added, 1 already listed"
    )
    assert files_of(folder) == after


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "no work given"),
        (["2503.99991", "--tag", "routng"], "unknown tag 'routng'; did you mean 'routing'?"),
        (["2503.99991", "--link", "https://code.example/"], "not KIND=URL"),
        (["2503.99991", "10.5555/cold.7", "--link", "code=https://a.example/"], "take a single work, but 2 were given"),
        (["2503.99991", "--title", "Warm"], "--title, --author, --date, --venue, --url and --type need"),
        (["2503.99991", "--date", "2024"], "need --manual"),
        (["--manual", "--author", "Dune, Ida"], "no work given; pass --title, or an ID"),
        (["--manual", "2503.99991", "10.5555/x", "--author", "Dune, Ida"], "take a single work, but 2 were given"),
        (["2413.00001", "bread"], "13 is not a month: '2413.00001'\nerror: not an identifier"),
        (["--file", "absent.txt"], "'absent.txt' does not exist"),
    ],
)
def test_wrong_usage_exits_with_2_without_a_query(folder: Path, arguments: list[str], message: str) -> None:
    before = files_of(folder)
    done = add(*arguments, folder=folder)
    assert (done.code, done.out) == (2, "")
    assert message in done.err
    assert queried == []
    assert files_of(folder) == before


def test_invalid_ids_are_reported_first_and_the_others_are_added(folder: Path) -> None:
    done = add("2413.00001", "10.5555/cold.7", "bread", folder=folder)
    assert done.code == 1
    assert done.err.splitlines()[:4] == [
        "error: an arXiv ID begins with YYMM, and 13 is not a month: '2413.00001'",
        "error: not an identifier (arXiv ID, DOI, ACL, OpenReview, DBLP, PubMed, ISBN, HAL, ... or URL): 'bread'",
        "hint: put a title, which has at least two words, in quotes",
        "added entries/papers/frost2023cold.toml",
    ]
    assert "\n1 added, 2 invalid\n" in done.err
    assert added_to(folder) == ["frost2023cold"]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "latin-1"])
def test_a_reading_list_may_be_in_any_encoding(folder: Path, encoding: str) -> None:
    (folder / "ids.txt").write_bytes("10.5555/cold.7  # from Zoë\n2503.99991\n".encode(encoding))
    assert add("--file", "ids.txt", folder=folder).code == 0
    assert added_to(folder) == ["dune2025warm", "frost2023cold"]


def test_words_too_long_for_a_file_name_are_cut_in_the_key(folder: Path) -> None:
    long = {**COLD, "title": "Z" * 300, "author": ["W" * 300], "identifiers": ["doi:10.5555/long.1"]}
    done = add(
        "2503.99991",
        "10.5555/long.1",
        "10.5555/cold.7",
        folder=folder,
        works={"crossref": [long, COLD], "arxiv": [WARM]},
    )
    assert done.code == 0
    assert added_to(folder) == ["dune2025warm", "frost2023cold", f"{'w' * 60}2023{'z' * 60}"]


def test_an_argument_that_is_not_utf_8_does_not_affect_the_others(folder: Path) -> None:
    done = add("2503.99991", "a \udcff title", "10.5555/cold.7", folder=folder)
    assert done.code == 1
    assert added_to(folder) == ["dune2025warm", "frost2023cold"]
    assert "error: not UTF-8: 'a \\udcff title'\n" in done.err


def test_an_entry_that_the_list_refuses_does_not_affect_the_others(folder: Path) -> None:
    with patch("moebib.commands.add.key_for", side_effect=["dune2025warm", "x" * 201, "frost2023cold"]):
        done = add("2503.99991", "10.5555/keeping.2", "10.5555/cold.7", folder=folder, works={
            "arxiv": [WARM], "crossref": [{**COLD, "title": "Other", "identifiers": ["doi:10.5555/keeping.2"]}, COLD],
        })  # fmt: skip
    assert done.code == 1
    assert added_to(folder) == ["dune2025warm", "frost2023cold"]
    assert "error: cannot add '10.5555/keeping.2': invalid key" in done.err


def test_sections_are_suggested_and_explained_but_not_assigned(folder: Path) -> None:
    make_list(folder, moebib=WORDS)
    done = add("2503.99991", folder=folder)
    assert done.err.splitlines()[-5:] == [
        '  suggested: routing  because of "sort expert" in the abstract',
        '  suggested: system/caching  because of "offload" in the title',
        "1 added",
        "hint: `moebib add --tag TAG ID` adds a listed work to a section",
        "hint: the outputs may be out of date; run `moebib build`",
    ]
    assert "tags" not in entry(folder, "dune2025warm")


@pytest.mark.parametrize(
    ("arguments", "typed", "tags"),
    [
        (["--yes"], "", ["routing", "system/caching"]),
        ([], "y\n", ["routing", "system/caching"]),
        ([], "\n", []),
        ([], "n\n", []),
        (["--tag", "routing"], "y\n", ["routing"]),  # with a section given, there is no prompt
    ],
)
def test_suggested_sections_are_accepted_with_yes_or_at_the_prompt(
    folder: Path, arguments: list[str], typed: str, tags: list[str]
) -> None:
    make_list(folder, moebib=WORDS)
    done = add("2503.99991", *arguments, folder=folder, typed=typed)
    assert (done.code, done.out) == (0, "")
    assert ("Add it to these sections? [y/N]" in done.err) is (typed != "" and not arguments)
    assert entry(folder, "dune2025warm").get("tags", []) == tags


@pytest.mark.parametrize("arguments", [["--dry-run"], ["-"]])
def test_there_is_no_prompt_in_a_preview_or_if_ids_are_read_from_stdin(folder: Path, arguments: list[str]) -> None:
    make_list(folder, moebib=WORDS)
    done = add("2503.99991", *arguments, folder=folder, typed="2402.99992\n")
    assert done.code == 0
    assert "suggested: routing" in done.err
    assert "Add it to these sections?" not in done.err


def test_a_work_that_no_source_has_is_reported_with_the_queried_sources(folder: Path) -> None:
    before = files_of(folder)
    done = add("2503.99999", folder=folder)
    assert done == (1, "", "error: no such work: '2503.99999' (queried: arxiv, crossref)\n0 added, 1 not found\n")
    assert files_of(folder) == before


def test_without_a_response_a_work_is_not_reported_as_absent(folder: Path) -> None:
    before = files_of(folder)
    done = add("2503.99991", "10.5555/absent", folder=folder, cut=["arxiv"])
    assert done.code == 4
    assert done.err.splitlines() == [
        "error: cannot look up '2503.99991': arxiv.example did not answer",
        "error: cannot look up '10.5555/absent': arxiv.example did not answer",
        "0 added, 2 unknown (some services did not respond)",
        "hint: try again later, or add an entry to complete by hand: `moebib add --manual 2503.99991`",
    ]
    assert files_of(folder) == before


def test_a_source_that_is_unavailable_for_an_added_work_is_reported(folder: Path) -> None:
    done = add("10.5555/cold.7", "Keeping Experts Warm", folder=folder, cut=["arxiv"])
    assert done.code == 0
    assert "\n  check: arxiv did not respond: arxiv.example did not answer\n" in done.err


def test_a_record_of_another_work_is_ignored_and_reported(folder: Path) -> None:
    other = {"type": "article", "title": "On Tulips", "author": ["Roos, Jan"], "identifiers": ["doi:10.5555/cold.7"]}
    done = add("10.5555/cold.7", folder=folder, works={"crossref": [COLD], "page": [other]})
    assert done.code == 0
    assert "  ignored: a record of another work from page: 'On Tulips' (doi:10.5555/cold.7), distance " in done.err
    assert entry(folder, "frost2023cold")["title"] == "Cold Experts"


def test_manual_makes_no_query(folder: Path) -> None:
    done = add("--manual", "2503.99991v2", "--title", "Warm", "--author", "Dune, Ida", "-t", "caching", folder=folder)
    assert done.err.startswith(
        "added entries/papers/dune2025warm.toml\n  Warm\n  Ida Dune\n  arXiv (preprint)\n  arxiv:2503.99991\n1 added\n"
    )
    assert queried == []
    assert entry(folder, "dune2025warm") == {
        "type": "article",
        "genre": "preprint",
        "title": "Warm",
        "author": ["Dune, Ida"],
        "container_title": "arXiv",
        "identifiers": ["arxiv:2503.99991"],
        "tags": ["system/caching"],
    }


@pytest.mark.parametrize("title", ["On <i>E. coli</i>", "Routing", "1984"])
def test_a_title_is_enough_for_a_work_by_hand(folder: Path, title: str) -> None:
    assert add("--manual", "--title", title, "--author", "Dune, Ida", folder=folder).code == 0
    (key,) = added_to(folder)
    assert entry(folder, key) == {"type": "document", "title": title, "author": ["Dune, Ida"]}


def test_by_hand_works_without_a_title_are_added_once_with_a_key_from_their_identifier(folder: Path) -> None:
    done = add("--manual", "2503.99991", "10.5555/Cold.7", folder=folder)
    assert done.code == 0
    assert "hint: `moebib edit arxiv-2503.99991` completes the entry\n" in done.err
    assert added_to(folder) == ["arxiv-2503.99991", "doi-10.5555-cold.7"]
    after = files_of(folder)
    assert add("--manual", "2503.99991", "10.5555/Cold.7", folder=folder).err == (
        "2503.99991: already listed as arxiv-2503.99991\n10.5555/Cold.7: already listed as doi-10.5555-cold.7\n"
        "0 added, 2 already listed\n"
        "hint: `moebib edit arxiv-2503.99991` changes other fields of a listed work\n"
    )
    assert files_of(folder) == after


def test_a_work_that_no_service_has_is_written_of_what_is_given(folder: Path) -> None:
    facts = ("--title", "On Cooling", "--author", "Dune, Ida and Frost, Kai", "--date", "March 2025")
    where = (
        "--venue",
        "Sand Lab blog",
        "--url",
        "https://sand.example/blog/cooling",
        "--link",
        "code=https://c.example",
    )
    done = add("--manual", *facts, *where, "-t", "caching", folder=folder)
    assert done.err.startswith(
        "added entries/papers/dune2025cooling.toml\n  On Cooling\n  Ida Dune, Kai Frost\n"
        "  Sand Lab blog (post-weblog), 2025-03\n"
    )
    assert entry(folder, "dune2025cooling") == {
        "type": "post-weblog",
        "title": "On Cooling",
        "author": ["Dune, Ida", "Frost, Kai"],
        "issued": "2025-03",
        "container_title": "Sand Lab blog",
        "url": "https://sand.example/blog/cooling",
        "tags": ["system/caching"],
        "links": {"code": ["https://c.example"]},
    }
    assert moebib("build", folder=folder).code == 0
    assert "[On Cooling](https://sand.example/blog/cooling)" in (folder / "README.md").read_text("utf-8")


def test_a_listed_work_keeps_its_facts_when_it_is_added_by_hand(folder: Path) -> None:
    facts = ("--venue", "ICML", "--date", "2025", "--url", "https://arxiv.org/abs/2401.00010")
    before = entry(folder, "cho2022bounds")
    done = add("--manual", "--title", "Bounds & Limits of $k$ Experts", "--author", "Cho, Ada", *facts, folder=folder)
    assert "already listed as cho2022bounds; added what is new\n" in done.err
    assert "not used: --title, --author, --date, --venue, --url; a listed work keeps its fields\n" in done.err
    assert "hint: `moebib edit cho2022bounds` changes other fields of a listed work\n" in done.err
    after = entry(folder, "cho2022bounds")
    assert {field: after[field] for field in before} == before
    assert add("--manual", "--title", "Bounds & Limits of $k$ Experts", "--author", "Roe, Cy", folder=folder).code == 0
    assert entry(folder, "roebounds")["author"] == ["Roe, Cy"]  # another work of this title


def test_what_is_given_by_hand_is_checked_before_anything_is_written(folder: Path) -> None:
    before = files_of(folder)
    done = add("--manual", "--title", "On Cooling", "--date", "soon", folder=folder)
    assert (done.code, done.err) == (
        2, "error: not a date: 'soon'; write 2024, 2024-06, 2024-06-12 or 2024-06-12/2024-06-14\n"
    )  # fmt: skip
    assert files_of(folder) == before


def test_dry_run_and_diff_show_everything_and_write_nothing(folder: Path) -> None:
    before = files_of(folder)
    arguments = ["2503.99991", "10.5555/keeping", "10.5555/cold.7"]
    done = add(*arguments, "--dry-run", "--diff", folder=folder)
    assert done.code == 0
    assert "--- a/entries/papers/dune2025warm.toml\n+++ b/entries/papers/dune2025warm.toml\n@@ -0,0 +1," in done.out
    assert '+identifiers = ["doi:10.5555/keeping"]\n' in done.out.partition("+[[versions]]\n")[2]
    assert [line for line in done.err.splitlines() if not line.startswith(" ")] == [
        "would add entries/papers/dune2025warm.toml",
        "10.5555/keeping: already listed as brook2024keeping; would add what is new",
        "would add entries/papers/frost2023cold.toml",
        "2 added, 1 already listed; nothing was written",
        "hint: `moebib update brook2024keeping` checks listed works for new metadata",
    ]
    assert files_of(folder) == before
    assert add(*arguments, "--diff", folder=folder).out == done.out
    assert files_of(folder) == before


def test_json_has_the_result_for_each_id_in_their_order(folder: Path) -> None:
    make_list(folder, moebib=WORDS)
    assert add("2503.99991", folder=folder, works={"arxiv": [WARM]}).out == ""
    done = add("10.5555/absent", "2503.99991", "bread", "--json", folder=folder, works={"arxiv": [WARM]})
    results = json.loads(done.out)
    assert done.code == 1
    assert results == [
        {"given": "10.5555/absent", "identifier": "doi:10.5555/absent", "result": "absent", "why": "arxiv"},
        {
            "given": "2503.99991",
            "identifier": "arxiv:2503.99991",
            "result": "listed",
            "key": "dune2025warm",
            "title": "Warm Offloading of Experts",
        },
        {
            "given": "bread",
            "result": "invalid",
            "why": "not an identifier (arXiv ID, DOI, ACL, OpenReview, DBLP, PubMed, ISBN, HAL, ... or URL): 'bread'",
        },
    ]


def test_json_has_suggestions_files_and_unavailable_sources(folder: Path) -> None:
    make_list(folder, moebib=WORDS)
    (result,) = json.loads(add("2503.99991", "--json", folder=folder, cut=["crossref"]).out)
    assert result == {
        "given": "2503.99991",
        "identifier": "arxiv:2503.99991",
        "result": "added",
        "key": "dune2025warm",
        "title": "Warm Offloading of Experts",
        "authors": ["Dune, Ida", "{Sand Lab}"],
        "publication": {
            "type": "article",
            "genre": "preprint",
            "venue": "arXiv",
            "year": 2025,
            "date": "2025-03-04",
            "identifiers": ["arxiv:2503.99991"],
            "sources": dict.fromkeys(["genre", "title", "author", "issued", "container_title", "abstract"], "arxiv"),
        },
        "doubts": [
            {"field": "author", "message": "authors from arxiv only"},
            {"field": "container_title", "message": "no published version found"},
        ],
        "suggested": [
            {"tag": "routing", "word": "sort expert", "where": "abstract"},
            {"tag": "system/caching", "word": "offload", "where": "title"},
        ],
        "files": ["entries/papers/dune2025warm.toml"],
        "unavailable": {"crossref": "crossref.example did not answer"},
    }


def test_an_empty_folder_becomes_a_list(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    done = add("2503.99991", "10.5555/cold.7", folder=tmp_path)
    assert done.code == 0
    assert done.err.splitlines()[-1] == "2 added"
    assert list(files_of(tmp_path)) == [
        "entries/papers/dune2025warm.toml",
        "entries/papers/frost2023cold.toml",
        "moebib.toml",
    ]
    assert moebib("list", folder=tmp_path).err == "2 of 2 works\n"


@pytest.mark.parametrize("arguments", [["2503.99991"], ["2503.99991", "--dry-run"], ["2413.00001"]])
def test_a_folder_stays_empty_if_nothing_is_added(tmp_path: Path, arguments: list[str]) -> None:
    assert add(*arguments, folder=tmp_path, cut=["arxiv", "crossref"]).code in (2, 4)
    assert list(tmp_path.iterdir()) == []


def test_dry_run_in_an_empty_folder_shows_the_new_list_once(tmp_path: Path) -> None:
    done = add("2503.99991", "10.5555/cold.7", "--dry-run", "--diff", folder=tmp_path)
    assert done.out.count("+++ b/moebib.toml\n") == 1
    assert list(tmp_path.iterdir()) == []


def test_outside_a_list_a_hint_says_how_to_start_one(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").touch()
    done = add("2503.99991", folder=tmp_path)
    assert (done.code, done.out) == (2, "")
    assert done.err == (
        "error: no moebib.toml here or in a parent directory\n"
        "hint: create a list with `moebib init`, or run `moebib add` in an empty directory\n"
    )
    assert [file.name for file in tmp_path.iterdir()] == ["thesis.tex"]


def test_an_interruption_keeps_finished_works_and_the_same_command_resumes(folder: Path) -> None:
    look_up = Client.look_up

    def interrupted(client: Client, texts: Sequence[str], **options: Any) -> Iterator[Any]:
        yield from list(look_up(client, texts, **options))[:1]
        raise KeyboardInterrupt

    arguments = ["10.5555/cold.7", "2503.99991"]
    with patch.object(Client, "look_up", interrupted):
        done = add(*arguments, folder=folder)
    assert done.code == 130
    assert done.err.startswith("added entries/papers/frost2023cold.toml\n  Cold Experts\n")
    assert "\n1 added\n" in done.err
    assert added_to(folder) == ["frost2023cold"]
    assert add(*arguments, folder=folder).code == 0
    assert {identifiers for _, identifiers in queried} == {("arxiv:2503.99991",)}
    assert added_to(folder) == ["dune2025warm", "frost2023cold"]


def test_an_entry_written_by_another_process_meanwhile_is_noticed(folder: Path) -> None:
    look_up = Client.look_up

    def slow(client: Client, texts: Sequence[str], **options: Any) -> Iterator[Any]:
        lookups = list(look_up(client, texts, **options))
        write_entries(folder, [lookups[0].reconciled.record.evolve(id="other2025")])
        yield from lookups

    with patch.object(Client, "look_up", slow):
        done = add("2503.99991", "10.5555/cold.7", folder=folder)
    assert done.err.startswith("2503.99991: already listed as other2025\n")
    assert added_to(folder) == ["frost2023cold", "other2025"]


def test_a_broken_list_is_reported_without_a_query(folder: Path) -> None:
    make_list(folder, cho2022bounds='tpye = "book"\n')
    before = files_of(folder)
    done = add("2503.99991", folder=folder)
    assert done.code == 3
    assert "entries/papers/cho2022bounds.toml:1:1: MB003 unknown field 'tpye'" in done.err
    assert queried == []
    assert files_of(folder) == before


def test_quiet_prints_only_errors(folder: Path) -> None:
    with services(KNOWN):
        done = moebib("-q", "add", "2503.99991", "2503.99999", "bread", folder=folder)
    assert done.code == 1
    assert [line.partition(":")[0] for line in done.err.splitlines()] == ["error", "error"]


@pytest.mark.parametrize(("is_terminal", "is_shown"), [(True, True), (False, False)])
def test_a_progress_bar_is_shown_only_on_a_terminal(
    folder: Path, monkeypatch: pytest.MonkeyPatch, is_terminal: bool, is_shown: bool
) -> None:
    monkeypatch.setenv("TERM", "xterm")
    done = add("2503.99991", "10.5555/cold.7", folder=folder, is_terminal=is_terminal)
    assert ("looking up" in done.err) is is_shown
    assert ("2/2" in done.err) is is_shown
    assert "added entries/papers/dune2025warm.toml\n" in done.err


def test_hostile_text_from_a_service_is_safe_to_print(folder: Path) -> None:
    hostile = {**COLD, "title": "Cold \x1b[31m Experts \u202e"}
    done = add("10.5555/cold.7", folder=folder, works={"crossref": [hostile]})
    assert not set("\x1b\u202e") & set(done.err)


def test_the_words_of_a_title_without_quotes_get_one_hint(tmp_path: Path) -> None:
    done = moebib("add", "Attention", "is", "all", "--offline", folder=make_list(tmp_path))
    assert done.err.count("error: not an identifier") == 3
    assert done.err.endswith("'all'\nhint: put a title, which has at least two words, in quotes\n0 added, 3 invalid\n")
