"""The settings in the user's file."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib.errors import InputError
from moebib.web import Web


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("MOEBIB_CONFIG", str(tmp_path / "config.toml"))
    monkeypatch.delenv("MOEBIB_MAILTO", raising=False)
    return tmp_path / "config.toml"


def test_contact_and_keys_are_read_from_the_settings_file(file: Path) -> None:
    file.write_text('mailto = "ann@example.org"\n[keys]\nsemantic-scholar = "s3cret"\n', "utf-8")
    web = Web.from_environment(limits=())
    assert (web.mailto, dict(web.keys)) == ("ann@example.org", {"semantic-scholar": "s3cret"})
    assert "s3cret" not in repr(web.keys)


def test_environment_variables_take_precedence_over_the_file(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('mailto = "ann@example.org"\n[keys]\ngithub = "old"\nopenalex = "kept"\n', "utf-8")
    monkeypatch.setenv("MOEBIB_MAILTO", "bo@example.org")
    monkeypatch.setenv("MOEBIB_GITHUB_KEY", "new")
    web = Web.from_environment(limits=())
    assert (web.mailto, dict(web.keys)) == ("bo@example.org", {"github": "new", "openalex": "kept"})


def test_without_the_file_nothing_is_set(file: Path) -> None:
    assert Web.from_environment(limits=()).mailto is None


@pytest.mark.parametrize(("text", "reason"), [
    ("mailto = ", "not a TOML file"),
    ("mailto = 1", "mailto must be a string"),
    ('keys = "x"', "keys a table"),
    ("[keys]\ngithub = 1", "each API key must be a string"),
    ('mail = "ann@example.org"', r"unknown settings: mail \(known: mailto, keys\)"),
])  # fmt: skip
def test_an_unreadable_file_is_reported_without_its_keys(file: Path, text: str, reason: str) -> None:
    file.write_text(f"{text}\n#s3cret", "utf-8")
    with pytest.raises(InputError, match=reason) as caught:
        Web.from_environment(limits=())
    assert str(file) in str(caught.value)
    assert "s3cret" not in str(caught.value)
