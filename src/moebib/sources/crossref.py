"""Crossref (https://api.crossref.org): the agency that most publishers register their DOIs with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.sources import Rank, Source
from moebib.sources._batch import groups, read_groups
from moebib.sources._crossref_work import TYPES, own_identifiers, record_of
from moebib.sources._fields import answer_of
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, check, read_json

_NAME = "crossref"
_WORKS = "https://api.crossref.org/works"


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all, and one for each DOI that cannot stand in a list."""
    return [_ask(http, group) for group in groups(identifiers)]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """A single unknown DOI is answered with 404, in plain text; in a list it is missing."""
    return read_groups(responses, identifiers, in_list=_read_list, single=_read_one)


def search(http: Http, title: str) -> Sequence[Response]:
    """By everything that a reference says, of which the title is most; what comes first is often another work."""
    return [http.get(_WORKS, params={"query.bibliographic": title, "rows": "3", **_polite(http)})]


def candidates(responses: Sequence[Response]) -> Sequence[Record]:
    """The works of a list, in its order."""
    works = (work for response in responses for work in _works(response)[0])
    return [record for work in works if own_identifiers(work) and (record := record_of(work))]


def _ask(http: Http, group: Sequence[Identifier]) -> Response:
    if len(group) == 1:
        return http.get(f"{_WORKS}/{quote(group[0].value, safe='')}", params=_polite(http))
    dois = ",".join(f"doi:{one.value}" for one in group)
    return http.get(_WORKS, params={"filter": dois, "rows": str(len(group)), **_polite(http)})


def _polite(http: Http) -> dict[str, str]:
    return {"mailto": http.mailto} if http.mailto else {}


def _read_one(response: Response, asked: Identifier) -> Answer:
    check(response, allowed=(200, 404))
    if response.status == 404:
        if response.body.strip() == b"Resource not found.":
            return Absent(_NAME)
        raise UnexpectedAnswer("api.crossref.org returned an unexpected 404", url=response.url)
    work = _message(response, "work")
    if not own_identifiers(work):
        raise UnexpectedAnswer("api.crossref.org returned a work without a DOI", url=response.url)
    return _answer(asked, work, response)


def _read_list(response: Response, group: Sequence[Identifier]) -> dict[Identifier, Answer]:
    works, total = _works(response)
    by_doi = {doi: work for work in works for doi in own_identifiers(work)}
    asked_for = {own for own in map(own_identifiers, works) if any(doi in group for doi in own)}
    is_whole = total == len(works) == len(asked_for)
    missing: Answer = Absent(_NAME) if is_whole else Unavailable(_NAME, "crossref returned an incomplete list")
    return {one: _answer(one, by_doi[one], response) if one in by_doi else missing for one in group}


def _answer(asked: Identifier, work: Mapping[str, Any], response: Response) -> Answer:
    """An answer about another work is none, even if it is related to the one asked for."""
    own = own_identifiers(work)
    if asked not in own:
        return Unavailable(_NAME, f"crossref returned {own[0]} for {asked}")
    return answer_of(_NAME, asked, record_of(work), response.fetched)


def _works(response: Response) -> tuple[Sequence[Mapping[str, Any]], int]:
    """The works of a list, and how many there are."""
    message = _message(response, "work-list")
    items, total = message.get("items"), message.get("total-results")
    if not isinstance(items, list) or not all(isinstance(one, dict) for one in items) or not isinstance(total, int):
        raise UnexpectedAnswer("api.crossref.org returned no list of works", url=response.url)
    return items, total


def _message(response: Response, kind: str) -> Mapping[str, Any]:
    answer = read_json(response)
    message = answer.get("message") if isinstance(answer, dict) and answer.get("message-type") == kind else None
    if not isinstance(message, dict):
        raise UnexpectedAnswer(f"api.crossref.org returned no {kind}", url=response.url)
    return message


SOURCE = Source(
    schemes=frozenset({Scheme.DOI}),
    batch=50,
    load=load,
    parse=parse,
    search=search,
    candidates=candidates,
    # The pools since 2025-12-01: https://www.crossref.org/documentation/retrieve-metadata/rest-api/
    limits=(
        Limit("api.crossref.org", ((3, 1),), path="/works", with_mailto=True),
        Limit("api.crossref.org", ((10, 1),), with_mailto=True),
        Limit("api.crossref.org", ((5, 1),)),
    ),
    rank=Rank(venue=40, title=50, author=30, abstract=40, identity=30),
    types=TYPES,
    example="doi:10.5555/12345678",
)
