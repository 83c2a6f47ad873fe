"""How a command ends: exit codes, streams, interruptions and pipes that are closed early."""

from __future__ import annotations

import contextlib
import errno
import os
import re
import subprocess
import sys
from pathlib import Path
from unittest.mock import patch

import pytest

import moebib as package
from moebib import store
from moebib.cli import GROUPS
from small_list import files_of, make_list, moebib

BROKEN = {
    "cho2022bounds": 'tpye = "article-journal"\nissued = "2022-13"\n',
    "brook2024keeping": 'type = "article"\ntags = ["routng"]\n',
    "tiny-moe": "name = \n",
}
PROBLEMS = """\
entries/papers/cho2022bounds.toml:1:1: MB004 the field 'type' is missing
entries/papers/cho2022bounds.toml:1:1: MB003 unknown field 'tpye'
  hint: did you mean 'type'?
entries/papers/cho2022bounds.toml:2:1: MB005 issued: '2022-13': 13 is not a month
entries/models/tiny-moe.toml:1:8: MB002 not TOML: invalid value
  hint: write a value after name =, or remove the line
entries/papers/brook2024keeping.toml:2:9: MB009 unknown tag 'routng'
  hint: did you mean 'routing'?
error: 5 problems in 3 files
"""


def run(*arguments: str, folder: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "moebib", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", check=False)


@pytest.mark.parametrize("command", [["build"], ["build", "--dry-run"], ["export", "-o", "out.bib"]])
def test_every_problem_is_reported_with_its_location_and_nothing_is_written(tmp_path: Path, command: list[str]) -> None:
    before = files_of(make_list(tmp_path, **BROKEN))
    assert moebib(*command, folder=tmp_path) == (3, "", PROBLEMS)
    assert files_of(tmp_path) == before


@pytest.mark.parametrize("command", ["list", "search experts", "show arden2021sorting", "stats", "tags"])
def test_a_command_that_reads_leaves_out_what_is_broken(tmp_path: Path, command: str) -> None:
    make_list(tmp_path, **BROKEN)
    done = moebib(*command.split(), folder=tmp_path)
    assert done.code == 3
    assert done.err.endswith(PROBLEMS.replace("3 files", "3 files; what cannot be read is left out"))
    assert "Sorting Experts" in done.out or command in ("stats", "tags")
    assert done.out != ""


def test_nothing_found_is_no_result_if_something_could_not_be_read(tmp_path: Path) -> None:
    make_list(tmp_path, **BROKEN)
    done = moebib("-q", "search", "year:1999", "--json", folder=tmp_path)
    assert (done.code, done.out) == (3, "[]\n")
    assert done.err.endswith("error: 5 problems in 3 files; what cannot be read is left out\n")


@pytest.mark.parametrize("command", ["show Brook2024keeping", "why brook2024keeping", "verify brook2024keeping"])
def test_an_entry_that_is_named_and_cannot_be_read_is_not_called_missing(tmp_path: Path, command: str) -> None:
    make_list(tmp_path, **BROKEN)
    done = moebib(*command.split(), folder=tmp_path)
    assert (done.code, done.out) == (3, "")
    assert done.err == "".join(PROBLEMS.splitlines(keepends=True)[-3:-1]) + "error: 1 problem in 1 file\n"


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["lst"], 2, "error: unknown command 'lst'; did you mean 'list'?\nhint: see `moebib --help`\n"),
        (
            ["build", "--chek"],
            2,
            "error: unknown option '--chek'; did you mean '--check'?\nhint: see `moebib build",
        ),
        (["build", "--xyz"], 2, "error: unknown option '--xyz'\n"),
        (["build", "x"], 2, "error: unexpected argument 'x'\n"),
        (["convert"], 2, "error: missing argument 'FILE'\nhint: see `moebib convert --help`\n"),
        (["show"], 2, "error: missing argument 'KEY'\nhint: see `moebib show --help`\n"),
        (["list", "--limit", "0"], 2, "error: invalid value for '--limit': must be a whole number, and at least 1\n"),
        (["dedupe", "--merge-above", "2"], 2, "invalid value for '--merge-above': must be a number from 0 to 1\n"),
        (["export", "-o", "refs.xml"], 2, "error: cannot determine the format of 'refs.xml'; choose the output format"),
        (["dedupe", "--not", "cho2022bounds", "cho2022bounds"], 2, "are one work; pass the keys of two\n"),
        (["cache"], 2, "error: missing action; choose from info, clear\nhint: see `moebib cache --help`\n"),
        (["show", "cho2022bound"], 2, "error: no entry 'cho2022bound'; did you mean 'cho2022bounds'?\n"),
        (["show", "10.5555/absent"], 2, "error: no entry '10.5555/absent'\n"),
        (["list", "-t", "routng"], 2, "error: unknown tag 'routng'; did you mean 'routing'?\n"),
        (["search", "yaer:2024"], 2, "error: unknown search field 'yaer'; did you mean 'year'?"),
        (["search", "journal:nature"], 2, "error: unknown search field 'journal'; did you mean 'venue'?"),
        (["search", "type:inproceedings"], 2, "error: unknown type 'inproceedings'; did you mean 'paper-conference'?"),
        (["search", 'an "open quotation'], 2, "error: unclosed quotation mark"),
        (["schema"], 2, "no schema given; pass record, model or moebib, or a directory with -o"),
        (["-C", "absent", "list"], 2, "error: directory 'absent' does not exist\n"),
        (["check", "absent.bib"], 2, "error: file 'absent.bib' does not exist\n"),
        (["convert", ".", "--to", "ris"], 2, "error: file '.' is a directory\n"),
    ],
)
def test_wrong_usage_is_explained_on_stderr(tmp_path: Path, arguments: list[str], code: int, message: str) -> None:
    done = moebib(*arguments, folder=make_list(tmp_path))
    assert (done.code, done.out) == (code, "")
    assert message in done.err


