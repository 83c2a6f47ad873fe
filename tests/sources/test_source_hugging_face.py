from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from moebib.records.answer import Absent, Found, Unavailable
from moebib.records.identifier import parse_identifier
from moebib.records.record import Record
from moebib.sources import source
from responses import FakeHttp, broken, is_never_wrong, outcome, respond
from shared_data import shared
from strategies import examples

HF = source("hugging-face")
KEY = parse_identifier("arxiv:2402.01234")

PAPER: dict[str, Any] = {
    "id": "2402.01234",
    "authors": [
        {"_id": "1", "name": "Jan van den Berg", "hidden": False},
        {"_id": "2", "name": "Invented AI Team", "hidden": False},
        {"_id": "3", "name": "María López", "hidden": True, "user": {"fullname": "M."}},
    ],
    "publishedAt": "2024-02-02T17:08:18.000Z",
    "submittedOnDailyAt": "2024-02-05T00:00:00.000Z",
    "title": "Routing\n  of Invented Things",
    "summary": "We invent things.",
    "upvotes": 10,
    "projectPage": "https://things.example/",
    "githubRepo": "https://github.com/berg/things",
    "githubStars": 9,
}


def found_record(paper: object) -> Record:
    answer = HF.parse([respond(paper)], [KEY])[KEY]
    assert isinstance(answer, Found), answer
    return answer.record


def test_a_paper_has_its_code_and_its_page() -> None:
    assert found_record(PAPER).to_dict() == {
        "id": "new",
        "type": "article",
        "genre": "preprint",
        "title": "Routing\n  of Invented Things",
        "author": ["van den Berg, Jan", "{Invented AI Team}", "López, María"],
        "issued": "2024-02-02",
        "container_title": "arXiv",
        "identifiers": ["arxiv:2402.01234"],
        "abstract": "We invent things.",
        "links": {"code": ["https://github.com/berg/things"], "project": ["https://things.example/"]},
    }


@pytest.mark.parametrize(
    "change",
    [
        {"githubRepo": None},
        {"githubRepo": "javascript:alert(1)"},
        {"githubRepo": ["x"]},
        {"githubRepo": "https://a b/"},
    ],
)
def test_a_broken_link_is_left_out(change: dict[str, Any]) -> None:
    assert found_record(PAPER | change).links.code == ()


@pytest.mark.parametrize("day", [None, "2024-02-30T00:00:00Z", "soon", 20240202])
def test_a_broken_date_is_left_out(day: object) -> None:
    assert found_record(PAPER | {"publishedAt": day}).issued is None


@pytest.mark.parametrize(
    "body",
    [
        PAPER | {"id": "2402.01235"},
        PAPER | {"id": None},
        PAPER | {"title": ""},
        PAPER | {"authors": []},
        PAPER | {"authors": [{"name": "Jan Berg"}, {"name": ""}]},
        PAPER | {"authors": [{"name": "Jan Berg"}, None]},
        PAPER | {"authors": "Jan Berg"},
        {"error": "Internal"},
        {},
        [],
        [PAPER],
        None,
    ],
)
def test_an_incomplete_or_other_paper_is_not_found(body: object) -> None:
    assert outcome(HF, [respond(body)], KEY) == "unavailable"


@pytest.mark.parametrize(
    ("status", "kind", "body", "expected"),
    [
        (404, "application/json", '{"error": "Paper not found"}', "absent"),
        (404, "application/json", '{"error":"paper 2402.01234 does not exist"}', "absent"),
        (404, "application/json", "{}", "unavailable"),
        (404, "application/json", '{"error": "Not found"}', "unavailable"),
        (404, "application/json", '{"error": "Paper with id 1 not found"}', "unavailable"),
        (404, "text/html", "<title>404</title>", "unavailable"),
        (200, "application/json", '{"error": "Paper not found"}', "unavailable"),
        (200, "application/json", json.dumps(PAPER)[:-9], "unavailable"),
        (200, "text/html", json.dumps(PAPER), "unavailable"),
        (401, "application/json", '{"error": "x"}', "unavailable"),
        (429, "application/json", '{"error": "x"}', "unavailable"),
        (500, "application/json", '{"error": "x"}', "unavailable"),
        (200, "application/json", "", "unavailable"),
    ],
)
def test_only_404_with_an_error_about_the_paper_is_absent(status: int, kind: str, body: str, expected: str) -> None:
    assert outcome(HF, [respond(body, kind=kind, status=status)], KEY) == expected


def test_absent_names_this_source() -> None:
    assert HF.parse([respond({"error": "Paper not found"}, status=404)], [KEY]) == {KEY: Absent("hugging-face")}


def test_load_requests_the_paper_without_its_version() -> None:
    http = FakeHttp(respond(PAPER))
    HF.load(http, [parse_identifier("2402.01234v3")])
    assert http.urls == ["https://huggingface.co/api/papers/2402.01234"]


