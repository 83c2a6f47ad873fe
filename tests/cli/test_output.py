"""Output on a terminal: tables, colour, and hostile text made visible."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from moebib.cli._text import plain
from small_list import make_list, moebib

HOSTILE = r"""
type = "article"
title = "Red \u001b[31m, cleared \u009b2J, turned \u202e, and ](javascript:alert(1))"
author = ["{\u001b]0;owned\u0007}"]
tags = ["routing"]
"""
VISIBLE = r"Red \x1b[31m, cleared \x9b2J, turned \u202e, and ](javascript:alert(1))"


@pytest.fixture
def wide(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "160")
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("arguments", [["list"], ["search", "red"], ["show", "cho2022bounds"]])
def test_escape_sequences_and_bidi_controls_are_made_visible(tmp_path: Path, arguments: list[str]) -> None:
    folder = make_list(tmp_path, cho2022bounds=HOSTILE)
    for out in (
        moebib("--no-color", *arguments, folder=folder, is_terminal=True).out,
        moebib(*arguments, folder=folder).out,
    ):
        assert VISIBLE in out
        assert not set("\x1b\x9b\u202e\x07") & set(out)


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("name", ["csv", "jsonl", "readme"])
def test_an_export_is_safe_to_print_on_a_terminal(tmp_path: Path, name: str) -> None:
    folder = make_list(tmp_path, cho2022bounds=HOSTILE)
    assert not set("\x1b\x9b\u202e\x07") & set(moebib("export", "-f", name, folder=folder, is_terminal=True).out)


def test_a_finding_about_hostile_text_is_safe_to_print(tmp_path: Path) -> None:
    done = moebib("list", folder=make_list(tmp_path, cho2022bounds='type = "\\u001b[2J\\u202e"\n'))
    assert "MB004" in done.err
    assert not set("\x1b\u202e") & set(done.err)


@pytest.mark.usefixtures("wide")
def test_a_terminal_gets_a_table_with_a_header(tmp_path: Path) -> None:
    lines = moebib("--no-color", "list", folder=make_list(tmp_path), is_terminal=True).out.splitlines()
    assert lines[0].split() == ["KEY", "YEAR", "VENUE", "TITLE"]
    assert lines[1].split(maxsplit=3) == ["arden2021sorting", "2021", "WIS", "Sorting Experts by Temperature"]


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize("columns", [72])
def test_a_narrow_terminal_truncates_titles_but_not_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, columns: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    out = moebib("--no-color", "search", "offload", folder=tmp_path, is_terminal=True).out
    keys = [line.split()[0] for line in moebib("search", "offload", folder=tmp_path).out.splitlines()]
    assert [line.split()[0] for line in out.splitlines()[1:]] == keys
    assert max(map(len, out.splitlines())) <= columns
    assert "…" in out


@pytest.mark.usefixtures("wide")
def test_no_color_disables_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = make_list(tmp_path)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in moebib("list", folder=folder, is_terminal=True).out


@pytest.mark.usefixtures("wide")
@pytest.mark.parametrize(
    ("arguments", "painted"),
    [
        (["list"], "\x1b[36marden2021sorting\x1b[0m"),
        (["fix", "--diff"], "\x1b[32m+title = "),
        (["check"], "\x1b[31m\x1b[1mMB302\x1b[0m missing author"),
        (["check", "--output-format", "concise"], ":1:1: \x1b[0m\x1b[31m\x1b[1mMB302\x1b[0m"),
        (["show", "nothing"], "\x1b[31m\x1b[1merror:\x1b[0m no entry"),
    ],
)
def test_tables_diffs_findings_and_labels_are_in_colour(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], painted: str
) -> None:
    folder = make_list(
        tmp_path, cho2022bounds='type = "book"\ntitle = "Bounds."\nissued = "2022"\ntags = ["routing"]\n'
    )
    text = moebib(*arguments, folder=folder, is_terminal=True, together=True).out
    assert painted in text
    assert "\x1b" not in moebib("--no-color", *arguments, folder=folder, is_terminal=True, together=True).out
    assert "\x1b" not in moebib(*arguments, folder=folder, together=True).out
    monkeypatch.setenv("FORCE_COLOR", "1")
    is_data = arguments == ["list"]
    assert (painted in moebib(*arguments, folder=folder, together=True).out) is not is_data
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("FORCE_COLOR", "0")
    assert "\x1b" not in moebib(*arguments, folder=folder, is_terminal=True, together=True).out


@pytest.mark.skipif(sys.platform == "win32", reason="no pseudo-terminals")
def test_on_a_real_terminal_the_title_is_visible(tmp_path: Path) -> None:
    folder = make_list(tmp_path, cho2022bounds=HOSTILE)
    ours, theirs = os.openpty()
    command = [sys.executable, "-m", "moebib", "--no-color", "search", "red"]
    environment = os.environ | {"COLUMNS": "160", "TERM": "xterm"}
    subprocess.run(command, cwd=folder, stdout=theirs, stderr=subprocess.DEVNULL, env=environment, check=True)
    out = os.read(ours, 10_000).decode()
    os.close(ours)
    os.close(theirs)
    assert VISIBLE in out
    assert out.split()[:4] == ["KEY", "YEAR", "VENUE", "TITLE"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\tb\nc", "a\tb\nc"),
        ("é 木 🙂", "é 木 🙂"),
        ("\x00\x07\x1b\r\x7f\x85", r"\x00\x07\x1b\r\x7f\x85"),
        ("\u061c\u200e\u2066", r"\u061c\u200e\u2066"),
    ],
)
def test_control_and_direction_characters_are_escaped(text: str, shown: str) -> None:
    assert plain(text) == shown


@pytest.mark.parametrize(
    "arguments",
    [
        ["add", "--manual", "--title", "Cold Experts"],
        ["rekey", "cho2022bounds", "cho2022limits"],
        ["dedupe", "--merge", "cho2022bounds", "brook2024keeping"],
        ["fix"],
        ["import", "old.bib"],
        ["migrate"],
        ["edit", "cho2022bounds"],
        ["rm", "cho2022bounds"],
        ["tag", "cho2022bounds", "--add", "routing"],
        ["tags", "--rename", "routing", "routes"],
    ],
)
def test_every_verb_that_changes_entries_points_to_build(tmp_path: Path, arguments: list[str]) -> None:
    hint = "hint: the outputs may be out of date; run `moebib build`\n"
    wrong = 'type = "book"\ntitle = "Bounds  of Experts."\nauthor = ["DOE, JANE"]\nissued = "2022"\n'
    with_outputs, without = (make_list(tmp_path / name, cho2022bounds=wrong) for name in ("with", "without"))
    (without / "moebib.toml").write_text("format = 2\n", "utf-8")
    for folder in (with_outputs, without):
        (folder / "old.bib").write_text("@book{old, title = {Old}}", "utf-8")
        if arguments == ["migrate"]:
            config = folder / "moebib.toml"
            config.write_text(config.read_text("utf-8").replace("format = 2\n", ""), "utf-8")
    assert moebib(*arguments, "--dry-run", folder=with_outputs).err.count(hint) == 0
    assert moebib(*arguments, folder=with_outputs).err.endswith(hint)
    assert hint not in moebib(*arguments, folder=without).err
