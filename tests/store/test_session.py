"""A list is kept open while entries are saved one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib.errors import IdentifierClash
from moebib.records.record import Record
from moebib.store import ListSession, read
from small_list import files_of, make_list

NEW = Record(id="new2026", type="book", title="New", identifiers=["doi:10.5555/new"])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path)


def test_an_entry_is_saved_at_once_and_can_be_changed_later(folder: Path) -> None:
    session = ListSession(folder)
    with session.edit() as library:
        assert "new2026" not in library
        (change,) = session.save(NEW)
    assert (change.path, change.old) == ("entries/papers/new2026.toml", None)
    assert read(folder)["new2026"] == NEW
    with session.edit() as library:
        session.save(library["new2026"].evolve(volume="3"))
    assert read(folder)["new2026"].volume == "3"


def test_an_unchanged_entry_changes_no_file(folder: Path) -> None:
    session = ListSession(folder)
    with session.edit() as library:
        assert not session.save(library["brook2024keeping"])


def test_a_preview_writes_nothing_and_shows_each_change_once(folder: Path) -> None:
    before = files_of(folder)
    session = ListSession(folder, write=False)
    with session.edit():
        session.save(NEW)
    with session.edit() as library:
        (change,) = session.save(library["new2026"].evolve(volume="3"))
    assert change.diff().count("\n+") == 2  # the header and the volume
    assert files_of(folder) == before


def test_a_new_list_is_created_with_its_first_entry(tmp_path: Path) -> None:
    session = ListSession(tmp_path, is_new=True)
    assert list(tmp_path.iterdir()) == []
    with session.edit():
        assert next(iter(session.save(NEW))).path == "moebib.toml"
    assert read(tmp_path)["new2026"] == NEW


def test_a_change_by_another_process_is_noticed(folder: Path) -> None:
    session, other = ListSession(folder), ListSession(folder)
    with other.edit():
        other.save(NEW)
    assert "new2026" not in session.library
    with session.edit() as library:
        assert library["new2026"] == NEW


def test_an_identifier_of_another_entry_is_refused(folder: Path) -> None:
    session = ListSession(folder)
    before = files_of(folder)
    with session.edit(), pytest.raises(IdentifierClash, match="in several entries: arden2021sorting") as caught:
        session.save(NEW.evolve(identifiers=["doi:10.5555/invented.12"]))
    assert [finding.code for finding in caught.value.findings] == ["MB007"]
    assert files_of(folder) == before
