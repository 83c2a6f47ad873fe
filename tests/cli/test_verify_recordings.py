"""`verify` and recordings: responses are recorded once with a network, and give the same verdicts without it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from replay import Reply, Request, Server, json_reply
from small_list import moebib

WORK = {
    "DOI": "10.5555/warm", "type": "proceedings-article", "title": ["Keeping Experts Warm"],
    "author": [{"given": "Tom", "family": "Brook"}], "container-title": ["Workshop on Invented Systems"],
    "issued": {"date-parts": [[2025, 3, 4]]},
}  # fmt: skip
BIB = """\
@inproceedings{warm, title = {Keeping Experts Warm}, author = {Brook, Tom}, year = 2025,
  booktitle = {Workshop on Invented Systems}, doi = {10.5555/warm}}
@article{cooling, title = {Cooling Experts Down}, author = {Brook, Tom}, year = 2019, doi = {10.5555/nothing}}
"""


def crossref(request: Request) -> Reply:
    """One work, by its DOI, also in a list of DOIs, and for any title."""
    is_asked = "10.5555/warm" in request.query.get("filter", "10.5555/warm")
    items = [WORK] if is_asked else []
    message = {"total-results": len(items), "items": items, "items-per-page": 20, "query": {}}
    return json_reply(json.dumps({"status": "ok", "message-type": "work-list", "message": message}))


@pytest.fixture
def folder(tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With two references; Crossref has one of them, and all other services fail."""
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("MOEBIB_TEST_SERVER", server.url)
    server.route("", Reply(b"closed for today", "text/plain", 500))
    server.route("doi.org/ra/", json_reply('[{"DOI": "10.5555", "RA": "Crossref"}]'))
    server.route("api.crossref.org/works/10.5555%2Fnothing", Reply(b"Resource not found.", "text/plain", 404))
    work = json.dumps({"status": "ok", "message-type": "work", "message": WORK})
    server.route("api.crossref.org/works/10.5555%2Fwarm", json_reply(work))
    server.route("api.crossref.org/works", crossref)
    (tmp_path / "paper.bib").write_text(BIB, "utf-8")
    return tmp_path


def verdicts(folder: Path, *options: str) -> list[tuple[str, str]]:
    done = moebib("verify", "paper.bib", "--json", *options, folder=folder)
    return [(reference["key"], reference["verdict"]) for reference in json.loads(done.out)]


def test_a_recording_gives_the_same_verdicts_without_requests(folder: Path, server: Server) -> None:
    recorded = verdicts(folder, "--record", "responses")
    assert dict(recorded)["warm"] == "ok"
    server.log.clear()
    assert verdicts(folder, "--replay", "responses") == recorded
    assert server.log == []


def test_a_recording_that_is_continued_repeats_no_request_that_was_answered(folder: Path, server: Server) -> None:
    verdicts(folder, "--record", "responses")
    assert any(request.host == "api.crossref.org" for request in server.log)
    server.log.clear()
    verdicts(folder, "--record", "responses")
    assert "api.crossref.org" not in {request.host for request in server.log}


def test_a_folder_without_a_recording_is_refused(folder: Path, server: Server) -> None:
    (folder / "empty").mkdir()
    done = moebib("verify", "paper.bib", "--replay", "empty", folder=folder)
    assert (done.code, done.out, server.log) == (3, "", [])
    assert "error: empty: no recorded response\nhint: record it first" in done.err
    assert moebib("verify", "paper.bib", "--replay", "empty", "--record", "new", folder=folder).code == 2
