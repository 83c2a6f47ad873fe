from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.identifier import parse_identifier
from moebib.sources import source
from responses import FakeHttp, broken, invented, is_never_wrong, outcome, respond
from strategies import examples

HAL = source("hal")
ID = parse_identifier("hal:hal-01234567")
ANSWER: dict[str, Any] = json.loads(invented("hal", "found").body)
DEPOSIT: dict[str, Any] = ANSWER["response"]["docs"][0]


def listed(*deposits: object, total: int | None = None) -> dict[str, Any]:
    return {"response": {"numFound": len(deposits) if total is None else total, "start": 0, "docs": list(deposits)}}


def found(**changes: object) -> Found:
    answer = HAL.parse([respond(listed(DEPOSIT | changes))], [ID])[ID]
    assert isinstance(answer, Found), answer
    return answer


def test_a_copy_has_the_fields_of_its_article() -> None:
    answer = found()
    assert answer.record.to_dict() == {
        "id": "new",
        "type": "article-journal",
        "title": "Routing of Invented Things",
        "author": ["Berg, Jan", "López, María"],
        "issued": "2024-06",
        "container_title": "Journal of Things",
        "volume": "12",
        "issue": "3",
        "page": "101-112",
        "identifiers": ["hal:hal-01234567", "doi:10.5555/abc.1", "issn:1234-5679"],
        "abstract": "We invent things.",
        "links": {"pdf": ["https://hal.science/hal-01234567/file/berg.pdf"]},
    }
    assert [(other.kind, str(other.identifier)) for other in answer.related] == [("preprint", "arxiv:2402.01234")]


def test_a_subtitle_is_part_of_the_title() -> None:
    titled = found(title_s=["Why Things?", "Pourquoi ?"], subTitle_s=["An Introduction", "Une introduction"])
    assert titled.record.title == "Why Things? An Introduction"


def test_a_preprint_has_no_identifier_of_its_publication() -> None:
    answer = found(docType_s="UNDEFINED")
    record = answer.record
    assert (record.type, record.genre, record.container_title, record.volume) == ("article", "preprint", "HAL", "")
    assert record.identifiers == (ID,)
    assert [(other.kind, str(other.identifier)) for other in answer.related] == [
        ("same-work", "arxiv:2402.01234"), ("published-as", "doi:10.5555/abc.1")
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("COMM", ("paper-conference", "", "")),
        ("THESE", ("thesis", "PhD thesis", "University of Things")),
        ("HDR", ("thesis", "Habilitation", "University of Things")),
        ("REPORT", ("report", "", "Press")),
        ("SOMETHING", ("document", "", "Press")),
    ],
)
def test_the_type_is_that_of_the_deposit(kind: str, expected: tuple[str, str, str]) -> None:
    record = found(docType_s=kind, authorityInstitution_s=["University of Things"], publisher_s=["Press"]).record
    assert (record.type, record.genre, record.publisher or "Press") == (*expected[:2], expected[2] or "Press")


def test_the_authors_of_an_edited_book_are_its_editors() -> None:
    record = found(docType_s="DOUV").record
    assert [str(name) for name in record.editor] == ["Berg, Jan", "López, María"]
    assert not record.author


def test_names_are_in_parts_unless_one_has_only_one() -> None:
    names = found(authFullName_s=["Jan van den Berg", "Sukarno"], authLastName_s=["van den Berg", "Sukarno"],
                  authFirstName_s=["Jan"]).record.author  # fmt: skip
    assert [str(name) for name in names] == ["van den Berg, Jan", "Sukarno"]


def test_deposits_are_requested_together() -> None:
    http, other = FakeHttp(respond(ANSWER)), parse_identifier("hal:tel-07654321")
    answers = HAL.parse(HAL.load(http, [ID, other]), [ID, other])
    assert http.params[0]["q"] == 'halId_s:("hal-01234567" OR "tel-07654321")'
    assert [type(answer) for answer in answers.values()] == [Found, Absent]


@pytest.mark.parametrize(
    "body",
    [
        listed(total=1),
        listed(DEPOSIT | {"halId_s": "hal-00000000"}),
        {"response": {"docs": []}},
        {},
        {"error": {"code": 400}},
    ],
)
def test_an_incomplete_list_proves_nothing(body: object) -> None:
    assert outcome(HAL, [respond(body)], ID) == "unavailable"


def test_a_deposit_without_authors_is_not_found() -> None:
    assert isinstance(HAL.parse([respond(listed({"halId_s": "hal-01234567"}))], [ID])[ID], Unavailable)


@given(st.sampled_from([200, 200, 200, 404, 500]), broken(invented("hal", "found").body))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(HAL, [respond(body, status=status)], [ID])
