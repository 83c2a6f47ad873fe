"""OpenAlex (https://developers.openalex.org): works of all fields, merged from other services by machine.

One work is asked for by itself, which is free and complete; many by a filter, whose answer cuts lists of authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.sources import Rank, Source
from moebib.sources._openalex import identifiers_of, own_identifiers, record_of
from moebib.sources._values import answer_of
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, check, read_json

_NAME = "openalex"
_WORKS = "https://api.openalex.org/works"
_SELECT = (
    "id,ids,doi,title,type,publication_date,publication_year,authorships,primary_location,locations,best_oa_location,"
    "biblio,is_retracted,abstract_inverted_index"
)
_FILTERS = {"doi": "doi", "openalex": "openalex", "pmid": "ids.pmid"}


class _Request(NamedTuple):
    url: str
    params: Mapping[str, str]
    identifiers: Sequence[Identifier]


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for each kind of identifier, and one for each DOI that cannot stand in a filter."""
    return [http.get(one.url, params={**_polite(http), **one.params}) for one in _requests(identifiers)]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """A single unknown work is answered with 404, in HTML; in a list it is missing."""
    answers: dict[Identifier, Answer] = {}
    for request, response in zip(_requests(identifiers), responses, strict=True):
        read = _read_one if len(request.identifiers) == 1 else _read_many
        answers |= read(response, request.identifiers)
    return answers


def search(http: Http, title: str) -> Sequence[Response]:
    """By the words of the title: commas and pipes have a meaning in a filter."""
    words = " ".join(re.findall(r"\w+", title))
    params = {"filter": f"title.search:{words}", "per-page": "10", "select": _SELECT}
    return [http.get(_WORKS, params={**_polite(http), **params})]


def candidates(responses: Sequence[Response]) -> Sequence[Record]:
    """The works of a list, in its order."""
    works = (work for response in responses for work in _works(read_json(response), response))
    return [record for work in works if (record := record_of(work, in_list=True)) and record.identifiers]


def _polite(http: Http) -> dict[str, str]:
    key = http.keys.get(_NAME)
    return ({"mailto": http.mailto} if http.mailto else {}) | ({"api_key": key} if key else {})


def _requests(identifiers: Sequence[Identifier]) -> Iterator[_Request]:
    kinds: dict[str, list[Identifier]] = {}
    for one in identifiers:
        kind, value = _spelled(one)
        # In a filter a comma divides conditions, and a pipe values.
        kinds.setdefault(kind if not re.search(r"[,|]", value) else f"{kind} {value}", []).append(one)
    for kind, same in kinds.items():
        values = [_spelled(one)[1] for one in same]
        if len(same) > 1:
            params = {"filter": f"{_FILTERS[kind]}:{'|'.join(values)}", "per-page": "100", "select": _SELECT}
            yield _Request(_WORKS, params, same)
        else:
            prefix = "" if kind == "openalex" else f"{kind.partition(' ')[0]}:"
            yield _Request(f"{_WORKS}/{prefix}{quote(values[0], safe='/')}", {"select": _SELECT}, same)


def _spelled(identifier: Identifier) -> tuple[str, str]:
    """What OpenAlex calls it; it knows arXiv IDs as DOIs only."""
    if identifier.scheme is Scheme.ARXIV:
        return "doi", f"10.48550/arxiv.{identifier.value}"
    return str(identifier.scheme), identifier.value


def _read_one(response: Response, identifiers: Sequence[Identifier]) -> dict[Identifier, Answer]:
    check(response, allowed=(200, 404))
    (one,) = identifiers
    if response.status == 404 and re.search(rb"not found", response.body, re.I):
        return {one: Absent(_NAME)}
    work = read_json(response)
    if not _is_work(work):
        raise UnexpectedAnswer("api.openalex.org sent no work", url=response.url)
    return {one: answer_of(_NAME, one, record_of(work), response.fetched)}


def _read_many(response: Response, identifiers: Sequence[Identifier]) -> dict[Identifier, Answer]:
    """What is missing from a complete list is absent; a work without a title is there all the same."""
    answer = read_json(response)
    found: dict[Identifier, Mapping[str, Any]] = {}
    works = _works(answer, response)
    for identify in (own_identifiers, identifiers_of):
        for work in works:
            for one in identify(work):
                found.setdefault(one, work)
    whole = _count(answer) == len(works)
    missing: Answer = Absent(_NAME) if whole else Unavailable(_NAME, "openalex sent a list that is not complete")
    return {
        one: answer_of(_NAME, one, record_of(found[one], in_list=True), response.fetched) if one in found else missing
        for one in identifiers
    }


def _works(answer: Any, response: Response) -> Sequence[Mapping[str, Any]]:
    results = answer.get("results") if isinstance(answer, dict) else None
    if not isinstance(results, list) or not all(map(_is_work, results)) or _count(answer) is None:
        raise UnexpectedAnswer("api.openalex.org sent no list of works", url=response.url)
    return results


def _is_work(value: Any) -> bool:
    return isinstance(value, dict) and str(value.get("id")).startswith("https://openalex.org/W")


def _count(answer: Mapping[str, Any]) -> int | None:
    meta = answer.get("meta")
    count = meta.get("count") if isinstance(meta, dict) else None
    return count if isinstance(count, int) else None


SOURCE = Source(
    schemes=frozenset({Scheme.DOI, Scheme.ARXIV, Scheme.OPENALEX, Scheme.PMID}),
    batch=50,
    load=load,
    parse=parse,
    search=search,
    candidates=candidates,
    # 100/s are allowed; what counts is the price of a request.
    limits=(Limit("api.openalex.org", ((10, 1),)),),
    rank=Rank(venue=80, title=90, author=80, abstract=70),
    example="doi:10.5555/12345678",
)
