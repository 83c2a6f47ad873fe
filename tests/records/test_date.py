"""Dates: EDTF levels 0 and 1."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from moebib.errors import InputError
from moebib.records.date import DATE_PATTERN, Bound, Date, parse_date
from strategies import dates


@pytest.mark.parametrize(("text", "date"), [
    ("2024", Date(2024)),
    ("2024-06", Date(2024, 6)),
    ("2024-02-29", Date(2024, 2, 29)),
    ("2024-06-12/2024-06-14", Date(2024, 6, 12, Date(2024, 6, 14))),
    ("2023/2024", Date(2023, end=Date(2024))),
    ("2024-06/2024", Date(2024, 6, end=Date(2024))),
    ("0000", Date(0)),
    ("2001-21", Date(2001, season=1)),
    ("2001-24/2002-21", Date(2001, season=4, end=Date(2002, season=1))),
    ("1995~", Date(1995, qualifier="~")),
    ("1995-05?", Date(1995, 5, qualifier="?")),
    ("2001-21%", Date(2001, season=1, qualifier="%")),
    ("1984?/2004-06~", Date(1984, qualifier="?", end=Date(2004, 6, qualifier="~"))),
    ("1990/..", Date(1990, end=Bound.OPEN)),
    ("1990-05/", Date(1990, 5, end=Bound.UNKNOWN)),
    ("../1990", Date(1990, begin=Bound.OPEN)),
    ("/1990~", Date(1990, begin=Bound.UNKNOWN, qualifier="~")),
    ("199X", Date(1990, unspecified="X")),
    ("19XX", Date(1900, unspecified="XX")),
    ("2001-XX", Date(2001, unspecified="-XX")),
    ("2001-05-XX", Date(2001, 5, unspecified="-XX")),
    ("2001-XX-XX", Date(2001, unspecified="-XX-XX")),
    ("-0043-03-15", Date(-43, 3, 15)),
    ("-0004-02-29", Date(-4, 2, 29)),
    ("-0043/0012", Date(-43, end=Date(12))),
    ("Y12345", Date(12345)),
    ("Y-12345/..", Date(-12345, end=Bound.OPEN)),
])  # fmt: skip
def test_a_date_is_read_and_written_back_unchanged(text: str, date: Date) -> None:
    assert parse_date(text) == date
    assert str(date) == text
    assert re.search(DATE_PATTERN, text)


@pytest.mark.parametrize(("text", "reason"), [
    ("2021-13", "13 is not a month"),
    ("2023-02-29", "2023-02 has no day 29"),
    ("2024-6", "not a date"),
    ("24", "not a date"),
    ("June 2024", "not a date"),
    ("2024-06-12/2024-06-11", "before it begins"),
    ("2024-21-05", "21 is not a month"),
    ("2024-25", "25 is not a month"),  # the seasons of a hemisphere are EDTF level 2
    ("2024-24/2024-21", "before it begins"),
    ("2024-06-12T10:00", "not a date"),
    ("199X~", "not a date"),
    ("199X/2001", "not a date"),
    ("1990/199X", "not a date"),
    ("199X-05", "not a date"),
    ("2001-05-XX-XX", "must be the last part"),
    ("-0000", "not a date"),
    ("Y1234", "not a date"),
    ("12345", "not a date"),
    ("Y12345-06", "cannot have a month"),
    ("../..", "not a date"),
    ("/", "not a date"),
    ("1990/1991/1992", "not a date"),
    ("1990~-05", "not a date"),
    ("\u0661\u0669\u0669\u0669", "not a date"),
])  # fmt: skip
def test_an_invalid_date_is_rejected_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse_date(text)


def test_invalid_parts_of_a_date_are_rejected() -> None:
    with pytest.raises(InputError, match="a day needs a month"):
        Date(2024, day=3)
    with pytest.raises(InputError, match="cannot contain a range"):
        Date(2024, end=Date(2025, end=Date(2026)))
    with pytest.raises(InputError, match="more than nine digits"):
        Date(10**9)
    with pytest.raises(InputError, match="year 12345 cannot have a month"):
        Date(12345, 6)
    with pytest.raises(InputError, match="both a month and a season"):
        Date(2024, 6, season=1)
    with pytest.raises(InputError, match="5 is not a season"):
        Date(2024, season=5)
    with pytest.raises(InputError, match="unknown value '!'; choose from"):
        Date(2024, qualifier="!")  # type: ignore[arg-type]
    with pytest.raises(InputError, match="needs a date at its beginning or its end"):
        Date(2024, begin=Bound.OPEN, end=Bound.OPEN)
    with pytest.raises(InputError, match="does not end in zeros for the digits XX"):
        Date(1990, unspecified="XX")
    with pytest.raises(InputError, match="cannot have unspecified digits"):
        Date(1990, end=Date(2000, unspecified="X"))


@given(dates())
def test_every_date_is_read_as_it_is_written(date: Date) -> None:
    assert parse_date(str(date)) == date
    assert re.search(DATE_PATTERN, str(date))


def test_the_year_is_that_of_the_beginning_or_of_the_only_known_end() -> None:
    texts = ("2001/2003", "1995~", "2001-21", "199X", "../1990", "/1990", "1990/..", "-0043")
    assert [parse_date(text).year for text in texts] == [2001, 1995, 2001, 1990, 1990, 1990, 1990, -43]
    assert list(parse_date("199X").years) == list(range(1990, 2000))
    assert list(parse_date("1995").years) == [1995]


def test_dates_are_sorted_by_time() -> None:
    texts = ["2001-12-01", "2001", "2001-23", "-0043", "Y12345", "2001-06-12", "2001-21", "2001-06", "2000-24"]
    assert [str(date) for date in sorted(map(parse_date, texts), key=lambda date: date.sort_key)] == [
        "-0043", "2000-24", "2001", "2001-21", "2001-06", "2001-06-12", "2001-23", "2001-12-01", "Y12345",
    ]  # fmt: skip


def test_dates_are_sorted_by_their_known_parts() -> None:
    dates = [Date(2024, 6), Date(2023), Date(2024, 6, 12), Date(2024)]
    assert [str(date) for date in sorted(dates, key=lambda date: date.parts)] == [
        "2023", "2024", "2024-06", "2024-06-12",
    ]  # fmt: skip
