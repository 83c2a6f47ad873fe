"""Dates: EDTF level 0 and ranges."""

from __future__ import annotations

import pytest

from moebib.errors import InputError
from moebib.records.date import Date, parse_date


@pytest.mark.parametrize(("text", "date"), [
    ("2024", Date(2024)),
    ("2024-06", Date(2024, 6)),
    ("2024-02-29", Date(2024, 2, 29)),
    ("2024-06-12/2024-06-14", Date(2024, 6, 12, Date(2024, 6, 14))),
    ("2023/2024", Date(2023, end=Date(2024))),
    ("2024-06/2024", Date(2024, 6, end=Date(2024))),
    ("0000", Date(0)),
])  # fmt: skip
def test_a_date_is_read_and_written_back_unchanged(text: str, date: Date) -> None:
    assert parse_date(text) == date
    assert str(date) == text


@pytest.mark.parametrize(("text", "reason"), [
    ("2021-13", "13 is not a month"),
    ("2023-02-29", "2023-02 has no day 29"),
    ("2024-6", "not a date"),
    ("24", "not a date"),
    ("June 2024", "not a date"),
    ("2024-06-12/", "not a date"),
    ("2024-06-12/2024-06-11", "before it begins"),
    ("2024-21", "21 is not a month"),  # a season is EDTF level 1
    ("2024-06-12T10:00", "not a date"),
])  # fmt: skip
def test_an_invalid_date_is_rejected_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        parse_date(text)


def test_invalid_parts_of_a_date_are_rejected() -> None:
    with pytest.raises(InputError, match="a day needs a month"):
        Date(2024, day=3)
    with pytest.raises(InputError, match="cannot contain a range"):
        Date(2024, end=Date(2025, end=Date(2026)))
    with pytest.raises(InputError, match="is not between 0 and 9999"):
        Date(10_000)


def test_dates_are_sorted_by_their_known_parts() -> None:
    dates = [Date(2024, 6), Date(2023), Date(2024, 6, 12), Date(2024)]
    assert [str(date) for date in sorted(dates, key=lambda date: date.parts)] == [
        "2023", "2024", "2024-06", "2024-06-12",
    ]  # fmt: skip
