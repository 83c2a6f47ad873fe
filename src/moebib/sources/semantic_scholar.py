"""Semantic Scholar (https://api.semanticscholar.org/api-docs/graph): works and their identifiers elsewhere."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import ARXIV_PREPRINT, Record, Type
from moebib.sources import Rank, Source
from moebib.sources._fields import answer_of, displayed, identifiers, link, make_record, published, text, whole
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "semantic-scholar"
_PAPER = "https://api.semanticscholar.org/graph/v1/paper"
_FIELDS = {
    "fields": "title,authors,year,publicationDate,publicationTypes,venue,publicationVenue,journal,externalIds,abstract,"
    "openAccessPdf"
}
_PREFIXES = {Scheme.ARXIV: "ARXIV:", Scheme.DOI: "DOI:", Scheme.ACL: "ACL:", Scheme.PMID: "PMID:", Scheme.S2: ""}
_Paper = Mapping[str, Any]
_EXTERNAL = {"DOI": "doi", "ArXiv": "arxiv", "ACL": "acl", "PubMed": "pmid", "DBLP": "dblp", "CorpusId": "s2:CorpusID"}
_ARXIV = re.compile(r"arxiv(?:\.org)?|corr", re.I)
_ARCHIVES = re.compile(r"(?:bio|med|chem)rxiv", re.I)
_KINDS: Mapping[str, Type] = {
    "Conference": "paper-conference",
    "Book": "book",
    "BookSection": "chapter",
    "Dataset": "dataset",
}


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
        raise UnexpectedAnswer(
            f"api.semanticscholar.org returned no list of {len(identifiers)} papers", url=response.url
        )
    return {one: _answer(paper, one, response) for one, paper in zip(identifiers, papers, strict=True)}


def search(http: Http, title: str) -> Sequence[Response]:
    """The one paper whose title is nearest."""
    return [http.get(f"{_PAPER}/search/match", params={"query": title, **_FIELDS}, headers=_headers(http))]


def candidates(responses: Sequence[Response]) -> Sequence[Record]:
    """None is answered with 404 or with an empty list."""
    (response,) = responses
    answer = read_json(response, allowed=(200, 404))
    if not isinstance(answer, dict):
        raise UnexpectedAnswer("api.semanticscholar.org returned no match", url=response.url)
    if response.status == 404 and re.search("not found", str(answer.get("error")), re.I):
        return []
    papers = answer.get("data")
    if response.status == 404 or not isinstance(papers, list):
        raise UnexpectedAnswer("api.semanticscholar.org returned no match", url=response.url)
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
        raise UnexpectedAnswer("api.semanticscholar.org returned an unexpected 404", url=response.url)
    return None


def _answer(paper: Any, identifier: Identifier, response: Response) -> Answer:
    if paper is None:
        return Absent(_NAME)
    if not isinstance(paper, dict) or "paperId" not in paper:
        raise UnexpectedAnswer("api.semanticscholar.org returned no paper", url=response.url)
    return answer_of(_NAME, identifier, record_of(paper), response.fetched)


def record_of(paper: _Paper) -> Record | None:
    """The record of a paper; without authors where a name cannot be read. ``None`` if it has no title."""
    told = _identifiers(paper)
    arxiv = any(one.scheme is Scheme.ARXIV for one in told)
    venue = _venue(paper)
    is_arxiv = arxiv and not venue and not any(one.scheme is Scheme.DOI for one in told)
    return make_record(
        **_preprint(venue or "arXiv") if is_arxiv or _ARCHIVES.fullmatch(venue) else _publication(paper, venue),
        title=text(paper.get("title")),
        author=_authors(paper),
        issued=None if arxiv and not is_arxiv else _issued(paper),
        identifiers=told,
        abstract=text(paper.get("abstract")),
        links={"pdf": link(_part(paper, "openAccessPdf").get("url"))},
    )


def _part(paper: _Paper, name: str) -> Mapping[str, Any]:
    found = paper.get(name)
    return found if isinstance(found, dict) else {}


def _identifiers(paper: _Paper) -> tuple[Identifier, ...]:
    external = _part(paper, "externalIds")
    told = (f"{prefix}:{value}" for name, prefix in _EXTERNAL.items() if (value := text(external.get(name))))
    return identifiers(*told, f"s2:{text(paper.get('paperId'))}")


def _venue(paper: _Paper) -> str:
    """The name of where it was published: never that of arXiv; the one that volume and pages are of."""
    names = (_part(paper, "publicationVenue").get("name"), _part(paper, "journal").get("name"), paper.get("venue"))
    return next((name for value in names if (name := text(value)) and not _ARXIV.fullmatch(name)), "")


def _preprint(archive: str) -> dict[str, Any]:
    return {**ARXIV_PREPRINT, "container_title": archive}


def _publication(paper: _Paper, venue: str) -> dict[str, Any]:
    journal = _part(paper, "journal")
    if not venue or _ARXIV.fullmatch(text(journal.get("name"))):
        journal = {}
    return {
        "type": _type(paper, venue),
        "container_title": venue,
        "volume": text(journal.get("volume")),
        "page": " ".join(text(journal.get("pages")).split()).replace(" - ", "-"),
    }


def _type(paper: _Paper, venue: str) -> Type:
    """What it was published as; everything is also said to be a JournalArticle."""
    said = paper.get("publicationTypes")
    kinds = [kind for kind in (said if isinstance(said, list) else ()) if isinstance(kind, str)]
    where = text(_part(paper, "publicationVenue").get("type"))
    if where == "conference":
        return "paper-conference"
    if found := next((_KINDS[kind] for kind in kinds if kind in _KINDS and where != "journal"), None):
        return found
    in_journal = where == "journal" or "JournalArticle" in kinds or text(_part(paper, "journal").get("volume"))
    return "article-journal" if venue and in_journal else "document"


def _authors(paper: _Paper) -> tuple[Name, ...]:
    authors = paper.get("authors")
    names = [one.get("name") if isinstance(one, dict) else None for one in authors] if isinstance(authors, list) else []
    return whole(map(displayed, names)) or ()


def _issued(paper: _Paper) -> Date | None:
    day = published(paper.get("publicationDate"), first_is_unknown=True)
    return day or published(paper.get("year"))


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
    types=frozenset({*_KINDS.values(), "article", "article-journal", "document"}),
    example="arxiv:2402.01234",
)
