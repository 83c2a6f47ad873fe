"""`moebib config`: settings of the list and of the user are shown and changed in place."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from moebib import sources, store
from moebib.commands.known_settings import known_settings
from small_list import make_list, moebib

SECRET = "s3cret-key-of-mine-1234"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("MOEBIB_MAILTO", "MOEBIB_OFFLINE"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("MOEBIB_CONFIG", str(tmp_path / "mine" / "config.toml"))
    return tmp_path / "mine" / "config.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make_list(tmp_path / "list")


def test_all_settings_are_listed_with_where_they_come_from(
    folder: Path, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moebib("config", "set", "keys.pubmed", SECRET, folder=folder)
    monkeypatch.setenv("MOEBIB_MAILTO", "ann@example.org")
    rows = [line.split("\t") for line in moebib("config", "--show-origin", folder=folder).out.splitlines()]
    assert {name for name, _, _ in rows} >= known_settings().keys() - {"venues", "people"}
    assert ["title", "Invented works", "moebib.toml"] in rows
    assert ["readme.path", "README.md", "default"] in rows
    assert ["readme.order", "", ""] in rows
    assert ["mailto", "ann@example.org", "MOEBIB_MAILTO"] in rows
    assert ["keys.pubmed", "…1234", str(file)] in rows
    assert ["config", str(file), "MOEBIB_CONFIG"] in rows
    assert all(len(row) == 2 for row in (line.split("\t") for line in moebib("config", folder=folder).out.splitlines()))


@pytest.mark.parametrize(
    ("given", "line"),
    [
        (["title", "Warm works"], 'title = "Warm works"  # ours'),
        (["readme.order", "newest"], 'order = "newest"'),
        (["check.ignore", "missing-doi", "MB37"], 'ignore = ["missing-doi", "MB37"]'),
        (["check.select"], "select = []"),
        (["venues.Proc. of", "ICML"], '"Proc. of" = "ICML"'),
        (["people.Arden, Mia", "Berg, Mia"], '"Arden, Mia" = ["Berg, Mia"]'),
    ],
)
def test_a_setting_of_the_list_is_changed_in_place(folder: Path, file: Path, given: list[str], line: str) -> None:
    config = folder / "moebib.toml"
    before = config.read_text("utf-8").replace('title = "Invented works"', 'title = "Invented works"  # ours')
    config.write_text(before, "utf-8")
    assert moebib("config", "set", *given, folder=folder).code == 0
    after = config.read_text("utf-8")
    assert line in after.splitlines()
    assert [kept for kept in before.splitlines() if kept not in after.splitlines()] == (
        ['title = "Invented works"  # ours'] if given[0] == "title" else []
    )
    values = given[1:] or [""]
    assert moebib("config", "get", given[0], folder=folder).out.splitlines() == (given[1:] and values)
    moebib("config", "unset", given[0], folder=folder)
    assert line not in config.read_text("utf-8")
    assert moebib("config", "get", given[0], folder=folder).code == 1


def test_removing_the_last_value_of_a_table_removes_it_unless_it_means_something(folder: Path, file: Path) -> None:
    moebib("config", "set", "check.ignore", "missing-doi", folder=folder)
    moebib("config", "unset", "check.ignore", folder=folder)
    moebib("config", "unset", "readme.style", folder=folder)
    text = (folder / "moebib.toml").read_text("utf-8")
    assert "[check]" not in text
    assert "[readme]" in text


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (["get", "titel"], "unknown setting 'titel'; did you mean 'title'?"),
        (["set", "keys.openalexx", "a"], "did you mean 'keys.openalex'?"),
        (["set", "readme.order", "nweest"], "invalid value for 'readme.order': unknown value 'nweest'"),
        (["set", "readme.path", "../README.md"], "invalid value for 'readme.path': not a relative path"),
        (
            ["set", "check.ignore", "MB371", "title-ends-with-perod"],
            "unknown rule 'title-ends-with-perod'; did you mean",
        ),
        (["set", "title", "a", "b"], "'title' takes one value, not 2"),
        (["set", "mailto", "nonsense"], "invalid value for 'mailto': not an email address"),
        (["set", "keys.pubmed", "two words"], "invalid value for 'keys.pubmed': an API key must be"),
        (["get", "venues"], "venues.NAME is a setting"),
        (["set", "offline", "1"], "set the environment variable MOEBIB_OFFLINE"),
        (["set", "format", "2"], "`moebib migrate` changes it"),
        (["set", "sections", "a"], "edit moebib.toml"),
        (["set"], "missing argument 'SETTING'"),
        (["list", "title"], "list takes no SETTING"),
        (["get", "title", "a"], "get takes no VALUE"),
        (["get", "title", "--diff"], "need set or unset"),
    ],
)
def test_what_cannot_be_set_is_refused(folder: Path, file: Path, given: list[str], reason: str) -> None:
    before = (folder / "moebib.toml").read_bytes()
    done = moebib("config", *given, folder=folder)
    assert done.code == 2
    assert reason in done.err
    assert (folder / "moebib.toml").read_bytes() == before
    assert not file.exists()


def test_settings_of_the_user_need_no_list(tmp_path: Path, file: Path) -> None:
    assert moebib("config", "set", "mailto", "ann@example.org", folder=tmp_path).code == 0
    assert file.read_text("utf-8") == 'mailto = "ann@example.org"\n'
    assert moebib("config", "get", "mailto", folder=tmp_path).out == "ann@example.org\n"
    done = moebib("config", "set", "title", "Warm works", folder=tmp_path)
    assert (done.code, "no moebib.toml here" in done.err) == (2, True)


def test_a_preview_of_the_first_setting_creates_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: Path
) -> None:
    new = tmp_path / "home/.config/moebib/config.toml"
    monkeypatch.setenv("MOEBIB_CONFIG", str(new))
    done = moebib("config", "set", "mailto", "ann@example.org", "--diff", folder=tmp_path)
    assert (done.code, done.out.splitlines()[:2]) == (0, [f"--- a{new.as_posix()}", f"+++ b{new.as_posix()}"])
    assert not (tmp_path / "home").exists()
    assert moebib("config", "set", "mailto", "ann@example.org", folder=tmp_path).code == 0
    assert new.read_text("utf-8") == 'mailto = "ann@example.org"\n'


def test_two_processes_lose_no_setting_of_the_user(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    events: list[tuple[Path, bool]] = []

    @contextmanager
    def noting_lock(root: Path, *, write: bool) -> Iterator[None]:
        events.append((root, file.exists()))
        yield
        events.append((root, file.exists()))

    monkeypatch.setattr(store, "lock", noting_lock)
    moebib("config", "set", "mailto", "ann@example.org", folder=tmp_path)
    assert events == [(file.parent, False), (file.parent, True)]


def test_a_setting_without_a_value_is_null_in_json(folder: Path, file: Path) -> None:
    for name in ("mailto", "venues.ICML"):
        done = moebib("config", "get", name, "--json", folder=folder)
        assert (done.code, json.loads(done.out)["value"]) == (1, None)


def test_a_key_is_read_from_stdin_and_never_shown(tmp_path: Path, file: Path) -> None:
    other = SECRET.replace("s3cret", "another")
    shown = moebib("config", "set", "keys.openalex", "-", folder=tmp_path, stdin=f"{SECRET}\n")
    assert SECRET in file.read_text("utf-8")
    assert sys.platform == "win32" or file.stat().st_mode & 0o777 == 0o600
    previews = [
        moebib("config", *arguments, folder=tmp_path, together=True).out
        for arguments in (
            ["set", "keys.openalex", other, "--diff"],
            ["set", "keys.openalex", other, "--diff", "--json"],
            ["unset", "keys.openalex", "--diff"],
            ["get", "keys.openalex"],
            ["get", "keys.openalex", "--json"],
            ["list", "--json"],
        )
    ]
    assert '-openalex = "…1234"\n+openalex = "…1234 (new)"\n' in previews[0]
    assert not any(key in text for text in (shown.err, *previews) for key in (SECRET, other))


def test_a_link_to_the_file_stays_one_and_its_mode_is_kept(tmp_path: Path, file: Path) -> None:
    file.parent.mkdir()
    try:
        file.symlink_to(tmp_path / "dotfiles.toml")
    except OSError:
        pytest.skip("no symbolic links")
    (tmp_path / "dotfiles.toml").write_text('# mine\nmailto = "ann@example.org"\n', "utf-8")
    moebib("config", "set", "mailto", "bo@example.org", folder=tmp_path)
    assert file.is_symlink()
    assert file.read_text("utf-8") == '# mine\nmailto = "bo@example.org"\n'


def test_a_variable_that_takes_precedence_is_named(tmp_path: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MOEBIB_MAILTO", "bo@example.org")
    done = moebib("config", "set", "mailto", "ann@example.org", folder=tmp_path)
    assert "warning: MOEBIB_MAILTO is set, and takes precedence" in done.err


def test_a_value_is_printed_as_json(folder: Path, file: Path) -> None:
    data = json.loads(moebib("config", "get", "sections", "--json", folder=folder).out)
    assert [section["tag"] for section in data["value"]] == ["routing", "system/caching"]
    assert data["origin"] == "moebib.toml"


@pytest.mark.parametrize("text", ["titel = 'a'", "not TOML", "check = 1", "readme = 'README.md'", "\ufefftitle = 'a'"])
def test_a_list_with_errors_is_reported_and_not_changed(folder: Path, file: Path, text: str) -> None:
    (folder / "moebib.toml").write_text(text, "utf-8")
    for arguments in (["list"], ["set", "check.ignore", "MB37"], ["set", "readme.path", "a.md"], ["unset", "title"]):
        done = moebib("config", *arguments, folder=folder)
        assert (done.code, "moebib.toml" in done.err) == (3, True)
    assert (folder / "moebib.toml").read_text("utf-8") == text
    assert moebib("config", "set", "mailto", "ann@example.org", folder=folder).code == 0


@pytest.mark.parametrize("text", ["mailto = 1", "not TOML", "keys = 'a'", "unknown = 1"])
def test_a_file_of_the_user_with_errors_is_reported_and_not_changed(folder: Path, file: Path, text: str) -> None:
    file.parent.mkdir()
    file.write_text(text, "utf-8")
    for arguments in (["list"], ["set", "mailto", "ann@example.org"], ["unset", "keys.pubmed"]):
        done = moebib("config", *arguments, folder=folder)
        assert (done.code, str(file) in done.err) == (3, True)
    assert file.read_text("utf-8") == text


def test_a_byte_order_mark_does_not_keep_the_file_of_the_user_from_being_changed(folder: Path, file: Path) -> None:
    file.parent.mkdir()
    file.write_text("\ufeffmailto = 'ann@example.org'\n", "utf-8")
    assert moebib("config", "set", "mailto", "bo@example.org", folder=folder).code == 0
    assert moebib("config", "get", "mailto", folder=folder).out == "bo@example.org\n"


def test_every_source_that_takes_a_key_has_a_setting() -> None:
    folder = Path(sources.__file__).parent
    users = [file.relative_to(folder) for file in folder.rglob("*.py") if "keys.get(" in file.read_text("utf-8")]
    names = {file.parts[0].removesuffix(".py").replace("_", "-") for file in users}
    assert {f"keys.{name}" for name in names} == {name for name in known_settings() if name.startswith("keys.")}


def test_every_setting_of_the_user_is_in_the_reference() -> None:
    text = (Path(__file__).parents[2] / "docs" / "reference" / "settings.md").read_text("utf-8")
    missing = [
        name
        for name, setting in known_settings().items()
        if setting.home != "list" and not re.search(rf"^\| `{name}` \| .*\| `{setting.variable}` \|", text, re.M)
    ]
    assert missing == []
    assert os.environ.get("MOEBIB_CONFIG")  # no test changes the settings of whoever runs it
