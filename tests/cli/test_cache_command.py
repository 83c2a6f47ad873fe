"""`cache`: cached responses are described and cleared."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from clock import days_ago
from moebib.web import Web
from replay import Reply, Server
from small_list import files_of, moebib


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache."""
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def request(server: Server, folder: Path, *paths: str) -> None:
    server.route("api.example.org/", Reply(b"{}", "application/json"))
    with Web(cache=folder, test_server=server.url) as web:
        for path in paths:
            web.get(f"https://api.example.org/{path}").keep()


def test_info_shows_the_file_the_number_of_responses_and_their_dates(server: Server, folder: Path) -> None:
    request(server, folder, "a", "b", "a")
    done = moebib("cache", "info", folder=folder.parent)
    facts = dict(line.split(maxsplit=1) for line in done.out.splitlines())
    assert (done.code, done.err) == (0, "")
    assert facts.pop("size").endswith(" kB")
    assert facts == {
        "file": str(folder / "answers.sqlite"),
        "responses": "2",
        "oldest": days_ago(0),
        "newest": days_ago(0),
    }


def test_info_as_json(server: Server, folder: Path) -> None:
    request(server, folder, "a")
    facts = json.loads(moebib("cache", "info", "--json", folder=folder.parent).out)
    assert facts == {
        "file": str(folder / "answers.sqlite"),
        "answers": 1,
        "size": sum(map(len, files_of(folder).values())),
        "oldest": days_ago(0),
        "newest": days_ago(0),
    }


def test_an_empty_cache_is_reported_and_not_created(folder: Path) -> None:
    done = moebib("cache", "info", folder=folder.parent)
    assert done.out.splitlines()[1:] == ["responses 0", "size      0 B"]
    assert moebib("cache", "clear", folder=folder.parent) == (0, "", "removed 0 responses (0 B)\n")
    assert files_of(folder) == {}


def test_cleared_responses_are_requested_again(server: Server, folder: Path) -> None:
    request(server, folder, "a", "a")
    assert moebib("cache", "clear", folder=folder.parent).err.startswith("removed 1 response (")
    assert "responses 0\n" in moebib("cache", "info", folder=folder.parent).out
    request(server, folder, "a", "a")
    assert len(server.log) == 2


def test_clear_keeps_the_locks_of_lists(folder: Path) -> None:
    (folder / "locks").mkdir(parents=True)
    (folder / "locks" / "a.lock").touch()
    moebib("cache", "clear", folder=folder.parent)
    assert list(files_of(folder)) == ["locks/a.lock"]


def test_clear_with_dry_run_removes_nothing(server: Server, folder: Path) -> None:
    request(server, folder, "a", "b")
    assert moebib("cache", "clear", "--dry-run", folder=folder.parent).err.startswith("would remove 2 responses (")
    assert "responses 2\n" in moebib("cache", "info", folder=folder.parent).out


def test_a_file_that_is_not_a_cache_counts_as_empty_and_is_removed(folder: Path) -> None:
    folder.mkdir()
    (folder / "answers.sqlite").write_text("not a database, " * 100, "utf-8")
    assert moebib("cache", "info", folder=folder.parent).out.splitlines()[1:] == ["responses 0", "size      1.6 kB"]
    assert moebib("cache", "clear", folder=folder.parent).code == 0
    assert files_of(folder) == {}


def test_an_unreadable_row_counts_as_a_response_without_a_date(server: Server, folder: Path) -> None:
    request(server, folder, "a", "b")
    with closing(sqlite3.connect(folder / "answers.sqlite", isolation_level=None)) as database:
        database.execute("UPDATE responses SET value = x'00' WHERE key = (SELECT min(key) FROM responses)")
    facts = json.loads(moebib("cache", "info", "--json", folder=folder.parent).out)
    assert (facts["answers"], facts["oldest"]) == (2, days_ago(0))


def test_a_cache_that_is_being_written_is_not_cleared(
    server: Server, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("moebib.web.cache._TIMEOUT_S", 0)
    request(server, folder, "a")
    with closing(sqlite3.connect(folder / "answers.sqlite", isolation_level=None)) as database:
        database.execute("BEGIN IMMEDIATE")
        done = moebib("cache", "clear", folder=folder.parent)
    assert done.code == 3
    assert "answers.sqlite: cannot clear the cache: database is locked" in done.err
    assert "responses 1\n" in moebib("cache", "info", folder=folder.parent).out


def test_an_unknown_action_is_an_error(folder: Path) -> None:
    done = moebib("cache", "burn", folder=folder.parent)
    assert done.code == 2
    assert "unknown action 'burn'; choose from info, clear" in done.err
