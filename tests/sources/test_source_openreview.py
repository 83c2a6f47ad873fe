from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.errors import SourceUnavailable
from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.identifier import Identifier, parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from moebib.web.response import Response
from responses import FakeHttp, broken, is_never_wrong, outcome, recorded, respond
from strategies import examples

OPENREVIEW = source("openreview")
ID = parse_identifier("openreview:aB3dEfGhIj")
NONE = respond({"notes": [], "count": 0})
NOT_FOUND = respond({"name": "NotFoundError", "message": "The Note was not found", "status": 404}, status=404)

BIBTEX = """@inproceedings{
berg2025invented,
title={Invented Things},
author={Jan Berg and Xiu-Lan Zhang},
booktitle={The Third Conference on Invented Things},
year={2025},
url={https://openreview.net/forum?id=aB3dEfGhIj}
}"""


def note(fields: dict[str, Any] | None = None, /, **changes: Any) -> dict[str, Any]:
    """A note in the first API: values are bare."""
    defaults = {
        "title": "Invented Things",
        "authors": ["Jan Berg", "Xiu-Lan Zhang"],
        "authorids": ["~Jan_Berg1", "zhang@uni.example"],
        "abstract": "We invent.",
        "venue": "CIT 2025 Poster",
        "venueid": "CIT.cc/2025/Conference",
        "_bibtex": BIBTEX,
        "pdf": "/pdf/0a1b.pdf",
    }
    return {
        "id": "aB3dEfGhIj",
        "forum": "aB3dEfGhIj",
        "replyto": None,
        "cdate": 1727400000000,
        "odate": 1728008000000,
        "pdate": 1737000000000,
        "content": defaults | (fields or {}),
        **changes,
    }


def wrapped(bare: dict[str, Any]) -> dict[str, Any]:
    """The same note in the second API: every value is in an object, and ``replyto`` is missing."""
    content = {name: {"value": value} for name, value in bare["content"].items()}
    return {name: value for name, value in bare.items() if name != "replyto"} | {"content": content, "version": 2}


def notes(*items: dict[str, Any]) -> Response:
    return respond({"notes": list(items), "count": len(items)})


def found_record(paper: dict[str, Any]) -> Record:
    answer = OPENREVIEW.parse([notes(paper)], [ID])[ID]
    assert isinstance(answer, Found), answer
    return answer.record


@pytest.mark.parametrize("paper", [note(), wrapped(note())])
def test_a_published_paper_of_either_api_is_read_with_all_fields(paper: dict[str, Any]) -> None:
    assert found_record(paper).to_dict() == {
        "id": "new",
        "type": "paper-conference",
        "title": "Invented Things",
        "author": ["Berg, Jan", "Zhang, Xiu-Lan"],
        "issued": "2025-01-16",
        "container_title": "The Third Conference on Invented Things",
        "container_title_short": "CIT",
        "identifiers": ["openreview:aB3dEfGhIj"],
        "abstract": "We invent.",
        "links": {"pdf": ["https://openreview.net/pdf/0a1b.pdf"]},
    }


@pytest.mark.parametrize(
    ("venue", "venueid", "status"),
    [
        ("Submitted to CIT 2025", "CIT.cc/2025/Conference/Submission", None),
        ("Submitted to CIT 2025", "CIT.cc/2025/Conference/Rejected_Submission", None),
        ("CIT 2025 Conference Withdrawn Submission", "CIT.cc/2025/Conference/Withdrawn_Submission", "withdrawn"),
        ("CIT 2025", "CIT.cc/2025/Conference/Desk_Rejected_Submission", None),
        ("Under review for TIT", "TIT/Under_Review", None),
        ("Decision pending for TIT", "TIT/Decision_Pending", None),
        ("", None, None),
        (None, "CIT.cc/2025/Conference", None),
    ],
)
def test_an_unpublished_submission_is_a_preprint(venue: str | None, venueid: str | None, status: str | None) -> None:
    record = found_record(note({"venue": venue, "venueid": venueid}))
    assert record.is_preprint
    assert (record.container_title, record.container_title_short, str(record.issued)) == (
        "OpenReview",
        "",
        "2024-10-04",
    )
    assert (record.status and record.status.kind) == status


def test_a_withdrawn_submission_of_the_first_api_is_recognised_by_its_invitation() -> None:
    submission = note({"venue": None, "venueid": None}, invitation="CIT.cc/2020/Conference/-/Withdrawn_Submission")
    record = found_record(submission)
    assert record.status
    assert record.status.kind == "withdrawn"


