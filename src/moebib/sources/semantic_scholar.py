"""Semantic Scholar (https://api.semanticscholar.org/api-docs/graph): works and their identifiers elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.sources import Rank, Source
from moebib.sources._semantic_scholar import record_of
from moebib.sources._values import answer_of
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "semantic-scholar"
_PAPER = "https://api.semanticscholar.org/graph/v1/paper"
_FIELDS = {
    "fields": "title,authors,year,publicationDate,publicationTypes,venue,publicationVenue,journal,externalIds,abstract,"
    "openAccessPdf"
}
_PREFIXES = {Scheme.ARXIV: "ARXIV:", Scheme.DOI: "DOI:", Scheme.ACL: "ACL:", Scheme.PMID: "PMID:", Scheme.S2: ""}


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all."""
    ids = [_PREFIXES[one.scheme] + one.value for one in identifiers]
    if len(ids) == 1:
        return [http.get(f"{_PAPER}/{quote(ids[0], safe=':/')}", params=_FIELDS, headers=_headers(http))]
    return [http.post(f"{_PAPER}/batch", json={"ids": ids}, params=_FIELDS, headers=_headers(http))]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """A single unknown paper is answered with 404 and an ``error``; in a list ``null`` stands in its place."""
    (response,) = responses
    papers = [_single(response)] if len(identifiers) == 1 else read_json(response)
    if not isinstance(papers, list) or len(papers) != len(identifiers):
        raise UnexpectedAnswer(f"api.semanticscholar.org sent no list of {len(identifiers)} papers", url=response.url)
    return {one: _answer(paper, one, response) for one, paper in zip(identifiers, papers, strict=True)}


def search(http: Http, title: str) -> Sequence[Response]:
    """The one paper whose title is nearest."""
    return [http.get(f"{_PAPER}/search/match", params={"query": title, **_FIELDS}, headers=_headers(http))]


def candidates(responses: Sequence[Response]) -> Sequence[Record]:
    """None is answered with 404 or with an empty list."""
    (response,) = responses
    answer = read_json(response, allowed=(200, 404))
    if not isinstance(answer, dict):
        raise UnexpectedAnswer("api.semanticscholar.org sent no match", url=response.url)
    if response.status == 404 and re.search("not found", str(answer.get("error")), re.I):
        return []
    papers = answer.get("data")
    if response.status == 404 or not isinstance(papers, list):
        raise UnexpectedAnswer("api.semanticscholar.org sent no match", url=response.url)
    records = [record_of(paper) for paper in papers if isinstance(paper, dict)]
    return [record for record in records if record and record.identifiers]


def _headers(http: Http) -> Mapping[str, str]:
    key = http.keys.get(_NAME)
    return {"x-api-key": key} if key else {}


def _single(response: Response) -> Any:
    """The paper, or ``None`` for none."""
    answer = read_json(response, allowed=(200, 404))
    if response.status == 200:
        return {} if answer is None else answer
    error = answer.get("error") if isinstance(answer, dict) else None
    if not re.fullmatch(r"Paper with id .* not found", str(error), re.S):
        raise UnexpectedAnswer("api.semanticscholar.org answered 404", url=response.url)
    return None


def _answer(paper: Any, identifier: Identifier, response: Response) -> Answer:
    if paper is None:
        return Absent(_NAME)
    if not isinstance(paper, dict) or "paperId" not in paper:
        raise UnexpectedAnswer("api.semanticscholar.org sent no paper", url=response.url)
    return answer_of(_NAME, identifier, record_of(paper), response.fetched)


SOURCE = Source(
    schemes=frozenset(_PREFIXES),
    batch=500,
    load=load,
    parse=parse,
    search=search,
    candidates=candidates,
    # With a key 1/s; without one, a pool that the whole world shares.
    limits=(
        Limit("api.semanticscholar.org", with_key=_NAME),
        Limit("api.semanticscholar.org", ((1, 3),)),
    ),
    rank=Rank(venue=90, title=100, author=110, abstract=80),
    example="arxiv:2402.01234",
)
