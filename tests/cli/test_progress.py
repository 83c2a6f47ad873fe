"""What is shown on stderr while a command works."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from threading import Event

import pytest

from moebib.cli import _progress
from moebib.cli._output import Terminal
from moebib.cli._progress import busy


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
    assert screen.getvalue().endswith("\r\x1b[2K")


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
    monkeypatch.setattr(sys, "stderr", Screen(is_terminal=is_terminal))
    monkeypatch.setattr(_progress, "Thread", None)  # none is started
    with busy(terminal(quiet=quiet), "reading refs.bib"):
        pass
