"""Dates in .bib files: what the values in date, year, month and day say together."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.bibtex.dates import DATE_FIELDS, read_issued, write_date
from moebib.formats.bibtex.names import Target
from moebib.records.date import Date, parse_date
from strategies import dates


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("2001", "2001"),
        ("2001-05-06", "2001-05-06"),
        ("1997-07-01/1997-08-31", "1997-07-01/1997-08-31"),
        ("2001-05-06T10:00:00Z", "2001-05-06"),
        ("1995~", "1995~"),
        ("2001-05?", "2001-05?"),
        ("2001%", "2001%"),
        ("2001/", "2001/"),
        ("2001/..", "2001/.."),
        ("2001/open", "2001/.."),
        ("2001~/unknown", "2001~/"),
        ("unknown/2001", "/2001"),
        ("y-17000002", "Y-17000002"),
        ("2001-05-06 10:11:12", "2001-05-06"),
        ("2001-05-06T10:11GMT", "2001-05-06"),
        ("2001-05-06T10:11+02:00/2001-05-07", "2001-05-06/2001-05-07"),
        ("../2001", "../2001"),
        ("/2001", "/2001"),
        ("2001-21", "2001-21"),
        ("199u", "199X"),
        ("19XX", "19XX"),
        ("1999-uu", "1999-XX"),
        ("-0044", "-0044"),
        ("Y12345", "Y12345"),
        ("2001-5-6", "2001-05-06"),
        ("2012/06/05", "2012-06-05"),
        ("2012--2013", "2012/2013"),
        ("Sept. 5, 2012", "2012-09-05"),
        ("2001-02-30", "2001-02"),
        ("2001-13", "2001"),
        ("May 2001", "2001-05"),
        ("printed in May 2001", "2001"),
        ("0800", "0800"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_valid(date: str, issued: str) -> None:
    assert str(read_issued(date, None, None, None).date) == issued


@pytest.mark.parametrize(
    ("year", "issued"),
    [
        ("1999", "1999"),
        ("{1999}", "1999"),
        (" 1999 ", "1999"),
        (r"{\noopsort{1972}}1973", "1973"),
        ("c. 1999", "1999~"),
        ("[1999]", "1999"),
        ("1999a", "1999"),
        ("1999?", "1999?"),
        ("2011-11-11", "2011-11-11"),
        ("44 BC", "-0043"),
        ("[1987] 2012", "2012"),
        (r"$\sim$1850", "1850~"),
        (r"$\sim 1850$", "1850~"),
        ("to appear 2005", "2005"),
        ("1999/2000", "1999/2000"),
        ("1999--2000", "1999/2000"),
        ("1962/63", "1962/1963"),
        ("2004/05", "2004"),
        ("2001-05", "2001-05"),
        ("99", "0099"),
    ],
)
def test_a_year_is_read_as_far_as_it_is_clear(year: str, issued: str) -> None:
    assert str(read_issued(None, year, None, None).date) == issued


@pytest.mark.parametrize(
    ("month", "issued"),
    [
        ("jun", "2001-06"),
        ("June", "2001-06"),
        ('"June"', "2001-06"),
        ("sept.", "2001-09"),
        ("06", "2001-06"),
        ("10~oct", "2001-10-10"),
        ("jun~12", "2001-06-12"),
        ("12th of June", "2001-06-12"),
        ("June 12--14", "2001-06-12/2001-06-14"),
        ("may~3", "2001-05-03"),
        ("{March,}", "2001-03"),
        ("9~December", "2001-12-09"),
        ("July/August", "2001-07/2001-08"),
        ("May/June", "2001-05/2001-06"),
        ("30 May -- 2 June", "2001-05-30/2001-06-02"),
        ("mayish/jun.", "2001"),
        ("maio/jun.", "2001-05/2001-06"),
        ("Januar", "2001-01"),
        ("Spring", "2001-21"),
        ("Fall", "2001-23"),
        ("June 2001", "2001-06"),
    ],
)
def test_a_valid_month_is_read(month: str, issued: str) -> None:
    assert str(read_issued(None, "2001", month, None).date) == issued


@pytest.mark.parametrize(
    ("date", "year", "month", "day", "issued", "carried"),
    [
        (None, "2001", "jan.", "12th", "2001-01-12", {"year", "month"}),
        (None, "2001", "3", "04", "2001-03-04", {"year", "month", "day"}),
        (None, "2001", "feb", "30", "2001-02", {"year", "month"}),
        (None, "2001", None, "5", "2001", {"year"}),
        (None, "c. 2001", "jun", None, "2001-06~", {"month"}),
        (None, "2001", "Spring", None, "2001-21", {"year", "month"}),
        (None, "2001", "jun", "12--14", "2001-06-12/2001-06-14", {"year", "month"}),
        (None, "199X", None, None, "199X", {"year"}),
        (None, "2001", "10~oct", None, "2001-10-10", {"year"}),
        ("2001-05", "2001", "may", None, "2001-05", {"date", "year", "month"}),
        ("2001", None, "may", None, "2001", {"date"}),  # the only field kept is "date"
        ("soon", "2001", None, None, "2001", {"year"}),
        ("1995~", None, None, None, "1995~", {"date"}),
        ("1999", "c. 1999", None, None, "1999", {"date"}),
    ],
)
def test_values_that_the_date_represents_are_not_kept(
    date: str | None, year: str | None, month: str | None, day: str | None, issued: str, carried: set[str]
) -> None:
    parsed = read_issued(date, year, month, day)
    assert (str(parsed.date), set(parsed.represented)) == (issued, carried)


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        ({"year": "in press"}, ("year", "not a year: 'in press'")),
        ({"date": "-44 or so"}, ("date", "not a date: '-44 or so'")),
        ({"year": "2001", "month": "13"}, ("month", "not a month: '13'")),
        ({"year": "2001", "month": "Mayish"}, ("month", "not a month: 'Mayish'")),
        ({"date": "2003", "year": "2001"}, ("year", "'year' is 2001, but 'date' is 2003")),
    ],
)
def test_an_invalid_date_is_reported(fields: dict[str, str], problem: tuple[str, str]) -> None:
    parsed = read_issued(*(fields.get(name) for name in ("date", "year", "month", "day")))
    assert parsed.problems == (problem,)


def test_a_month_beside_a_range_of_years_is_no_problem() -> None:
    assert read_issued(None, "1999/2000", "may", None).problems == ()


@given(st.lists(st.none() | st.text(st.sampled_from("0129/-~?X. uTmay{}\\"), max_size=12), min_size=4, max_size=4))
def test_any_text_is_read(values: list[str | None]) -> None:
    parsed = read_issued(*values)
    assert DATE_FIELDS.issuperset(parsed.represented)


@pytest.mark.parametrize(
    ("date", "fields"),
    [
        ("2001-05", {"year": "2001", "month": "may"}),
        ("2001-05-06", {"year": "2001", "month": "may", "day": "6"}),
        ("2001-21", {"year": "2001", "month": "Spring"}),
        ("199X", {"year": "199X"}),
        ("-0043", {"year": "44 BC"}),
        ("1995-05~", {"year": "1995", "month": "may", "date": "1995-05~"}),
        ("1990/..", {"year": "1990", "date": "1990/.."}),
        ("../1990", {"year": "1990", "date": "../1990"}),
        ("2001-06-12/2001-06-14", {"year": "2001", "month": "jun", "date": "2001-06-12/2001-06-14"}),
    ],
)
def test_bibtex_prints_the_year_and_month_and_what_it_cannot_print_is_in_date(
    date: str, fields: dict[str, str]
) -> None:
    assert write_date(parse_date(date), Target("bibtex", unicode=False)) == fields


@given(dates())
def test_both_dialects_give_every_date_back(date: Date) -> None:
    for target in (Target("bibtex", unicode=False), Target("biblatex", unicode=False)):
        fields = write_date(date, target)
        issued = read_issued(*(fields.get(name) for name in ("date", "year", "month", "day")))
        assert issued.date == date
        assert not issued.problems
        assert set(issued.represented) == fields.keys()


@pytest.mark.parametrize(
    ("year", "month", "issued"),
    [
        ("2012-2013", "dec--jan", "2012-12/2013-01"),
        ("2012/2013", "Dec./Jan.", "2012-12/2013-01"),
        ("2012--2013", "winter", "2012/2013"),
        ("2012--2013", "dec", "2012/2013"),
        ("2012-2013", "5--7", "2012/2013"),
    ],
)
def test_months_may_be_those_of_two_years(year: str, month: str, issued: str) -> None:
    assert str(read_issued(None, year, month, None).date) == issued
