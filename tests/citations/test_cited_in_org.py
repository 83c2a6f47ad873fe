r"""Citations in org files: of org itself, of org-ref, and of LaTeX; pandoc reads the first two as moebib does."""

from __future__ import annotations

import pytest

from moebib.citations import Citation
from moebib.citations.org import read_org
from pandoc_citations import keys_by_pandoc

READ_BY_PANDOC: list[tuple[str, list[str]]] = [
    ("[cite:@a]", ["a"]),
    ("[cite/t:see @a p. 3; @b]", ["a", "b"]),
    ("[cite/text/c:all of ; see @a:b/c.d pp. 3-4 ; cf. @e ; and others]", ["a:b/c.d", "e"]),
    ("[cite:see [2] @a.]", ["a."]),
    ("[cite:@a\n;@b]", ["a", "b"]),
    ("[cite/nocite:@*]", ["*"]),
    ("cite:a,b (cite:c) [cite:d] cite:e.", ["a", "b", "c", "d", "e"]),
    ("cite:&a", ["a"]),
    ("* Heading [cite:@a]", ["a"]),
    ("A note[fn:: as in cite:a].", ["a"]),
    ("| [cite:@a] |", ["a"]),
    ("#+begin_quote\ncite:a\n#+end_quote", ["a"]),
    ("=[cite:@a]= ~cite:a~ =a [cite:@b] c=d", ["b"]),
    ("# cite:a\n: cite:b\n\ncite:c", ["c"]),
    ("#+begin_src tex\ncite:a\n#+end_src\n\n#+BEGIN_EXAMPLE\ncite:b\n#+END_EXAMPLE\n\ncite:c", ["c"]),
    ("#+begin_comment\ncite:a\n#+end_comment", []),
    ("#+begin_src tex\ncite:a", ["a"]),
    ("@a [@b] [cite:c d] cited:e", ["c"]),
    ("* COMMENT Old\n[cite:@a]\n** Older\n[cite:@b]\n* New\n[cite:@c]", ["c"]),
]


def keys_in(text: str) -> list[str]:
    return [citation.key for citation in read_org(text).citations]


@pytest.mark.parametrize(("text", "keys"), [
    *READ_BY_PANDOC,
    ("citep:&a;&b [[citet*:see &c p. 3;&d][shown]] [[cite:e,f][see::p. 3]]", ["a", "b", "c", "d", "e", "f"]),
    ("nocite:* citetext:a", ["*"]),
    (r"\cite{a} \citep[see][p. 3]{b,c} =\cite{d}=", ["a", "b", "c"]),
    ("#+begin_export latex\n\\textcquote{a}{Text}\n#+end_export", ["a"]),
])  # fmt: skip
def test_these_keys_are_cited(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


def test_pandoc_reads_the_same_keys() -> None:
    texts = [text for text, _ in READ_BY_PANDOC]
    assert keys_by_pandoc(texts, "org") == [sorted(keys_in(text)) for text in texts]


def test_the_location_is_that_of_the_key() -> None:
    assert read_org("\n [cite:@a] cite:b,c").citations == (
        Citation("a", 2, 9),
        Citation("b", 2, 17),
        Citation("c", 2, 19),
    )


def test_included_files_are_found() -> None:
    text = (
        '#+INCLUDE: "a.org::*Results" :lines "1-9"\n#+include: b.org\n#+include: "c.py" src python\n# +include: d.org'
    )
    assert [(include.names, include.line) for include in read_org(text).includes] == [(("a.org",), 1), (("b.org",), 2)]


@pytest.mark.parametrize(("text", "named", "biblatex"), [
    ('#+bibliography: "my refs.bib"\n#+bibliography: more.json', ("my refs.bib", "more.json"), False),
    ("#+BIBLIOGRAPHY: refs plain option:-d", ("refs",), False),
    ("[[bibliography:a.bib,b.bib]] nobibliography:c.bib", ("a.bib", "b.bib", "c.bib"), False),
    ("addbibresource:a.bib", ("a.bib",), True),
    ("#+latex_header: \\addbibresource{a.bib}", ("a.bib",), True),
    ("#+cite_export: biblatex authoryear", (), True),
])  # fmt: skip
def test_bibliographies_are_found(text: str, named: tuple[str, ...], biblatex: bool) -> None:
    assert (read_org(text).bibliographies, read_org(text).biblatex) == (named, biblatex)


def test_long_invalid_input_is_read_in_linear_time() -> None:
    for text in ("[cite:" * 20_000, "[cite:@a;" * 10_000, "=a" * 20_000, "#+begin_src\n" * 2_000, "cite:" * 20_000):
        read_org(text)
