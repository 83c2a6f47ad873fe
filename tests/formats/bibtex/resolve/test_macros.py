"""Values in a .bib file: delimiters, ``#`` and macros."""

from __future__ import annotations

import pytest

from moebib.formats.bibtex.resolve.macros import STANDARD_JOURNALS, Budget, Macros, TooLong, pieces


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("{a}", ["{a}"]),
        ('"a"', ['"a"']),
        ("2001", ["2001"]),
        ('a#"b"#{c}', ["a", '"b"', "{c}"]),
        ('a # % "x\n {b}', ["a", "{b}"]),
        ('"{"} b"', ['"{"} b"']),
        ("{a # b}", ["{a # b}"]),
    ],
)
def test_a_value_is_split_into_pieces(raw: str, expected: list[str]) -> None:
    assert pieces(raw) == expected


@pytest.mark.parametrize("raw", ["", "{a", '"a', "{a} b", "# {a}", "{a} #", "a b", "}", "{a} ## {b}"])
def test_an_invalid_value_has_no_pieces(raw: str) -> None:
    assert pieces(raw) is None


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("{a", "a"), ('"a', "a"), ("{a} b}", "a} b"), ("a b", "a b"), ('"a"b"', 'a"b'), ("", "")],
)
def test_an_invalid_value_is_kept_without_its_delimiters(raw: str, expected: str) -> None:
    assert Macros(Budget(0)).value(raw, 0) == (expected, ())


def test_a_macro_is_known_after_its_definition() -> None:
    macros = Macros(Budget(0))
    macros.define("Pres", "Press", 10)
    macros.define("PRES", "The Press", 20)
    assert [macros.value("pres", at) for at in (5, 15, 25)] == [("pres", ("pres",)), ("Press", ()), ("The Press", ())]


def test_the_macros_of_the_standard_styles_need_no_definition() -> None:
    macros = Macros(Budget(0))
    assert macros.value('TOPLAS # ", " # jan', 0) == (f"{STANDARD_JOURNALS['toplas']}, January", ())
    assert macros.value('10 # "~" # OCT', 0, field="month") == ("10~oct", ())


def test_macro_expansion_is_limited() -> None:
    macros = Macros(Budget(0))
    macros.define("m", "x" * 600_000, 0)
    assert macros.value("m", 1)
    with pytest.raises(TooLong):
        macros.value("m", 1)
