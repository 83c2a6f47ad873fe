"""OpenAlex (https://developers.openalex.org): works of all fields, merged automatically from other services.

A work may have copies in archives beside its publication, so its record has no identifier but OpenAlex's number; all
others are related to it. Its date is left out if it may be that of another copy than its venue.

A single work is requested by itself, which is free and complete; several by a filter, which truncates author lists.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import answer_of, part
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.archives import ARCHIVES
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.sources import INFORMAL_WORKSHOPS, AbsentResponse, Coverage, Rank, Source, is_absent
from moebib.sources.openalex._work import (
    TYPES,
    Work,
    identifiers_of_copies,
    identifiers_of_publication,
    record_of,
    related_to,
)
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "openalex"
_WORKS = "https://api.openalex.org/works"
# The page of its web framework, Flask, and the error of https://developers.openalex.org/api-reference/errors.
_ABSENT = (
    AbsentResponse(404, ("text/html",), r".*The requested URL was not found on the server\. If you entered .*"),
    AbsentResponse(404, ("application/json",), r'\{.*"Work \S+ not found\.?".*\}'),
)
_SELECT = (
    "id,ids,doi,title,type,publication_date,publication_year,authorships,primary_location,locations,best_oa_location,"
    "biblio,is_retracted,abstract_inverted_index"
)
_FILTERS = {"doi": "doi", "pmid": "ids.pmid"}


class _Query(NamedTuple):
    url: str
    params: Mapping[str, str]
    identifiers: Sequence[Identifier]


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request per kind of identifier, and one for each DOI that a filter cannot contain."""
    return [http.get(request.url, params={**_key(http), **request.params}) for request in _requests(identifiers)]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for a single unknown work is 404; in a list it is missing."""
    answers: dict[Identifier, Answer] = {}
    for request, response in zip(_requests(identifiers), responses, strict=True):
        read = _read_single if len(request.identifiers) == 1 else _read_list
        answers |= read(response, request.identifiers)
    return answers


def search(http: Http, title: str) -> Sequence[Response]:
    """By the words of the title: commas and pipes have a meaning in filters."""
    words = " ".join(re.findall(r"\w+", title))
    params = {"filter": f"title.search:{words}", "per_page": "10", "select": _SELECT}
    return [http.get(_WORKS, params={**_key(http), **params})]


def candidates(responses: Sequence[Response]) -> Sequence[Found]:
    """The works of a list, in order."""
    pairs = ((work, response.fetched) for response in responses for work in _works(read_json(response), response))
    return [
        Found(record, _NAME, fetched, related_to(work))
        for work, fetched in pairs
        if (record := record_of(work, in_list=True)) and record.identifiers
    ]


def _key(http: Http) -> dict[str, str]:
    """The API key. The contact address is not sent: OpenAlex does not ask for it any more."""
    key = http.keys.get(_NAME)
    return {"api_key": key} if key else {}


def _requests(identifiers: Sequence[Identifier]) -> Iterator[_Query]:
    kinds: dict[str, list[Identifier]] = {}
    for identifier in identifiers:
        kind, value = _spelled(identifier)
        # In a filter a comma separates conditions, and a pipe values; a number that was merged is not found there.
        is_single = kind not in _FILTERS or re.search(r"[,|]", value)
        kinds.setdefault(f"{kind} {value}" if is_single else kind, []).append(identifier)
    for kind, same in kinds.items():
        values = [_spelled(identifier)[1] for identifier in same]
        if len(same) > 1:
            params = {"filter": f"{_FILTERS[kind]}:{'|'.join(values)}", "per_page": "100", "select": _SELECT}
            yield _Query(_WORKS, params, same)
        else:
            scheme = kind.partition(" ")[0]
            prefix = f"{scheme}:" if scheme in _FILTERS else ""
            yield _Query(f"{_WORKS}/{prefix}{quote(values[0], safe='/')}", {"select": _SELECT}, same)


def _spelled(identifier: Identifier) -> tuple[str, str]:
    """The kind and value in OpenAlex, which knows arXiv IDs only as DOIs."""
    if identifier.scheme is Scheme.ARXIV:
        return "doi", f"10.48550/arxiv.{identifier.value}"
    return str(identifier.scheme), identifier.value


def _read_single(response: Response, identifiers: Sequence[Identifier]) -> dict[Identifier, Answer]:
    (identifier,) = identifiers
    if is_absent(response, _ABSENT):
        return {identifier: Absent(_NAME)}
    work = read_json(response)
    if not _is_work(work):
        raise UnexpectedAnswer("api.openalex.org returned no work", url=response.url)
    record, related = record_of(work), related_to(work, identifier)
    if record and _is_merged(identifier, record, response):
        record = record.evolve(identifiers=(*record.identifiers, identifier))
    return {identifier: answer_of(_NAME, identifier, record, response.fetched, related)}


def _is_merged(identifier: Identifier, record: Record, response: Response) -> bool:
    """Whether OpenAlex redirected from the number of a work to that of the work it was merged into."""
    final = response.url.partition("?")[0].rpartition("/")[2]
    return identifier.scheme is Scheme.OPENALEX and Identifier(Scheme.OPENALEX, final.upper()) in record.identifiers


def _read_list(response: Response, identifiers: Sequence[Identifier]) -> dict[Identifier, Answer]:
    """What is missing from a complete list is absent; a work without a title is not missing."""
    body = read_json(response)
    by_identifier: dict[Identifier, Work] = {}
    works = _works(body, response)
    for identify in (identifiers_of_publication, identifiers_of_copies):
        for work in works:
            for identifier in identify(work):
                by_identifier.setdefault(identifier, work)
    is_complete = _count(body) == len(works)
    missing: Answer = Absent(_NAME) if is_complete else Unavailable(_NAME, "openalex returned an incomplete list")
    answers: dict[Identifier, Answer] = dict.fromkeys(identifiers, missing)
    for identifier in answers.keys() & by_identifier.keys():
        work = by_identifier[identifier]
        record, related = record_of(work, in_list=True), related_to(work, identifier)
        answers[identifier] = answer_of(_NAME, identifier, record, response.fetched, related)
    return answers


def _works(body: Any, response: Response) -> Sequence[Work]:
    results = body.get("results") if isinstance(body, dict) else None
    if not isinstance(results, list) or not all(map(_is_work, results)) or _count(body) is None:
        raise UnexpectedAnswer("api.openalex.org returned no list of works", url=response.url)
    return results


def _is_work(value: Any) -> bool:
    return isinstance(value, dict) and str(value.get("id")).startswith("https://openalex.org/W")


def _count(body: Mapping[str, Any]) -> int | None:
    count = part(body, "meta").get("count")
    return count if isinstance(count, int) else None


SOURCE = Source(
    schemes=frozenset({Scheme.DOI, Scheme.ARXIV, Scheme.OPENALEX, Scheme.PMID}),
    batch=50,
    load=load,
    parse=parse,
    absent=_ABSENT,
    search=search,
    candidates=candidates,
    about="work",
    # 100/s are allowed; the real limit is a daily budget, which is ten times as large with a free key.
    limits=(
        Limit("api.openalex.org", ((10, 1),), with_key=_NAME, budget="credits"),
        Limit("api.openalex.org", ((10, 1),), budget="credits"),
    ),
    rank=Rank(venue=80, title=90, author=80, abstract=70),
    types=TYPES,
    # From Crossref, PubMed and repositories such as arXiv, and older works from Microsoft Academic Graph
    # (https://docs.openalex.org/api-entities/works), which has gaps before the time of databases.
    covers=Coverage(
        types=frozenset({"article", "article-journal", "paper-conference"}),
        since=1970,
        days=120,
        archives=frozenset(archive.name for archive in ARCHIVES if archive.agency),
        without=INFORMAL_WORKSHOPS,
    ),
    example="doi:10.5555/12345678",
)
