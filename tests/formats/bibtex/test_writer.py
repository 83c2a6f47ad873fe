"""The two .bib exporters: deterministic text with one field per line, which is read back."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats import export, get
from moebib.library.library import Library
from moebib.records.record import Record
from strategies import disarmed, records


def book(key: str, title: str = "Ünïcode & MoE") -> Record:
    return Record.model_validate(
        {"id": key, "type": "book", "title": title, "author": ["Erdős, Paul"], "issued": "1984"}
    )


def test_bibtex_is_written_as_expected() -> None:
    assert export(Library([book("b1984"), book("a1984", "A")]), "bibtex") == (
        "% Written by moebib for BibTeX.\n"
        "\n"
        "@book{a1984,\n"
        "  author = {Erd{\\H{o}}s, Paul},\n"
        "  title = {A},\n"
        "  year = {1984},\n"
        "}\n"
        "\n"
        "@book{b1984,\n"
        "  author = {Erd{\\H{o}}s, Paul},\n"
        '  title = {{\\"U}n{\\"i}code \\& {MoE}},\n'
        "  year = {1984},\n"
        "}\n"
    )


def test_bibtex_keeps_unicode_on_request_and_biblatex_always() -> None:
    library = Library([book("b1984")])
    assert "title = {Ünïcode \\& {MoE}}," in export(library, "bibtex", unicode=True)
    assert "title = {Ünïcode \\& {MoE}}," in export(library, "biblatex")


@pytest.mark.parametrize("format_", ["bibtex", "biblatex"])
def test_an_empty_library_is_written_as_a_file(format_: str) -> None:
    assert export(Library(), format_).startswith("% Written by moebib")


@pytest.mark.parametrize("format_", ["bibtex", "biblatex"])
@given(record=records(), unicode=st.booleans())
def test_the_text_has_one_field_per_line_and_is_read_back(format_: str, record: Record, unicode: bool) -> None:
    text = export(Library([record]), format_, unicode=unicode)
    lines = text.split("\n")
    assert not any(line != line.rstrip(" ") for line in lines)
    assert all(line.startswith(("  ", "@", "}", "%")) for line in lines if line)
    parsed = get("bibtex").parse_text(text)
    assert {finding.code for finding in parsed.findings} <= {"MB126"}  # a list that ends in "and others"
    assert [r.title for r in parsed.records] == [disarmed(record).title]
    assert export(Library(parsed.records), format_, unicode=unicode) == text
