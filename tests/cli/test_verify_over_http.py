"""`verify` over HTTP: which requests it makes, and what it says of services that allow few."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote

import pytest

from moebib.errors import SourceUnavailable
from moebib.lookup.client import Client
from moebib.records.record import Record
from moebib.sources import source, sources
from replay import Reply, Request, Server, json_reply, stall
from small_list import moebib


def crossref(request: Request) -> Reply:
    """Every DOI and every title that begins with "Known" is that of a paper by Ada Lund of 2021."""
    if doi := unquote(request.path).removeprefix("/works").removeprefix("/"):
        message = _work(doi, doi.removeprefix("10.5555/").replace("-", " "))
        return json_reply(json.dumps({"status": "ok", "message-type": "work", "message": message}))
    if "filter" in request.query:
        dois = request.query["filter"].replace("doi:", "").split(",")
        return _works([(doi, doi.removeprefix("10.5555/").replace("-", " ")) for doi in dois])
    title = request.query.get("query.bibliographic", "")
    return _works([(f"10.5555/{title.replace(' ', '-')}", title)] if title.startswith("Known") else [])


def _works(known: list[tuple[str, str]]) -> Reply:
    items = [_work(doi, title) for doi, title in known]
    message = {"total-results": len(items), "items": items, "items-per-page": 20, "query": {}}
    return json_reply(json.dumps({"status": "ok", "message-type": "work-list", "message": message}))


def _work(doi: str, title: str) -> dict[str, object]:
    return {"DOI": doi, "type": "journal-article", "title": [title], "author": [{"given": "Ada", "family": "Lund"}],
            "container-title": ["Journal of Clay"], "issued": {"date-parts": [[2021, 3]]}}  # fmt: skip


def entry(key: str, title: str, doi: str = "", year: int = 2021) -> str:
    """An entry of a .bib file."""
    identifier = f", doi = {{{doi}}}" if doi else ""
    return (
        f"@article{{{key}, title = {{{title}}}, author = {{Lund, Ada}}, journal = {{Journal of Clay}}, "
        f"year = {year}{identifier}}}\n"
    )


@pytest.fixture
def folder(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a cache of its own; Crossref has works, OpenAlex none, and all other services fail."""
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("MOEBIB_TEST_SERVER", server.url)
    server.route("", Reply(b"closed for today", "text/plain", 500))
    server.route("doi.org/ra/10.5555", json_reply('[{"DOI": "10.5555", "RA": "Crossref"}]'))
    server.route("api.crossref.org/", crossref)
    server.route("api.openalex.org/works", openalex())
    return tmp_path


def openalex(left: int = 900, status: int = 200) -> Reply:
    """OpenAlex without any works, and what it still allows."""
    budget = {"X_RateLimit_Limit": "1000", "X_RateLimit_Remaining": str(left), "X_RateLimit_Reset": "25200"}
    return json_reply('{"meta": {"count": 0, "page": 1, "per_page": 10}, "results": []}', status, **budget)


LOW = """\
warning: api.openalex.org: 60 of 1000 credits left; more in 7 h
hint: an API key allows more (MOEBIB_OPENALEX_KEY); or run the same command again later
"""


def test_a_budget_that_soon_ends_is_reported_once_and_stops_nothing(folder: Path, server: Server) -> None:
    server.route("api.openalex.org/works", openalex(60), openalex(50))
    (folder / "paper.bib").write_text(entry("a", "Unknown Pots of Clay") + entry("b", "Unknown Pots of Tin"), "utf-8")
    done = moebib("verify", "paper.bib", folder=folder)
    assert done.err.startswith(LOW)
    assert done.err.count("warning") == 1
    assert "warning" not in moebib("--quiet", "verify", "paper.bib", "--refresh", folder=folder).err


def test_a_budget_that_has_ended_is_a_service_that_did_not_respond(folder: Path, server: Server) -> None:
    server.route("api.openalex.org/works", openalex(3, 429))
    titles = [f"Unknown Pots of {metal}" for metal in ("Iron", "Zinc", "Gold")]
    (folder / "paper.bib").write_text("".join(entry(title[-4:], title) for title in titles), "utf-8")
    done = moebib("verify", "paper.bib", folder=folder)
    assert done.code == 4
    assert (
        "openalex did not respond: api.openalex.org returned 429: its 1000 credits are used up; more in 7 h; "
        "an API key allows more (MOEBIB_OPENALEX_KEY)\n"
    ) in done.err
    assert len(server.requests("api.openalex.org")) == 1


def test_what_others_confirm_is_not_searched_where_a_search_costs_credits(folder: Path, server: Server) -> None:
    (folder / "paper.bib").write_text(entry("a", "Known Pots of Clay") + entry("b", "Unknown Pots of Tin"), "utf-8")
    moebib("verify", "paper.bib", folder=folder)
    searched = [request.query.get("filter") for request in server.requests("api.openalex.org")]
    assert [text for text in searched if text] == ["title.search:Unknown Pots of Tin"]
    searched = [request.query.get("query") for request in server.requests("api.semanticscholar.org")]
    assert [text for text in searched if text] == ["Unknown Pots of Tin"]


def test_sources_that_allow_few_requests_are_searched_last() -> None:
    searched: list[str] = []

    class Silent:
        keys: dict[str, str] = {}  # noqa: RUF012
        mailto = None

        def get(self, url: str, **_: object) -> None:
            searched.append(url.split("/")[2])
            raise SourceUnavailable("silent", url=url)

    reference = Record(id="a", type="article-journal", title="Unknown Pots of Tin")
    client = Client(Silent())  # type: ignore[arg-type]
    list(client.look_up([reference], is_settled=lambda *_: False))
    assert searched[0] == "api.crossref.org"
    assert searched[-2:] == ["api.openalex.org", "api.semanticscholar.org"]
    of_papers = [name for name in sources() if source(name).search and not source(name).searched_for]
    assert len(searched) == len(of_papers)


