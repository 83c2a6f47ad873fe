"""CSV: one row per work, in which no cell, and no part of a cell, is a formula."""

from __future__ import annotations

import csv
import io
import re

import pandas as pd
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from moebib import Library, Record, export
from moebib.formats import Options, get
from moebib.text.markup import plain
from strategies import records

COLUMNS = (
    "id", "type", "title", "author", "year", "issued", "venue", "container_title", "doi", "arxiv", "link", "code",
    "tags", "keyword",
)  # fmt: skip
HEADER = ",".join(f'"{name}"' for name in COLUMNS) + "\n"
SIGNS = "[=+\\-@＝＋－＠]"
BREAKS = ";\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029"


def read(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def title_cell(title: str, *, raw: bool = False) -> str:
    return read(export([Record(id="a", type="book", title=title)], "csv", raw=raw))[0]["title"]


def without_apostrophes(cell: str) -> str:
    gap = rf"(?:'|[^\S{BREAKS}])*"
    return re.sub(rf"(?:\A|(?<=[{BREAKS}]))'(?={gap}{SIGNS})|\A'(?='*[\t\r\n])", "", cell)


def test_a_work_is_a_row() -> None:
    record = Record(
        id="a", type="book", title="Größe, again", author=["Berg, Jan", "{X}"], issued="2024-06", keyword=["b", "c"]
    )
    row = '"a","book","Größe, again","Jan Berg; X","2024","2024-06","","","","","","","","b; c"\n'
    assert export(Library([record]), "csv") == HEADER + row


def test_a_library_without_works_is_the_header() -> None:
    assert export(Library(), "csv") == HEADER


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("=SUM(A1)", "'=SUM(A1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("＝1", "'＝1"),
        (" =1", "' =1"),  # a reader that trims cells
        ("\t1", "'\t1"),
        ("\r1", "'\r1"),
        ("\n1", "'\n1"),
        ("\t=1", "'\t'=1"),
        ("a;=1", "a;'=1"),  # a reader whose separator is the semicolon
        ("a; -1", "a;' -1"),
        ("a\t+1", "a\t'+1"),
        ("a\n=1", "a\n'=1"),
        ("a\r\n@1", "a\r\n'@1"),
        ("a\u2028=1", "a\u2028'=1"),
        ("a;;=1", "a;;'=1"),
        ("'=1", "''=1"),  # otherwise it would be read as "=1"
        ("a;'=1", "a;''=1"),
        ("'Tis a title", "'Tis a title"),
        ("A = B", "A = B"),
        ("a; b-c", "a; b-c"),
        ('He said "no"', 'He said "no"'),
        ("two\r\nlines", "two\r\nlines"),
        ("old\rMac", "old\rMac"),
    ],
)
def test_a_cell_is_never_a_formula(title: str, cell: str) -> None:
    assert title_cell(title) == cell
    assert title_cell(title, raw=True) == title


texts = st.text(st.characters(exclude_categories=["Cs"]) | st.sampled_from("'=+@-\t\r\n\",; "))


@given(texts)
@example("''=1")
@example("\r")
@example("\\\\")
@example("'\t;'=\r\n'=")
def test_a_cell_without_its_apostrophes_is_the_original_text(title: str) -> None:
    cell = title_cell(title)
    assert without_apostrophes(cell) == plain(title)
    assert not re.match(r"[\t\r\n]", cell)
    for part in re.split(f"[{BREAKS}]", cell):
        assert not re.match(rf"\s*{SIGNS}", part)


@given(st.lists(records(), max_size=3, unique_by=lambda record: record.id))
def test_every_row_has_every_column(drawn: list[Record]) -> None:
    library = Library(record.evolve(identifiers=()) for record in drawn)
    rows = read(export(library, "csv"))
    assert [row["id"] for row in rows] == [record.id for record in library]
    assert all(None not in row and None not in row.values() for row in rows)


@given(st.lists(texts, min_size=1, max_size=4))
def test_pandas_reads_the_cells_that_the_csv_module_reads(titles: list[str]) -> None:
    works = [Record(id=f"a{n}", type="book", title=title, keyword=[title]) for n, title in enumerate(titles)]
    for raw in (False, True):
        text = export(works, "csv", raw=raw)
        frame = pd.read_csv(io.StringIO(text, newline=""), dtype=str, keep_default_na=False)
        assert frame.to_dict("records") == read(text)
        assert not raw or list(frame["title"]) == [plain(title) for title in titles]


def test_every_cell_is_quoted_in_either_form() -> None:
    works = [Record(id="a", type="book", title="A", issued="2024")]
    for raw in (False, True):
        for line in export(works, "csv", raw=raw).splitlines():
            assert re.fullmatch(r'"[^"]*"(?:,"[^"]*"){13}', line)


def test_the_report_says_which_cells_get_an_apostrophe() -> None:
    record = Record(
        id="=a", type="book", title="-1", author=["{=X}", "Berg, Jan"], container_title="B", url="https://a.example/?;=1",
        keyword=["b", "+c"], identifiers=["doi:10.5555/a;-b"], links={"code": ["https://a.example/;@c"]},
    )  # fmt: skip
    losses = {loss.field: loss for loss in get("csv").losses(record)}
    assert losses.keys() == {"id", "title", "author", "identifiers", "url", "keyword", "links"}
    assert all("formula" in loss.why for loss in losses.values())
    assert (losses["title"].lost, losses["title"].instead) == (("-1",), ("'-1",))
    assert (losses["author"].lost, losses["author"].instead) == (("{=X}",), ("{'=X}",))
    assert get("csv").losses(record, Options(raw=True)) == ()


def test_a_year_before_0_is_a_number_and_a_date_before_0_is_text() -> None:
    record = Record(id="a", type="book", issued="-0044-03-15")
    (row,) = read(export([record], "csv"))
    assert (row["year"], row["issued"]) == ("-44", "'-0044-03-15")
    assert [loss.field for loss in get("csv").losses(record)] == ["issued"]
    (row,) = read(export([record], "csv", raw=True))
    assert (row["year"], row["issued"]) == ("-44", "-0044-03-15")
    assert get("csv").losses(record, Options(raw=True)) == ()
