"""Typst: references to works, and text that only looks like one."""

from __future__ import annotations

import pytest

from moebib.citations import Citation
from moebib.citations.typst import read_typst


def keys_in(text: str) -> list[str]:
    source = read_typst(text)
    return [citation.key for citation in source.citations if citation.key not in source.labels]


@pytest.mark.parametrize(
    ("text", "keys"),
    [
        ("@a and @b[p. 3]", ["a", "b"]),
        ("@a. @b: @c_d-e @f.g, (@h)", ["a", "b", "c_d-e", "f.g", "h"]),
        ('#cite(<a>) #cite(<b>, form: "prose") #cite(label("c/d"), style: "ieee")', ["a", "b", "c/d"]),
        ("#{ cite(<a>); cite(<b>) }", ["a", "b"]),
        ('#let see = cite.with(form: "prose")\n#see(<a>) #link(<x>)[y] #cite(label("x" + "y"))', ["a"]),
        ('#bibliography("x.bib", full: true) @a #bibliography(("x.bib", "y.yml"), full: true)', ["*", "a", "*"]),
        ('#bibliography("x.bib", full: false) #f(full: true)', []),
        ("#quote(attribution: <a>)[x] #quote(attribution: [@b])[y]", ["a", "b"]),
        ("// @x\n@a /* @x /* @x */ @x */ @b", ["a", "b"]),
        ("`@x` ```py @x ``` @a", ["a"]),
        ("`` @a ```` @x ``` @x ```` @b ``` @x", ["a", "b"]),
        ("\\@x @a", ["a"]),
        ('He said "@a".', ["a"]),  # quotation marks in text do not start a string
        ('#link("mailto:x@y")[@a] #text("@x") @b', ["a", "b"]),
        ('#set text(font: "@x")\n@a', ["a"]),
        ('#let note = [ as @a ]\n#let y = "@x"; @b', ["a", "b"]),
        ('#show: article.with(title: "@x", abstract: [@a])\n@b', ["a", "b"]),
        ("#if true [@a] else [@b] @c", ["a", "b", "c"]),
        ("#for x in (1, 2) { [@a] } @b", ["a", "b"]),
        ('#figure(image("@x.png"), caption: [After @a]) <fig:one> see @fig:one', ["a"]),
        ("= Title <sec> \n#f(1)[@a][@b] @sec [ @c ]", ["a", "b", "c"]),
        ("https://example.org/@x @a", ["a"]),
        ('#import "@preview/x:1.0.0": y\n@a', ["a"]),
        ("#context [@a] @b", ["a", "b"]),
        ("#(", []),
        ("@", []),
        ("]] } ) @a", ["a"]),
    ],
)
def test_these_keys_are_cited(text: str, keys: list[str]) -> None:
    assert keys_in(text) == keys


def test_the_location_is_that_of_the_at_sign_or_the_key() -> None:
    assert read_typst("\n  @a #cite(<b>)").citations == (Citation("a", 2, 3), Citation("b", 2, 13))


def test_includes_and_bibliographies_are_found() -> None:
    head = '#import "lib.typ": f\n#import "@preview/x:1.0.0"\n#include "a.typ"\n'
    source = read_typst(f'{head}#bibliography(("a.bib", "b.yml"), style: "x")\n')
    assert [(include.names, include.line) for include in source.includes] == [(("lib.typ",), 1), (("a.typ",), 3)]
    assert (source.bibliographies, source.biblatex) == (("a.bib", "b.yml"), True)
