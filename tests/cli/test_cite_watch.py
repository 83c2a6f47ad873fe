"""`cite --watch`: the file is written again after its inputs have changed, once they have stopped changing."""

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
from moebib.commands.cite import cite
from moebib.commands.cite_request import CiteRequest
from small_list import make_list, moebib


class Enough(Exception):
    """No more events are left."""


class Clock:
    """A clock on which an event happens every half second; after the last one, ``Enough`` is raised."""

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
    """An event that changes no file."""


def runs(folder: Path, once: Callable[[], tuple[Path, ...]], *happenings: Callable[[], object]) -> int:
    """The number of times that *once*, which returns the files it read, runs before the events end."""
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


def test_the_file_is_written_once_if_nothing_changes(folder: Path) -> None:
    assert runs(folder, lambda: (folder / "a.tex",), nothing, nothing) == 1


def test_the_file_is_written_again_after_an_input_changes(folder: Path) -> None:
    both = (folder / "a.tex", folder / "b.tex")
    assert runs(folder, lambda: both, touch(both[1], 2), nothing, nothing, touch(both[0], 3), nothing) == 3


def test_an_input_that_keeps_changing_is_read_once_it_is_stable(folder: Path) -> None:
    file = folder / "a.tex"
    assert runs(folder, lambda: (file,), *(touch(file, at) for at in range(2, 9)), nothing) == 2


def test_a_change_during_a_run_is_not_missed(folder: Path) -> None:
    file, times = folder / "a.tex", iter((5, 5, 5))

    def once() -> tuple[Path, ...]:
        touch(file, next(times))()
        return (file,)

    assert runs(folder, once, nothing, nothing) == 2


def test_a_missing_or_invalid_input_does_not_end_the_watch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_an_entry_added_to_the_list_is_noticed(tmp_path: Path) -> None:
    make_list(tmp_path)
    (tmp_path / "a.tex").write_text("", "utf-8")
    papers = tmp_path / "entries/papers"

    def add() -> None:
        (papers / "new2020x.toml").write_text('type = "book"\ntitle = "X"\n', "utf-8")

    assert runs(tmp_path, lambda: cite(CiteRequest(keys=("new2020x",), folder=tmp_path)).files, add, nothing) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to a single process")
def test_ctrl_c_ends_the_watch(tmp_path: Path) -> None:
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
