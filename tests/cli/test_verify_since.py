"""`verify --since` and `--watch`: only what is new or changed is verified, and printed."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from test_cite_watch import Clock, Enough
from test_update_command import NOTHING_NEW
from test_verify_command import DIFFERS, NOT_FOUND, OK

from git_folder import commit, needs_git
from moebib.cli import _watch
from moebib.cli._verdicts import headline
from moebib.cli._verify_run import Run
from moebib.cli._watch import FileWatch
from services import queried, services
from small_list import make_list, moebib


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository in which a file with a reference that differs is committed."""
    (tmp_path / "paper.bib").write_text(DIFFERS, "utf-8")
    commit(tmp_path)
    return tmp_path


def verify(folder: Path, *arguments: str) -> tuple[int, str, str]:
    with services(NOTHING_NEW):
        return moebib("verify", *arguments, folder=folder)


def keys(folder: Path, *arguments: str) -> list[str]:
    _, out, _ = verify(folder, *arguments, "--json")
    return [reference["key"] for reference in json.loads(out)]


@needs_git
def test_only_new_references_are_verified_and_decide_the_exit_code(folder: Path) -> None:
    (folder / "paper.bib").write_text(OK + DIFFERS, "utf-8")
    code, out, err = verify(folder, "paper.bib", "--since", "HEAD")
    assert (code, out) == (0, "warm: ok\n")
    assert err == "1 reference: 1 ok\n1 of 2 references is new or changed since 'HEAD'\n"


@needs_git
@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("{sorting,", "{another,", []),
        ("doi = {10.5555/invented.12}", "doi = {10.5555/invented.12}, keywords = {heat}, file = {a.pdf}", []),
        ("year = 2021", "year = 2022", ["sorting"]),
        ("Arden, M.", "Arden, Mia", ["sorting"]),
        ("@inproceedings", "@comment{}\n\n@inproceedings", []),
    ],
)
def test_a_reference_is_changed_if_a_verdict_may_depend_on_it(
    folder: Path, old: str, new: str, expected: list[str]
) -> None:
    assert old in DIFFERS
    (folder / "paper.bib").write_text(DIFFERS.replace(old, new), "utf-8")
    assert keys(folder, "paper.bib", "--since", "HEAD") == expected


@needs_git
def test_without_a_change_nothing_is_queried(folder: Path) -> None:
    code, out, err = verify(folder, "paper.bib", "--since", "HEAD")
    assert (code, out, err) == (0, "", "0 references\nnone of 1 reference is new or changed since 'HEAD'\n")
    assert queried == []


@needs_git
def test_of_a_document_a_reference_that_it_did_not_cite_is_new(folder: Path) -> None:
    (folder / "paper.bib").write_text(OK + DIFFERS, "utf-8")
    (folder / "parts").mkdir()
    (folder / "parts" / "intro.tex").write_text("\\cite{sorting}", "utf-8")
    (folder / "paper.tex").write_text("\\input{parts/intro}\n\\bibliography{paper}", "utf-8")
    commit(folder)
    (folder / "parts" / "intro.tex").write_text("\\cite{sorting,warm}", "utf-8")
    assert keys(folder, "paper.tex", "--since", "HEAD") == ["warm"]


@needs_git
def test_a_file_in_a_folder_below_is_compared_with_itself(folder: Path) -> None:
    (folder / "b").mkdir()
    (folder / "b" / "paper.bib").write_text(OK, "utf-8")
    assert keys(folder, "b/paper.bib", "--since", "HEAD") == ["warm"]
    commit(folder)
    assert keys(folder, "b/paper.bib", "paper.bib", "--since", "HEAD") == []
    assert keys(folder, "b/paper.bib", "--since", "HEAD~1") == ["warm"]


@needs_git
def test_an_entry_that_could_not_be_read_before_is_not_reported_again(folder: Path) -> None:
    broken = "@article{broken, and {not} = {an} entry\n"
    (folder / "paper.bib").write_text(DIFFERS + broken, "utf-8")
    assert verify(folder, "paper.bib", "--since", "HEAD")[0] == 4
    commit(folder)
    assert verify(folder, "paper.bib", "--since", "HEAD")[0] == 0