@pytest.mark.parametrize(
    ("content", "type_", "full", "short"),
    [
        ({"venue": "CIT 2025 Oral", "_bibtex": ""}, "paper-conference", "CIT 2025", "CIT"),
        ({"venue": ["CIT 2025"], "_bibtex": None}, "paper-conference", "CIT 2025", "CIT"),
        ({"venue": "CIT 2025 Datasets Track poster", "_bibtex": None}, "paper-conference",
         "CIT 2025 Datasets Track", "CIT"),
        ({"venue": "CIT 2025 spotlight poster", "_bibtex": None}, "paper-conference", "CIT 2025", "CIT"),
        ({"venue": "Published in TIT", "_bibtex": None}, "paper-conference", "TIT", "TIT"),
        ({"venue": "Accepted by TIT", "_bibtex": "@article{\nx,\njournal={Transactions on Things},\nyear={2025}}"},
         "article-journal", "Transactions on Things", "TIT"),
        ({"venue": "FutureIT 2025 Poster", "venueid": "CIT.cc/2025/Workshop/FutureIT"}, "paper-conference",
         "The Third Conference on Invented Things", ""),
        ({"_bibtex": BIBTEX.replace("Things},\nyear", "{T}hings \\& {\\\"U}ses},\nyear")}, "paper-conference",
         "The Third Conference on Invented Things & Üses", "CIT"),
    ],
)  # fmt: skip
def test_the_venue_has_a_full_and_a_short_name(content: dict[str, Any], type_: str, full: str, short: str) -> None:
    record = found_record(note(content))
    assert (record.type, record.container_title, record.container_title_short) == (type_, full, short)


@pytest.mark.parametrize(
    ("booktitle", "event"), [("Things", "CIT 2025 Workshop FutureIT"), ("CIT 2025 Workshop on Future Things", "")]
)
def test_a_workshop_is_visible_in_the_name_of_the_proceedings_or_of_the_event(booktitle: str, event: str) -> None:
    bibtex = BIBTEX.replace("The Third Conference on Invented Things", booktitle)
    content = {"venue": "FutureIT 2025 Poster", "venueid": "CIT.cc/2025/Workshop/FutureIT", "_bibtex": bibtex}
    record = found_record(note(content))
    assert (record.container_title, record.event_title) == (booktitle, event)


def test_the_conference_of_a_workshop_may_follow_its_site() -> None:
    content = {"venue": "FutureIT 2025", "venueid": "conferences.example/CIT/2025/Workshop/FutureIT", "_bibtex": ""}
    assert found_record(note(content)).event_title == "CIT 2025 Workshop FutureIT"


@pytest.mark.parametrize(
    ("venue", "short", "event"),
    [
        ("CIT 2025 Findings", "Findings of CIT", "CIT 2025 Findings"),
        ("CIT 2025 Blogposts Poster", "CIT", "CIT 2025 Blogposts"),
        ("CIT 2025 Workshop on Things Oral", "", "CIT 2025 Workshop on Things"),
        ("CIT 2025 Main", "CIT", ""),
    ],
)
def test_a_track_that_the_booktitle_does_not_name_is_the_event(venue: str, short: str, event: str) -> None:
    record = found_record(note({"venue": venue}))
    assert (record.container_title_short, record.event_title) == (short, event)
    assert record.container_title == "The Third Conference on Invented Things"


def test_the_year_may_be_written_together_with_the_venue() -> None:
    assert str(found_record(note({"venue": "BT@CIT2024", "_bibtex": None})).issued) == "2024"


@pytest.mark.parametrize(
    ("content", "others"),
    [
        ({"pdf": "https://arxiv.org/pdf/2402.01234"}, ["arxiv:2402.01234"]),
        ({"html": "https://doi.org/10.5555/abc", "pdf": "https://openreview.net/pdf?id=aB3dEfGhIj"},
         ["doi:10.5555/abc"]),
        ({"html": "https://openreview.net/forum?id=cD4eFgHiJk"}, ["openreview:cD4eFgHiJk"]),
        ({"html": "https://doi.org/10.5555/abc", "venueid": "dblp.org/conf/CIT/2025"}, ["doi:10.5555/abc"]),
        ({"html": "https://aclanthology.org/2025.cit-long.7/"}, ["acl:2025.cit-long.7"]),
    ],
)  # fmt: skip
def test_its_pages_elsewhere_are_of_other_publications_of_the_work(content: dict[str, Any], others: list[str]) -> None:
    answer = OPENREVIEW.parse([notes(note(content))], [ID])[ID]
    assert isinstance(answer, Found)
    assert [(other.kind, str(other.identifier)) for other in answer.related] == [("same-work", id_) for id_ in others]
    assert list(map(str, answer.record.identifiers)) == ["openreview:aB3dEfGhIj"]


