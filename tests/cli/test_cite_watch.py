"""`cite --watch`: written again when what it is made of has changed, and when it has stopped changing."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from moebib.cli import _watch
from moebib.cli._watch import FileWatch
from moebib.commands.cite import CiteRequest, cite
from small_list import make_list, moebib


class Enough(Exception):
    """The clock has no more time."""


class Clock:
    """Half a second after the other, each with something that happens; then it is enough."""

    def __init__(self, *happenings: Callable[[], object]) -> None:
        self.happenings = list(happenings)

    def sleep(self, seconds: float) -> None:
        assert seconds == 0.5
        if not self.happenings:
            raise Enough
        self.happenings.pop(0)()


def touch(path: Path, at: int) -> Callable[[], None]:
    return lambda: os.utime(path, (at, at))


def nothing() -> None:
    """Happens."""


def runs(folder: Path, once: Callable[[], tuple[Path, ...]], *happenings: Callable[[], object]) -> int:
    """How often *once*, which returns what it read, runs before the clock stops."""
    count = 0
    watch = FileWatch([folder / "a.tex"], sleep=Clock(*happenings).sleep)
    with contextlib.suppress(Enough):
        while True:
            count += 1
            watch.follow(once())
            watch.wait()
    return count


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("a.tex", "b.tex"):
        (tmp_path / name).write_text("", "utf-8")
        touch(tmp_path / name, 1)()
    return tmp_path


def test_it_is_written_once_when_nothing_changes(folder: Path) -> None:
    assert runs(folder, lambda: (folder / "a.tex",), nothing, nothing) == 1


def test_it_is_written_again_after_a_change_of_what_was_read(folder: Path) -> None:
    both = (folder / "a.tex", folder / "b.tex")
    assert runs(folder, lambda: both, touch(both[1], 2), nothing, nothing, touch(both[0], 3), nothing) == 3


def test_a_file_that_is_still_being_written_is_left_until_it_rests(folder: Path) -> None:
    file = folder / "a.tex"
    assert runs(folder, lambda: (file,), *(touch(file, at) for at in range(2, 9)), nothing) == 2


def test_a_change_while_it_is_written_is_not_missed(folder: Path) -> None:
    file, times = folder / "a.tex", iter((5, 5, 5))

    def once() -> tuple[Path, ...]:
        touch(file, next(times))()
        return (file,)

    assert runs(folder, once, nothing, nothing) == 2


def test_a_file_that_is_gone_for_a_moment_or_wrong_ends_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_list(tmp_path)
    source, target = tmp_path / "a.bcf", tmp_path / "refs.bib"
    control_file = '<bcf:controlfile xmlns:bcf="https://sourceforge.net/projects/biblatex"/>'
    source.write_text("not XML", "utf-8")
    written: list[bool] = []

    def write(text: str) -> None:
        written.append(target.exists())
        source.write_text(text, "utf-8")

    clock = Clock(source.unlink, nothing, lambda: write(control_file), nothing, lambda: write(""))
    monkeypatch.setattr(_watch, "FileWatch", lambda files: FileWatch(files, sleep=clock.sleep))
    with pytest.raises(Enough):
        moebib("cite", "a.bcf", "-o", "refs.bib", "--watch", folder=tmp_path)
    assert written == [False, True]


def test_an_entry_that_is_added_to_the_list_is_seen(tmp_path: Path) -> None:
    make_list(tmp_path)
    (tmp_path / "a.tex").write_text("", "utf-8")
    papers = tmp_path / "entries/papers"

    def add() -> None:
        (papers / "new2020x.toml").write_text('type = "book"\ntitle = "X"\n', "utf-8")

    assert runs(tmp_path, lambda: cite(CiteRequest(keys=("new2020x",), folder=tmp_path)).files, add, nothing) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no Ctrl-C to one process")
def test_it_ends_with_ctrl_c(tmp_path: Path) -> None:
    make_list(tmp_path)
    source, target = tmp_path / "main.tex", tmp_path / "refs.bib"
    source.write_text("\\cite{cho2022bounds}", "utf-8")
    command = [sys.executable, "-m", "moebib", "cite", "main.tex", "-o", "refs.bib", "--watch"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8") as process:
        guard = threading.Timer(120, process.kill)
        guard.start()
        assert process.stderr
        first = process.stderr.readline()
        source.write_text("\\cite{cho2022bounds,brook2024keeping}", "utf-8")
        second = process.stderr.readline()
        process.send_signal(signal.SIGINT)
        process.wait()
        guard.cancel()
    assert process.returncode == 130
    assert first + second == "wrote refs.bib: 1 cited, 1 found\nwrote refs.bib: 2 cited, 2 found\n"
    assert "brook2024keeping" in target.read_text("utf-8")
