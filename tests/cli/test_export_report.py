"""`export --report`: the losses of a format by field or as JSON, with or without the export."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from moebib.formats import names
from small_list import make_list, moebib


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


def test_losses_are_reported_by_field_most_frequent_first(folder: Path) -> None:
    done = moebib("export", "-f", "ris", "--report", folder=folder)
    assert (done.code, done.err) == (0, "")
    head, first, *_ = done.out.splitlines()
    assert head == "ris keeps 0 of 3 works in full:"
    assert first == "  tags, 3 works: no place for it"


def test_a_lossless_export_is_reported(folder: Path) -> None:
    assert moebib("export", "-f", "jsonl", "--report", folder=folder).out == "jsonl keeps 3 of 3 works in full\n"


@pytest.mark.parametrize("name", names("write"))
def test_every_format_has_a_report(folder: Path, name: str) -> None:
    done = moebib("export", "-f", name, "--report", folder=folder)
    assert (done.code, done.err) == (0, "")
    assert done.out.startswith(f"{name} keeps ")


def test_with_an_output_file_the_report_goes_to_stderr(folder: Path) -> None:
    done = moebib("export", "-f", "ris", "--report", "-o", "x.ris", folder=folder)
    assert (done.code, done.out) == (0, "")
    assert done.err.startswith("ris keeps 0 of 3 works in full:\n")
    assert done.err.endswith("wrote x.ris (3 works)\n")
    assert (folder / "x.ris").read_text("utf-8") == moebib("export", "-f", "ris", folder=folder).out


def test_every_loss_is_reported_as_json(folder: Path) -> None:
    done = moebib("export", "-f", "ris", "--report", "--json", "cho2022bounds", folder=folder)
    result = json.loads(done.out)
    rows = result.pop("losses")
    assert result == {"format": "ris", "works": 1}
    assert {row["id"] for row in rows} == {"cho2022bounds"}
    assert rows[0].keys() == {"id", "code", "field", "lost", "instead", "why"}


def test_json_has_the_text_or_what_became_of_the_file(folder: Path) -> None:
    result = json.loads(moebib("export", "--json", "cho2022bounds", folder=folder).out)
    text = result.pop("text")
    assert text == moebib("export", "cho2022bounds", folder=folder).out
    assert result == {"format": "bibtex", "works": 1}
    of_file = ("export", "--json", "cho2022bounds", "-o", "refs.bib")
    patch = moebib(*of_file[:1], *of_file[2:], "--diff", folder=folder).out
    planned = {"path": "refs.bib", "action": "create", "diff": patch}
    assert json.loads(moebib(*of_file, "--diff", folder=folder).out) == {
        **result, "written": False, "changes": [planned],
    }  # fmt: skip
    assert json.loads(moebib(*of_file, folder=folder).out)["written"] is True
    assert (folder / "refs.bib").read_text("utf-8") == text
    assert json.loads(moebib(*of_file, folder=folder).out)["changes"] == []


def test_cells_of_csv_that_are_not_formulas_are_reported_unless_they_are_raw(folder: Path) -> None:
    entry = folder / "entries" / "papers" / "cho2022bounds.toml"
    entry.write_text(re.sub("^title = .*$", 'title = "=1+1"', entry.read_text("utf-8"), flags=re.MULTILINE), "utf-8")
    options = ("export", "-f", "csv", "-k", "cho2022bounds", "-o", "-")
    assert '"\'=1+1"' in moebib(*options, folder=folder).out
    assert '"=1+1"' in moebib(*options, "--raw", folder=folder).out
    assert "=1+1 -> '=1+1" in moebib(*options, "--report", folder=folder).err
    assert "=1+1" not in moebib(*options, "--report", "--raw", folder=folder).err