def test_a_note_imported_from_dblp_is_about_the_forum_that_it_leads_to() -> None:
    content = {"html": "https://openreview.net/forum?id=cD4eFgHiJk", "venueid": "dblp.org/conf/CIT/2025"}
    answer = OPENREVIEW.parse([notes(note(content))], [ID])[ID]
    assert isinstance(answer, Found)
    assert list(map(str, answer.record.identifiers)) == ["openreview:aB3dEfGhIj", "openreview:cD4eFgHiJk"]
    assert answer.related == ()


def test_a_note_imported_from_corr_is_an_arxiv_preprint() -> None:
    content = {"venue": "CoRR 2024", "venueid": "dblp.org/journals/CORR/2024", "html": "https://arxiv.org/abs/2402.01234",
               "pdf": "https://arxiv.org/pdf/2402.01234"}  # fmt: skip
    record = found_record(note(content))
    assert record.is_preprint
    assert (record.container_title, str(record.issued)) == ("arXiv", "2024")
    assert [str(identifier) for identifier in record.identifiers] == ["openreview:aB3dEfGhIj", "arxiv:2402.01234"]
    assert record.links.pdf == ("https://arxiv.org/pdf/2402.01234",)


@pytest.mark.parametrize(
    ("changes", "issued"),
    [
        ({"pdate": 1737000000000}, "2025-01-16"),
        ({"pdate": 1700000000000}, "2025"),  # in 2023: an earlier round
        ({"pdate": None}, "2025"),
        ({"pdate": 10**400}, "2025"),
        ({"pdate": "2025-01-16"}, "2025"),
        ({"pdate": True}, "2025"),
    ],
)
def test_the_day_is_used_if_it_is_in_the_year_of_the_venue(changes: dict[str, Any], issued: str) -> None:
    assert str(found_record(note(**changes)).issued) == issued


@pytest.mark.parametrize(
    ("authors", "ids", "expected"),
    [
        (["Zhang Xiu-Lan"], ["~Xiu-Lan_Zhang12"], ["Zhang, Xiu-Lan"]),
        (["Jan van den Berg"], ["~Jan_van_den_Berg1"], ["van den Berg, Jan"]),
        (["Jan Berg"], ["~Johannes_Berg1"], ["Berg, Jan"]),
        (["Jan Berg"], ["https://dblp.org/search/pid/api?q=author:Jan_Berg:"], ["Berg, Jan"]),
        (["Jan Berg", "Mo Tal"], ["~Tal_Mo1"], ["Berg, Jan", "Tal, Mo"]),
        (["Jan Berg"], None, ["Berg, Jan"]),
        ([{"fullname": "Jan Berg", "username": "~Jan_Berg1"}], None, ["Berg, Jan"]),
    ],
)
def test_a_profile_gives_the_order_of_a_name(authors: list[Any], ids: object, expected: list[str]) -> None:
    record = found_record(note({"authors": authors, "authorids": ids}))
    assert [str(name) for name in record.author] == expected


@pytest.mark.parametrize("authors", [["Anonymous"], [], None, "Jan Berg", ["Jan Berg", ""], ["Jan Berg", {}]])
def test_hidden_authors_make_a_paper_unavailable(authors: object) -> None:
    answer = OPENREVIEW.parse([notes(note({"authors": authors}))], [ID])[ID]
    assert isinstance(answer, Unavailable)
    assert "authors" in answer.why


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"replyto": "zZzZzZzZzZ", "forum": "zZzZzZzZzZ"}, "is a comment on openreview:zZzZzZzZzZ"),
        ({"ddate": 1737000000000}, "was deleted"),
        ({"id": "another123"}, "other notes"),
        ({"content": None}, "authors"),
        ({"content": {"authors": ["Jan Berg"]}}, "no valid title"),
    ],
)
def test_comments_deleted_and_other_notes_are_not_papers(changes: dict[str, Any], why: str) -> None:
    answer = OPENREVIEW.parse([notes(note(**changes))], [ID])[ID]
    assert isinstance(answer, Unavailable)
    assert why in answer.why