@needs_git
def test_works_of_a_list_are_compared_with_the_list(folder: Path) -> None:
    make_list(folder)
    commit(folder)
    entry = folder / "entries" / "papers" / "brook2024keeping.toml"
    entry.write_text(entry.read_text("utf-8").replace("2024-02-03", "2024-02-04"), "utf-8")
    assert keys(folder, "--all", "--since", "HEAD") == ["brook2024keeping"]


@needs_git
def test_a_revision_or_a_repository_that_does_not_exist_is_an_error(folder: Path, tmp_path: Path) -> None:
    for revision in ("v9", "-p"):
        code, out, err = verify(folder, "paper.bib", f"--since={revision}")
        assert (code, out) == (2, "")
        assert f"revision {revision!r}" in err
    assert "fetch-depth: 0" in verify(folder, "paper.bib", "--since", "v9")[2]
    shutil.rmtree(folder / ".git")
    code, _, err = verify(folder, "paper.bib", "--since", "HEAD")
    assert code == 2
    assert "not a git repository" in err


def test_while_watching_only_what_is_new_is_printed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file, printed = tmp_path / "paper.bib", list[str]()

    def write(text: str) -> Callable[[], object]:
        def happens() -> None:
            printed.append("---")
            file.write_text(text, "utf-8")

        return happens

    clock = Clock(
        write(OK + DIFFERS + NOT_FOUND), nothing,
        write("this is no bibliography"), nothing,
        write(OK + DIFFERS.replace("sorting,", "new,")), nothing,
        write(OK.replace("2024", "2023") + DIFFERS), nothing,
    )  # fmt: skip
    monkeypatch.setattr(_watch, "FileWatch", lambda files: FileWatch(files, sleep=clock.sleep))
    monkeypatch.setattr(Run, "_print", lambda _, result: printed.append(headline(result)))
    write(OK + DIFFERS)()
    with services(NOTHING_NEW), pytest.raises(Enough):
        moebib("verify", "paper.bib", "--watch", folder=tmp_path)
    assert printed == [
        "---", "warm: ok", "sorting: differs",
        "---", "cooling: not found (all 2 sources responded)",
        "---",
        "---", "new: differs",
        "---", "warm: ok", "sorting: differs",
    ]  # fmt: skip


def nothing() -> None:
    """An event that changes no file."""


def test_a_list_is_watched_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    entries, printed = make_list(tmp_path) / "entries" / "papers", list[str]()

    def add() -> None:
        printed.append("---")
        text = (entries / "brook2024keeping.toml").read_text("utf-8").replace("2402.99992", "2402.00001")
        (entries / "brook2024warm.toml").write_text(text, "utf-8")

    clock = Clock(nothing, add, nothing)
    monkeypatch.setattr(_watch, "FileWatch", lambda files: FileWatch(files, sleep=clock.sleep))
    monkeypatch.setattr(Run, "_print", lambda _, result: printed.append(result.key))
    with services(NOTHING_NEW), pytest.raises(Enough):
        moebib("verify", "--all", "--watch", folder=tmp_path)
    assert printed == ["arden2021sorting", "brook2024keeping", "cho2022bounds", "---", "brook2024warm"]


def test_nothing_to_watch_is_refused(tmp_path: Path) -> None:
    code, _, err = verify(tmp_path, "--all", "--watch")
    assert code == 2
    assert "--watch needs a file, or a list of your own" in err


@pytest.mark.parametrize("other", ["--json", "--diff", "--dry-run"])
def test_only_text_is_printed_while_watching(tmp_path: Path, other: str) -> None:
    (tmp_path / "paper.bib").write_text(OK, "utf-8")
    code, _, err = verify(tmp_path, "paper.bib", "--watch", "--fix", other)
    assert code == 2
    assert "--watch prints text" in err
