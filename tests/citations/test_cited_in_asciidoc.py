"""Citations in AsciiDoc: the macros of asciidoctor-bibtex and asciidoctor-bibliography, and text that has none."""

from __future__ import annotations

import pytest

from moebib.citations import Citation
from moebib.citations.asciidoc import read_asciidoc


def keys_in(text: str) -> list[str]:
    return [citation.key for citation in read_asciidoc(text).citations]


@pytest.mark.parametrize(("text", "keys"), [
    ("cite:[a] citenp:[b(p. 3)] cite:[c(3-4), d]", ["a", "b", "c", "d"]),
    ("cite:see[a] and cite:see also[b]", ["a", "b"]),
    ('cite[a, page=3, text="x, y"] cite:[b]+[c]+[d]', ["a", "b", "c", "d"]),
    ("fullcite:[a] citep:[b] nocite:[c] bibitem:[DBLP:conf/x/Y]", ["a", "b", "c", "DBLP:conf/x/Y"]),
    ("|cite:[a] |`cite:[b]`", ["a", "b"]),
    ("We cite: foo [bar], link:x[y] \\cite:[z]", []),
    ("+cite:[a]+ +++cite:[b]+++ pass:[cite:[c]] C++ cite:[d]+", ["d"]),
    ("// cite:[a]\n////\ncite:[b]\n////\ncite:[c]", ["c"]),
    (".Listing\n----\ncite:[a]\n----\n....\ncite:[b]\n....\n++++\ncite:[c]\n++++\ncite:[d]", ["d"]),
    ("[source,asciidoc]\ncite:[a]\ncite:[b]\n\ncite:[c]", ["c"]),
    ("[source]\n----\ncite:[a]\n\ncite:[b]\n----\ncite:[c]", ["c"]),
    ("* item cite:[a]\n+\n----\ncite:[b]\n----\n\n```ruby\ncite:[c]\n```\ncite:[d]", ["a", "d"]),
    ("A Title\n-------\n\ncite:[a]", ["a"]),
    ("----\nunclosed cite:[a]", []),
])  # fmt: skip
def test_these_keys_are_cited(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


def test_the_location_is_that_of_the_key() -> None:
    assert read_asciidoc("\nx cite:[a(3), b]").citations == (Citation("a", 2, 9), Citation("b", 2, 15))


def test_other_files_are_found() -> None:
    text = (
        ":bibtex-file: refs.bib\n:parts: chapters\n\ninclude::a.adoc[]\ninclude::{parts}/b.adoc[leveloffset=+1]\n"
        "include::{unknown}/c.adoc[]\ninclude::https://a.example/d.adoc[]\n// include::e.adoc[]\n"
    )
    source = read_asciidoc(text)
    assert [(include.names, include.line) for include in source.includes] == [
        (("a.adoc",), 4),
        (("chapters/b.adoc",), 5),
    ]
    assert (source.bibliographies, source.biblatex) == (("refs.bib",), False)


def test_long_invalid_input_is_read_in_linear_time() -> None:
    for text in ("cite:[" * 2_000, "a:" * 2_000, "+a " * 2_000, "----\n" * 1_001, "[source]\n" * 2_000):
        read_asciidoc(text)
