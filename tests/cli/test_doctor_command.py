"""`moebib doctor`: what works and what does not, without a request unless --online is given."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import pytest

from moebib.cli import _checkup
from replay import Reply, Server, closed_port
from small_list import make_list, moebib

SECRET = "s3cret-key-of-mine"


@pytest.fixture(autouse=True)
def _surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_checkup, "_PROGRAMS", {"no-such-program": "only a test needs it"})
    monkeypatch.setenv("MOEBIB_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))


def states(*arguments: str, folder: Path) -> dict[str, str]:
    checkups = json.loads(moebib("doctor", "--json", *arguments, folder=folder).out)
    return {checkup["name"]: checkup["state"] for checkup in checkups}


def test_a_list_without_problems_exits_with_0(tmp_path: Path) -> None:
    done = moebib("doctor", folder=make_list(tmp_path))
    assert done.code == 0
    assert f"python: {sys.version.split()[0]} ({sys.executable})" in done.out
    assert ", pydantic " in done.out
    assert f"list: {tmp_path}: 3 works and 1 model\n" in done.out
    assert "no-such-program: missing: not found; only a test needs it\n" in done.out
    assert done.err.endswith("no problems found\n")


def test_nothing_is_requested_or_created_unless_wanted(tmp_path: Path) -> None:  # pytest-socket forbids requests
    make_list(tmp_path / "list")
    assert states(folder=tmp_path / "list")["services"] == "not tested"
    assert not (tmp_path / "cache").exists()
    assert states(folder=tmp_path)["list"] == "missing"


@pytest.mark.parametrize(
    ("file", "text", "name", "state", "code"),
    [
        ("list/entries/papers/a.toml", "type = 1", "list", "problem", 1),
        ("list/moebib.toml", "titel = 1", "list", "problem", 1),
        ("list/moebib.toml", "", "list", "warning", 0),  # record format 1
        ("config.toml", "mailto = 1", "settings", "problem", 1),
        ("config.toml", 'mailto = "nonsense"', "settings", "problem", 1),
        ("cache", "not a directory", "cache", "problem", 1),
    ],
)
def test_a_problem_is_shown_with_what_to_do(
    tmp_path: Path, file: str, text: str, name: str, state: str, code: int
) -> None:
    folder = make_list(tmp_path / "list")
    (tmp_path / file).write_text(text, "utf-8")
    assert states(folder=folder)[name] == state
    done = moebib("doctor", folder=folder)
    assert done.code == code
    assert f"\n  {name}: {state}: " in done.out
    assert f"hint: {name}: " in done.err


def test_a_file_of_settings_that_is_none_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOEBIB_CONFIG", str(tmp_path))
    done = moebib("doctor", folder=make_list(tmp_path / "list"))
    assert f"settings: problem: {tmp_path}: " in done.out


def test_a_missing_package_is_a_problem(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_checkup, "requires", lambda name: ["rich>=13", "no-such-package>=1", "other; extra == 'a'"])
    done = moebib("doctor", folder=tmp_path)
    assert done.code == 1
    assert "no-such-package is not installed" in done.out
    assert "other" not in done.out.partition("packages: ")[2].partition("\n")[0]


def test_keys_are_named_and_not_shown_and_others_must_not_read_them(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(f'[keys]\nopenalex = "{SECRET}"\n', "utf-8")
    file.chmod(0o644)
    done = moebib("doctor", folder=tmp_path)
    assert "keys.openalex" in done.out
    assert SECRET not in done.out + done.err
    if os.name == "posix":
        assert f"hint: settings: chmod 600 {file}\n" in done.err


@pytest.mark.skipif(sys.platform == "win32", reason="scripts")
@pytest.mark.parametrize(
    ("script", "state", "found"),
    [
        ("#!/bin/sh\necho 'tool 1.2'; echo more\n", "ok", "tool 1.2 ("),
        ("#!/bin/sh\nexit 3\n", "warning", "cannot be run"),
        ("#!/no/such/shell\n", "warning", "cannot be run"),
    ],
)
def test_versions_of_other_programs_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, script: str, state: str, found: str
) -> None:
    (tmp_path / "tool").write_text(script, "utf-8")
    (tmp_path / "tool").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    checkup = _checkup._program("tool")
    assert (checkup.state, found in checkup.found) == (state, True)


def test_services_are_requested_with_online(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, server: Server) -> None:
    for host in ("api.one.example", "api.two.example"):
        server.route(f"{host}/", Reply(b"", status=404 if "two" in host else 200))
    monkeypatch.setenv("MOEBIB_TEST_SERVER", server.url)
    found = {checkup.name: checkup.found for checkup in _checkup.check_hosts(["api.one.example", "api.two.example"])}
    assert found == {"api.one.example": "responds with 200", "api.two.example": "responds with 404"}


def test_when_no_service_responds_the_exit_code_is_4(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOEBIB_TEST_SERVER", closed_port())
    done = moebib("doctor", "--online", folder=tmp_path)
    assert done.code == 4
    assert "api.crossref.org: warning: " in done.out
    assert done.err.endswith("no service responded\n")