@pytest.mark.parametrize("empty", [NONE, NOT_FOUND])
def test_a_note_that_both_apis_lack_is_absent(empty: Response) -> None:
    assert OPENREVIEW.parse([empty, NONE], [ID]) == {ID: Absent("openreview")}
    assert outcome(OPENREVIEW, [empty], ID) == "unavailable"
    assert outcome(OPENREVIEW, [empty, notes(note())], ID) == "found"
    assert outcome(OPENREVIEW, [empty, respond({}, status=502)], ID) == "unavailable"


@pytest.mark.parametrize(
    "response",
    [
        respond({"name": "ForbiddenError"}, status=403),
        respond({"name": "RateLimitError"}, status=429),
        respond({"name": "NotFoundError"}, status=400),
        respond({"name": "Error"}, status=404),
        respond("<title>404 not found</title>", kind="text/html", status=404),
        respond("<title>OpenReview</title>", kind="text/html"),
        respond({"notes": None}),
        respond({"notes": [], "count": 3}),
        respond({"notes": [1]}),
        respond({"references": []}),
        respond([]),
        respond(""),
    ],
)
def test_any_other_response_is_not_an_absence(response: Response) -> None:
    assert outcome(OPENREVIEW, [response, NONE], ID) == "unavailable"
    assert outcome(OPENREVIEW, [NONE, response], ID) == "unavailable"


def test_a_challenge_is_reported_with_a_hint_to_set_a_token() -> None:
    with pytest.raises(SourceUnavailable, match="token"):
        OPENREVIEW.parse([recorded("openreview/403_challenge.json")], [ID])


@pytest.mark.parametrize(
    ("first", "count"), [(notes(note()), 1), (NONE, 2), (NOT_FOUND, 2), (respond({}, status=403), 1)]
)
def test_the_first_api_is_queried_only_if_the_second_has_no_such_note(first: Response, count: int) -> None:
    http = FakeHttp(first, NONE, keys={"openreview": "secret"})
    assert len(OPENREVIEW.load(http, [ID])) == count
    assert http.urls == ["https://api2.openreview.net/notes", "https://api.openreview.net/notes"][:count]
    assert http.params[0] == {"id": "aB3dEfGhIj"}
    assert http.headers[0] == {"Authorization": "Bearer secret"}


RECORDED = [
    ("403_challenge.json", ID, "unavailable"),
    ("v1_note_HkghWScuoQ.json", parse_identifier("openreview:HkghWScuoQ"), "found"),
    ("v1_note_r1eLk2mKiX.json", parse_identifier("openreview:r1eLk2mKiX"), "found"),
    ("v1_notes_of_HkghWScuoQ.json", parse_identifier("openreview:HkghWScuoQ"), "unavailable"),
    ("v1_notes_of_HkghWScuoQ.json", parse_identifier("openreview:HJGsH53x6Q"), "unavailable"),  # a decision
    ("v1_notes_of_r1eLk2mKiX.json", parse_identifier("openreview:r1eLk2mKiX"), "unavailable"),
    ("v1_revisions_of_HkghWScuoQ.json", parse_identifier("openreview:HkghWScuoQ"), "unavailable"),
    ("v1_revisions_of_r1eLk2mKiX.json", parse_identifier("openreview:r1eLk2mKiX"), "unavailable"),
    ("v2_search_4aMedv0ONH.json", parse_identifier("openreview:4aMedv0ONH"), "found"),
]


@pytest.mark.parametrize(("name", "identifier", "expected"), RECORDED)
def test_every_recorded_response(name: str, identifier: Identifier, expected: str) -> None:
    response = recorded(f"openreview/{name}")
    assert outcome(OPENREVIEW, [response], identifier) == expected
    assert outcome(OPENREVIEW, [response], ID) == "unavailable"


def test_the_recorded_notes_are_of_two_kinds() -> None:
    named = {name: key for name, key, expected in RECORDED if expected == "found"}
    answers = [
        OPENREVIEW.parse([recorded(f"openreview/{name}")], [identifier])[identifier]
        for name, identifier in named.items()
    ]
    genres = [answer.record.genre for answer in answers if isinstance(answer, Found)]
    assert genres == ["preprint", "preprint", ""]


@given(st.sampled_from([200, 200, 403, 500]), broken(notes(wrapped(note())).body))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(OPENREVIEW, [respond(body, status=status)], [ID])


HOSTILE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(note()["content"])), st.sampled_from(sorted(note())), HOSTILE)
@examples(200)
def test_any_value_in_any_field_is_accepted(content: str, field: str, value: object) -> None:
    for changed in (note({content: value}), note() | {field: value}, wrapped(note({content: value}))):
        assert is_never_wrong(OPENREVIEW, [notes(changed)], [ID])
