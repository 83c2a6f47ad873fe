"""Crossref (https://api.crossref.org): the agency that most publishers register their DOIs with."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.formats.crossref.relations import related_to
from moebib.formats.crossref.values import own_identifiers
from moebib.formats.crossref.work import SELECT, TYPES, record_of
from moebib.normalise.fields import answer_of
from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.archives import ARCHIVES
from moebib.records.identifier import Identifier, Scheme
from moebib.records.record import Record
from moebib.sources import INFORMAL_WORKSHOPS, AbsentResponse, Coverage, Rank, Source, is_absent
from moebib.sources._batch import groups, parse_groups
from moebib.text.markup import plain
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "crossref"
_MOST_PEOPLE = 8
"""How many authors a query names; more make it long and not more certain."""
_WORKS = "https://api.crossref.org/works"
_UNSELECTED: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "posted-content": ("subtype", {"type": "document", "genre": ""}),
    "dissertation": ("institution", {"publisher": ""}),
}
"""Type -> what Crossref cannot select, and the fields that depend on it, as they are without it."""
_ABSENT = (AbsentResponse(404, ("text/plain", "application/json"), r"Resource not found\."),)


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all, and one for each DOI that contains a comma."""
    return [_request(http, group) for group in groups(identifiers)]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for a single unknown DOI is 404 in plain text; in a list it is missing."""
    return parse_groups(responses, identifiers, single=_read_single, several=_read_list)


def search(http: Http, title: str) -> Sequence[Response]:
    """By the text of a reference, of which the title is most; the first result is often another work."""
    params = {"query.bibliographic": title, "rows": "3", "select": SELECT}
    return [http.get(_WORKS, params={**params, **_polite(http)})]


def search_people(http: Http, record: Record) -> Sequence[Response]:
    """By the names of the authors and the text of a reference, which need not all match."""
    people = " ".join(name.display() for name in record.author[:_MOST_PEOPLE])
    params = {"query.author": people, "query.bibliographic": plain(record.title), "rows": "20", "select": SELECT}
    return [http.get(_WORKS, params={**params, **_polite(http)})]


def candidates(responses: Sequence[Response]) -> Sequence[Found]:
    """The works of a list, in order."""
    (response,) = responses
    works = [work for work in _works(response)[0] if own_identifiers(work)]
    return [
        Found(_as_selected(work, record), _NAME, response.fetched, tuple(dict.fromkeys(related_to(work))))
        for work in works
        if (record := record_of(work))
    ]


def _as_selected(work: Mapping[str, Any], record: Record) -> Record:
    """*record* without the fields that would be others if Crossref could select all that ``record_of`` reads."""
    missing, changes = _UNSELECTED.get(str(work.get("type")), ("", {}))
    return record if work.get(missing) else record.evolve(**changes)


def _request(http: Http, group: Sequence[Identifier]) -> Response:
    if len(group) == 1:
        return http.get(f"{_WORKS}/{quote(group[0].value, safe='')}", params=_polite(http))
    dois = ",".join(f"doi:{identifier.value}" for identifier in group)
    return http.get(_WORKS, params={"filter": dois, "rows": str(len(group)), **_polite(http)})


def _polite(http: Http) -> dict[str, str]:
    return {"mailto": http.mailto} if http.mailto else {}


def _read_single(response: Response, identifier: Identifier) -> Answer:
    if is_absent(response, _ABSENT):
        return Absent(_NAME)
    work = _message(response, "work")
    if not own_identifiers(work):
        raise UnexpectedAnswer("api.crossref.org returned a work without a DOI", url=response.url)
    return _answer(identifier, work, response)


def _read_list(response: Response, group: Sequence[Identifier]) -> dict[Identifier, Answer]:
    works, total = _works(response)
    by_doi = {doi: work for work in works for doi in own_identifiers(work)}
    expected = {dois for dois in map(own_identifiers, works) if any(doi in group for doi in dois)}
    is_complete = total == len(works) == len(expected)
    missing: Answer = Absent(_NAME) if is_complete else Unavailable(_NAME, "crossref returned an incomplete list")
    return {doi: _answer(doi, by_doi[doi], response) if doi in by_doi else missing for doi in group}


def _answer(identifier: Identifier, work: Mapping[str, Any], response: Response) -> Answer:
    """Unavailable if the response is about another work, even a related one."""
    returned = own_identifiers(work)
    if identifier not in returned:
        return Unavailable(_NAME, f"crossref returned {returned[0]} for {identifier}")
    return answer_of(_NAME, identifier, record_of(work), response.fetched, related_to(work))


def _works(response: Response) -> tuple[Sequence[Mapping[str, Any]], int]:
    """The works of a list, and how many match the query."""
    message = _message(response, "work-list")
    items, total = message.get("items"), message.get("total-results")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items) or not isinstance(total, int):
        raise UnexpectedAnswer("api.crossref.org returned no list of works", url=response.url)
    return items, total


def _message(response: Response, kind: str) -> Mapping[str, Any]:
    data = read_json(response)
    message = data.get("message") if isinstance(data, dict) and data.get("message-type") == kind else None
    if not isinstance(message, dict):
        raise UnexpectedAnswer(f"api.crossref.org returned no {kind}", url=response.url)
    return message


SOURCE = Source(
    schemes=frozenset({Scheme.DOI}),
    batch=50,
    load=load,
    parse=parse,
    absent=_ABSENT,
    agency="Crossref",
    search=search,
    search_people=search_people,
    candidates=candidates,
    # The pools since 2025-12-01: https://www.crossref.org/documentation/retrieve-metadata/rest-api/
    limits=(
        Limit("api.crossref.org", ((3, 1),), path="/works", with_mailto=True),
        Limit("api.crossref.org", ((10, 1),), with_mailto=True),
        Limit("api.crossref.org", ((5, 1),)),
    ),
    is_registrar=True,
    rank=Rank(venue=40, title=50, author=30, abstract=40, identity=30),
    types=TYPES,
    # Members register what they publish; what is older than two years when they join is optional ("backfile",
    # https://www.crossref.org/fees/), and DOIs exist since 2000. Preprints are those of its members.
    covers=Coverage(
        types=frozenset({"article", "article-journal", "paper-conference"}),
        since=2000,
        days=120,
        archives=frozenset(archive.name for archive in ARCHIVES if archive.agency == "Crossref"),
        # USENIX, PMLR, OpenReview and JMLR assign no DOIs; NeurIPS does since 2024.
        without=INFORMAL_WORKSHOPS
        | {
            *("NeurIPS", "ICML", "ICLR", "COLM", "MLSys", "AISTATS", "UAI", "COLT", "ALT", "ACML", "CoRL", "LoG"),
            *("AutoML", "CPAL", "OSDI", "NSDI", "USENIX ATC", "USENIX Security", "FAST", "JMLR", "TMLR", "DMLR"),
        },
    ),
    example="doi:10.5555/12345678",
)
