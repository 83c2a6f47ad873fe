"""DataCite (https://support.datacite.org/docs/api): the agency of arXiv, Zenodo, Dagstuhl and university archives.

It has every arXiv paper as 10.48550/arXiv.ID, with the names of authors in parts. Records follow the DataCite Metadata
Schema 4.7 (https://datacite-metadata-schema.readthedocs.io).
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import answer_of, part
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.sources._batch import groups, parse_groups
from moebib.sources.datacite._types import TYPES
from moebib.sources.datacite._work import own_identifiers, record_of, related_to
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "datacite"
_DOIS = "https://api.datacite.org/dois"
# JSON:API 1.1, section 11, with DataCite's own words.
_ABSENT = (
    AbsentResponse(
        404,
        ("application/json", "application/vnd.api+json"),
        r'\{\s*"errors"\s*:\s*\[(?=.*"status"\s*:\s*"404").*'
        r'"title"\s*:\s*"The resource you are looking for doesn\S{1,6}t exist\.?".*\]\s*\}',
    ),
)


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all, and one for each DOI that contains a comma."""
    return [_request(http, group) for group in groups(identifiers)]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for a single unknown DOI is 404; in a list it is missing. DOIs of Crossref are unknown, too."""
    return parse_groups(responses, identifiers, single=_read_single, several=_read_list)


def search(http: Http, title: str) -> Sequence[Response]:
    """By the words of the title in their order (https://support.datacite.org/docs/api-queries)."""
    words = " ".join(re.findall(r"\w+", title))
    params = {"query": f'titles.title:"{words}"', "page[size]": "5"}
    return [http.get(_DOIS, params={**params, "mailto": http.mailto} if http.mailto else params)]


def candidates(responses: Sequence[Response]) -> Sequence[Found]:
    """The works in a list; those without authors or a title cannot be used."""
    (response,) = responses
    found = []
    for attributes in _listed(read_json(response), response):
        if record := record_of(attributes, response.fetched):
            found.append(Found(record, _NAME, response.fetched, tuple(related_to(attributes, record.type))))
    return found


def _request(http: Http, group: Sequence[Identifier]) -> Response:
    polite = {"mailto": http.mailto} if http.mailto else {}
    if len(group) == 1:
        return http.get(f"{_DOIS}/{quote(_doi(group[0]), safe='/')}", params=polite)
    return http.get(_DOIS, params={"ids": ",".join(map(_doi, group)), "page[size]": str(len(group)), **polite})


def _doi(identifier: Identifier) -> str:
    return f"10.48550/arxiv.{identifier.value}" if identifier.scheme is Scheme.ARXIV else identifier.value


def _read_single(response: Response, identifier: Identifier) -> Answer:
    if is_absent(response, _ABSENT):
        return Absent(_NAME)
    body = read_json(response)
    attributes = _attributes(body.get("data") if isinstance(body, dict) else None, response)
    return _answer(identifier, attributes, response)


def _read_list(response: Response, group: Sequence[Identifier]) -> dict[Identifier, Answer]:
    body = read_json(response)
    works = _listed(body, response)
    by_identifier = {identifier: work for work in works for identifier in own_identifiers(work)}
    total = part(body, "meta").get("total")
    is_complete = total == len(works) == len(by_identifier.keys() & set(group))
    missing: Answer = Absent(_NAME) if is_complete else Unavailable(_NAME, "datacite returned an incomplete list")
    answers: dict[Identifier, Answer] = dict.fromkeys(group, missing)
    for identifier in answers.keys() & by_identifier.keys():
        answers[identifier] = _answer(identifier, by_identifier[identifier], response)
    return answers


def _listed(body: object, response: Response) -> list[Mapping[str, Any]]:
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, list):
        raise UnexpectedAnswer("api.datacite.org returned no list of works", url=response.url)
    return [_attributes(item, response) for item in data]


def _answer(identifier: Identifier, attributes: Mapping[str, Any], response: Response) -> Answer:
    """Unavailable if the response is about another work, even a related one."""
    returned = own_identifiers(attributes)
    if identifier not in returned:
        return Unavailable(_NAME, f"datacite returned {returned[0]} for {identifier}")
    record = record_of(attributes, response.fetched)
    related = related_to(attributes, record.type) if record else ()
    return answer_of(_NAME, identifier, record, response.fetched, related)


def _attributes(data: object, response: Response) -> Mapping[str, Any]:
    attributes = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(attributes, dict) or not own_identifiers(attributes):
        raise UnexpectedAnswer("api.datacite.org returned no work with a DOI", url=response.url)
    return attributes


SOURCE = Source(
    schemes=frozenset({Scheme.DOI, Scheme.ARXIV}),
    batch=100,
    load=load,
    parse=parse,
    absent=_ABSENT,
    search=search,
    candidates=candidates,
    # Papers that it has are also at arXiv or in an index.
    searched_for=frozenset({"dataset", "report", "software", "thesis"}),
    agency="DataCite",
    is_registrar=True,
    limits=(
        Limit("api.datacite.org", ((3, 1), (1000, 300)), with_mailto=True),
        Limit("api.datacite.org", ((3, 1), (500, 300))),
    ),
    rank=Rank(venue=70, title=70, author=50, abstract=50, identity=40),
    types=TYPES,
    example="doi:10.5281/zenodo.1",
)
