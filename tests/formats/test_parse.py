"""`moebib.parse` and `moebib.export`: text to records and back, without a list."""

from __future__ import annotations

import pytest

import moebib

BIB = "@book{zola1885, title = {Germinal}}\n@book{zola1885a, title = {{\\'E}t{\\'e}}}\n"


@pytest.mark.parametrize("format", ["bibtex", "biblatex", "csl-json", "ris", "hayagriva", "jsonl"])
def test_what_is_exported_is_read_back(format: str) -> None:
    records, findings = moebib.parse(BIB)
    assert [record.title for record in records] == ["Germinal", "Été"]
    assert findings == ()
    assert moebib.parse(moebib.export(records, format), format).records == records


def test_a_bib_file_may_be_in_any_encoding() -> None:
    parsed = moebib.parse("@book{a, title = {Été}}".encode("latin-1"))
    assert parsed.records[0].title == "Été"
    assert [finding.code for finding in parsed.findings] == ["MB128"]


def test_a_file_in_another_format_is_utf_8() -> None:
    with pytest.raises(moebib.InputError, match="not UTF-8"):
        moebib.parse(b"\xff", "csl-json")


def test_a_format_that_needs_a_library_is_refused() -> None:
    with pytest.raises(moebib.InputError, match="readme is made from a library, not from records"):
        moebib.export(moebib.parse(BIB).records, "readme")


def test_a_style_is_refused_by_formats_that_have_none() -> None:
    with pytest.raises(moebib.InputError, match=r"is one of the README, not of bibtex\nhint: moebib.format_references"):
        moebib.export(moebib.parse(BIB).records, "bibtex", style="apa")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(moebib.InputError, match="unknown format 'odt'"):
        moebib.parse(BIB, "odt")


@pytest.mark.parametrize(
    ("format", "text"),
    [
        ("bibtex", "% a comment\n"),
        ("bibtex", "\ufeff\n  % one\n% two"),
        ("biblatex", "% a comment"),
        ("hayagriva", "# a comment\n"),
        ("hayagriva", "---\n# a comment"),
    ],
)
def test_a_text_of_comments_is_a_bibliography_without_works(format: str, text: str) -> None:
    assert moebib.parse(text, format).records == ()


def test_what_is_no_comment_is_no_bibliography() -> None:
    with pytest.raises(moebib.InputError):
        moebib.parse("# a heading\n", "bibtex")
