"""`fmt`: .bib files are formatted; `--check` and `--diff` write nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from moebib.errors import InputError
from moebib.formats.bibtex import BibDocument, read_entries, sort_entries
from small_list import Done, moebib

OLD = '@Misc{b, Title="B"}\n'
NEW = "@misc{b,\n  title = {B},\n}\n"


def put(folder: Path, name: str, text: str | bytes) -> str:
    (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return name


def test_files_are_written_only_if_they_change(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", OLD)
    put(tmp_path, "new.bib", NEW)
    message = "wrote old.bib (+3 -1 lines)\n1 of 2 files changed\n"
    assert moebib("fmt", "old.bib", "new.bib", folder=tmp_path) == Done(0, "", message)
    assert (tmp_path / "old.bib").read_text("utf-8") == NEW
    assert moebib("fmt", "old.bib", "new.bib", folder=tmp_path) == Done(0, "", "0 of 2 files changed\n")


def test_check_lists_the_files_that_would_change_and_writes_nothing(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", OLD)
    message = "would write old.bib (+3 -1 lines)\n1 of 1 file would change\n"
    assert moebib("fmt", "--check", "old.bib", folder=tmp_path) == Done(1, "", message)
    assert (tmp_path / "old.bib").read_text("utf-8") == OLD
    assert moebib("fmt", "--check", put(tmp_path, "new.bib", NEW), folder=tmp_path).code == 0


def test_diff_prints_the_changes_and_writes_nothing(tmp_path: Path) -> None:
    done = moebib("fmt", "--diff", put(tmp_path, "old.bib", OLD), folder=tmp_path)
    assert done.code == 1
    assert done.out.startswith('--- a/old.bib\n+++ b/old.bib\n@@ -1 +1,3 @@\n-@Misc{b, Title="B"}\n+@misc{b,\n')
    assert (tmp_path / "old.bib").read_text("utf-8") == OLD


def test_stdin_goes_to_stdout(tmp_path: Path) -> None:
    assert moebib("fmt", "-", stdin=OLD, folder=tmp_path) == Done(0, NEW, "")
    assert moebib("fmt", "--check", "-", stdin=OLD, folder=tmp_path).code == 1


@pytest.mark.parametrize("encoding", ["latin-1", "utf-8-sig", "utf-16"])
def test_a_file_keeps_its_encoding_and_line_endings(tmp_path: Path, encoding: str) -> None:
    data = "@Misc{b, Title={Été}}\r\n".encode(encoding)
    expected = "@misc{b,\r\n  title = {Été},\r\n}\r\n".encode(encoding)
    assert moebib("fmt", put(tmp_path, "old.bib", data), folder=tmp_path).code == 0
    assert (tmp_path / "old.bib").read_bytes() == expected
    piped = subprocess.run([sys.executable, "-m", "moebib", "fmt", "-"], input=data, capture_output=True, check=True)
    assert piped.stdout == expected


def test_nothing_is_written_if_any_file_is_not_a_bib_file(tmp_path: Path) -> None:
    put(tmp_path, "old.bib", OLD)
    done = moebib("fmt", "old.bib", put(tmp_path, "README.md", "# Prose\n"), folder=tmp_path)
    assert done == Done(3, "", "error: README.md: not a bibliography in the format bibtex: it contains no work\n")
    assert (tmp_path / "old.bib").read_text("utf-8") == OLD


UNSORTED = """\
% A file of ours.

% about b
@misc{b, crossref = {A}} % beside b
@comment{kept}
@STRING{m = {M}}
@misc{c, note = m}
@book{A, title = {A}}
% the end
"""
SORTED = """\
% A file of ours.

@string{m = {M}}

% about b
@misc{b,
  crossref = {A},
} % beside b

@misc{c,
  note = m,
}

@book{A,
  title = {A},
}

@comment{kept}

% the end
"""


def test_comments_above_and_next_to_an_entry_move_with_it(tmp_path: Path) -> None:
    assert moebib("fmt", "--sort", put(tmp_path, "a.bib", UNSORTED), folder=tmp_path).code == 0
    assert (tmp_path / "a.bib").read_text("utf-8") == SORTED
    assert moebib("fmt", "--sort", "--check", "a.bib", folder=tmp_path).code == 0


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("@string{m = {1}} @misc{b, note = m} @string{m = {2}} @misc{a, note = m}", "would change the meaning"),
        ("@misc{b, note = m} @string{m = {2}}", "would change the meaning"),
        ("@misc{b}\n@misc{a, note = {x}", "2:1: malformed block, missing closing brace"),
    ],
)
def test_a_file_is_not_sorted_if_that_would_change_its_meaning(text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        sort_entries(BibDocument(text))


def test_a_malformed_file_is_reported_with_the_location(tmp_path: Path) -> None:
    done = moebib("fmt", "--sort", put(tmp_path, "a.bib", "@misc{b}\n@misc{a, note = {x}"), folder=tmp_path)
    assert done.code == 3
    assert done.err.startswith("error: a.bib:2:1: malformed block, missing closing brace")


def test_an_unresolved_crossref_does_not_prevent_sorting() -> None:
    text = sort_entries(BibDocument("@misc{b, crossref = {z}}\n@misc{a}\n"))
    assert [resolved.entry.key for resolved in read_entries(BibDocument(text)) if resolved.entry] == ["a", "b"]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_a_comment_keeps_its_distance_from_its_entry(newline: str) -> None:
    near, far = "% of b\n@misc{b}", "% of a\n\n@misc{a}"
    text = f"% top\n\n{near}\n\n{far}\n".replace("\n", newline)
    assert sort_entries(BibDocument(text)) == f"% top\n\n{far}\n\n{near}\n".replace("\n", newline)
