"""Dates as people write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.date import Date, parse_date
from moebib.records.written_date import read_written_date
from strategies import dates


@pytest.mark.parametrize(("text", "date"), [
    ("2012-6-5", "2012-06-05"),
    ("2012/06/05", "2012-06-05"),
    ("2012.06.05", "2012-06-05"),
    ("2001-5", "2001-05"),
    ("2000-3-15/2000-3-17", "2000-03-15/2000-03-17"),
    ("2000-3/2000-4", "2000-03/2000-04"),
    ("06/2012", "2012-06"),
    ("Sept. 5, 2012", "2012-09-05"),
    ("5 September 2012", "2012-09-05"),
    ("5-Sep-2012", "2012-09-05"),
    ("2012 Sep 5", "2012-09-05"),
    ("12th of June, 1999", "1999-06-12"),
    ("1995~", "1995~"),
    ("c. 1999", "1999~"),
    ("[ca. 1999?]", "1999%"),
    ("May 1999?", "1999-05?"),
    ("2012--2013", "2012/2013"),
    ("2012\u20132013", "2012/2013"),
    ("1998-99", "1998/1999"),
    ("1962/63", "1962/1963"),
    ("2024/25", "2024/2025"),
    ("2012-13", "2012/2013"),
    ("2009--10", "2009/2010"),
    ("May/June 2001", "2001-05/2001-06"),
    ("12-14 June 2001", "2001-06-12/2001-06-14"),
    ("June 12--14, 2001", "2001-06-12/2001-06-14"),
    ("30 May -- 2 June 2001", "2001-05-30/2001-06-02"),
    ("Dec 2001/Jan 2002", "2001-12/2002-01"),
    ("June 2001 to July 2001", "2001-06/2001-07"),
    ("1999--", "1999/.."),
    ("1999 -", "1999/.."),
    ("Fall 1999", "1999-23"),
    ("Spring/Summer 2001", "2001-21/2001-22"),
    ("Winter 2001/2002", "2001-24"),
    ("44 BC", "-0043"),
    ("1 B.C.E.", "0000"),
    ("AD 79", "0079"),
    ("500--400 BC", "-0499/-0399"),
    ("300 B.C. - 200 B.C.", "-0299/-0199"),
    ("44 BC to AD 14", "-0043/0014"),
    ("c. 100/200 CE", "0100~/0200"),
    ("-44", "-0044"),
    ("12.06.2012", "2012-06-12"),
    ("13/06/2012", "2012-06-13"),
    ("06/13/2012", "2012-06-13"),
    ("05/05/2012", "2012-05-05"),
    ("1990s", "199X"),
    ("[199-?]", "199X"),
    ("199?", "199X"),
    ("19??", "19XX"),
    ("18xx", "18XX"),
    ("1850-present", "1850/.."),
    ("5. M\u00e4rz 2012", "2012-03-05"),
    ("1er ao\u00fbt 2012", "2012-08-01"),
    ("5 de mayo de 2012", "2012-05-05"),
    ("maio 2001", "2001-05"),
    ("printemps 1985", "1985-21"),
    ("2012\u5e743\u67085\u65e5", "2012-03-05"),
    ("2012\ub144 3\uc6d4", "2012-03"),
    ("2012\u5e74", "2012"),
    ("20120605", "2012-06-05"),
    ("2012--06--05", "2012-06-05"),
    ("Tue, 05 Jun 2012", "2012-06-05"),
    ("Thursday 5 June 2012", "2012-06-05"),
    ("March and April 2012", "2012-03/2012-04"),
    ("\u223c1850", "1850~"),
])  # fmt: skip
def test_a_date_is_read(text: str, date: str) -> None:
    assert str(read_written_date(text)) == date


@pytest.mark.parametrize("text", [
    "", "-", "in press", "to appear 2005", "1999a", "mayish 2001", "June", "12", "circa",  # no date, or more than one
    "Tue 2001-13-01", "20011301", "2012-06-05T10:30",
    "2004/05", "2004/2005/2006", "12/06/2012", "2001-13", "1913-18", "2024-25", "2001-33", "2001/31",  # unclear
    "2001-02-30", "June 31, 2001", "June 14--12, 2001", "2001--1999",  # impossible
    "to 2005", "--2005", "1999+", "1900s", "12-30-99", "200 CE - 100 BC", "1999\N{DEGREE SIGN}", "{1999}",
    "12 Spring 2001", "June July 2001", "Winter 2001/2005",
])  # fmt: skip
def test_a_text_that_is_unclear_or_says_more_is_not_read(text: str) -> None:
    assert read_written_date(text) is None


@pytest.mark.parametrize(("text", "date"), [
    ("9 dec", "2001-12-09~"), ("06", "2001-06~"), ("Spring", "2001-21~"), ("jul/aug", "2001-07~/2001-08~"),
    ("June 2001", "2001-06~"), ("June 2002", "None"), ("2002-06", "None"), ("Dec/Jan", "None"), ("13", "None"),
])  # fmt: skip
def test_a_text_without_a_year_is_in_the_given_year(text: str, date: str) -> None:
    assert str(read_written_date(text, parse_date("2001~"))) == date


@given(dates())
def test_every_date_of_edtf_is_read(date: Date) -> None:
    assert read_written_date(str(date)) == date


@given(st.text(st.sampled_from("0129/-~?X. uTmaybcjunspring[]\u2013"), max_size=16), st.none() | st.just(Date(2001)))
def test_any_text_is_read_or_refused(text: str, year: Date | None) -> None:
    date = read_written_date(text, year)
    assert date is None or parse_date(str(date)) == date