def test_data_is_on_stdout_and_everything_else_on_stderr(tmp_path: Path) -> None:
    done = run("list", "-t", "routing", folder=make_list(tmp_path))
    assert done.returncode == 0
    assert done.stdout.startswith("arden2021sorting\t2021\tWIS\t")
    assert done.stderr == "2 of 3 works\n"


@pytest.mark.parametrize(("arguments", "code"), [(["search", "no such words"], 1), (["list", "-t", "routng"], 2)])
def test_the_process_returns_the_exit_code(tmp_path: Path, arguments: list[str], code: int) -> None:
    done = run(*arguments, folder=make_list(tmp_path))
    assert (done.returncode, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr


def test_output_is_utf_8_in_any_locale(tmp_path: Path) -> None:
    make_list(tmp_path, cho2022bounds='type = "book"\ntitle = "Élan 木"\n')
    with patch.dict("os.environ", {"LC_ALL": "C", "PYTHONIOENCODING": "ascii"}):
        assert "Élan 木" in run("show", "cho2022bounds", folder=tmp_path).stdout


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is an invalid argument on Windows")
@pytest.mark.parametrize("arguments", [["list"], ["export", "-f", "jsonl"], ["stats"]])
def test_a_pipe_closed_early_is_not_an_error(tmp_path: Path, arguments: list[str]) -> None:
    command = [sys.executable, "-m", "moebib", *arguments]
    with subprocess.Popen(command, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        stderr = process.stderr.read().decode()
    assert process.returncode == 0
    assert "Traceback" not in stderr
    assert "Broken" not in stderr


@pytest.mark.skipif(sys.platform == "win32", reason="needs a POSIX shell")
@pytest.mark.parametrize(
    ("arguments", "code", "out", "err"),
    [
        ("list >&-", 3, "", "3 of 3 works\nerror: cannot write to stdout: Bad file descriptor\n"),
        ("check >&-", 1, "", "1 problem in 1 file, 3 works and 1 model checked\nerror: cannot write to stdout"),
        ("build >&-", 0, "", "wrote "),
        ("show cho2022bounds --json 2>&-", 0, '[\n  {\n    "id": "cho2022bounds",', ""),
        ("show absent 2>&-", 2, "", ""),
        ("show absent >&- 2>&-", 2, "", ""),
        ("export -f csv -k - <&-", 0, '"id",', ""),
    ],
)
def test_a_closed_stream_is_no_success_if_data_is_lost(
    tmp_path: Path, arguments: str, code: int, out: str, err: str
) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'"$0" -m moebib {arguments}', sys.executable],
        cwd=make_list(tmp_path),
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert done.returncode == code
    assert done.stdout.startswith(out)
    assert done.stderr.startswith(err)
    assert "Traceback" not in done.stderr


def test_an_interruption_exits_with_130(tmp_path: Path) -> None:
    with patch.object(store, "load_nearest", side_effect=KeyboardInterrupt):
        done = moebib("--quiet", "list", folder=tmp_path)
    assert (done.code, done.out, done.err.strip()) == (130, "", "")


@pytest.mark.parametrize(
    "command",
    ["export", "list", "show cho2022bounds", "cite -k cho2022bounds", "convert refs.bib -f bibtex", "search experts",
     "verify refs.bib --offline --output-format sarif"],
)  # fmt: skip
@pytest.mark.parametrize("output", ["new/refs.bib", "file/refs.bib"])
def test_no_directory_is_created_for_an_output(tmp_path: Path, command: str, output: str) -> None:
    (make_list(tmp_path) / "file").write_text("", "utf-8")
    (tmp_path / "refs.bib").write_text("@book{a, title = {A}}\n", "utf-8")
    before = files_of(tmp_path)
    done = moebib(*command.split(), "-o", output, folder=tmp_path)
    folder = output.partition("/")[0]
    message = f"error: cannot write to {output!r}: there is no directory {folder!r}\nhint: create it first, or choose "
    assert (done.code, done.out, message in done.err) == (2, "", True), done.err
    assert files_of(tmp_path) == before
    assert not (tmp_path / "new").exists()


def test_the_directory_that_is_the_output_is_created(tmp_path: Path) -> None:
    assert moebib("schema", "-o", "new", folder=tmp_path).code == 0
    assert len(files_of(tmp_path / "new")) == 3
    assert "there is no directory 'a'" in moebib("schema", "-o", "a/new", folder=tmp_path).err


@pytest.mark.parametrize("command", ["export", "convert refs.bib -f bibtex"])
@pytest.mark.parametrize("function", ["open", "replace", "fsync"])
def test_no_temporary_file_is_named(tmp_path: Path, command: str, function: str) -> None:
    def refuse(path: object, *arguments: object, **options: object) -> None:
        raise OSError(errno.EACCES, os.strerror(errno.EACCES), path if isinstance(path, str) else None)

    (make_list(tmp_path) / "refs.bib").write_text("@book{a, title = {A}}\n", "utf-8")
    with patch.object(os, function, refuse):
        done = moebib(*command.split(), "-o", "out.bib", folder=tmp_path)
    assert (done.code, "error: out.bib: Permission denied\n" in done.err) == (3, True), done.err


@pytest.mark.parametrize("option", ["-h", "--help"])
def test_help_lists_every_command_with_a_summary_in_its_group(tmp_path: Path, option: str) -> None:
    done = moebib(option, folder=tmp_path)
    assert done.code == 0
    commands: dict[str, list[str]] = {}
    groups: list[str] = []
    for line in done.out.partition("\nStart a list:\n")[2].splitlines():
        if re.match(r"  \S", line):
            name, *words = line.split()
            commands[name] = words
        elif line.endswith(":"):
            groups.append(line.removesuffix(":"))
    assert {"build", "export", "import", "list", "schema", "search", "show", "stats", "tags"} <= set(commands)
    assert all(commands.values())
    assert groups == [group for group in GROUPS if group != "Start a list"]


def test_the_version_is_printed(tmp_path: Path) -> None:
    assert moebib("--version", folder=tmp_path).out.startswith("moebib 0.")
    assert package.__name__ == "moebib"


def test_no_summary_in_the_help_is_truncated(tmp_path: Path) -> None:
    assert "..." not in moebib("--help", folder=tmp_path).out.partition("Start a list:")[2]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows deletes no directory that is in use")
@pytest.mark.parametrize("arguments", [("list",), ("build",), ("init",), ("add", "--manual", "10.5555/a")])
def test_a_working_directory_that_was_deleted_is_named(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    with contextlib.chdir(gone):
        gone.rmdir()
        command = [sys.executable, "-m", "moebib", *arguments]
        done = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    message = "error: the working directory no longer exists\nhint: change to a directory that does\n"
    assert (done.returncode, done.stderr) == (3, message)
