"""The steps in their order: load, build, import, count."""

from __future__ import annotations

from pathlib import Path

import pytest

import moebib
from moebib.commands import actions
from moebib.errors import InputError, InvalidRecord
from moebib.library.config import Config, Readme, Section
from moebib.library.library import Library
from moebib.records.record import Record
from small_list import CONFIG, README, files_of, make_list

BREAD = Record(id="bread1900", type="book", title="Bread", issued="1900", tags=["food"])


@pytest.mark.parametrize("inside", [".", "entries", "entries/papers"])
def test_load_takes_the_folder_of_a_list_or_one_in_it(tmp_path: Path, inside: str) -> None:
    library = actions.load(make_list(tmp_path) / inside)
    assert [record.id for record in library] == ["arden2021sorting", "brook2024keeping", "cho2022bounds"]


def test_load_without_a_path_is_the_carried_bibliography() -> None:
    library = actions.load()
    assert (len(library), len(library.models)) == (148, 23)
    assert "dai2024deepseekmoe" in library


@pytest.mark.parametrize(
    ("path", "complaint"), [("absent", "absent: no such folder"), (".", "no moebib.toml here or in a folder above")]
)
def test_load_of_what_is_no_list_is_an_error(tmp_path: Path, path: str, complaint: str) -> None:
    with pytest.raises(InputError, match=complaint):
        actions.load(tmp_path / path)


def test_load_raises_all_findings_at_once(tmp_path: Path) -> None:
    make_list(tmp_path, cho2022bounds="x = 1", arden2021sorting="[")
    with pytest.raises(InvalidRecord) as caught:
        actions.load(tmp_path)
    assert {finding.file for finding in caught.value.findings} == {
        "entries/papers/cho2022bounds.toml",
        "entries/papers/arden2021sorting.toml",
    }


def test_load_nearest_goes_up_and_else_takes_the_carried_one(tmp_path: Path) -> None:
    assert len(actions.load_nearest(make_list(tmp_path / "list") / "entries")) == 3
    assert len(actions.load_nearest(tmp_path)) == 148


def test_outputs_are_those_of_the_configuration() -> None:
    config = Config.model_validate(
        {
            "readme": {"path": "LIST.md"},
            "schema": "schemas",
            "outputs": [{"format": "csv", "path": "a.csv"}, {"format": "jsonl", "path": "b/c.jsonl"}],
        }
    )
    assert list(actions.outputs(Library([BREAD], config=config))) == [
        "LIST.md", "a.csv", "b/c.jsonl", "schemas/record.json", "schemas/model.json", "schemas/moebib.json",
    ]  # fmt: skip


def test_nothing_configured_is_nothing_made() -> None:
    assert actions.outputs(Library([BREAD])) == {}


def test_outputs_keep_what_stands_outside_the_marks() -> None:
    config = Config(readme=Readme(), sections=(Section(tag="food", heading="Food"),))
    text = actions.outputs(Library([BREAD], config=config), README)["README.md"]
    assert text.replace("\n\n## Food\n\n['00] [Bread]\n", "").count("Written by hand") == 2
    assert "\n## Food\n" in text


def test_build_writes_and_tells_the_changes(tmp_path: Path) -> None:
    changes = actions.build(make_list(tmp_path))
    assert [change.path for change in changes] == ["README.md", "refs.json"]
    assert (tmp_path / "refs.json").read_text("utf-8") == changes.files[1].new
    assert not actions.build(tmp_path)


def test_build_without_writing_tells_the_same(tmp_path: Path) -> None:
    before = files_of(make_list(tmp_path))
    planned = actions.build(tmp_path, write=False)
    assert files_of(tmp_path) == before
    assert actions.build(tmp_path) == planned


def test_a_wrong_mark_is_reported_with_file_and_line_before_anything_is_written(tmp_path: Path) -> None:
    before = files_of(make_list(tmp_path, README="<!-- moebib:begin models -->\n"))
    with pytest.raises(InputError, match=r"^README\.md: line 1: the part 'models' is not closed"):
        actions.build(tmp_path)
    assert files_of(tmp_path) == before


def test_a_mark_that_only_an_example_shows_is_none(tmp_path: Path) -> None:
    make_list(tmp_path, README="```\n<!-- moebib:begin models -->\n```\n")
    assert [change.path for change in actions.build(tmp_path)] == ["refs.json"]


def test_import_gives_a_new_work_a_key_that_is_free(tmp_path: Path) -> None:
    make_list(tmp_path)
    file = tmp_path / "other.jsonl"
    file.write_text(
        '{"id": "CHO2022bounds", "type": "book", "title": "Bounds, Again", "author": ["Cho, Bo"], "issued": "2022"}'
    )
    report = actions.import_file(file, tmp_path)
    assert (report.added, report.united, report.known) == (1, 0, 0)
    assert [change.path for change in report.changes] == ["entries/papers/cho2022boundsa.toml"]


def test_import_names_the_file_in_every_finding(tmp_path: Path) -> None:
    file = tmp_path / "bad.jsonl"
    file.write_text("nothing\n{}\n")
    report = actions.import_file(file, tmp_path)
    assert {finding.file for finding in report.findings} == {str(file)}
    assert report.not_understood == len(report.findings) > 0
    assert (report.added, report.changes) == (0, report.changes)


def test_import_of_prose_is_understood(tmp_path: Path) -> None:
    file = tmp_path / "notes.md"
    file.write_text("# Notes\n\nOnly prose.\n")
    report = actions.import_file(file, tmp_path, write=False)
    assert [finding.code for finding in report.findings] == ["MB102"]
    assert report.not_understood == 0


def test_count_orders_years_venues_and_sections(tmp_path: Path) -> None:
    counts = actions.count(
        actions.load(
            make_list(
                tmp_path,
                moebib=CONFIG.replace("routing", "system/caching-x"),
                arden2021sorting='type = "book"',
                brook2024keeping='type = "book"\nissued = "2025"\ncontainer_title = "Z"',
            )
        )
    )
    assert counts.by_year == {"2022": 1, "2025": 1}
    assert counts.by_venue == {"Journal of Invented Results": 1, "Z": 1}
    assert counts.by_section == {"system/caching-x": 0, "system/caching": 1}


def test_load_is_public() -> None:
    assert moebib.load is actions.load
