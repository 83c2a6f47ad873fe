"""CSV: one row per work, in which no cell is a formula."""

from __future__ import annotations

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moebib import Library, Record, export
from strategies import records

HEADER = "id,type,title,author,year,issued,venue,container_title,doi,arxiv,link,code,tags,keyword\n"


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def title_cell(title: str) -> str:
    return read(export(Library([Record(id="a", type="book", title=title)]), "csv"))[0]["title"]


def test_a_work_is_a_row() -> None:
    record = Record(
        id="a", type="book", title="Größe, again", author=["Berg, Jan", "{X}"], issued="2024-06", keyword=["b", "c"]
    )
    assert export(Library([record]), "csv") == HEADER + 'a,book,"Größe, again",Jan Berg; X,2024,2024-06,,,,,,,,b; c\n'


def test_a_library_without_works_is_the_header() -> None:
    assert export(Library(), "csv") == HEADER


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'\t=1"),
        ("\r=1", "'\r=1"),
        ("\n=1", "'\n=1"),
        ("＝1", "'＝1"),
        ("'=1", "''=1"),  # otherwise it would be read as "=1"
        ("'Tis a title", "'Tis a title"),
        ("A = B", "A = B"),
        ('He said "no"', 'He said "no"'),
        ("two\r\nlines", "two\r\nlines"),
        ("old\rMac", "old\rMac"),
    ],
)
def test_a_cell_is_never_a_formula(title: str, cell: str) -> None:
    assert title_cell(title) == cell


@given(st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("'=\r\n\",;")))
@example("''=1")
@example("\r")
def test_a_cell_without_its_apostrophe_is_the_original_text(title: str) -> None:
    cell = title_cell(title)
    assert re.sub(r"^'(?='*[=+\-@\t\r\n＝＋－＠])", "", cell) == title
    assert not re.match(r"[=+\-@\t\r\n]", cell)


@given(st.lists(records(), max_size=3, unique_by=lambda record: record.id))
def test_every_row_has_every_column(drawn: list[Record]) -> None:
    library = Library(record.evolve(identifiers=()) for record in drawn)
    rows = read(export(library, "csv"))
    assert [row["id"] for row in rows] == [record.id for record in library]
    assert all(None not in row and None not in row.values() for row in rows)
