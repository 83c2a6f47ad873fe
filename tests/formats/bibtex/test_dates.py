"""Dates in .bib files: the certain part of the values in date, year, month and day."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.formats.bibtex.dates import DATE_FIELDS, read_issued


@pytest.mark.parametrize(
    ("date", "issued"),
    [
        ("2001", "2001"),
        ("2001-05-06", "2001-05-06"),
        ("1997-07-01/1997-08-31", "1997-07-01/1997-08-31"),
        ("2001-05-06T10:00:00Z", "2001-05-06"),
        ("1995~", "1995"),
        ("2001-05?", "2001-05"),
        ("2001/", "2001"),
        ("2001/..", "2001"),
        ("../2001", "2001"),
        ("2001-21", "2001"),  # spring
        ("199u", "1990/1999"),
        ("19XX", "1900/1999"),
        ("1999-uu", "1999"),
        ("2001-5-6", "2001-05-06"),
        ("2001-02-30", "2001-02"),
        ("2001-13", "2001"),
        ("May 2001", "2001"),
        ("0800", "0800"),
    ],
)
def test_a_date_is_read_as_far_as_it_is_certain(date: str, issued: str) -> None:
    assert str(read_issued(date, None, None, None).date) == issued


@pytest.mark.parametrize(
    ("year", "issued"),
    [
        ("1999", "1999"),
        ("{1999}", "1999"),
        (" 1999 ", "1999"),
        (r"{\noopsort{1972}}1973", "1973"),
        ("c. 1999", "1999"),
        ("[1999]", "1999"),
        ("1999a", "1999"),
        ("1999?", "1999"),
        ("to appear 2005", "2005"),
        ("1999/2000", "1999/2000"),
        ("1999--2000", "1999/2000"),
        ("1962/63", "1962"),
        ("2001-05", "2001-05"),
        ("99", "0099"),
    ],
)
def test_a_year_is_read_as_far_as_it_is_certain(year: str, issued: str) -> None:
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
        ("June 12--14", "2001-06"),
        ("May/June", "2001"),
        ("30 May -- 2 June", "2001"),
        ("maio/jun.", "2001"),
        ("Spring", "2001"),
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
        (None, "c. 2001", "jun", None, "2001-06", {"month"}),
        (None, "2001", "10~oct", None, "2001-10-10", {"year"}),
        ("2001-05", "2001", "may", None, "2001-05", {"date", "year", "month"}),
        ("2001", None, "may", None, "2001", {"date"}),  # the only field kept is "date"
        ("soon", "2001", None, None, "2001", {"year"}),
        ("1995~", None, None, None, "1995", set()),
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
        ({"date": "-0044"}, ("date", "not a date: '-0044'")),
        ({"year": "2001", "month": "13"}, ("month", "not a month: '13'")),
        ({"year": "2001", "month": "Mai"}, ("month", "not a month: 'Mai'")),
        ({"date": "2003", "year": "2001"}, ("year", "'year' is 2001, but 'date' is 2003")),
    ],
)
def test_an_invalid_date_is_reported(fields: dict[str, str], problem: tuple[str, str]) -> None:
    parsed = read_issued(*(fields.get(name) for name in ("date", "year", "month", "day")))
    assert parsed.problems == (problem,)


@given(st.lists(st.none() | st.text(st.sampled_from("0129/-~?X. uTmay{}\\"), max_size=12), min_size=4, max_size=4))
def test_any_text_is_read(values: list[str | None]) -> None:
    parsed = read_issued(*values)
    assert DATE_FIELDS.issuperset(parsed.represented)
