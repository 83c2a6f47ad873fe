"""Citations in reStructuredText: roles of sphinxcontrib-bibtex, docutils' own citations, and text that has none."""

from __future__ import annotations

import pytest

from clock import in_proportion
from moebib.citations import Citation
from moebib.citations.restructuredtext import read_restructuredtext
from pandoc_citations import keys_by_pandoc

READ_BY_PANDOC: list[tuple[str, list[str]]] = [
    (":cite:`a` and :cite:p:`b,c`", ["a", "b", "c"]),
    ("``:cite:`a`` :cite:`b`", ["b"]),
    (".. Old: :cite:`a`\n   and :cite:`b`\n\n:cite:`c`", ["c"]),
    ("..\n   :cite:`a`\n\nText :cite:`b`", ["b"]),
    ("Code::\n\n   :cite:`a`\n\n   :cite:`b`\n\nText :cite:`c`", ["c"]),
    ("- Code::\n\n      :cite:`a`\n\n  Text :cite:`b`", ["b"]),
    ("Quoted::\n\n> :cite:`a`\n> more\n\nText :cite:`b`", ["b"]),
    (".. code-block:: rst\n   :linenos:\n\n   :cite:`a`\n\nText :cite:`b`", ["b"]),
    (".. note:: As :cite:`a`\n\n   and :cite:`b` say", ["a", "b"]),
    (":math:`x` `y` :cite:`a`", ["a"]),
    ("Note [1]_ [#]_ [#b]_.\n\n.. [1] As :cite:`a`.\n.. [#] As x.\n.. [#b] As y.", ["a"]),
]


def keys_in(text: str) -> list[str]:
    source = read_restructuredtext(text)
    return [citation.key for citation in source.citations if citation.key not in source.labels]


@pytest.mark.parametrize(("text", "keys"), [
    *READ_BY_PANDOC,
    (".. figure:: a.png\n\n   After :cite:`a`.", ["a"]),
    (":citep:`a` :citet:`b`", ["a", "b"]),
    (".. bibliography:: x.bib\n   :filter: False\n\n   a\n   b\n\nText", ["a", "b"]),
    (":footcite:`a` :cite:empty:`b` `c`:cite:t:", ["a", "b", "c"]),
    (":cite:t:`{see}a{p. 3, 4},b`", ["a", "b"]),
    ("As [a2020]_ and ([b-c.d:e+f_g]_) say; x[h]_ [i j]_ [k]_l [3]_", ["a2020", "b-c.d:e+f_g"]),
    ("As [a]_ says.\n\n.. [a] A Title, after :cite:`b`.", ["b"]),
    ("``[a]_`` :code:`[b]_` \\:cite:`c`", []),
    ("..\n\nText :cite:`a`", ["a"]),
    (".. |x| replace:: :cite:`a`\n\n.. _target: https://a.example/[b]_", ["a"]),
    ('>>> f(":cite:`a`")\n\nText :cite:`b`', ["b"]),
    ("Title::\n=======\n\n   Quoted :cite:`a`", ["a"]),
    (".. bibliography::\n   :all:\n", ["*"]),
])  # fmt: skip
def test_these_keys_are_cited(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


def test_pandoc_reads_the_same_keys() -> None:
    texts = [text for text, _ in READ_BY_PANDOC]
    assert keys_by_pandoc(texts, "rst") == [sorted(keys_in(text)) for text in texts]


def test_the_location_is_that_of_the_key() -> None:
    text = "x\r\n  :cite:`a, b` [c]_"
    assert read_restructuredtext(text).citations == (Citation("a", 2, 10), Citation("b", 2, 13), Citation("c", 2, 17))


def test_other_files_are_found() -> None:
    text = (
        ".. include:: a.rst\n.. include:: <isonum.txt>\n.. include:: b.py\n   :literal:\n\n"
        ".. toctree::\n   :maxdepth: 2\n\n   c\n   Title </d/e>\n   self\n   f/*\n   https://a.example\n\n"
        ".. bibliography:: g.bib h.bib\n"
    )
    source = read_restructuredtext(text)
    assert [(include.names[0], include.line) for include in source.includes] == [
        ("a.rst", 1), ("c.rst", 9), ("/d/e.rst", 10)
    ]  # fmt: skip
    assert source.includes[1].names == ("c.rst", "c.md", "c.ipynb", "c")
    assert (source.bibliographies, source.biblatex) == (("g.bib", "h.bib"), False)


def test_long_invalid_input_is_read_in_linear_time() -> None:
    for text in ("::\n\n" * 5_000, "`" * 40_000, ".. a::\n" * 5_000, "[a" * 20_000, ":a:`" * 10_000):
        read_restructuredtext(text)


@pytest.mark.parametrize("repeated", ["doi:", "::", "`a`:a"])
def test_time_is_proportional_to_the_length_of_a_line(repeated: str) -> None:
    with in_proportion():
        assert not read_restructuredtext(repeated * 60_000).citations
