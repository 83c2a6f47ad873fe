"""`why`: the candidates for a field, the chosen one, the rule, and the origin of the value in the entry."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from test_update_command import SORTING

from moebib.lookup.fill import sources_of
from moebib.records.publication import Origin
from moebib.toml.dump import dump_field
from services import queried, services
from small_list import files_of, make_list, moebib

DBLP = {
    "type": "paper-conference", "title": "Sorting Experts by Temperature.", "author": ["Arden, Mia"], "issued": "2021",
    "container_title": "WIS", "identifiers": ["doi:10.5555/invented.12"],
}  # fmt: skip
PREPRINT = {
    "type": "article", "genre": "preprint", "title": "Sorting Experts by Temperature: A Sketch",
    "author": ["Arden, M."], "issued": "2020-12-24", "container_title": "arXiv", "identifiers": ["arxiv:2012.99991"],
}  # fmt: skip
GEESE = {"type": "book", "title": "On Geese", "author": ["Marsh, Ida"], "identifiers": ["arxiv:2012.99991"]}
KNOWN = {"arxiv": [PREPRINT], "crossref": [SORTING], "dblp": [DBLP]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = make_list(tmp_path)
    file = folder / "entries/papers/arden2021sorting.toml"
    page = Origin.of("crossref", date(2026, 11, 24), "12-34")
    title = page.evolve(digest="00000000")
    origins = "".join(
        dump_field((field,), origin.to_dict()) + "\n" for field, origin in (("title", title), ("page", page))
    )
    file.write_text(f"{file.read_text('utf-8')}\n[origin]\n{origins}", "utf-8")
    return folder


def test_a_field_is_explained_with_its_candidates_in_the_order_of_choice(folder: Path) -> None:
    before = files_of(folder)
    with services(KNOWN):
        done = moebib("why", "arden2021sorting", "title", folder=folder)
    assert (done.code, done.err) == (0, "")
    assert done.out == (
        "arden2021sorting\n"
        "title\n"
        "  here: Sorting Experts by Temperature\n"
        "        fetched from crossref on 2026-11-24, then edited by hand; updates do not change it\n"
        "  rule: the first source in this order that describes the publication and has it\n"
        f"        {' > '.join(sources_of('title'))}\n"
        "  > dblp      Sorting Experts by Temperature\n"
        "    crossref  Sorting Experts by Temperature\n"
        "    arxiv     Sorting Experts by Temperature: A Sketch (of arXiv 2020)\n"
    )
    assert files_of(folder) == before


def test_evidence_and_remarks_are_explained(folder: Path) -> None:
    file = folder / "entries/papers/arden2021sorting.toml"
    text = file.read_text("utf-8").partition("\n[origin]")[0]
    origin = 'source = "https://papers.example", date = "2026-11-24", confirmed = 2, remark = "On paper."'
    disputed = 'disputed = [{ value = "12-35", source = "dblp" }]'
    text = text.replace("tags", 'remark = "Check the pages."\ntags')
    file.write_text(f"{text}\n[origin]\npage = {{ {origin}, {disputed} }}\n", "utf-8")
    with services(KNOWN):
        lines = moebib("why", "arden2021sorting", "page", folder=folder).out.splitlines()
        data = json.loads(moebib("why", "arden2021sorting", "page", "--json", folder=folder).out)
    assert lines[:7] == [
        "arden2021sorting",
        "  remark: Check the pages.",
        "page",
        "  here: 12-34",
        "        taken from https://papers.example on 2026-11-24 by hand; updates do not change it",
        "        confirmed by 2 sources",
        "        disputed: 12-35 (dblp)",
    ]
    assert lines[7] == "        remark: On paper."
    assert data["remark"] == "Check the pages."
    assert data["fields"][0]["origin"]["disputed"] == [{"value": "12-35", "source": "dblp"}]


@pytest.mark.parametrize(("arguments", "message"), [
    (["tiny-moe"], "'tiny-moe' is a model, not a work"), (["arden2021sorting", "remark"], "only the list has them"),
])  # fmt: skip
def test_what_no_source_has_is_not_explained(folder: Path, arguments: list[str], message: str) -> None:
    done = moebib("why", *arguments, folder=folder)
    assert (done.code, message in done.err) == (2, True)


def test_without_a_field_all_fields_are_explained(folder: Path) -> None:
    with services(KNOWN):
        lines = moebib("why", "arden2021sorting", folder=folder).out.splitlines()
    fields = [line for line in lines if not line.startswith(" ")]
    assert fields == [
        "arden2021sorting", "type", "genre", "title", "author", "issued", "container_title", "container_title_short",
        "page", "identifiers", "links", "check: the lists of authors differ: 3 in crossref, 1 in dblp",
    ]  # fmt: skip
    page = lines[lines.index("page") :]
    assert page[1:3] == ["  here: 12-34", "        fetched from crossref on 2026-11-24"]


def test_the_origins_in_versions_are_listed(folder: Path) -> None:
    file = folder / "entries/papers/arden2021sorting.toml"
    version = (
        '[[versions]]\nissued = "2020"\n[versions.origin.issued]\nsource = "dblp"\ndate = "2026-11-24"\n'
        'digest = "00000000"\nconfirmed = 2\nremark = "On the page."\n'
    )
    file.write_text(f"{file.read_text('utf-8')}\n{version}", "utf-8")
    with services(KNOWN):
        done = moebib("why", "arden2021sorting", folder=folder)
        of_a_field = moebib("why", "arden2021sorting", "issued", folder=folder)
        data = json.loads(moebib("why", "arden2021sorting", "--json", folder=folder).out)
    assert (
        "versions.1.issued\n"
        "  here: 2020\n"
        "        fetched from dblp on 2026-11-24, then edited by hand; updates do not change it\n"
        "        confirmed by 2 sources\n"
        "        remark: On the page.\n"
    ) in done.out
    assert "versions.1" not in of_a_field.out
    assert data["versions"][1]["origin"]["issued"]["confirmed"] == 2


def test_json_has_the_same(folder: Path) -> None:
    with services({**KNOWN, "openalex": []}, cut={"openalex"}):
        result = json.loads(moebib("why", "arden2021sorting", "issued", "--json", folder=folder).out)
    (field,) = result["fields"]
    assert (field["here"], field["origin"], field["locked"]) == ("2021-07", None, True)
    assert [(candidate["source"], candidate["value"], candidate["chosen"]) for candidate in field["candidates"]] == [
        ("crossref", "2021-09", True), ("dblp", "2021", False), ("arxiv", "2020-12-24", False),
    ]  # fmt: skip
    assert result["unavailable"] == {"openalex": "openalex.example did not answer"}


def test_records_of_another_work_are_ignored_and_reported(folder: Path) -> None:
    with services({"crossref": [SORTING], "arxiv": [GEESE]}):
        done = moebib("why", "arden2021sorting", "title", folder=folder)
    assert done.code == 0
    (ignored,) = (line for line in done.out.splitlines() if line.startswith("ignored: "))
    assert ignored.startswith("ignored: a record of another work from arxiv: 'On Geese' (arxiv:2012.99991), distance ")
    assert "Geese" not in done.out.partition("ignored: ")[0]


def test_each_candidate_names_its_publication(folder: Path) -> None:
    openalex = {**SORTING, "issued": "2020", "identifiers": ["doi:10.5555/invented.12"]}
    with services({**KNOWN, "openalex": [openalex]}):
        of_type = moebib("why", "arden2021sorting", "type", folder=folder).out.splitlines()
        issued = json.loads(moebib("why", "arden2021sorting", "issued", "--json", folder=folder).out)["fields"][0]
    assert "    arxiv     article (of arXiv 2020)" in of_type
    assert [(candidate["source"], candidate["publication"]) for candidate in issued["candidates"]] == [
        ("crossref", ""), ("dblp", ""), ("arxiv", "arXiv 2020"), ("openalex", "several publications"),
    ]  # fmt: skip


def test_the_doubts_are_those_of_add(tmp_path: Path) -> None:
    folder = make_list(tmp_path)
    wrong = {"type": "book", "title": "On Geese", "author": ["Marsh, Ida"], "identifiers": ["doi:10.5555/geese"]}
    preprint = {
        "type": "article", "genre": "preprint", "title": "Weighing Experts", "author": ["Dune, Ida"], "issued": "2024",
        "container_title": "arXiv", "identifiers": ["arxiv:2402.99993"],
        "related": [("published-as", "doi:10.5555/geese")],
    }  # fmt: skip
    with services({"arxiv": [preprint], "crossref": [wrong]}):
        (added,) = json.loads(moebib("add", "2402.99993", "--json", folder=folder).out)
        explained = json.loads(moebib("why", added["key"], "--json", folder=folder).out)
        of_a_field = json.loads(moebib("why", added["key"], "identifiers", "--json", folder=folder).out)
        lines = moebib("why", added["key"], folder=folder).out.splitlines()
    assert [doubt["field"] for doubt in added["doubts"]] == ["author", "container_title", "identifiers"]
    assert added["doubts"][2]["message"] == (
        "doi:10.5555/geese, named by arxiv, is of another work: 'On Geese' in crossref"
    )
    assert explained["doubts"] == added["doubts"]
    assert explained["refused"] == added["refused"]
    assert added["refused"][0]["identifiers"] == ["doi:10.5555/geese"]
    assert [doubt["field"] for doubt in of_a_field["doubts"]] == ["identifiers"]
    assert lines[-3:] == [f"check: {doubt['message']}" for doubt in added["doubts"]]


def test_the_exit_code_is_4_if_no_service_responds(folder: Path) -> None:
    with services(KNOWN, cut=KNOWN):
        done = moebib("why", "arden2021sorting", "title", folder=folder)
    assert done.code == 4
    assert "  no source has a value\n" in done.out
    assert "dblp did not respond: dblp.example did not answer\n" in done.out


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["arden2021sorting", "titel"], "unknown field 'titel'; did you mean 'title'?"),
        (["arden2021sorting", "tags"], "no source has values for 'tags'; only the list has them"),
        (["nobody2021"], "no entry 'nobody2021'"),
    ],
)
def test_wrong_usage_makes_no_query(folder: Path, arguments: list[str], message: str) -> None:
    with services(KNOWN):
        done = moebib("why", *arguments, folder=folder)
        assert queried == []
    assert done.code == 2
    assert message in done.err
