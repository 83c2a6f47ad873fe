from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceError
from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from responses import FakeHttp, broken, invented, is_never_wrong, outcome, respond
from strategies import examples

OPEN_LIBRARY = source("open-library")
ISBN = parse_identifier("isbn:9781939133311")
ANSWER: dict[str, Any] = json.loads(invented("open-library", "found").body)
BOOK: dict[str, Any] = ANSWER["ISBN:9781939133311"]


def found(**changes: object) -> Record:
    response = respond(ANSWER | {"ISBN:9781939133311": BOOK | changes})
    answer = OPEN_LIBRARY.parse([response], [ISBN])[ISBN]
    assert isinstance(answer, Found), answer
    return answer.record


def test_a_book_has_its_publisher() -> None:
    assert found().to_dict() == {
        "id": "new",
        "type": "book",
        "title": "Routing of Invented Things",
        "author": ["Berg, Jan"],
        "issued": "2024-06-03",
        "publisher": "Invented Press",
        "publisher_place": "Some Town",
        "identifiers": ["isbn:9781939133311"],
    }


def test_a_subtitle_is_part_of_the_title() -> None:
    assert found(subtitle="an introduction").title == "Routing of Invented Things: an introduction"
    assert found(title="Why Things?", subtitle="An Introduction").title == "Why Things? An Introduction"


@pytest.mark.parametrize(
    ("written", "issued"),
    [
        ("2005", "2005"),
        ("May 2005", "2005-05"),
        ("c1999", "1999"),
        ("20050101?", "2005-01-01?"),
        ("05/?", "None"),
        ("", "None"),
    ],
)
def test_the_date_is_as_precise_as_it_is_written(written: str, issued: str) -> None:
    assert str(found(publish_date=written).issued) == issued


def test_books_are_requested_together_with_the_control() -> None:
    http = FakeHttp(respond(ANSWER))
    other = parse_identifier("isbn:9780262033848")
    answers = OPEN_LIBRARY.parse(OPEN_LIBRARY.load(http, [ISBN, other]), [ISBN, other])
    assert http.params[0]["bibkeys"] == "ISBN:9781939133311,ISBN:9780262033848,ISBN:9780140328721"
    assert [type(answer) for answer in answers.values()] == [Found, Absent]


def test_an_answer_without_the_control_proves_nothing() -> None:
    answers: list[object] = [{}, [], {"ISBN:9780140328721": None}, {"ISBN:9781939133311": []}]
    for answer in answers:
        assert outcome(OPEN_LIBRARY, [respond(answer)], ISBN) == "unavailable"


def test_another_book_is_not_taken() -> None:
    answer = OPEN_LIBRARY.parse([respond({"ISBN:9781939133311": BOOK | {"identifiers": {}}})], [ISBN])[ISBN]
    assert isinstance(answer, Unavailable)


@given(st.sampled_from([200, 200, 200, 404, 500]), broken(invented("open-library", "found").body))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(OPEN_LIBRARY, [respond(body, status=status)], [ISBN])


def search(*books: object, **page: object) -> list[Found]:
    assert OPEN_LIBRARY.candidates
    return [*OPEN_LIBRARY.candidates([respond({"start": 0, "num_found": len(books), "docs": books, **page})])]


def test_a_book_is_found_by_its_title_with_the_year_of_its_first_edition() -> None:
    book = {"key": "/works/OL1W", "title": "Firing Pots", "subtitle": "A Handbook", "author_name": ["Ida Lund"]}
    (answer,) = search({**book, "first_publish_year": 1999})
    assert answer.record.to_dict() == {
        "id": "new",
        "type": "book",
        "title": "Firing Pots: A Handbook",
        "author": ["Lund, Ida"],
        "issued": "1999",
        "url": "https://openlibrary.org/works/OL1W",
    }
    assert [found.record.url for found in search({**book, "key": "OL2W"})] == ["https://openlibrary.org/works/OL2W"]


def test_books_that_cannot_be_used_are_skipped_and_another_answer_is_an_error() -> None:
    assert search() == search({"title": "Firing Pots"}, {"key": "OL1W", "title": "Firing Pots"}, None) == []
    assert OPEN_LIBRARY.candidates
    wrongs: tuple[object, ...] = ({}, [], {"docs": {}})
    for wrong in wrongs:
        with pytest.raises(SourceError):
            OPEN_LIBRARY.candidates([respond(wrong)])


def test_a_title_is_searched_in_a_parameter() -> None:
    http = FakeHttp(respond({"docs": []}))
    assert OPEN_LIBRARY.search
    OPEN_LIBRARY.search(http, "Firing & Pots?")
    assert http.urls == ["https://openlibrary.org/search.json"]
    assert http.params[0]["title"] == "Firing & Pots?"
