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


@pytest.mark.parametrize(
    ("type", "name", "written"),
    [
        ("article-journal", "J. ACM", "journal = {J. {ACM}}"),
        ("article-journal", "Proc. Natl. Acad. Sci. U. S. A.", "journal = {Proc. Natl. Acad. Sci. U. S. A.}"),
        ("article-journal", "<i>J.</i> Phys. $K_{S}.$", "journal = {\\emph{{J}.} Phys. {$K_{S}.$}}"),
        ("paper-conference", "Workshop of J. Lund", "booktitle = {Workshop of {J}. Lund}"),
    ],
)
def test_initials_of_journals_need_no_braces(type: str, name: str, written: str) -> None:
    record = Record.model_validate({"id": "a", "type": type, "title": "T", "container_title": name})
    text = export(record, "bibtex")
    assert f"  {written},\n" in text
    assert [read.container_title for read in get("bibtex").parse_text(text).records] == [name]


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


@pytest.mark.parametrize(
    ("field", "bibtex", "biblatex"),
    [
        ("urldate = {12 June 2024}", "urldate = {12 June 2024}", "urldate = {2024-06-12}"),
        ("lastchecked = {2024-06-12}", "lastchecked = {2024-06-12}", "urldate = {2024-06-12}"),
        ("urldate = {2024-06-12T10:30:00}", "urldate = {2024-06-12T10:30:00}", "urldate = {2024-06-12T10:30:00}"),
        ("urldate = {last week}", "urldate = {last week}", "urldate = {last week}"),
        ("origyear = {1962}", "origyear = {1962}", "origdate = {1962}"),
        ("pubstate = {inpress}", "pubstate = {inpress}", "pubstate = {inpress}"),
        ("pubstate = {submitted}", "pubstate = {submitted}", "pubstate = {submitted}"),
    ],
)
def test_a_date_or_status_is_written_as_it_was_where_the_dialect_allows_it(
    field: str, bibtex: str, biblatex: str
) -> None:
    records = get("bibtex").parse_text(f"@book{{a, title = {{T}}, {field}}}").records
    for format_, line in (("bibtex", bibtex), ("biblatex", biblatex)):
        text = export(records, format_)
        name = line.partition(" ")[0]
        assert [written for written in text.splitlines() if name in written] == [f"  {line},"]
        assert text.count(" = ") == 2


@pytest.mark.parametrize("format_", ["bibtex", "biblatex"])
def test_a_field_as_it_was_does_not_outlive_its_value(format_: str) -> None:
    (record,) = get("bibtex").parse_text("@book{a, urldate = {12 June 2024}, pubstate = {inpress}}").records
    changed = record.evolve(accessed="2025-01-02", status={"kind": "retracted"})
    (back,) = get(format_).parse_text(export([changed], format_)).records
    assert (str(back.accessed), back.status, back.extra) == ("2025-01-02", changed.status, {})


def test_a_status_without_a_word_is_not_an_empty_field() -> None:
    assert "pubstate" not in export([book("a").evolve(status={"kind": "corrected"})], "biblatex")


def test_a_version_on_arxiv_is_in_the_eprint_and_in_print() -> None:
    fields = {"type": "article", "genre": "preprint", "container_title": "arXiv", "identifiers": ["arxiv:2401.06066"]}
    record = Record.model_validate({"id": "a", "label": "v2", **fields})
    text = export([record])
    assert "eprint = {2401.06066v2}" in text
    assert "howpublished = {arXiv:2401.06066v2}" in text
    assert get("bibtex").parse_text(text).records == (record,)
    assert "eprint = {2401.06066}" in export([record.evolve(label="of May")])
