"""The pieces of a line between separators, with what wraps them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.paper_list.read.atoms import Atom, atoms
from moebib.formats.paper_list.read.inline import read_inline
from strategies import examples


def cut(text: str) -> list[Atom]:
    return atoms(read_inline(text, 0, len(text)))


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("a, b; c. d: e - f", ["a", ",b", ";c", ".d", ":e", "-f"]),
        ("a? b! c", ["a", "?b", "!c"]),
        ("a|b · c、d，e。f", ["a", "|b", "·c", "、d", "，e", "。f"]),
        ("a — b–c", ["a", "—b–c"]),
        ("v1.2 a.b 3.5 x,y", ["v1.2 a.b 3.5 x,y"]),
        ("J. Lund vs. I. Berg", ["J. Lund vs. I. Berg"]),
        ("[a b](u): c", ["a b", ":c"]),
        ("a   ,   b", ["a", ",b"]),
        ("a. | b", ["a", ".|b"]),
        ("a <br> b", ["a", "\nb"]),
        ("", []),
        (" , ; ", []),
    ],
)
def test_separators_cut_a_line(text: str, pieces: list[str]) -> None:
    assert [atom.separator + atom.text for atom in cut(text)] == pieces


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("**a (b) c** (d 2024)", [("S", "a"), ("SP", "b"), ("S", "c"), ("P", "d 2024")]),
        ("[[a](u)] [b]", [("B", "a"), ("B", "b")]),
        ("`a` <ins>b</ins> _c_", [("C", "a"), ("I", "b"), ("E", "c")]),
        ('"a b" “c” 《d》 【e】（f）', [("Q", "a b"), ("Q", "c"), ("Q", "d"), ("B", "e"), ("P", "f")]),
        ("*a, b*", [("E", "a"), ("E", "b")]),
        ("((a))", [("PP", "a")]),
        ("(a", [("", "a")]),
        ("a) b", [("", "a"), ("", "b")]),
        ("(a [b) c]", [("P", "a"), ("P", "b"), ("", "c")]),
    ],
)
def test_an_atom_knows_what_wraps_it(text: str, pieces: list[tuple[str, str]]) -> None:
    assert [(atom.wrap, atom.text) for atom in cut(text)] == pieces


def test_atoms_in_one_wrapper_have_one_group() -> None:
    groups = [atom.group for atom in cut("a *b, c* (d, e) f")]
    assert groups == [0, 1, 1, 2, 2, 0]


def test_the_authors_that_begin_a_line_are_one_atom() -> None:
    text = "Lund, J. and Berg, I. On clay"
    assert [atom.text for atom in atoms(read_inline(text, 0, len(text)), len("Lund, J. and Berg, I."))] == [
        "Lund, J. and Berg, I.",
        "On clay",
    ]


@pytest.mark.parametrize(
    ("text", "is_date", "is_venue", "is_label"),
    [
        ("2024-05", True, False, False),
        ("ICML 2024", False, True, False),
        ("NeurIPS", False, True, False),
        ("Code", False, False, True),
        ("[x](http://a.example)", False, False, False),
        ("[2401.00001](http://a.example)", False, False, True),
        ("http://a.example", False, False, True),
        ("[![x](y)](http://a.example)", False, False, True),
        ("On Clay", False, False, False),
    ],
)
def test_an_atom_knows_what_it_could_be(text: str, is_date: bool, is_venue: bool, is_label: bool) -> None:
    (atom,) = cut(text)
    assert (atom.is_date, atom.is_venue, atom.is_label) == (is_date, is_venue, is_label)


@examples(300)
@given(st.text(alphabet='ab12.,;:-|()[]*_`"“”《》（） \n<>\\', max_size=40))
def test_atoms_follow_each_other(text: str) -> None:
    line = read_inline(text, 0, len(text))
    done = 0
    for atom in atoms(line):
        assert done <= atom.start < atom.end <= len(line.text)
        assert line.text[atom.start : atom.end].strip() == line.text[atom.start : atom.end]
        done = atom.end
