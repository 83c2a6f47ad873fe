"""Whether two records are of one work, by title and people, and by where they appeared."""

from __future__ import annotations

from typing import Any

import pytest

from moebib.matching.identity import is_same_work
from moebib.records.record import Record

TWO, THREE = ["Li, Hua", "Berg, Jan"], ["Li, Hua", "Berg, Jan", "Cho, Ada"]


def record(**fields: Any) -> Record:
    known = {"id": "a", "type": "article-journal", "title": "On Warm Gates", "author": TWO, "issued": "2019"}
    return Record.model_validate(known | fields)


IN_A_JOURNAL = record(container_title="Journal of Gates", volume="3", identifiers=["doi:10.5555/a"])


@pytest.mark.parametrize(
    "other",
    [
        record(type="article", genre="preprint"),
        record(author=["Li, H.", "Berg, J."]),
        record(author=["Li, Hua", "Roe, Tom"]),
        record(type="paper-conference", container_title="Conference on Gates", issued="2017"),
        record(container_title="Journal of Gates", volume="3", identifiers=["doi:10.5555/a"]),
        record(container_title="Journal of Gates", volume="4"),  # one of the two may be wrong
        record(container_title="Journal of Gates", volume="3", identifiers=["doi:10.5555/b"]),  # registered twice
        record(container_title="Annals of Warmth", volume="7", issued="2021", identifiers=["doi:10.5555/b"]),
    ],
)
def test_a_work_has_one_title_and_the_same_people(other: Record) -> None:
    assert is_same_work(IN_A_JOURNAL, other)


@pytest.mark.parametrize(
    "other",
    [
        record(title="On Cold Gates"),
        record(author=["Li, Han", "Roe, Tom"]),
        record(author=[]),
        record(type="thesis"),
        record(type="dataset"),
        record(container_title="Journal of Gates", volume="5", issued="2021"),
        record(container_title="Journal of Gates", volume="4", identifiers=["doi:10.5555/b"]),
        record(container_title="Journal of Gates", issued="2021", identifiers=["doi:10.5555/b"]),
    ],
)
def test_other_people_or_another_article_of_the_journal_are_another_work(other: Record) -> None:
    assert not is_same_work(IN_A_JOURNAL, other)


def test_a_first_author_with_another_given_name_may_be_the_same_if_most_of_the_people_are() -> None:
    assert is_same_work(record(author=THREE), record(author=["Li, Han", *THREE[1:]]))
    assert not is_same_work(record(author=THREE), record(author=["Li, Han", "Roe, Tom", "Fox, Eva"]))


def test_editions_and_volumes_of_a_book_are_works_of_their_own() -> None:
    book = record(type="book", edition="2", volume="1")
    assert is_same_work(book, record(type="book"))
    assert not is_same_work(book, record(type="book", edition="3"))
    assert not is_same_work(book, record(type="book", volume="2"))
