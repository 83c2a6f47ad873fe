"""The order of the works in a section, the place of a new one, and the numbers of a numbered list."""

from __future__ import annotations

from functools import partial

import pytest

from moebib.formats.paper_list.edit.numbers import Numbered, renumber
from moebib.formats.paper_list.edit.order import SortKey, find_order, position, sort_key
from moebib.library.config import Order
from moebib.records.date import parse_date


def keys(*works: str) -> list[SortKey]:
    return [key(work) for work in works]


def key(work: str) -> SortKey:
    date, _, title = work.partition(" ")
    return sort_key(title or "T", parse_date(date) if date != "-" else None)


@pytest.mark.parametrize(
    ("works", "order"),
    [
        (("2024-05", "2024", "2023", "2021"), "newest"),
        (("2020", "2021", "2021-03", "2024"), "oldest"),
        (("2024", "2023", "2022", "2023", "2021", "2020"), "newest"),
        (("2020", "2024", "2021", "2024", "2020"), "as it is"),
        (("2020 A", "2024 B", "2021 C", "2024 D", "2020 E"), "title"),
        (("2024", "2023"), None),
        (("2024", "2024", "-", "2024"), None),
    ],
)
def test_the_order_is_that_of_most_neighbours(works: tuple[str, ...], order: Order | None) -> None:
    assert find_order([keys(*works)]) == order


@pytest.mark.parametrize(
    ("new", "works", "order", "at"),
    [
        ("2023-06", ("2024", "2023-08", "2023-01", "2022"), "newest", 2),
        ("2023", ("2024", "2023-08", "2023-01", "2022"), "newest", 1),
        ("2023", ("2022", "2023-01", "2023-08", "2024"), "oldest", 3),
        ("2023", ("2024", "2022", "2025", "2022", "2021"), "newest", 1),
        ("2025", (), "newest", 0),
        ("-", ("2024", "2023"), "newest", 2),
        ("2025", ("2024", "2023"), "as it is", 2),
        ("2025 Cat", ("2024 Ant", "2024 Cat", "2023 Dog"), "title", 2),
    ],
)
def test_a_new_work_goes_where_the_fewest_are_on_the_wrong_side(
    new: str, works: tuple[str, ...], order: Order, at: int
) -> None:
    assert position(key(new), keys(*works), order) == at


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("1 2 + 3 4", "1 2 3 4 5"),
        ("1 -2 3 4", "1 2 3"),
        ("1 1 + 1", "1 1 1 1"),
        ("4 3 + 2 1", "5 4 3 2 1"),
        ("4 3 -2 1", "3 2 1"),
        ("1 2 3 1 2 +", "1 2 3 1 2 3"),
        ("1 2 > 1 2", "1 2 1 2 3"),
        ("1 7 + 20", "1 7 8 20"),
        ("+", "1"),
        ("5 +", "5 6"),
        ("1 2 2 3 +", "1 2 2 3 4"),
    ],
)
def test_numbers_follow_as_far_as_the_list_counts(old: str, new: str) -> None:
    numbers: dict[int, int] = {}
    works = []
    for at, word in enumerate(old.split()):
        number = int(word.lstrip("-")) if word.lstrip("-").isdecimal() else None
        if number is not None:
            numbers[at] = number
        works.append(Numbered(number, word.startswith("-"), partial(numbers.__setitem__, at), word == ">"))
    renumber(works)
    assert " ".join(str(numbers[at]) for at, work in enumerate(works) if not work.is_removed) == new
