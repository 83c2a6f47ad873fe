"""The agency of a DOI's prefix decides which sources are queried first, and never whether a work exists."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from clock import make_older
from moebib.lookup.client import Client
from moebib.records.answer import Absent, Answer, Found
from moebib.web import Web
from replay import Reply, Server, json_reply, redirect, too_many
from responses import invented, recorded

CROSSREF, DATACITE, DOI = "api.crossref.org", "api.datacite.org", "doi.org"
SOURCES = {"crossref": CROSSREF, "datacite": DATACITE, "doi": DOI}
TITLE = "Routing of Invented Things"


def crossref(doi: str) -> Reply:
    work = {"DOI": doi, "type": "journal-article", "title": [TITLE], "author": [{"family": "Berg", "given": "Jan"}]}
    return json_reply(json.dumps({"message-type": "work", "message": work}))


def datacite(doi: str) -> Reply:
    work = {"doi": doi, "titles": [{"title": TITLE}], "creators": [{"name": "Berg, Jan", "nameType": "Personal"}]}
    return json_reply(json.dumps({"data": {"attributes": work}}))


def csl(doi: str) -> Reply:
    work = {"DOI": doi, "type": "article-journal", "title": TITLE, "author": [{"family": "Berg", "given": "Jan"}]}
    return json_reply(json.dumps(work))


def agency(prefix: str, name: str) -> Reply:
    return json_reply(json.dumps([{"DOI": prefix, "RA": name}]))


@pytest.fixture(autouse=True)
def _nothing_is_known(server: Server) -> None:
    """No service has any work, and doi.org no agency."""
    for name, host in SOURCES.items():
        absent = invented(name, "absent")
        server.route(f"{host}/", Reply(absent.body, absent.content_type, absent.status))


LookUp = Callable[..., list[Answer]]


@pytest.fixture
def look_up(open_web: Callable[..., Web]) -> LookUp:
    """Looks texts up as another run of moebib does, with the same cache."""

    def run(*texts: str, only: tuple[str, ...] = tuple(SOURCES)) -> list[Answer]:
        with open_web() as web, Client(web, only=only) as client:
            return list(client.fetch_many(texts))

    return run


def queried(server: Server) -> list[str]:
    """The hosts of the requests in their order, with the prefix for a look-up of its agency."""
    return [f"doi.org{path}" if path.startswith("/ra/") else host for _, host, path, *_ in server.log]


@pytest.mark.parametrize(
    ("name", "host", "path", "work"),
    [
        ("Crossref", CROSSREF, "works/10.5555%2Fa", crossref),
        ("DataCite", DATACITE, "dois/10.5555/a", datacite),
        ("mEDRA", DOI, "10.5555/a", csl),
        ("JaLC", DOI, "10.5555/a", csl),
        ("an agency of tomorrow", DOI, "10.5555/a", csl),
    ],
)
def test_only_the_agency_of_a_doi_is_queried(
    server: Server, look_up: LookUp, name: str, host: str, path: str, work: Callable[[str], Reply]
) -> None:
    server.route("doi.org/ra/10.5555", agency("10.5555", name))
    server.route(f"{host}/{path}", work("10.5555/a"))
    (answer,) = look_up("10.5555/a")
    assert isinstance(answer, Found)
    assert queried(server) == ["doi.org/ra/10.5555", host]


@pytest.mark.parametrize("name", ["Crossref", "DataCite", "mEDRA"])
def test_a_doi_that_its_agency_does_not_have_is_queried_everywhere(server: Server, look_up: LookUp, name: str) -> None:
    """A DOI may have moved to another agency than that of its prefix."""
    server.route("doi.org/ra/10.5555", agency("10.5555", name))
    (answer,) = look_up("10.5555/a")
    assert isinstance(answer, Absent)
    assert {*queried(server)[1:]} == {CROSSREF, DATACITE, DOI}
    server.route(f"{CROSSREF}/works/10.5555%2Fb", crossref("10.5555/b"))
    server.route(f"{DATACITE}/dois/10.5555/c", datacite("10.5555/c"))
    assert all(isinstance(answer, Found) for text in ("10.5555/b", "10.5555/c") for answer in look_up(text))


def test_a_doi_that_moved_is_queried_at_its_new_agency_even_if_others_have_the_work(
    server: Server, look_up: LookUp
) -> None:
    """Semantic Scholar has it, so that no last resort is needed."""
    server.route("doi.org/ra/10.5555", agency("10.5555", "Crossref"))
    server.route(f"{DATACITE}/dois/10.5555/a", datacite("10.5555/a"))
    paper = {
        "paperId": "0" * 40,
        "externalIds": {"DOI": "10.5555/a"},
        "title": TITLE,
        "authors": [{"name": "Jan Berg"}],
    }
    server.route("api.semanticscholar.org/", json_reply(json.dumps(paper)))
    (answer,) = look_up("10.5555/a", only=(*SOURCES, "semantic-scholar"))
    assert isinstance(answer, Found)
    assert DATACITE in queried(server)


@pytest.mark.parametrize(
    "reply",
    [
        too_many(),
        Reply(b"oops", "text/plain", 500),
        Reply(b"<title>Log in", "text/html"),
        Reply(b"<title>DOI Not Found</title>", "text/html", 404),
        redirect("https://doi.org/"),
        json_reply("null"),
        json_reply("[]"),
        json_reply('[{"DOI": "10.5555", "status": "DOI does not exist"}]'),
        json_reply('[{"DOI": "10.5555", "RA": 7}]'),
        json_reply('[{"DOI": "10.9999", "RA": "mEDRA"}]'),
        json_reply('{"DOI": "10.5555", "RA": "mEDRA"}'),
        json_reply('[{"DOI": "10.5555", "RA": ""}]'),
        json_reply('[{"DOI": "10.5555"'),
    ],
)
def test_without_a_known_agency_both_are_queried(server: Server, look_up: LookUp, reply: Reply) -> None:
    server.route("doi.org/ra/10.5555", reply)
    server.route(f"{CROSSREF}/works/10.5555%2Fa", crossref("10.5555/a"))
    (answer,) = look_up("10.5555/a")
    assert isinstance(answer, Found)
    assert {CROSSREF, DATACITE} <= {*queried(server)}
    (answer,) = look_up("10.5555/none")
    assert isinstance(answer, Absent)


def test_the_agency_of_a_prefix_is_looked_up_once_a_year(server: Server, look_up: LookUp, tmp_path: Path) -> None:
    server.route("doi.org/ra/10.5555", agency("10.5555", "Crossref"))
    for name in "abc":
        server.route(f"{CROSSREF}/works/10.5555%2F{name}", crossref(f"10.5555/{name}"))
        look_up(f"10.5555/{name}")
    make_older(tmp_path, days=300)
    look_up("10.5555/a")
    assert queried(server).count("doi.org/ra/10.5555") == 1
    assert DATACITE not in queried(server)
    make_older(tmp_path, days=100)
    look_up("10.5555/a")
    assert queried(server).count("doi.org/ra/10.5555") == 2


def test_a_prefix_without_an_agency_is_looked_up_once_a_day(server: Server, look_up: LookUp, tmp_path: Path) -> None:
    server.route("doi.org/ra/10.5555", json_reply('[{"DOI": "10.5555", "status": "DOI does not exist"}]'))
    look_up("10.5555/a")
    for days, times in ((0.5, 1), (0.6, 2)):
        make_older(tmp_path, days)
        look_up("10.5555/a")
        assert queried(server).count("doi.org/ra/10.5555") == times


def test_an_unknown_agency_is_looked_up_again_in_the_next_run(server: Server, look_up: LookUp) -> None:
    server.route("doi.org/ra/10.5555", too_many(), too_many(), too_many(), agency("10.5555", "Crossref"))
    server.route(f"{CROSSREF}/works/10.5555%2Fa", crossref("10.5555/a"))
    for _ in range(2):
        look_up("10.5555/a")
    assert queried(server).count(DATACITE) == 1


def test_many_dois_of_many_prefixes_need_few_look_ups(server: Server, look_up: LookUp) -> None:
    """A source is queried for a hundred DOIs at once, so that each further look-up would cost more than it saves."""
    server.route("doi.org/", lambda request: agency(request.path.removeprefix("/ra/"), "Crossref"))
    texts = [f"10.{prefix}/{number}" for prefix in range(5000, 5030) for number in range(1 + (prefix == 5029))]
    look_up(*texts)
    looked_up = [path for path in queried(server) if path.startswith("doi.org/ra/")]
    assert len(looked_up) == len({*looked_up}) == 10
    assert looked_up[0] == "doi.org/ra/10.5029"


@pytest.mark.parametrize("only", [("crossref",), ("doi",), ("crossref", "doi")])
def test_no_agency_is_looked_up_without_sources_to_choose_from(
    server: Server, look_up: LookUp, only: tuple[str, ...]
) -> None:
    look_up("10.5555/a", only=only)
    assert "doi.org/ra/10.5555" not in queried(server)


@pytest.mark.parametrize(("name", "found"), [("crossref", "Crossref"), ("jalc", "JaLC"), ("unknown", "")])
def test_the_recorded_look_ups_are_understood(server: Server, look_up: LookUp, name: str, found: str) -> None:
    response = recorded(f"doi_cn/ra_{name}.json")
    prefix = response.url.rpartition("/")[2]
    server.route(f"doi.org/ra/{prefix}", Reply(response.body, response.content_type))
    server.route(f"{CROSSREF}/works/{prefix}%2Fa", crossref(f"{prefix}/a"))
    server.route(f"{DOI}/{prefix}/a", csl(f"{prefix}/a"))
    look_up(f"{prefix}/a")
    first = {"Crossref": {CROSSREF}, "JaLC": {DOI}, "": {CROSSREF, DATACITE}}[found]
    assert {*queried(server)[1:]} == first
