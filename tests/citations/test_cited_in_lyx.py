"""Citations in files of LyX, and in LaTeX with code of R."""

from __future__ import annotations

import pytest

from moebib.citations import Citation, reader_for
from moebib.citations.lyx import read_lyx
from moebib.citations.rewrite import rewrite_citations

LYX = """\
#LyX 2.3 created this file. For more info see http://www.lyx.org/
\\lyxformat 544
\\begin_document
\\begin_header
\\cite_engine biblatex
\\end_header
\\begin_body
As
\\begin_inset CommandInset citation
LatexCommand citet
after "p. 3"
key "doe,roe"
literal "false"

\\end_inset
 says "key", see
\\begin_inset CommandInset include
LatexCommand input
filename "part.lyx"

\\end_inset

\\begin_inset CommandInset ref
LatexCommand ref
reference "key"

\\end_inset

\\begin_inset CommandInset bibtex
LatexCommand bibtex
btprint "btPrintCited"
bibfiles "refs,other"
options "plain"

\\end_inset
"""


def test_the_insets_of_a_file_of_lyx_are_read() -> None:
    source = read_lyx(LYX)
    assert source.citations == (Citation("doe", 12, 6), Citation("roe", 12, 10))
    assert [include.names for include in source.includes] == [("part.lyx",)]
    assert (source.bibliographies, source.biblatex) == (("refs", "other"), True)


@pytest.mark.parametrize(("text", "keys"), [
    ("\\begin_inset LatexCommand \\citep[p. 3]{a,b}\n\\end_inset\n", ["a", "b"]),
    (LYX.replace("btPrintCited", "btPrintAll").replace("doe,roe", "a"), ["a", "*"]),
    ("", []),
    (LYX[: LYX.index("literal")], ["doe", "roe"]),
    ("\\begin_inset CommandInset citation\n" * 5_000, []),
])  # fmt: skip
def test_these_keys_are_cited(text: str, keys: list[str]) -> None:
    assert [citation.key for citation in read_lyx(text).citations] == keys


def test_keys_in_a_file_of_lyx_are_rewritten() -> None:
    assert rewrite_citations(LYX, "a.lyx", {"roe": "new"}) == (LYX.replace("doe,roe", "doe,new"), 1)


def test_code_of_r_cites_nothing() -> None:
    text = "\\cite{a}\n<<x, fig.cap='A'>>=\n# \\cite{b}\n@\n\\see{c}\\newcommand{\\see}[1]{\\cite{#1}}\n"
    assert [citation.key for citation in reader_for("a.Rnw")(text).citations] == ["a", "c"]
