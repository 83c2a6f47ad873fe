"""Semantic Scholar (https://api.semanticscholar.org/api-docs/graph): works and their identifiers elsewhere.

A preprint and its publication are one paper, whose venue and year may be those of different versions. So its record has
no identifier but Semantic Scholar's numbers, all others are related to it, and the date is left out if it may be that
of the other version.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import (
    answer_of,
    identifiers,
    is_abbreviated,
    link,
    make_record,
    part,
    published,
    related_as,
    text,
)
from moebib.normalise.names import names_in
from moebib.records.answer import NEW, Absent, Answer, Found, Related
from moebib.records.archives import Archive, archive_of, archive_of_identifier
from moebib.records.date import Date
from moebib.records.equivalence import equivalent_venues, is_archive
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "semantic-scholar"
_ABSENT = (AbsentResponse(404, ("application/json",), r'\{\s*"error"\s*:\s*"Paper with id .* not found"\s*\}'),)
_NO_MATCH = AbsentResponse(404, ("application/json",), r'\{\s*"error"\s*:\s*"Title match not found"\s*\}')
_PAPER = "https://api.semanticscholar.org/graph/v1/paper"
_FIELDS = {
    "fields": "title,authors,year,publicationDate,publicationTypes,venue,publicationVenue,journal,externalIds,abstract,"
    "openAccessPdf"
}
_PREFIXES = {Scheme.ARXIV: "ARXIV:", Scheme.DOI: "DOI:", Scheme.ACL: "ACL:", Scheme.PMID: "PMID:",
             Scheme.PMCID: "PMCID:", Scheme.S2: ""}  # fmt: skip
_ON_A_PAGE = 1000
_MOST_PAGES = 10
_Paper = Mapping[str, Any]
_EXTERNAL = {"DOI": "doi", "ArXiv": "arxiv", "ACL": "acl", "PubMed": "pmid", "PubMedCentral": "pmcid", "DBLP": "dblp"}
_CORR = "journals/corr/"
# SSRN's lists of preprints on one subject, which are no venues: "Invention eJournal", "INV: Things (Topic)".
_SSRN_LIST = re.compile(r".*\beJournal\b.*|.*\(Topic\)")
# PubMed's volumes contain the issue: "48 3".
_VOLUME = re.compile(r"(?P<volume>\d+) (?P<issue>\S.*)")
_KINDS: Mapping[str, Type] = {
    "Conference": "paper-conference",
    "Book": "book",
    "BookSection": "chapter",
    "Dataset": "dataset",
}


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all."""
    ids = [_PREFIXES[identifier.scheme] + identifier.value.removeprefix("PMC") for identifier in identifiers]
    if len(ids) == 1:
        return [http.get(f"{_PAPER}/{quote(ids[0], safe=':/')}", params=_FIELDS, headers=_headers(http))]
    return [http.post(f"{_PAPER}/batch", json={"ids": ids}, params=_FIELDS, headers=_headers(http))]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for a single unknown paper is 404 with an ``error``; in a list it is ``null``."""
    (response,) = responses
    papers = [_single(response)] if len(identifiers) == 1 else read_json(response)
    if not isinstance(papers, list) or len(papers) != len(identifiers):
        raise UnexpectedAnswer(
            f"api.semanticscholar.org returned no list of {len(identifiers)} papers", url=response.url
        )
    pairs = zip(identifiers, papers, strict=True)
    return {identifier: _answer(paper, identifier, identifiers, response) for identifier, paper in pairs}


def search(http: Http, title: str) -> Sequence[Response]:
    """By title, for the paper with the most similar one."""
    return [http.get(f"{_PAPER}/search/match", params={"query": title, **_FIELDS}, headers=_headers(http))]


def candidates(responses: Sequence[Response]) -> Sequence[Found]:
    """The response without a match is 404 or an empty list."""
    (response,) = responses
    if _NO_MATCH.matches(response):
        return []
    body = read_json(response)
    papers = body.get("data") if isinstance(body, dict) else None
    if not isinstance(papers, list):
        raise UnexpectedAnswer("api.semanticscholar.org returned no match", url=response.url)
    return [
        Found(record, _NAME, response.fetched, related_to(paper))
        for paper in papers
        if isinstance(paper, dict) and (record := record_of(paper)) and record.identifiers
    ]


def cites(http: Http, identifier: Identifier) -> Sequence[Response]:
    """The references of a paper, in pages, each of which states where the next one begins."""
    url = f"{_PAPER}/{quote(_PREFIXES[identifier.scheme] + identifier.value.removeprefix('PMC'), safe=':/')}/references"
    fields = "title,authors,year,venue,externalIds"
    responses: list[Response] = []
    offset: Any = 0
    while isinstance(offset, int) and len(responses) < _MOST_PAGES:
        params = {"fields": fields, "offset": str(offset), "limit": str(_ON_A_PAGE)}
        responses.append(http.get(url, params=params, headers=_headers(http)))
        is_page = responses[-1].status == 200 and isinstance(page := read_json(responses[-1]), dict)
        offset = page.get("next") if is_page else None
    return responses


def cited(responses: Sequence[Response]) -> Sequence[Record] | None:
    """The references as the paper prints them, and of those that are papers it knows: their titles and people.

    The venue and the year of these are not what the paper prints.
    """
    if is_absent(responses[0], _ABSENT):
        return None
    records: list[Record] = []
    for response in responses:
        page = read_json(response)
        listed = page.get("data", {}) if isinstance(page, dict) else {}
        if not isinstance(listed, list | None):
            raise UnexpectedAnswer("api.semanticscholar.org returned no list of references", url=response.url)
        papers = [part(item, "citedPaper") for item in listed or () if isinstance(item, dict)]
        records += filter(None, map(_cited_record, papers))
    return records


def _cited_record(paper: _Paper) -> Record | None:
    record = record_of(paper)
    if record is None or not paper.get("paperId"):
        return record
    of_paper = tuple(related.identifier for related in related_to(paper)) or record.identifiers
    return Record(id=NEW, type="document", title=record.title, author=record.author, identifiers=of_paper)


def _headers(http: Http) -> Mapping[str, str]:
    key = http.keys.get(_NAME)
    return {"x-api-key": key} if key else {}


def _single(response: Response) -> Any:
    """The paper, or ``None`` if it is unknown."""
    if is_absent(response, _ABSENT):
        return None
    body = read_json(response)
    return {} if body is None else body


def _answer(paper: Any, identifier: Identifier, queried: Sequence[Identifier], response: Response) -> Answer:
    if paper is None:
        return Absent(_NAME)
    if not isinstance(paper, dict) or "paperId" not in paper:
        raise UnexpectedAnswer("api.semanticscholar.org returned no paper", url=response.url)
    record, related = record_of(paper), related_to(paper)
    is_of_another = {*_numbers(paper), *(other.identifier for other in related)} & {*queried}
    if record and not is_of_another and _is_number_of(identifier, record):
        record = record.evolve(identifiers=(*record.identifiers, identifier))  # merged into this one
    return answer_of(_NAME, identifier, record, response.fetched, related)


def _is_number_of(identifier: Identifier, record: Record) -> bool:
    """Whether *identifier* is a number of the same kind as one of *record*: each paper has one of each kind."""
    kinds = [_is_corpus_id(number) for number in record.identifiers]
    return identifier.scheme is Scheme.S2 and _is_corpus_id(identifier) in kinds


def _is_corpus_id(number: Identifier) -> bool:
    return number.value.startswith("CorpusID:")


def record_of(paper: _Paper) -> Record | None:
    """The record of a paper, without authors if a name is invalid; ``None`` if it has no title."""
    copies = [other.identifier for other in related_to(paper)]
    archive = next(filter(None, map(archive_of_identifier, copies)), None)
    is_published, venue = any(map(_is_published, copies)), _venue(paper)
    if (named := archive_of(venue)) or (archive and _SSRN_LIST.fullmatch(venue)):
        # Some archives also take software and data.
        archive, venue = named if named and named.has_only_texts else archive, ""
    preprint = None if is_published or venue else archive
    is_mixed = bool(archive and not preprint)
    return make_record(
        **_preprint(preprint) if preprint else _publication(paper, venue),
        title=text(paper.get("title")),
        author=names_in(paper.get("authors")) or (),
        issued=None if is_mixed else _issued(paper),
        identifiers=_numbers(paper),
        abstract=text(paper.get("abstract")),
        links={"pdf": () if is_mixed else link(part(paper, "openAccessPdf").get("url"))},
    )


def related_to(paper: _Paper) -> tuple[Related, ...]:
    """The identifiers of its preprint, of its publication and of records in other databases."""
    external = part(paper, "externalIds")
    return related_as("same-work", *(f"{scheme}:{text(external.get(name))}" for name, scheme in _EXTERNAL.items()))


def _numbers(paper: _Paper) -> tuple[Identifier, ...]:
    corpus_id = text(part(paper, "externalIds").get("CorpusId"))
    return identifiers(f"s2:CorpusID:{corpus_id}", f"s2:{text(paper.get('paperId'))}")


def _is_published(identifier: Identifier) -> bool:
    """Whether only publications have such an identifier; PubMed has preprints, too."""
    if identifier.scheme is Scheme.DBLP:
        return not identifier.value.startswith(_CORR)
    return identifier.scheme in (Scheme.DOI, Scheme.ACL) and not archive_of_identifier(identifier)


def _venue(paper: _Paper) -> str:
    """The name of the venue that volume and pages belong to; of an archive only if there is no other."""
    names = _names(paper)
    return next((name for name in names if not is_archive(name)), next(iter(names), ""))


def _names(paper: _Paper) -> list[str]:
    """The names of venues, best first; a work may have several, which are not all those of one publication."""
    journal = part(paper, "journal").get("name")
    first = journal if _is_in_journal(paper) else None
    values = (first, part(paper, "publicationVenue").get("name"), journal, paper.get("venue"))
    return [name for value in values if (name := text(value))]


def _is_in_journal(paper: _Paper) -> bool:
    """Whether it is in a journal; some journals are also called a conference there, which has no volume."""
    key, journal = text(part(paper, "externalIds").get("DBLP")), part(paper, "journal")
    if key and not key.startswith(_CORR):
        return key.startswith("journals/")
    has_volume = text(journal.get("name")) and text(journal.get("volume")) and not is_archive(text(journal.get("name")))
    return bool(has_volume) and "JournalArticle" in _kinds(paper) and _KINDS.keys().isdisjoint(_kinds(paper))


def _preprint(archive: Archive) -> dict[str, Any]:
    return {"type": "article", "genre": "preprint", "container_title": archive.name}


def _publication(paper: _Paper, venue: str) -> dict[str, Any]:
    journal = part(paper, "journal")
    if not venue or is_archive(text(journal.get("name"))):
        journal = {}
    volume = text(journal.get("volume"))
    parts = _VOLUME.fullmatch(volume)
    in_full = (name for name in _names(paper) if not is_abbreviated(name) and equivalent_venues(name, venue))
    return {
        "type": _type(paper, venue),
        "container_title": next(in_full, "") if is_abbreviated(venue) else venue,
        "container_title_short": venue if is_abbreviated(venue) else "",
        "volume": parts["volume"] if parts else volume,
        "issue": parts["issue"] if parts else "",
        "page": " ".join(text(journal.get("pages")).split()).replace(" - ", "-"),
    }


def _kinds(paper: _Paper) -> list[str]:
    given = paper.get("publicationTypes")
    return [kind for kind in (given if isinstance(given, list) else ()) if isinstance(kind, str)]


def _type(paper: _Paper, venue: str) -> Type:
    """The type of the publication; nearly everything is also a JournalArticle there."""
    kinds, where = _kinds(paper), text(part(paper, "publicationVenue").get("type"))
    if venue and _is_in_journal(paper):
        return "article-journal"
    if where == "conference" or text(part(paper, "externalIds").get("DBLP")).startswith("conf/"):
        return "paper-conference"
    if type_ := next((_KINDS[kind] for kind in kinds if kind in _KINDS and where != "journal"), None):
        return type_
    in_journal = where == "journal" or "JournalArticle" in kinds or text(part(paper, "journal").get("volume"))
    return "article-journal" if venue and in_journal else "document"


def _issued(paper: _Paper) -> Date | None:
    day = published(paper.get("publicationDate"), first_is_unknown=True)
    return day or published(paper.get("year"))


SOURCE = Source(
    schemes=frozenset(_PREFIXES),
    batch=500,
    load=load,
    parse=parse,
    absent=_ABSENT,
    search=search,
    candidates=candidates,
    cites=cites,
    cited=cited,
    about="work",
    # With a key 1/s; without one, a pool that the whole world shares.
    limits=(
        Limit("api.semanticscholar.org", with_key=_NAME),
        Limit("api.semanticscholar.org", ((1, 3),)),
    ),
    rank=Rank(venue=90, title=100, author=110, abstract=80),
    types=frozenset({*_KINDS.values(), "article", "article-journal", "document"}),
    example="arxiv:2402.01234",
)