def test_the_recorded_paper_is_found() -> None:
    (item,) = json.loads(shared("answers/huggingface/daily_papers_one_item.json").read_text("utf-8"))
    key = parse_identifier("arxiv:2602.23229")
    answer = HF.parse([respond(item["paper"])], [key])[key]
    assert isinstance(answer, Found)
    assert len(answer.record.author) == 5
    assert answer.record.links.code
    assert answer.record.links.project
    assert outcome(HF, [respond([item])], key) == "unavailable"


@given(st.sampled_from([200, 200, 200, 403, 500]), broken(json.dumps(PAPER).encode()))
@examples(150)
def test_a_broken_response_is_never_absent_or_another_work(status: int, body: bytes) -> None:
    assert is_never_wrong(HF, [respond(body, status=status)], [KEY])


MODEL: dict[str, Any] = {
    "_id": "1",
    "id": "things-lab/Router-7B",
    "modelId": "things-lab/Router-7B",
    "author": "things-lab",
    "createdAt": "2024-06-03T10:00:00.000Z",
    "lastModified": "2025-01-01T00:00:00.000Z",
    "tags": ["safetensors", "arxiv:2402.01234", "doi:10.57967/hf/1234", "doi:10.5555/paper", "license:mit"],
    "cardData": {"license": "mit"},
}


def repository(name: str, body: object, *, url: str = "") -> Record:
    identifier = parse_identifier(f"hf:{name}")
    http = FakeHttp(respond(body, url=url or f"https://huggingface.co/api/models/{name}"))
    answer = HF.parse(HF.load(http, [identifier]), [identifier])[identifier]
    assert isinstance(answer, Found), answer
    assert not answer.related
    return answer.record


def test_a_model_is_software_and_not_its_paper() -> None:
    assert repository("things-lab/Router-7B", MODEL).to_dict() == {
        "id": "new",
        "type": "software",
        "title": "Router-7B",
        "author": ["{things-lab}"],
        "issued": "2024-06-03",
        "publisher": "Hugging Face",
        "identifiers": ["hf:things-lab/Router-7B", "doi:10.57967/hf/1234"],
    }


def test_a_data_set_has_its_title() -> None:
    body = MODEL | {
        "cardData": {"pretty_name": "Invented Things"},
        "createdAt": "2022-03-02T23:29:04.000Z",
        "tags": None,
    }
    record = repository("datasets/things-lab/Router-7B", body)
    assert (record.type, record.title, record.issued) == ("dataset", "Invented Things", None)
    assert record.identifiers == (parse_identifier("hf:datasets/things-lab/Router-7B"),)


def test_a_renamed_repository_has_both_names() -> None:
    record = repository("berg/router", MODEL, url="https://huggingface.co/api/models/things-lab/Router-7B")
    assert {"hf:things-lab/Router-7B", "hf:berg/router"} < set(map(str, record.identifiers))


def test_a_repository_without_an_owner_has_the_one_that_it_got() -> None:
    for url in ("https://huggingface.co/api/models/things-lab/Router-7B", ""):  # redirected, or not
        record = repository("router-7b", MODEL, url=url)
        assert (record.title, record.author.texts()) == ("Router-7B", ["{things-lab}"])
        assert {"hf:things-lab/Router-7B", "hf:router-7b"} < set(map(str, record.identifiers))
    assert repository("router", MODEL | {"id": "router"}).author == ()


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("b", "models/b"),
        ("datasets/b", "datasets/b"),
        ("a/b", "models/a/b"),
        ("datasets/a/b", "datasets/a/b"),
        ("spaces/a/b", "spaces/a/b"),
    ],
)
def test_each_kind_of_repository_has_its_url(name: str, path: str) -> None:
    http = FakeHttp(respond({}))
    HF.load(http, [parse_identifier(f"hf:{name}")])
    assert http.urls == [f"https://huggingface.co/api/{path}"]


@pytest.mark.parametrize(
    ("status", "body"),
    [(401, {"error": "Invalid username or password."}), (404, {"error": "Repository not found"}), (200, {}), (200, []),
     (200, MODEL | {"id": "other/thing"}), (200, MODEL | {"id": "gpt2"})],
)  # fmt: skip
def test_an_unknown_or_another_repository_proves_nothing(status: int, body: object) -> None:
    identifier = parse_identifier("hf:things-lab/Router-7B")
    url = "https://huggingface.co/api/models/things-lab/Router-7B"
    assert outcome(HF, [respond(body, status=status, url=url)], identifier) == "unavailable"


def test_an_unknown_repository_does_not_take_the_service_for_down() -> None:
    """A ``SourceUnavailable`` would end all further queries."""
    identifier = parse_identifier("hf:things-lab/Router-7B")
    answer = HF.parse([respond({"error": "Invalid username or password."}, status=401)], [identifier])[identifier]
    assert answer == Unavailable("hugging-face", "Hugging Face has no public repository 'things-lab/Router-7B'")
