"""Which identifiers were requested together is known as long as their responses are cached."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from moebib.web._batches import BatchIndex
from moebib.web.cache import CACHE_FILE, clear_cache


@pytest.fixture
def index(tmp_path: Path) -> BatchIndex:
    return BatchIndex(tmp_path / CACHE_FILE)


def test_the_last_batch_of_an_identifier_is_found_by_any_of_it(index: BatchIndex) -> None:
    index.note("crossref", ["doi:10.5555/a", "doi:10.5555/b"])
    index.note("crossref", ["doi:10.5555/b", "doi:10.5555/c"])
    first, second = ("doi:10.5555/a", "doi:10.5555/b"), ("doi:10.5555/b", "doi:10.5555/c")
    assert index.batches_with("crossref", ["doi:10.5555/b"]) == [second]
    assert index.batches_with("crossref", [*second, "doi:10.5555/x", *first]) == [second, first]


def test_each_source_has_batches_of_its_own(index: BatchIndex) -> None:
    index.note("crossref", ["doi:10.5555/a"])
    assert index.batches_with("openalex", ["doi:10.5555/a"]) == []


def test_they_are_removed_with_the_cache(index: BatchIndex, tmp_path: Path) -> None:
    index.note("crossref", ["doi:10.5555/a"])
    clear_cache(tmp_path)
    assert index.batches_with("crossref", ["doi:10.5555/a"]) == []


def test_without_a_file_that_can_be_used_there_are_none(tmp_path: Path) -> None:
    (tmp_path / "other").write_text("this is not a database, but a text of some length")
    for file in (None, tmp_path / "missing" / CACHE_FILE, tmp_path / "other"):
        index = BatchIndex(file)
        index.note("crossref", ["doi:10.5555/a"])
        assert index.batches_with("crossref", ["doi:10.5555/a"]) == []


@pytest.mark.parametrize("value", ["", "[", "1", "[1]", "{}"])
def test_a_row_that_cannot_be_read_is_ignored(index: BatchIndex, tmp_path: Path, value: str) -> None:
    index.note("crossref", ["doi:10.5555/a"])
    with closing(sqlite3.connect(tmp_path / CACHE_FILE)) as database, database:
        database.execute("UPDATE batches SET value = ?", (value,))
    assert index.batches_with("crossref", ["doi:10.5555/a"]) == []
