"""Counts the requests for 1,000 works in the log of the replay server, and the seconds that rate limits make them wait.

Every service responds as documented; DataCite, OpenAlex and Semantic Scholar do not have the works, so only the number
of identifiers matters. Tools that request one entry at a time need at least one request per entry, to the one service
that they use.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
from collections import Counter
from datetime import date
from html import escape
from pathlib import Path
from urllib.parse import urlsplit

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from moebib import sources
from moebib.commands.verify import verify
from moebib.lookup.client import Client
from moebib.records.answer import Found
from moebib.records.record import Record
from moebib.web import Web
from moebib.web.limits import limit_of
from replay import Reply, Request, Server, json_reply

_FEED = (
    '<?xml version="1.0" encoding="UTF-8"?><feed xmlns="http://www.w3.org/2005/Atom" '
    'xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" xmlns:arxiv="http://arxiv.org/schemas/atom">'
    "<id>http://arxiv.org/api/x</id><title>arXiv Query</title><updated>2026-11-24T00:00:00Z</updated>"
    "<opensearch:itemsPerPage>{n}</opensearch:itemsPerPage><opensearch:totalResults>{n}</opensearch:totalResults>"
    "<opensearch:startIndex>0</opensearch:startIndex>{entries}</feed>"
)
_ENTRY = (
    "<entry><id>http://arxiv.org/abs/{id}v1</id><title>Work {id}</title><updated>2023-01-02T00:00:00Z</updated>"
    "<published>2023-01-02T00:00:00Z</published><summary>Of {id}.</summary><author><name>Ann Example</name></author>"
    '<arxiv:primary_category term="cs.LG"/><category term="cs.LG"/>'
    '<link href="http://arxiv.org/abs/{id}v1" rel="alternate" type="text/html"/></entry>'
)


def serve(server: Server) -> None:
    """Routes for all services that an arXiv ID or a DOI leads to."""
    server.route("export.arxiv.org/", _arxiv)
    server.route("api.crossref.org/", _crossref)
    server.route("api.datacite.org/", json_reply('{"data":[],"meta":{"total":0,"totalPages":0,"page":1}}'))
    server.route("api.openalex.org/", json_reply('{"meta":{"count":0,"page":1,"per_page":50},"results":[]}'))
    server.route("api.semanticscholar.org/", _semantic_scholar)
    server.route("doi.org/", _agency)
    server.route("huggingface.co/", json_reply('{"error":"Paper not found"}', 404))


def _agency(request: Request) -> Reply:
    prefix = request.path.rpartition("/")[2]
    return json_reply(json.dumps([{"DOI": prefix, "RA": "Crossref"}]))


def _arxiv(request: Request) -> Reply:
    ids = list(filter(None, request.query["id_list"].split(",")))
    entries = "".join(_ENTRY.format(id=escape(id)) for id in ids)
    return Reply(_FEED.format(n=len(ids), entries=entries).encode(), "application/atom+xml")


_ANN = {"given": "Ann", "family": "Example"}


def _crossref(request: Request) -> Reply:
    if "query.bibliographic" in request.query:
        title = request.query["query.bibliographic"]
        dois = {f"10.1234/{title.rpartition(' ')[2]}": title}
    else:
        dois = {
            doi: f"Work Number {doi.removeprefix('10.1234/')}"
            if doi[-1:].isdigit() and "." not in doi[3:]
            else f"Work {doi}"
            for doi in request.query["filter"].replace("doi:", "").split(",")
        }
    items = [
        {"DOI": doi, "type": "journal-article", "title": [title], "author": [_ANN],
         "issued": {"date-parts": [[2023, 1]]}, "container-title": ["Journal of Examples"]}
        for doi, title in dois.items()
    ]  # fmt: skip
    message = {"total-results": len(items), "items": items, "items-per-page": len(items), "query": {}}
    return json_reply(json.dumps({"status": "ok", "message-type": "work-list", "message": message}))


def _semantic_scholar(request: Request) -> Reply:
    if request.method == "GET":
        return json_reply('{"error":"Title match not found"}', 404)
    return json_reply(json.dumps([None] * len(json.loads(request.body)["ids"])))


def fetch(texts: list[str]) -> tuple[int, Server]:
    """The number of *texts* found, and the server with its log."""
    server = Server()
    serve(server)
    with server, Web(test_server=server.url) as web, Client(web) as client:
        found_count = sum(isinstance(answer, Found) for answer in client.fetch_many(texts))
    return found_count, server


def verify_references() -> Server:
    """The server after 100 references with DOIs, 50 with arXiv IDs and 50 with neither were verified."""
    authors = ["Example, Ann"]
    values = [
        *({"title": f"Work 10.1234/example.{number}", "identifiers": [f"doi:10.1234/example.{number}"],
           "type": "article-journal", "container_title": "Journal of Examples"} for number in range(100)),
        *({"title": f"Work 2301.{number:05}", "identifiers": [f"arxiv:2301.{number:05}"], "type": "article",
           "genre": "preprint", "container_title": "arXiv"} for number in range(1, 51)),
        *({"title": f"Work Number {number}", "type": "article-journal", "container_title": "Journal of Examples"}
          for number in range(50)),
    ]  # fmt: skip
    records = [
        Record.model_validate({"id": f"a{number}", "author": authors, "issued": "2023", **fields})
        for number, fields in enumerate(values)
    ]
    server = Server()
    serve(server)
    with server, Web(test_server=server.url) as web, Client(web) as client:
        kinds = Counter(result.verdict.kind for result in verify(records, client, date(2026, 11, 30)))
    print(f"references: {', '.join(f'{number} {kind}' for kind, number in kinds.items())}", file=sys.stderr)
    return server


def polite_s(host_log: Counter[str]) -> dict[str, float]:
    """For each host the seconds between the first and the last request, at its documented limit."""
    seconds = {}
    for host, count in host_log.items():
        rates = limit_of(f"https://{host}/", sources.limits()).rates
        seconds[host] = max((math.ceil(count / number) - 1) * span for number, span in rates)
    return seconds


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--works", type=int, default=1000)
    works = parser.parse_args().works
    kinds = {
        "arXiv IDs": [f"23{number // 9999 + 1:02}.{number % 9999 + 1:05}" for number in range(works)],
        "DOIs": [f"10.1234/example.{number}" for number in range(works)],
    }
    print(f"| {works} | host | requests | waiting, s | one request per entry: requests | waiting, s |")
    print("|---|---|--:|--:|--:|--:|")
    for kind, texts in kinds.items():
        found_count, server = fetch(texts)
        counted = Counter(request.host for request in server.log)
        single = polite_s(Counter(dict.fromkeys(counted, works)))
        for host, seconds in polite_s(counted).items():
            cells = (
                kind,
                urlsplit(f"//{host}").hostname,
                counted[host],
                f"{seconds:.0f}",
                works,
                f"{single[host]:.0f}",
            )
            print(f"| {' | '.join(map(str, cells))} |")
        print(f"{kind}: {found_count} of {works} found, {sum(counted.values())} requests", file=sys.stderr)
    counted = Counter(request.host for request in verify_references().log)
    print(f"\n100 DOIs, 50 arXiv IDs and 50 titles are verified with {sum(counted.values())} requests:")
    print(", ".join(f"{host} {number}" for host, number in counted.most_common()))


if __name__ == "__main__":
    main()
