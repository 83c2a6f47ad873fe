"""`add` with real sockets: the papers of our list from a feed made from known facts, hundreds at once, and Ctrl-C."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

import pytest

import moebib as package
from clock import until
from replay import Reply, Request, Server, closed_port, stall
from shared_data import shared
from small_list import moebib

CONTROL = {"title": "Paying Attention", "authors": [["Heed", "Ann"]], "year": 2017, "month": 6}
Papers = Mapping[str, Mapping[str, Any]]


@pytest.fixture(autouse=True)
def _of_this_test_only(
    tmp_path_factory: pytest.TempPathFactory, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path_factory.mktemp("answers")))
    monkeypatch.setenv("MOEBIB_TEST_SERVER", server.url)


def serve(server: Server, papers: Papers) -> None:
    """arXiv has *papers*, and all other services fail."""
    server.route("", Reply(b"closed for today", "text/plain", 500))
    server.route("export.arxiv.org/api/query", lambda request: feed(request, {"1706.03762": CONTROL, **papers}))


def feed(request: Request, papers: Papers) -> Reply:
    """The feed of arXiv: the requested papers that exist, newest first, up to the limit."""
    ids = [arxiv_id for arxiv_id in request.query["id_list"].split(",") if arxiv_id in papers]
    entries = [entry(arxiv_id, papers[arxiv_id]) for arxiv_id in sorted(ids, reverse=True)][
        : int(request.query.get("max_results", "10"))
    ]
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">\n'
        f"<title>arXiv Query</title><opensearch:totalResults>{len(ids)}</opensearch:totalResults>"
        f"<opensearch:startIndex>0</opensearch:startIndex>{''.join(entries)}</feed>"
    )
    return Reply(text.encode(), "application/atom+xml; charset=utf-8")


def entry(arxiv_id: str, paper: Mapping[str, Any]) -> str:
    names = [f"{given} {family}".strip() for family, given in paper["authors"]]
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in names)
    # Long titles are wrapped with an indent, as arXiv does.
    title = re.sub(r"(.{50}\S*) ", r"\1\n  ", escape(paper["title"]))
    first = f"{paper['year']}-{paper['month']:02}-{paper.get('day') or 1:02}T17:59:00Z"
    return (
        f"<entry><id>http://arxiv.org/abs/{arxiv_id}v2</id><updated>2026-01-02T00:00:00Z</updated>"
        f"<published>{first}</published><title>{title}</title><summary>  None was\n written.\n</summary>{authors}"
        f'<arxiv:primary_category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/></entry>\n'
    )


def many_papers() -> Papers:
    return {
        f"2403.{number:05}": {"title": f"Case{number} of Many", "authors": [["Dune", "Ida"]], "year": 2024, "month": 3}
        for number in range(1, 301)
    }


def papers_of_our_list() -> Papers:
    """arXiv ID -> the facts about the version on arXiv, for the papers whose arXiv version is linked in the list."""
    text = shared("data/awesome-moe-inference.md").read_text("utf-8")
    listed = set(re.findall(r"arxiv\.org/(?:abs|pdf)/(\d{4}\.\d{5})", text))
    facts = json.loads(shared("data/facts.json").read_text("utf-8"))
    return {fact["arxiv"]: fact for fact in facts if fact["key"] in listed and fact["type"] == "misc"}


CORRECTED = {
    "2403.19887",  # a name in small letters
    "2405.04434",  # a typing error in a name
    "2410.17954",  # the title of v2 with the authors of v1
    "2412.00099",  # a particle in capitals
}
"""The entries have other values than the facts about the version on arXiv, and say why in the origin of the authors."""


def test_the_papers_of_our_list_are_added_in_one_command_as_they_are_in_its_entries(
    server: Server, tmp_path: Path
) -> None:
    papers = papers_of_our_list()
    assert len(papers) == 97
    serve(server, papers)
    done = moebib("add", "-", folder=tmp_path, stdin="\n".join(papers))
    assert done.code == 0
    assert "97 added\n" in done.err
    assert len(server.requests("export.arxiv.org")) == 1
    made, ours = package.load(tmp_path), package.load()
    assert len(made) == 97
    wrong = set()
    for arxiv_id in papers:
        record, listed = made.find(f"arxiv:{arxiv_id}"), ours.find(f"arxiv:{arxiv_id}")
        assert record
        assert listed
        preprints = (listed, *(listed.at(version) for version in listed.versions if version.is_preprint))
        expected = [
            (re.sub("[{}]", "", preprint.title), [name.display() for name in preprint.author]) for preprint in preprints
        ]
        if (record.title, [name.display() for name in record.author]) not in expected:
            wrong.add(arxiv_id)
    assert wrong == CORRECTED


def test_three_hundred_ids_take_three_requests(server: Server, tmp_path: Path) -> None:
    papers = many_papers()
    serve(server, papers)
    (tmp_path / "moebib.toml").touch()
    (tmp_path / "ids.txt").write_text("\n".join(papers), "utf-8")
    done = moebib("add", "--file", "ids.txt", "--dry-run", folder=tmp_path, is_terminal=True)
    assert done.code == 0
    assert "300/300" in done.err
    assert "300 added; nothing was written\n" in done.err
    assert len(server.requests("export.arxiv.org")) == 3


def test_a_failure_halfway_loses_nothing_and_the_same_command_resumes(server: Server, tmp_path: Path) -> None:
    papers = dict(list(many_papers().items())[:250])
    serve(server, papers)
    whole = {"1706.03762": CONTROL, **papers}
    server.route("export.arxiv.org/api/query", lambda request: feed(request, whole), Reply(b"down", "text/plain", 500))
    (tmp_path / "moebib.toml").touch()
    done = moebib("add", "-", folder=tmp_path, stdin="\n".join(papers))
    assert done.code == 4
    assert "\n100 added, 150 unknown (some services did not respond)\n" in done.err
    (error,) = re.findall("^error: cannot look up '2403.00101': .*", done.err, re.M)
    assert "export.arxiv.org returned 500" in error
    serve(server, papers)
    done = moebib("add", "-", folder=tmp_path, stdin="\n".join(papers))
    assert done.code == 0
    assert "\n150 added, 100 already listed\n" in done.err
    requests = len(server.log)
    assert "\n0 added, 250 already listed\n" in moebib("add", "-", folder=tmp_path, stdin="\n".join(papers)).err
    assert len(server.log) == requests


@pytest.mark.skipif(sys.platform == "win32", reason="Windows cannot send Ctrl-C to a single process")
def test_ctrl_c_stops_at_once_and_keeps_finished_works(server: Server, tmp_path: Path) -> None:
    papers = dict(list(many_papers().items())[:101])
    serve(server, papers)
    whole = {"1706.03762": CONTROL, **papers}
    server.route("export.arxiv.org/api/query", lambda request: feed(request, whole), stall(600))
    (tmp_path / "moebib.toml").touch()
    command = [sys.executable, "-m", "moebib", "add", *papers]
    with subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, encoding="utf-8") as process:
        until(lambda: process.poll() is not None or len(server.requests("export.arxiv.org")) == 2)
        process.send_signal(signal.SIGINT)
        _, stderr = process.communicate(timeout=120)
    assert process.returncode == 130
    assert "\n100 added\n" in stderr
    assert "timed out" not in stderr
    assert "Traceback" not in stderr
    assert len(list((tmp_path / "entries/papers").iterdir())) == 100


def test_without_a_network_a_new_user_gets_a_hint(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "moebib", "add", "2401.06066"],
        cwd=tmp_path,
        env=os.environ | {"MOEBIB_TEST_SERVER": closed_port()},
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert (done.returncode, done.stdout) == (4, "")
    assert re.match(r"error: cannot look up '2401.06066': cannot reach (\S+, )*export\.arxiv\.org, ", done.stderr)
    assert " (connection refused)\n" in done.stderr
    assert "`moebib add --manual 2401.06066`" in done.stderr
    assert list(tmp_path.iterdir()) == []
