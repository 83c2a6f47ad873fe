"""What is shown on stderr while a command works."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from threading import Event
from types import MethodType

import pytest

from moebib.cli import _progress
from moebib.cli._output import Terminal
from moebib.cli._progress import Line, busy
from small_list import make_list, moebib

ERASED = f"\r{' ' * 79}\r"
"""A line of a terminal that is 80 columns wide."""


@pytest.fixture(autouse=True)
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("TERM", "xterm")


class Screen(io.StringIO):
    """A terminal, or a pipe, that tells when something is written."""

    def __init__(self, *, is_terminal: bool = True) -> None:
        super().__init__()
        self.is_terminal, self.is_written = is_terminal, Event()

    def isatty(self) -> bool:
        return self.is_terminal

    def write(self, text: str, /) -> int:
        self.is_written.set()
        return super().write(text)


def terminal(*, quiet: bool = False) -> Terminal:
    return Terminal(Path(), quiet=quiet, color=True)


def test_a_task_that_takes_longer_is_shown_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(_progress, "_PATIENCE_S", 0)
    with busy(terminal(), "reading refs.bib"):
        assert screen.is_written.wait(10)
    assert "reading refs.bib" in screen.getvalue()
    assert screen.getvalue().endswith(ERASED)


def test_the_line_is_hidden_while_something_else_is_printed(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(_progress, "_PATIENCE_S", 0)
    with busy(terminal(), "reading refs.bib") as line:
        assert screen.is_written.wait(10)
        with line.paused():
            screen.write("a finding\n")
            assert screen.getvalue().endswith(f"{ERASED}a finding\n")


@pytest.mark.parametrize(
    ("command", "tasks"),
    [
        ("list", ["reading the list"]),
        ("search experts", ["reading the list"]),
        ("check", ["reading the list", "checking"]),
        ("check old.bib", ["reading old.bib", "checking"]),
        ("fix --diff", ["fixing"]),
        ("build --diff", ["building"]),
        ("export", ["reading the list", "exporting"]),
        ("import old.bib --diff", ["importing old.bib"]),
        ("convert old.bib -o new.json", ["converting old.bib"]),
        ("cite -k cho2022bounds", ["reading what is cited"]),
        ("fmt old.bib --diff", ["formatting"]),
        ("dedupe", ["comparing works"]),
        ("verify --offline old.bib", ["reading old.bib"]),
        ("update --offline old.bib", ["reading old.bib"]),
        ("update --offline cho2022bounds", ["reading the list"]),
        ("-C new init --from ../old.bib --dry-run", [f"reading {Path('..', 'old.bib')}"]),
    ],
)
def test_what_may_take_long_says_what_it_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, command: str, tasks: list[str]
) -> None:
    started: list[str] = []

    class Shown:
        """A thread that never shows the line."""

        def __init__(self, target: MethodType, daemon: bool) -> None:
            assert isinstance(target.__self__, Line)
            started.append(target.__self__._task)

        def start(self) -> None: ...

        def join(self) -> None: ...

    monkeypatch.setattr(_progress, "Thread", Shown)
    folder = make_list(tmp_path)
    (folder / "old.bib").write_text("@book{old, title = {Warm}, author = {Doe, Jane}, year = 2020}\n", "utf-8")
    (folder / "new").mkdir()
    moebib(*command.split(), folder=folder, is_terminal=True)
    assert started == tasks


def test_a_quick_task_shows_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    screen = Screen()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(_progress, "_PATIENCE_S", 1000)
    with busy(terminal(), "reading refs.bib"):
        pass
    assert screen.getvalue() == ""


@pytest.mark.parametrize(("is_terminal", "quiet"), [(False, False), (True, True)])
def test_nothing_is_shown_in_a_pipe_or_with_quiet(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, quiet: bool
) -> None:
    screen = Screen(is_terminal=is_terminal)
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setattr(_progress, "Thread", None)  # none is started
    with busy(terminal(quiet=quiet), "reading refs.bib"):
        pass
    assert screen.getvalue() == ""
