"""Inputs of other people that were read or written wrongly once, read where they lie, with what has to come out."""

from __future__ import annotations

import pytest

from shared_data import shared
from small_list import moebib

CASES: dict[str, list[str]] = {
    "case-01.json -f csl-json": ['"accessed": {"date-parts": [[2024, 1, 12]]}'],
    "case-01.json -f biblatex": ["urldate = {2024-01-12}"],
    "case-03.bib -f bibtex": [
        r"{Sets in $\Bbb C^2$, {$L\sp 2$} and $\overset{a}{b}$}",
        r"{Air with $\rm CO_2$ in $\cal O(n)$ and $x_{\mbox{min}}$}",
    ],
    "case-05.bib -f csl-json": ["First stones", "Second stones", "Third stones", "Fourth stones", "Fifth stones"],
    "case-09.ris -f bibtex": ["{Li, C. and Lind, M. D.}", "{Fenn, E. and Ash, B.}", "{Barden, Catalina}"],
    "case-11.bib -f bibtex": ['month = "9~" # dec', 'month = jul # "/" # aug', r'month = aug # "\slash " # sep'],
    "case-11.bib -f csl-json": ["[[2001, 12, 9]]", "[[2002, 7], [2002, 8]]", "[[2003, 8], [2003, 9]]"],
    "case-13.json -f biblatex": [
        "{2024-02-21}", "{2000-03-15/2000-03-17}", "{2014}", "{1998-21/1998-22}", "{2010-03}", "{2010}"
    ],
    "case-15.json -f biblatex": ["origdate = {1912}", "PMC123456", "note = {seen twice}"],
    "case-17.bib -f csl-json": [
        "<i>Salmo trutta</i>", "<i>Betula</i>", "<i>Pinus</i>", "CO<sub>2</sub>", "<sup>13</sup>C", "small-caps"
    ],
    "case-21.ris -f csl-json": [
        '"issue": "3"', '"number-of-pages": "345"', '"translator": [{"family": "Berg", "given": "Otto"}]',
        '"collection-editor": [{"family": "Holm", "given": "Eva"}]', '"publisher": "Stone Works"',
    ],
    "case-27.bib -f csl-json": ['"language": "de-CH"', '"U.S. patent"', '"in press"', '"DOI": "10.1234/a_b"'],
    "case-33.yml -f biblatex": [
        "{1850~}", "urldate = {2023-12-06}", "translator = {Holm, Eva}", "pagetotal = {200}", "pmcid = {PMC123}"
    ],
    "case-35.ris -f csl-json": ["berg2022salmo", "<i>Salmo trutta</i> in CO<sub>2</sub> hills & lakes"],
    "case-37.bib -f ris": ["Y2  - 2020/01/01", "A4  - Berg, Otto", "ST  - AA"],
}  # fmt: skip
"""File and options of ``convert`` -> texts in what it prints."""


@pytest.mark.parametrize("arguments", CASES)
def test_conversions_have_the_right_values(arguments: str) -> None:
    folder = shared("cases")
    done = moebib("convert", *arguments.split(), folder=folder)
    assert done.code == 0
    assert [text for text in CASES[arguments] if text not in done.out] == []


def test_what_has_no_place_is_reported() -> None:
    done = moebib("convert", "case-37.bib", "-f", "ris", "--strict", folder=shared("cases"))
    assert done.code == 1
    assert "does not keep foo 'bar' of 'a'" in done.err


def test_comments_and_preambles_are_no_problems() -> None:
    assert moebib("check", "case-29.bib", folder=shared("cases")).code == 0


def test_keys_in_markdown_are_those_of_pandoc() -> None:
    done = moebib("cite", "case-25.md", "--no-list", "-f", "text", folder=shared("cases"))
    assert all(
        f"'{key}'" in done.err for key in ("http://zotero.org/users/1/items/A1", "url:https://example.org/p", "x:/y")
    )
