"""The files of a repository at a revision are copied as they were, and only those that are wanted."""

from __future__ import annotations

from pathlib import Path

import pytest

from git_folder import commit, needs_git
from moebib.errors import InputError
from moebib.store.revision import files_at

pytestmark = needs_git


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    (tmp_path / "café").mkdir()
    for name, data in {
        "a.bib": b"first\n", "café/b c.BIB": b"\0\xff\r\n", "empty.bib": b"", "figure.pdf": b"%PDF",
    }.items():  # fmt: skip
        (tmp_path / name).write_bytes(data)
    (tmp_path / "link.bib").symlink_to("/etc/passwd")
    commit(tmp_path)
    (tmp_path / "a.bib").write_text("second\n")
    (tmp_path / "new.bib").write_text("new\n")
    return tmp_path


def test_files_are_as_they_were_byte_for_byte(repository: Path) -> None:
    with files_at(repository / "café", "HEAD", {".bib"}) as then:
        assert then(repository / "a.bib").read_bytes() == b"first\n"
        assert then(repository / "café" / "b c.BIB").read_bytes() == b"\0\xff\r\n"
        assert then(repository / "empty.bib").read_bytes() == b""
        copy = then(repository / "a.bib")
    assert not copy.exists()


def test_nothing_else_is_copied(repository: Path) -> None:
    with files_at(repository, "HEAD", {".bib"}) as then:
        for name in ("figure.pdf", "new.bib", "link.bib", "../elsewhere.bib"):
            assert not then(repository / name).exists()


@pytest.mark.parametrize("revision", ["v1", "HEAD~1", "--output=x", "", "HEAD:a.bib"])
def test_what_is_no_revision_is_an_error(repository: Path, revision: str) -> None:
    with pytest.raises(InputError, match="revision"), files_at(repository, revision, {".bib"}):
        pass


def test_a_folder_without_a_repository_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="not a git repository"), files_at(tmp_path, "HEAD", {".bib"}):
        pass
