"""What is verified of a file: of a bibliography everything, of a document what it cites."""

from __future__ import annotations

from pathlib import Path

import pytest

from moebib.commands.references import read_references
from moebib.errors import InputError
from small_list import make_list

BIB = """\
@article{warm, title = {Keeping Experts Warm}, author = {Brook, Tom}, year = 2024}
@article{cool, title = {Cooling Experts Down}, author = {Brook, Tom}, year = 2023}
@article{geese, title = {On the Migration of Geese}, author = {Marsh, Ida}, year = 1999}
"""
DOCUMENTS = {
    "paper.tex": "\\documentclass{article}\\cite{geese,warm}\\input{more}\\bibliography{refs}",
    "paper.aux": "\\citation{geese}\n\\citation{warm}\n\\bibdata{refs}",
    "paper.md": "---\nbibliography: refs.bib\n---\nAs [@geese; @warm, p. 3] say.\n",
    "paper.typ": '@geese and #cite(<warm>)\n#bibliography("refs.bib")\n',
}


@pytest.mark.parametrize("name", DOCUMENTS)
def test_of_a_document_the_cited_works_are_verified(tmp_path: Path, name: str) -> None:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    (tmp_path / "more.tex").write_text("% \\cite{cool}", "utf-8")
    (tmp_path / name).write_text(DOCUMENTS[name], "utf-8")
    ((records, lost, files, _, inputs),) = read_references([tmp_path / name])
    assert [record.id for record in records] == ["geese", "warm"]
    assert lost == ()
    assert files == (str(tmp_path / "refs.bib"),) * 2
    assert {tmp_path / name, tmp_path / "refs.bib"} <= {*inputs}


def test_a_cited_key_without_an_entry_is_reported_with_its_place(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(BIB, "utf-8")
    (tmp_path / "paper.tex").write_text("\\cite{warm}\n\\cite{gees}\n\\bibliography{refs}", "utf-8")
    ((records, (lost,), _, _, _),) = read_references([tmp_path / "paper.tex"])
    assert [record.id for record in records] == ["warm"]
    assert (lost.code, lost.line, lost.message) == ("MB141", 2, "no entry 'gees'")
    assert "geese" in (lost.hint or "")


def test_a_document_in_a_list_may_cite_the_works_of_the_list(tmp_path: Path) -> None:
    file = make_list(tmp_path) / "paper.tex"
    file.write_text("\\cite{arden2021sorting}", "utf-8")
    assert [record.id for record in read_references([file])[0].records] == ["arden2021sorting"]


def test_a_markdown_file_without_a_bibliography_is_a_list_of_papers(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_text(
        "# Papers\n\n- [Keeping Experts Warm](https://arxiv.org/abs/2402.09992) (2024), by @brook\n", "utf-8"
    )
    assert [record.title for record in read_references([file])[0].records] == ["Keeping Experts Warm"]


def test_a_document_without_a_bibliography_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "paper.tex"
    file.write_text("\\cite{warm}\\bibliography{missing}", "utf-8")
    with pytest.raises(InputError, match=r"names no \.bib file that exists\nhint: "):
        read_references([file])
    (tmp_path / "missing.bib").write_text("@book{other, title = {Other}}", "utf-8")
    with pytest.raises(InputError, match="none of the cited works is in the bibliography"):
        read_references([file])


PRINTED = """\\begin{thebibliography}{9}
\\bibitem{lund} I. Lund and A. Quill. Firing pots with care. In \\emph{WIC}, 2024.
\\end{thebibliography}
"""


def test_without_a_bib_file_the_printed_bibliography_of_the_document_is_read(tmp_path: Path) -> None:
    (tmp_path / "with.tex").write_text(f"\\cite{{lund}}\n{PRINTED}", "utf-8")
    (tmp_path / "beside.tex").write_text("\\cite{lund}\\bibliography{gone}", "utf-8")
    (tmp_path / "beside.bbl").write_text(PRINTED, "utf-8")
    for name in ("with.tex", "beside.tex", "beside.bbl"):
        (references,) = read_references([tmp_path / name])
        assert [(record.id, record.title) for record in references.records] == [("lund", "Firing pots with care")]
        assert references.guessed == {"lund"}


def test_a_printed_reference_without_a_title_is_lost(tmp_path: Path) -> None:
    (tmp_path / "refs.txt").write_text("1. I. Lund and A. Quill. Firing pots. In WIC, 2024.\n2. Pots, 2024\n", "utf-8")
    (references,) = read_references([tmp_path / "refs.txt"])
    assert [record.id for record in references.records] == ["ref1"]
    assert [(finding.code, finding.line) for finding in references.lost] == [("MB145", 2)]
