"""`build`: the outputs configured in moebib.toml."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib.commands.build import build, new_readme, outputs
from moebib.errors import InputError
from moebib.library.config import Config, Readme, Section
from moebib.library.library import Library
from moebib.records.record import Record
from small_list import README, files_of, make_list

BREAD = Record(id="bread1900", type="book", title="Bread", issued="1900", tags=["food"])


def test_outputs_are_those_in_the_configuration() -> None:
    config = Config.model_validate(
        {
            "readme": {"path": "LIST.md"},
            "schema": "schemas",
            "outputs": [{"format": "csv", "path": "a.csv"}, {"format": "jsonl", "path": "b/c.jsonl"}],
        }
    )
    assert list(outputs(Path(), Library([BREAD], config=config), "# List")) == [
        "LIST.md", "a.csv", "b/c.jsonl", "schemas/record.json", "schemas/model.json", "schemas/moebib.json",
    ]  # fmt: skip


def test_without_configured_outputs_nothing_is_built() -> None:
    assert outputs(Path(), Library([BREAD])) == {}


def test_an_output_may_have_the_names_of_journals_in_another_form(tmp_path: Path) -> None:
    (tmp_path / "journals.csv").write_text("Journal of Bread;J. Bread\n", "utf-8")
    table = {"format": "csv", "path": "a.csv", "journals": "abbreviated", "journal_lists": ["journals.csv"]}
    article = Record(id="rye", type="article-journal", title="Rye", container_title="Journal of Bread")
    library = Library([article], config=Config.model_validate({"outputs": [table, {"format": "csv", "path": "b.csv"}]}))
    texts = outputs(tmp_path, library)
    assert "J. Bread" in texts["a.csv"]
    assert "Journal of Bread" in texts["b.csv"]


def test_outputs_keep_the_text_outside_the_markers() -> None:
    config = Config(readme=Readme(), sections=(Section(tag="food", heading="Food"),))
    text = new_readme(Library([BREAD], config=config), README, "seed")
    assert text.replace("\n\n## Food\n\n['00] [Bread]\n", "").count("Written by hand") == 2
    assert "\n## Food\n" in text


def test_build_writes_and_returns_the_changes(tmp_path: Path) -> None:
    changes = build(make_list(tmp_path)).changes
    assert [change.path for change in changes] == ["README.md", "refs.json"]
    assert (tmp_path / "refs.json").read_text("utf-8") == changes.files[1].new
    assert not build(tmp_path).changes


def test_build_without_writing_returns_the_same_changes(tmp_path: Path) -> None:
    before = files_of(make_list(tmp_path))
    planned = build(tmp_path, write=False)
    assert files_of(tmp_path) == before
    assert build(tmp_path) == planned


def test_a_readme_of_which_github_would_not_show_the_end_is_reported_in_time(tmp_path: Path) -> None:
    assert not build(make_list(tmp_path)).nearly_too_long
    (tmp_path / "README.md").write_text(f"{README}{'long ' * 94_000}", "utf-8")
    assert 460 * 1024 < build(tmp_path).nearly_too_long < 470 * 1024


def test_an_invalid_marker_is_reported_with_file_and_line_before_anything_is_written(tmp_path: Path) -> None:
    before = files_of(make_list(tmp_path, README="<!-- moebib:begin models -->\n"))
    with pytest.raises(InputError, match=r"^README\.md: line 1: begin marker of 'models' is not closed"):
        build(tmp_path)
    assert files_of(tmp_path) == before


def test_a_marker_in_a_code_block_is_ignored(tmp_path: Path) -> None:
    make_list(tmp_path, README="```\n<!-- moebib:begin models -->\n```\n")
    assert [change.path for change in build(tmp_path).changes] == ["refs.json"]
