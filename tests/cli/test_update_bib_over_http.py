"""`update refs.bib` and `add --to` with real sockets: from the feed of arXiv to the publication at Crossref."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from edited_bib import SCHOLAR, SCHOLAR_PUBLISHED
from replay import Reply, Server, json_reply
from small_list import moebib

FEED = """\
<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom"
 xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/"><title>arXiv Query</title>
<opensearch:totalResults>2</opensearch:totalResults><opensearch:startIndex>0</opensearch:startIndex>
<entry><id>http://arxiv.org/abs/2402.99992v2</id><updated>2024-05-06T00:00:00Z</updated>
<published>2024-02-03T17:59:00Z</published><title>Keeping Experts Warm</title><summary>We do.</summary>
<author><name>Tom Brook</name></author><author><name>Ada \u00c7elik</name></author>
<arxiv:doi>10.5555/warm</arxiv:doi><arxiv:primary_category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/></entry>
<entry><id>http://arxiv.org/abs/1706.03762v7</id><updated>2026-01-02T00:00:00Z</updated>
<published>2017-06-12T17:59:00Z</published><title>Paying Attention</title><summary>None.</summary>
<author><name>Ann Heed</name></author>
<arxiv:primary_category term="cs.LG" scheme="http://arxiv.org/schemas/atom"/></entry></feed>
"""
WORK = {
    "DOI": "10.5555/warm", "type": "proceedings-article", "title": ["Keeping Experts Warm"], "publisher": "Invented",
    "author": [{"given": "Tom", "family": "Brook"}, {"given": "Ada", "family": "\u00c7elik"}], "page": "12-34",
    "container-title": ["Workshop on Invented Systems"], "issued": {"date-parts": [[2025, 3, 4]]},
}  # fmt: skip


@pytest.fixture(autouse=True)
def _services(tmp_path_factory: pytest.TempPathFactory, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    """arXiv and Crossref, while all other services fail."""
    monkeypatch.setenv("MOEBIB_CACHE", str(tmp_path_factory.mktemp("answers")))
    monkeypatch.setenv("MOEBIB_TEST_SERVER", server.url)
    server.route("", Reply(b"closed for today", "text/plain", 500))
    server.route("export.arxiv.org/api/query", Reply(FEED.encode(), "application/atom+xml; charset=utf-8"))
    server.route("doi.org/ra/10.5555", json_reply('[{"DOI": "10.5555", "RA": "Crossref"}]'))
    work = json.dumps({"status": "ok", "message-type": "work", "message": WORK})
    server.route("api.crossref.org/works/10.5555%2Fwarm", json_reply(work))
    works = {"status": "ok", "message-type": "work-list", "message": {"total-results": 1, "items": [WORK]}}
    server.route("api.crossref.org/works", json_reply(json.dumps(works)))


def test_the_publication_that_arxiv_names_is_written(tmp_path: Path) -> None:
    (tmp_path / "refs.bib").write_text(SCHOLAR, "utf-8")
    done = moebib("update", "refs.bib", "--apply", folder=tmp_path)
    assert (tmp_path / "refs.bib").read_text("utf-8") == SCHOLAR_PUBLISHED
    assert done.code == 4  # other services may know more
    assert "1 checked, 1 changed (6 fields), 1 incomplete\n" in done.err
    assert moebib("update", "refs.bib", "--apply", "--offline", folder=tmp_path).code == 4
    assert (tmp_path / "refs.bib").read_text("utf-8") == SCHOLAR_PUBLISHED


def test_a_work_is_added_with_its_publication_and_found_by_either_identifier(tmp_path: Path) -> None:
    assert moebib("add", "2402.99992", "--to", "refs.bib", folder=tmp_path).code == 0
    text = (tmp_path / "refs.bib").read_text("utf-8")
    assert text.startswith("@inproceedings{brook2025keeping,\n")
    assert "  doi = {10.5555/warm},\n  eprint = {2402.99992},\n" in text
    for identifier in ("10.5555/warm", "arXiv:2402.99992v1"):
        assert (
            "already listed as brook2025keeping" in moebib("add", identifier, "--to", "refs.bib", folder=tmp_path).err
        )
    assert (tmp_path / "refs.bib").read_text("utf-8") == text
