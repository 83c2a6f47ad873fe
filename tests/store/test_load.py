"""The list that is read: the given one, the nearest one or the bundled one."""

from __future__ import annotations

from pathlib import Path

import pytest

import moebib
from moebib import store
from moebib.errors import InputError, InvalidRecord
from small_list import make_list


@pytest.mark.parametrize("inside", [".", "entries", "entries/papers"])
def test_load_accepts_the_folder_of_a_list_or_one_in_it(tmp_path: Path, inside: str) -> None:
    library = store.load(make_list(tmp_path) / inside)
    assert [record.id for record in library] == ["arden2021sorting", "brook2024keeping", "cho2022bounds"]


def test_load_without_a_path_reads_the_list_here_or_above(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(make_list(tmp_path) / "entries")
    assert len(store.load()) == 3


def test_load_without_a_path_and_without_a_list_reads_the_bundled_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    library = store.load()
    assert (len(library), len(library.models)) == (153, 31)
    assert "dai2024deepseekmoe" in library


@pytest.mark.parametrize(
    ("path", "message"),
    [("absent", "absent: no such file or directory"), (".", "no moebib.toml here or in a parent directory")],
)
def test_load_of_a_folder_without_a_list_is_an_error(tmp_path: Path, path: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        store.load(tmp_path / path)


def test_load_raises_all_findings_at_once(tmp_path: Path) -> None:
    make_list(tmp_path, cho2022bounds="x = 1", arden2021sorting="[")
    with pytest.raises(InvalidRecord) as caught:
        store.load(tmp_path)
    assert {finding.file for finding in caught.value.findings} == {
        "entries/papers/cho2022bounds.toml",
        "entries/papers/arden2021sorting.toml",
    }


def test_load_nearest_searches_upwards_then_reads_the_bundled_list(tmp_path: Path) -> None:
    assert len(store.load_nearest(make_list(tmp_path / "list") / "entries")) == 3
    assert len(store.load_nearest(tmp_path)) == 153


def test_load_is_public() -> None:
    assert moebib.load is store.load


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("@book{a, title = {A}}", "no such file or directory\nhint: moebib.parse(text, format) reads a text"),
        ("@book{a, title = {" + "A" * 5000 + "}}", "cannot be a path: file name too long\nhint: moebib.parse(text"),
        ("https://a.example/refs.bib", "https://a.example/refs.bib: no such file or directory\nhint: moebib.parse(req"),
        ("~/no such folder/refs.bib", "Path(path).expanduser()"),
        ("refs\0.bib", "cannot be a path: embedded null "),
    ],
)
def test_what_is_no_path_is_an_error_that_says_what_to_do_with_it(path: str, message: str) -> None:
    for reading in (moebib.load, moebib.read):
        with pytest.raises(moebib.InputError) as caught:
            reading(path)
        assert message in str(caught.value)


def test_a_list_is_loaded_and_not_read(tmp_path: Path) -> None:
    with pytest.raises(moebib.InputError, match=r"is a directory\nhint: moebib\.load\(path\) loads a list"):
        moebib.read(make_list(tmp_path))


def test_a_folder_without_a_list_names_a_file_that_can_be_loaded(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").touch()
    (tmp_path / "notes.md").touch()
    with pytest.raises(
        moebib.InputError, match=r"no moebib\.toml .*\nhint: moebib\.load\('.*/refs\.bib'\) loads a file"
    ):
        moebib.load(tmp_path)
