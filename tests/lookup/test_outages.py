"""What an outage leaves behind: nothing in the cache, and no requests to a host that cannot be reached."""

from __future__ import annotations

import json
import socket
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from clock import Clock, make_older
from moebib import sources
from moebib.lookup.client import Client
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.record import Record
from moebib.sources import source
from moebib.web import Web
from replay import Reply, Server, json_reply
from responses import invented

every_source = pytest.mark.parametrize("name", sources.sources())
LOGIN = "<html><title>Welcome</title><form action=/login>Accept the terms to go online</form></html>"
JUNK = {
    "a portal": Reply(LOGIN.encode(), "text/html"),
    "a portal in JSON": json_reply('{"login": "https://portal.example/"}'),
    "maintenance": json_reply('{"error": "maintenance"}'),
    "maintenance as XML": Reply(b"<status>maintenance</status>", "application/xml"),
    "maintenance as text": Reply(b"Back soon", "text/plain"),
    "nothing": Reply(b"", "application/json"),
    "404 of a proxy": Reply(b"<title>404 Not Found</title>nginx", "text/html", 404),
    "404 of a gateway": json_reply('{"message": "Not Found"}', 404),
    "410": Reply(b"<title>Gone</title>", "text/html", 410),
}


def reply(name: str, kind: str) -> Reply:
    """The invented response of a source."""
    response = invented(name, kind)
    return Reply(response.body, response.content_type, response.status)


def answer(web: Web, name: str, text: str = "") -> Answer:
    (answer,) = Client(web, only=[name]).fetch_many([text or source(name).example])
    return answer


@every_source
def test_what_a_source_cannot_use_is_not_cached(name: str, server: Server, open_web: Callable[..., Web]) -> None:
    for what, junk in JUNK.items():
        server.route("", junk)
        assert isinstance(answer(open_web(), name), Unavailable), what
    server.route("", reply(name, "found"))
    assert isinstance(answer(open_web(), name), Found)
    requests = len(server.log)
    assert isinstance(answer(open_web(), name), Found)
    assert isinstance(answer(open_web(offline=True), name), Found)
    # Identifiers in the record may lead to further requests.
    assert server.log[0].path not in [request.path for request in server.log[requests:]]


@every_source
def test_junk_does_not_replace_what_is_cached(name: str, server: Server, open_web: Callable[..., Web]) -> None:
    server.route("", reply(name, "found"))
    answer(open_web(), name)
    for junk in JUNK.values():
        server.route("", junk)
        assert isinstance(answer(open_web(refresh=True), name), Unavailable)
    assert isinstance(answer(open_web(), name), Found)


@pytest.mark.parametrize("name", [name for name in sources.sources() if source(name).absent])
def test_an_absence_is_cached(name: str, server: Server, open_web: Callable[..., Web]) -> None:
    server.route("", reply(name, "absent"))
    assert answer(open_web(), name) == Absent(name)
    requests = len(server.log)
    assert answer(open_web(), name) == Absent(name)
    assert len(server.log) == requests


@pytest.mark.parametrize("name", [name for name in sources.sources() if source(name).absent])
def test_an_absence_that_has_expired_is_not_believed_offline(
    name: str, server: Server, open_web: Callable[..., Web], tmp_path: Path
) -> None:
    """But a work that was found is."""
    server.route("", reply(name, "absent"))
    answer(open_web(), name)
    assert answer(open_web(offline=True), name) == Absent(name)
    make_older(tmp_path, days=2)
    old = answer(open_web(offline=True), name)
    assert isinstance(old, Unavailable)
    assert old.why.startswith(f"{name} did not have it on 20")
    server.route("", reply(name, "found"))
    answer(open_web(), name)
    make_older(tmp_path, days=400)
    assert isinstance(answer(open_web(offline=True), name), Found)


@pytest.mark.parametrize("name", [name for name in sources.sources() if source(name).search])
def test_what_a_search_cannot_use_is_not_cached(name: str, server: Server, open_web: Callable[..., Web]) -> None:
    kind = min(source(name).searched_for or {"article-journal"})
    work = Record.model_validate({"id": "a", "type": kind, "title": "Routing of Invented Things"})

    def searched() -> Answer:
        (lookup,) = Client(open_web(), only=[name]).look_up([work])
        return lookup.answer

    for what, junk in JUNK.items():
        server.route("", junk)
        assert isinstance(searched(), Unavailable), what
    requests = len(server.log)
    searched()
    assert len(server.log) > requests


