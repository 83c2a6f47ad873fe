"""`import` of facts: each is added to its entry or reported with its line, and none affects another."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from small_list import files_of, make_list, moebib

SOURCE = "https://papers.example/wis2021"


def facts(folder: Path, *lines: dict[str, Any] | str) -> str:
    texts = (line if isinstance(line, str) else json.dumps({"source": SOURCE} | line) for line in lines)
    (folder / "a.facts.jsonl").write_text("".join(f"{text}\n" for text in texts), "utf-8")
    return "a.facts.jsonl"


def test_facts_become_values_with_their_evidence(tmp_path: Path) -> None:
    make_list(tmp_path)
    publisher = {"key": "arden2021sorting", "field": "publisher", "value": "Invented Press", "date": "2026-11-24"}
    number = {"key": "tiny-moe", "field": "layers", "value": 12, "confirmed": 2, "date": "2026-11-24"}
    done = moebib("import", facts(tmp_path, publisher, number), folder=tmp_path)
    assert done.err.splitlines() == [
        "a.facts.jsonl: 2 facts: 2 new, 0 with more evidence, 0 known, 0 kept as alternatives, "
        "0 contradict what a person wrote, 0 invalid",
        "hint: the outputs may be out of date; run `moebib build`",
    ]
    shown = moebib("why", "--offline", "arden2021sorting", folder=tmp_path).out
    assert SOURCE in shown
    text = (tmp_path / "entries" / "models" / "tiny-moe.toml").read_text("utf-8")
    assert "layers = 12\n" in text
    assert "confirmed = 2" in text
    before = files_of(tmp_path)
    assert "0 new, 0 with more evidence, 2 known" in moebib("import", "a.facts.jsonl", folder=tmp_path).err
    assert files_of(tmp_path) == before


def test_an_invalid_fact_is_reported_with_its_line_and_costs_no_other(tmp_path: Path) -> None:
    make_list(tmp_path)
    name = facts(
        tmp_path,
        "oops",
        "[]",
        {"key": "arden2021sortin", "field": "page", "value": "1"},
        {"key": "arden2021sorting", "field": "issued", "value": "2021-13"},
        {"key": "arden2021sorting", "value": "1"},
        {"key": "arden2021sorting", "field": "page", "value": "1", "sauce": "x"},
        {"key": "cho2022bounds", "field": "identifiers", "value": "doi:10.5555/invented.12"},
        {"key": "cho2022bounds", "field": "tags", "value": "cacheing"},
        {"key": "tiny-moe", "field": "papers", "value": "nothing"},
        {"key": "cho2022bounds", "field": "volume", "value": "7"},
    )
    done = moebib("import", name, "--strict", folder=tmp_path)
    assert done.code == 1
    assert [line for line in done.err.splitlines() if line.startswith("a.facts.jsonl:")] == [
        "a.facts.jsonl:1:1: MB111 invalid JSON: expecting value",
        "a.facts.jsonl:2: MB112 not an object: []",
        "a.facts.jsonl:3: MB011 no entry 'arden2021sortin'; did you mean 'arden2021sorting'?",
        "a.facts.jsonl:4: MB005 issued: '2021-13': 13 is not a month",
        "a.facts.jsonl:5: MB112 the field 'field' is missing",
        "a.facts.jsonl:6: MB112 unknown field 'sauce'",
        "a.facts.jsonl:7: MB007 doi:10.5555/invented.12 is also an identifier of 'arden2021sorting'",
        "a.facts.jsonl:8: MB009 unknown tag 'cacheing'",
        "a.facts.jsonl:9: MB011 no entry 'nothing'",
        "a.facts.jsonl: 10 facts: 1 new, 0 with more evidence, 0 known, 0 kept as alternatives, "
        "0 contradict what a person wrote, 9 invalid",
    ]
    assert 'volume = "7"\n' in (tmp_path / "entries" / "papers" / "cho2022bounds.toml").read_text("utf-8")


def test_what_a_person_wrote_is_reported(tmp_path: Path) -> None:
    make_list(tmp_path)
    name = facts(tmp_path, {"key": "arden2021sorting", "field": "page", "value": "12-35"})
    before = files_of(tmp_path)
    done = moebib("import", name, "--strict", folder=tmp_path)
    assert (done.code, files_of(tmp_path)) == (0, before)
    assert done.err.startswith(f"a.facts.jsonl:1: MB201 page: '12-34' here, '12-35' in {SOURCE}\n")


@pytest.mark.parametrize("options", [("--dry-run",), ("--diff",)])
def test_a_preview_writes_nothing(tmp_path: Path, options: tuple[str, ...]) -> None:
    make_list(tmp_path)
    name = facts(tmp_path, {"key": "cho2022bounds", "field": "volume", "value": "7"})
    before = files_of(tmp_path)
    done = moebib("import", name, *options, folder=tmp_path)
    assert files_of(tmp_path) == before
    assert "cho2022bounds" in done.out + done.err


def test_any_name_is_possible_with_the_name_of_the_format(tmp_path: Path) -> None:
    make_list(tmp_path)
    facts(tmp_path, {"key": "cho2022bounds", "field": "volume", "value": "7"})
    (tmp_path / "a.facts.jsonl").rename(tmp_path / "a.txt")
    assert "1 new" in moebib("import", "a.txt", "--from", "facts", folder=tmp_path).err


def test_facts_need_a_list(tmp_path: Path) -> None:
    done = moebib("import", facts(tmp_path, {"key": "a", "field": "page", "value": "1"}), folder=tmp_path)
    assert done.code == 2


def test_an_empty_file_is_no_file_of_facts(tmp_path: Path) -> None:
    make_list(tmp_path)
    done = moebib("import", facts(tmp_path), folder=tmp_path)
    assert (done.code, done.err) == (3, "error: a.facts.jsonl: the file is empty\n")


def test_stats_count_what_facts_confirm(tmp_path: Path) -> None:
    make_list(tmp_path)
    moebib("import", facts(tmp_path, {"key": "cho2022bounds", "field": "volume", "value": "7", "confirmed": 2}),
           folder=tmp_path)  # fmt: skip
    rows = moebib("stats", "--truth", folder=tmp_path).out.splitlines()
    assert "volume\t1\t1\t0\t0\t0\t0\t0" in rows
    as_json = json.loads(moebib("stats", "--truth", "--json", folder=tmp_path).out)
    assert as_json["title"] == {"several": 0, "single": 0, "named": 0, "unconfirmed": 3, "disputed": 0, "verified": 0}
