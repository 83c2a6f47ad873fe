"""Citations in the files that LaTeX and biblatex write for BibTeX and biber."""

from __future__ import annotations

import pytest

from moebib.citations import Citation
from moebib.citations.aux import read_aux, read_bcf
from moebib.errors import InputError

BCF = """<?xml version="1.0" encoding="UTF-8"?>
<bcf:controlfile version="3.8" xmlns:bcf="https://sourceforge.net/projects/biblatex">
  <bcf:bibdata section="0"><bcf:datasource type="file" datatype="bibtex">refs.bib</bcf:datasource></bcf:bibdata>
  <bcf:section number="0">
    <bcf:citekey order="1" intorder="1">a</bcf:citekey>
    <bcf:citekey order="2" intorder="1" nocite="1">müller&amp;co</bcf:citekey>
    <bcf:citekey order="3" type="set" members="b,c">pair</bcf:citekey>
    <bcf:citekey order="3">pair</bcf:citekey>
    <bcf:citekey order="4" nocite="1">*</bcf:citekey>
  </bcf:section>
</bcf:controlfile>
"""


def test_keys_of_an_aux_file() -> None:
    source = read_aux("\\relax \n\\citation{a,b}\n\\@input{chapter.aux}\n\\citation{*}\n\\bibdata{refs,more}\n")
    assert source.citations == (Citation("a", 2, 11), Citation("b", 2, 13), Citation("*", 4, 11))
    assert [(include.names, include.line) for include in source.includes] == [(("chapter.aux",), 3)]
    assert (source.bibliographies, source.biblatex) == (("refs", "more"), False)


@pytest.mark.parametrize("line", ["\\abx@aux@cite{0}{a}", "\\abx@aux@cite{a}"])
def test_keys_that_biblatex_writes(line: str) -> None:
    source = read_aux(f"\\abx@aux@refcontext{{nty/global//global/global}}\n{line}\n\\abx@aux@segm{{0}}{{0}}{{a}}\n")
    assert [citation.key for citation in source.citations] == ["a"]
    assert source.biblatex


def test_biblatex_cites_every_work_with_a_separate_macro() -> None:
    assert [citation.key for citation in read_aux("\\relax\n\\abx@aux@nociteall\n").citations] == ["*"]


def test_the_keys_that_packages_pass_to_bibtex_are_not_citations() -> None:
    assert read_aux("\\citation{REV42Control}\n\\citation{apsrev42Control,biblatex-control}\n").citations == ()


def test_keys_of_a_control_file() -> None:
    source = read_bcf(BCF)
    assert [(citation.key, citation.line) for citation in source.citations] == [
        ("a", 5),
        ("müller&co", 6),
        ("b", 7),
        ("c", 7),
        ("b", 8),
        ("c", 8),
        ("*", 9),
    ]
    assert (source.bibliographies, source.biblatex) == (("refs.bib",), True)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "\\relax",
        "<a/>",
        BCF.removesuffix("</bcf:controlfile>\n"),
        BCF.replace("?>", '?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]>').replace(">a<", ">&e;<"),
    ],
)
def test_a_file_that_is_not_a_control_file_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="not a control file of biber"):
        read_bcf(text)
