"""Works for cited keys: they are found in any case or by a former key, and read one by one."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib.citations.resolve import WorkSource, read_works, works_of
from moebib.records.record import Record

BIB = """\
@book{Doe2020, title = {Sparse}, author = {Doe, Jo}, year = 2020, ids = {doe-draft}}
@inproceedings{part, title = {Part}, crossref = {VOL}, year = 2021}
@proceedings{vol, booktitle = {Volume}, year = 2021}
@book{broken, title = {Not closed
"""
RECORDS = (
    Record(id="Doe2020", type="book", title="Sparse", ids=["doe-draft"]),
    Record(id="part", type="book", title="Part"),
    Record(id="part", type="book", title="The second with this key"),
)


@pytest.fixture
def bib(tmp_path: Path) -> WorkSource:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    (source,) = read_works([tmp_path / "refs.bib"])
    return source


@pytest.mark.parametrize(
    ("key", "work_key"), [("Doe2020", "Doe2020"), ("doe2020", "Doe2020"), ("DOE-draft", "Doe2020")]
)
def test_a_key_is_found_in_any_case_and_as_a_former_key(bib: WorkSource, key: str, work_key: str) -> None:
    for source in (bib, works_of(RECORDS)):
        work = source.find(key)
        assert work
        assert (work.cited_as, work.key) == (key, work_key)
        record, findings = work.read()
        assert record
        assert (record.id, record.title, findings) == (key, "Sparse", ())
        assert key not in record.ids


@pytest.mark.parametrize("key", ["doi:10.5555/A.1", "10.5555/a.1", "https://doi.org/10.5555/a.1", "arxiv:2401.00010v2"])
def test_a_work_is_found_by_an_identifier(tmp_path: Path, key: str) -> None:
    (tmp_path / "refs.bib").write_text(
        "@book{x, doi = {10.5555/b}}\n@article{doe, doi = {10.5555/a.1}, eprint = {2401.00010}, eprinttype = {arxiv}}\n"
    )
    doe = Record(id="doe", type="book", identifiers=["doi:10.5555/a.1", "arxiv:2401.00010"])
    for source in (*read_works([tmp_path / "refs.bib"]), works_of([doe])):
        work = source.find(key)
        assert work
        record, _ = work.read()
        assert record
        assert (work.key, record.id) == ("doe", key)


def test_an_unknown_key_is_not_found(bib: WorkSource) -> None:
    assert bib.find("roe") is None
    assert works_of(RECORDS).find("roe") is None


def test_of_two_records_with_one_key_the_first_counts() -> None:
    source = works_of(RECORDS)
    work = source.find("part")
    assert work
    record, _ = work.read()
    assert record
    assert record.title == "Part"
    assert source.all_keys() == ("Doe2020", "part")


def test_an_entry_is_read_with_its_parent_and_findings_have_its_line(bib: WorkSource) -> None:
    part, broken = bib.find("part"), bib.find("broken")
    assert part
    record, findings = part.read()
    assert record
    assert (record.container_title, findings) == ("Volume", ())
    assert broken
    _, findings = broken.read()
    assert {(finding.code, finding.line) for finding in findings} == {("MB132", 4)}
    assert all(finding.file and finding.file.endswith("refs.bib") for finding in findings)


def test_other_formats_are_read_completely(tmp_path: Path) -> None:
    (tmp_path / "refs.ris").write_text("TY  - BOOK\nTI  - Sparse\nID  - a\nER  - \n", "utf-8")
    (source,) = read_works([tmp_path / "refs.ris"])
    assert (source.files, source.all_keys()) == (None, ("a",))
