"""Files in any format as libraries, and whole files from works."""

from __future__ import annotations

from pathlib import Path

import pytest

import moebib
from moebib.errors import InputError
from moebib.library.library import Library
from moebib.records.record import Record
from small_list import make_list

BIB = """\
@comment{jabref-meta: grouping}
@book{knuth1984, title = {The {TeX}book}, doi = {10.1000/tex}, year = {soon}}
@book{arden2021, title = {Warm Experts}, doi = {10.1000/tex}}
"""


def test_a_bib_file_is_loaded_as_a_library_by_key_and_identifier(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    library = moebib.load(tmp_path / "refs.bib")
    assert [record.id for record in library] == ["arden2021", "knuth1984"]
    assert "10.1000/tex" in library
    assert "knuth1984" in library


def test_what_is_wrong_in_a_file_is_in_the_findings_of_its_library(tmp_path: Path) -> None:
    """A comment is not: it is kept when the file is saved."""
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    findings = moebib.load(tmp_path / "refs.bib").findings
    assert [(finding.code, finding.id) for finding in findings] == [("MB122", "knuth1984"), ("MB007", "knuth1984")]


def test_any_format_that_can_be_read_is_loaded(tmp_path: Path) -> None:
    (tmp_path / "refs.ris").write_text("TY  - BOOK\nID  - knuth1984\nTI  - The TeXbook\nER  - \n", "utf-8")
    assert moebib.load(str(tmp_path / "refs.ris"))["knuth1984"].title == "The TeXbook"


def test_an_empty_file_is_an_empty_library(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text("\n", "utf-8")
    assert moebib.load(tmp_path / "refs.bib") == Library()


def test_the_configuration_of_a_list_is_loaded_as_the_list(tmp_path: Path) -> None:
    assert len(moebib.load(make_list(tmp_path) / "moebib.toml")) == 3


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("ref.bib", "ref.bib: no such file or directory\nhint: did you mean 'refs.bib'"),
        ("song.mp3", "not a bibliography in a known format"),
        ("prose.bib", "it contains no work"),
    ],
)
def test_what_cannot_be_loaded_is_an_error_that_names_the_file(tmp_path: Path, name: str, message: str) -> None:
    for file, text in (("refs.bib", BIB), ("song.mp3", "La, la."), ("prose.bib", "Dear diary")):
        (tmp_path / file).write_text(text, "utf-8")
    for read in (moebib.load, moebib.read):
        with pytest.raises(InputError, match=message):
            read(tmp_path / name)


def test_read_gives_the_works_of_a_file_in_their_order_with_findings(tmp_path: Path) -> None:
    (tmp_path / "refs.txt").write_text(BIB, "utf-8")
    records, findings = moebib.read(tmp_path / "refs.txt", "bibtex")
    assert [record.id for record in records] == ["knuth1984", "arden2021"]
    assert [finding.code for finding in findings] == ["MB127", "MB122"]


def test_write_writes_works_in_the_format_of_the_file_name_and_returns_what_is_lost(tmp_path: Path) -> None:
    record = Record(id="knuth1984", type="book", title="The TeXbook", tags=["typography"])
    for works in (record, [record], Library([record])):
        findings = moebib.write(works, tmp_path / "refs.bib")
        assert (tmp_path / "refs.bib").read_text("utf-8") == moebib.export(works, "bibtex")
        assert [(finding.code, finding.id, finding.field) for finding in findings] == [("MB146", "knuth1984", "tags")]
    assert moebib.read(tmp_path / "refs.bib").records[0].title == "The TeXbook"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("refs.docx", "cannot determine the format"),
        (".git/refs.bib", "belongs to git"),
        ("taken.bib", "cannot be written"),
    ],
)
def test_write_does_not_write_where_it_must_not(tmp_path: Path, name: str, message: str) -> None:
    (tmp_path / "taken.bib").mkdir()
    with pytest.raises(InputError, match=message):
        moebib.write(Library(), tmp_path / name)