@pytest.mark.parametrize(
    "nothing",
    [
        json_reply('{"error": "Title match not found"}', 404),
        json_reply('{"data": [{"paperId": "1", "title": "On Tulips", "externalIds": {"DOI": "10.5555/tulips"}}]}'),
    ],
)
def test_a_search_without_a_result_is_cached_for_a_day(
    server: Server, open_web: Callable[..., Web], tmp_path: Path, nothing: Reply
) -> None:
    server.route("", nothing)
    assert answer(open_web(), "semantic-scholar", "Routing of Invented Things") == Absent("semantic-scholar")
    for days, requests in ((0.9, 1), (0.2, 2)):
        make_older(tmp_path, days)
        assert answer(open_web(), "semantic-scholar", "Routing of Invented Things") == Absent("semantic-scholar")
        assert len(server.log) == requests


def crossref_list(*dois: str, total: int) -> Reply:
    work = {"title": ["Routing of Invented Things"], "type": "journal-article"}
    items = [{"DOI": doi, **work} for doi in dois]
    message = {"items": items, "total-results": total}
    return json_reply(json.dumps({"status": "ok", "message-type": "work-list", "message": message}))


def test_a_list_is_cached_if_it_is_complete(server: Server, open_web: Callable[..., Web]) -> None:
    def requests_for(listed: Reply) -> int:
        server.route("", listed)
        for _ in range(2):
            list(Client(open_web(), only=["crossref"]).fetch_many(["10.5555/a", "10.5555/b"]))
        return len(server.log)

    assert requests_for(crossref_list("10.5555/a", total=2)) == 2
    assert requests_for(crossref_list("10.5555/a", total=1)) == 3


def test_a_work_that_cannot_be_used_does_not_keep_its_list_out_of_the_cache(
    server: Server, open_web: Callable[..., Web]
) -> None:
    papers: list[dict[str, Any]] = [
        {"paperId": "1" * 40, "title": None, "externalIds": {"DOI": "10.5555/a"}},
        {"paperId": "2" * 40, "title": "Routing of Invented Things", "externalIds": {"DOI": "10.5555/b"}},
    ]
    server.route("", json_reply(json.dumps(papers)))
    for _ in range(2):
        answers = list(Client(open_web(), only=["semantic-scholar"]).fetch_many(["10.5555/a", "10.5555/b"]))
        assert [type(answer) for answer in answers] == [Unavailable, Found]
    assert len(server.log) == 1


def test_a_source_with_several_responses_keeps_all_or_none(server: Server, open_web: Callable[..., Web]) -> None:
    found = reply("openreview", "found")
    server.route("api2.openreview.net/notes", reply("openreview", "absent"))
    server.route("api.openreview.net/notes", JUNK["a portal"], found)
    assert isinstance(answer(open_web(), "openreview"), Unavailable)
    assert isinstance(answer(open_web(), "openreview"), Found)
    assert isinstance(answer(open_web(), "openreview"), Found)
    assert len(server.log) == 4


def test_without_a_network_each_host_is_looked_up_once(clock: Clock, tmp_path: Path) -> None:
    """Not for each of the works, whether they have identifiers or only titles."""
    asked: list[str] = []

    def resolve(host: str, _port: int) -> list[Any]:
        asked.append(host)
        raise socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")

    texts = [text.format(f"{number:04}") for number in range(100) for text in (
        "10.5555/a{}", "2402.0{}", "acl:2024.cit-main.1{}", "dblp:conf/cit/Berg{}", "openreview:aB3dEf{}",
        "Routing of Invented Things Number {}",
    )]  # fmt: skip
    with Web(limits=sources.limits(), cache=tmp_path, resolve=resolve) as web:
        answers = list(Client(web).fetch_many(texts))
    assert {type(answer) for answer in answers} == {Unavailable}
    assert len(asked) == len(set(asked))
    assert clock.now_s < 10


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    return Clock(monkeypatch)


def test_redirects_of_a_service_that_lead_nowhere_are_no_answers(server: Server, open_web: Callable[..., Web]) -> None:
    for url in ("http://h:99999/", "http://[::1", "https://portal.example:x/login", "file:///etc/hosts"):
        server.route("", replace(JUNK["a portal"], status=302, headers={"Location": url}))
        for name in sources.sources():
            assert isinstance(answer(open_web(), name), Unavailable), (name, url)
