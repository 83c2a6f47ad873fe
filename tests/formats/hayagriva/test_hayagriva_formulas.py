"""Formulas of TeX and Typst."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.hayagriva.formulas import to_tex, to_typst

SAME = [
    ("k", "k"),
    ("x^2", "x^2"),
    (r"d_{model}", "d_(m o d e l)"),
    (r"x_{i,j}^{n+1}", "x_(i,j)^(n+1)"),
    (r"\mathcal{O}(n \log n)", "cal(O)(n log n)"),
    (r"\frac{a}{\sqrt{n}} \leq \alpha", "frac(a, sqrt(n)) lt.eq alpha"),
    (r"\varepsilon \to 0", "epsilon arrow.r 0"),
    (r"\text{loss} + \mathbf{w}", '"loss" + bold(w)'),
    (r"\sum_{i=1}^n x_i", "sum_(i=1)^n x_i"),
    (r"\ell_1 \notin \emptyset", "ell_1 in.not emptyset"),
    (r"\vec{v} \otimes \bar{w}", "arrow(v) times.o macron(w)"),
    (r"\binom{n}{k} \cdot (\dot{x})", "binom(n, k) dot (dot(x))"),
]


@pytest.mark.parametrize(("tex", "typst"), SAME)
def test_a_formula_is_the_same_in_both(tex: str, typst: str) -> None:
    assert to_typst(tex) == typst
    assert to_tex(typst) == tex


@pytest.mark.parametrize(
    "tex",
    [
        "#",
        r"\input{x}",
        "a_",
        "{a",
        "a}",
        r"\frac{a}",
        r"\unheardof",
        "a & b",
        "^",
        "{" * 90,
        "",
        "_2",
        "{}^2",
        "x^{_2}",
    ],
)
def test_what_typst_does_not_have_is_not_written(tex: str) -> None:
    assert to_typst(tex) is None


@pytest.mark.parametrize("typst", ["#read(x)", "mat(1, 2)", "foo", "a_", "(a", "x_()", "sqrt(a, b)", "(" * 90, ""])
def test_what_tex_does_not_have_is_not_read(typst: str) -> None:
    assert to_tex(typst) is None


@given(st.text(alphabet='ab2\\{}()_^ ,#$"&+' + "fracsqrt", max_size=24))
def test_nothing_is_written_that_typst_would_run(formula: str) -> None:
    assert not re.search(r"[#$&\\@]", to_typst(formula) or "")
    to_tex(formula)