def with_dois(count: int, start: int = 0) -> str:
    """A .bib file whose entries have DOIs."""
    return "".join(entry(f"k{n}", f"Known Pots {n}", f"10.5555/Known-Pots-{n}") for n in range(start, start + count))


def test_a_hundred_references_take_a_few_requests(folder: Path, server: Server) -> None:
    (folder / "paper.bib").write_text(with_dois(100), "utf-8")
    done = moebib("verify", "paper.bib", folder=folder)
    assert "100 references: 100 ok" in done.err
    assert len(server.requests("api.crossref.org")) == 2
    assert len(server.requests("api.openalex.org")) == 2


def test_after_a_change_only_new_references_are_requested(folder: Path, server: Server) -> None:
    """They are requested in batches, but a new one in front does not move the others to new batches."""
    (folder / "paper.bib").write_text(with_dois(60), "utf-8")
    moebib("verify", "paper.bib", folder=folder)
    server.log.clear()
    (folder / "paper.bib").write_text(entry("new", "Known Cups", "10.5555/Known-Cups") + with_dois(50, 5), "utf-8")
    assert "51 references: 51 ok" in moebib("verify", "paper.bib", folder=folder).err
    assert [request.path for request in server.requests("api.crossref.org")] == ["/works/10.5555%2Fknown-cups"]
    assert [request.path for request in server.requests("api.openalex.org")] == ["/works/doi:10.5555/known-cups"]


def test_a_recording_of_a_file_is_one_of_each_of_its_references(folder: Path, server: Server) -> None:
    """After `--fix`, or with fewer references, its batches are other ones."""
    (folder / "paper.bib").write_text(with_dois(60), "utf-8")
    moebib("verify", "paper.bib", "--record", "responses", folder=folder)
    server.log.clear()
    (folder / "paper.bib").write_text(with_dois(1, 30) + with_dois(20), "utf-8")
    assert "21 references: 21 ok" in moebib("verify", "paper.bib", "--replay", "responses", folder=folder).err
    assert server.log == []


def test_refresh_requests_all_references_again_in_batches(folder: Path, server: Server) -> None:
    for number in range(3):
        (folder / "paper.bib").write_text(with_dois(1, number), "utf-8")
        moebib("verify", "paper.bib", folder=folder)
    server.log.clear()
    (folder / "paper.bib").write_text(with_dois(3), "utf-8")
    assert "3 references: 3 ok" in moebib("verify", "paper.bib", folder=folder).err
    assert server.requests("api.crossref.org") == []
    moebib("verify", "paper.bib", "--refresh", folder=folder)
    assert len(server.requests("api.crossref.org")) == 1


def test_after_a_kill_no_request_that_was_answered_is_repeated(folder: Path, server: Server) -> None:
    titles = "".join(entry(f"t{n}", f"Known Pots of Kiln Number {n}") for n in range(6))
    (folder / "paper.bib").write_text(with_dois(60) + titles, "utf-8")
    command = [sys.executable, "-m", "moebib", "verify", "paper.bib"]
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def kill(_: Request) -> Reply:
        process.kill()
        return stall(60)

    searched = {"query.bibliographic": "Known Pots of Kiln Number 3"}
    server.route("api.crossref.org/works", kill, query=searched)
    assert process.wait() == -signal.SIGKILL
    *answered, _ = [request for request in server.log if request.host in ANSWERING]
    assert len(answered) >= 8
    server.log.clear()
    server.route("api.crossref.org/works", crossref, query=searched)
    assert "66 references: 66 ok" in moebib("verify", "paper.bib", folder=folder).err
    asked = {(request.host, request.path, str(request.query)) for request in answered}
    assert [request for request in server.log if (request.host, request.path, str(request.query)) in asked] == []


ANSWERING = ("api.crossref.org", "api.openalex.org", "doi.org")
"""The hosts that do not fail; what failed is requested again."""


def test_a_source_that_is_silent_is_not_searched_for_every_title(folder: Path, server: Server) -> None:
    """DBLP fails for all titles; what it responded before comes from the cache, and a later run searches it again."""
    titles = [f"Unknown Pots of {metal}" for metal in ("Iron", "Zinc", "Gold", "Lead", "Copper")]
    zero = '{"result": {"status": {"@code": "200"}, "hits": {"@total": "0", "@sent": "0"}}}'
    server.route("dblp.org/search/publ/api", json_reply(zero))
    (folder / "paper.bib").write_text(entry("a", titles[-1]), "utf-8")
    moebib("verify", "paper.bib", folder=folder)
    server.log.clear()
    server.route("dblp.org/search/publ/api", Reply(b"closed for today", "text/plain", 500))
    (folder / "paper.bib").write_text("".join(entry(title[-4:], title) for title in titles), "utf-8")
    (*others, last) = json.loads(moebib("verify", "paper.bib", "--json", folder=folder).out)
    assert len(server.requests("dblp.org")) == 2
    assert {other["unavailable"]["dblp"] for other in others} == {"dblp.org returned 500"}
    assert "dblp" not in last["unavailable"]
    moebib("verify", "paper.bib", folder=folder)
    assert len(server.requests("dblp.org")) == 4
