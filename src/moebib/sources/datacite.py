"""DataCite (https://support.datacite.org/docs/api): the agency of arXiv, Zenodo, Dagstuhl and university archives.

It has every arXiv paper, under the DOI 10.48550/arXiv.ID, with the names of authors in parts.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.sources import Rank, Source
from moebib.sources._datacite import own_identifiers, record_of
from moebib.sources._lists import groups, read_groups
from moebib.sources._values import answer_of
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, check, read_json

_NAME = "datacite"
_DOIS = "https://api.datacite.org/dois"


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all, and one for each DOI that cannot stand in a list."""
    return [_ask(http, group) for group in groups(identifiers)]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """A single unknown DOI is answered with 404; in a list it is missing. So is every DOI of Crossref."""
    return read_groups(responses, identifiers, in_list=_read_list, single=_read_one)


def _ask(http: Http, group: Sequence[Identifier]) -> Response:
    polite = {"mailto": http.mailto} if http.mailto else {}
    if len(group) == 1:
        return http.get(f"{_DOIS}/{quote(_doi(group[0]), safe='/')}", params=polite)
    return http.get(_DOIS, params={"ids": ",".join(map(_doi, group)), "page[size]": str(len(group)), **polite})


def _doi(identifier: Identifier) -> str:
    return f"10.48550/arxiv.{identifier.value}" if identifier.scheme is Scheme.ARXIV else identifier.value


def _read_one(response: Response, asked: Identifier) -> Answer:
    check(response, allowed=(200, 404))
    answer = read_json(response, allowed=(200, 404))
    if response.status == 404:
        if _is_not_found(answer):
            return Absent(_NAME)
        raise UnexpectedAnswer("api.datacite.org answered 404 in an unknown form", url=response.url)
    attributes = _attributes(answer.get("data") if isinstance(answer, dict) else None, response)
    return _answer(asked, attributes, response)


def _read_list(response: Response, group: Sequence[Identifier]) -> dict[Identifier, Answer]:
    answer = read_json(response)
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list):
        raise UnexpectedAnswer("api.datacite.org sent no list of works", url=response.url)
    works = [_attributes(one, response) for one in data]
    by_identifier = {own: work for work in works for own in own_identifiers(work)}
    meta = answer.get("meta")
    total = meta.get("total") if isinstance(meta, dict) else None
    is_whole = total == len(works) == len(by_identifier.keys() & set(group))
    missing: Answer = Absent(_NAME) if is_whole else Unavailable(_NAME, "datacite sent a list that is not complete")
    return {one: _answer(one, by_identifier[one], response) if one in by_identifier else missing for one in group}


def _answer(asked: Identifier, attributes: Mapping[str, Any], response: Response) -> Answer:
    """An answer about another work is none, even if it is related to the one asked for."""
    own = own_identifiers(attributes)
    if asked not in own:
        return Unavailable(_NAME, f"datacite answered {asked} with {own[0]}")
    return answer_of(_NAME, asked, record_of(attributes, response.fetched), response.fetched)


def _attributes(data: object, response: Response) -> Mapping[str, Any]:
    attributes = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(attributes, dict) or not own_identifiers(attributes):
        raise UnexpectedAnswer("api.datacite.org sent no work with a DOI", url=response.url)
    return attributes


def _is_not_found(answer: object) -> bool:
    """JSON:API 1.1, section 11: {"errors": [{"status": "404", ...}]}."""
    errors = answer.get("errors") if isinstance(answer, dict) else None
    return isinstance(errors, list) and any(isinstance(one, dict) and str(one.get("status")) == "404" for one in errors)


SOURCE = Source(
    schemes=frozenset({Scheme.DOI, Scheme.ARXIV}),
    batch=100,
    load=load,
    parse=parse,
    # 500 requests in 5 minutes without a contact address.
    limits=(Limit("api.datacite.org", ((3, 1), (500, 300))),),
    rank=Rank(venue=70, title=70, author=50, abstract=50, identity=40),
    example="doi:10.5281/zenodo.1",
)
