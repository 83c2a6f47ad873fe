"""Closed and broken streams: they change neither what a command does nor its exit code."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TextIO
from unittest.mock import patch

import click
import pytest

from command_lines import COMMANDS, make_folder
from moebib.cli import _moebib, main
from small_list import files_of

pytestmark = pytest.mark.usefixtures("no_other_programs")


def run(command: str, folder: Path, out: TextIO | None, err: TextIO | None) -> tuple[int, dict[str, bytes]]:
    """The exit code of ``moebib COMMAND`` in this process with these streams, and the files after it."""
    with (
        contextlib.chdir(folder),
        patch.object(sys, "argv", ["moebib", *command.split()]),
        patch.object(sys, "stdin", io.StringIO()),
        patch.object(sys, "stdout", out),
        patch.object(sys, "stderr", err),
    ):
        with pytest.raises(SystemExit) as exited:
            main()
        sys.stdout.close()
        sys.stderr.close()
    assert isinstance(exited.value.code, int)
    return exited.value.code, files_of(folder)


@contextlib.contextmanager
def without_a_reader() -> Iterator[TextIO]:
    """A pipe that its reader has closed."""
    reading, writing = os.pipe()
    os.close(reading)
    with contextlib.suppress(BrokenPipeError), os.fdopen(writing, "w") as stream:
        yield stream


@contextlib.contextmanager
def full_disk() -> Iterator[TextIO]:
    with contextlib.suppress(OSError), Path("/dev/full").open("w") as stream:
        yield stream


@contextlib.contextmanager
def closed() -> Iterator[None]:
    yield None


BROKEN: dict[str, Callable[[], AbstractContextManager[TextIO | None]]] = {"closed": closed}
if os.name == "posix":
    BROKEN["no reader"] = without_a_reader
if Path("/dev/full").exists():
    BROKEN["full"] = full_disk


def test_every_command_is_tested() -> None:
    assert sorted({name.split()[0] for name in COMMANDS}) == sorted(_moebib.list_commands(click.Context(_moebib)))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_broken_stream_changes_neither_the_work_nor_the_exit_code(
    name: str, tmp_path: Path, subtests: pytest.Subtests
) -> None:
    whole: TextIO
    with (tmp_path / "streams.txt").open("w") as whole, (tmp_path / "out.txt").open("w+") as out:
        code, files = run(COMMANDS[name], make_folder(tmp_path / "whole"), out, whole)
        out.seek(0)
        has_data = bool(out.read())
        for kind, broken in BROKEN.items():
            # The reader of a pipe may have seen enough of the data; if they are lost otherwise, that is an error.
            code_without_data = code if code or kind == "no reader" or not has_data else 3
            for streams in ("out", "err", "both"):
                with subtests.test(kind, streams=streams), broken() as stream:
                    folder = make_folder(tmp_path / f"{kind}, {streams}")
                    ended = run(
                        COMMANDS[name],
                        folder,
                        whole if streams == "err" else stream,
                        whole if streams == "out" else stream,
                    )
                    assert ended == (code if streams == "err" else code_without_data, files)


@pytest.mark.skipif(os.name == "nt", reason="needs POSIX pipes")
@pytest.mark.parametrize("unbuffered", ["", "1"])
@pytest.mark.parametrize(
    ("arguments", "stream", "code"),
    [
        ("check many.bib", "stdout", 1),
        ("convert many.bib --to jsonl", "stdout", 0),
        ("convert many.bib --to jsonl --strict", "stderr", 1),
        ("convert many.bib -o made.jsonl", "stderr", 0),
    ],
)
def test_a_reader_that_leaves_midway_changes_neither_the_work_nor_the_exit_code(
    arguments: str, stream: str, code: int, unbuffered: str, tmp_path: Path
) -> None:
    entries = (f"@book{{key{n}, title = {{A Title}}, author = {{Doe, Jane}}, year = {{soon}}}}\n" for n in range(2000))
    (tmp_path / "many.bib").write_text("".join(entries), "utf-8")
    command = [sys.executable, "-m", "moebib", *arguments.split()]
    environment = os.environ | {"PYTHONUNBUFFERED": unbuffered}
    out, err = (subprocess.PIPE if name == stream else subprocess.DEVNULL for name in ("stdout", "stderr"))
    with subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=out, stderr=err) as process:
        pipe = process.stdout or process.stderr
        assert pipe
        assert len(pipe.read(10)) == 10
        pipe.close()
    assert process.returncode == code
    made = tmp_path / "made.jsonl"
    assert not made.exists() or made.read_text("utf-8").count("\n") == 2000


@pytest.mark.skipif(os.name == "nt", reason="needs named pipes")
def test_a_reader_that_closes_an_output_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "many.bib").write_text("".join(f"@book{{key{n}, title = {{A}}}}\n" for n in range(5000)), "utf-8")
    os.mkfifo(tmp_path / "pipe.ris")
    command = [sys.executable, "-m", "moebib", "convert", "many.bib", "-o", "pipe.ris"]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8") as process:
        with (tmp_path / "pipe.ris").open("rb", buffering=0) as pipe:
            pipe.read(10)
        _, err = process.communicate()
    assert process.returncode == 3
    assert err.endswith("error: pipe.ris: its reader has closed the pipe\n")
