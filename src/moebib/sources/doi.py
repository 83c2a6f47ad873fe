"""doi.org: the CSL-JSON that the registration agency of a DOI has for it (https://citation.doi.org/docs.html).

A short DOI (https://shortdoi.org) is an alias of a DOI, which the handle system knows
(https://www.doi.org/doi-handbook/HTML/rest-api.html).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from pydantic import ValidationError

from moebib.errors import SourceError
from moebib.formats.crossref.relations import related_to
from moebib.formats.crossref.values import own_identifiers, people
from moebib.formats.crossref.work import record_of
from moebib.normalise.fields import answer_of, make_record, part, text
from moebib.records.answer import NEW, Absent, Answer, Found, Unavailable
from moebib.records.fields import TYPES
from moebib.records.identifier import Identifier, Scheme, find_identifier
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, check, read_json

_NAME = "doi"
_ABSENT = (
    AbsentResponse(404, ("text/html",), r"(?i).*<title>[^<]*\bDOI Not Found\b[^<]*</title>.*"),
    # The response code 100 is "handle not found".
    AbsentResponse(
        404, ("application/json",), r'\{(?=.*"responseCode"\s*:\s*100\b).*"handle"\s*:\s*"10/[a-z0-9]+".*\}'
    ),
)
_NO_DATA = (204, 300, 406)
"""The statuses without data: no content; several agencies to choose from; a format that the agency does not have."""
_VARIABLES = (
    "type", "title", "issued", "container-title", "container-title-short", "collection-title", "event-title",
    "event-place", "publisher", "publisher-place", "volume", "issue", "page", "number", "edition", "genre", "language",
    "version", "abstract", "DOI", "PMID", "ISBN", "ISSN",
)  # fmt: skip


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request, which is redirected to the agency; for a short DOI, it follows the one for its DOI."""
    (identifier,) = identifiers
    if identifier.scheme is Scheme.DOI:
        return [_negotiate(http, identifier.value)]
    response = http.get(f"https://doi.org/api/handles/{identifier.value}", params={"type": "HS_ALIAS"})
    doi = "" if is_absent(response, _ABSENT) else _alias_of(response)
    return [response, _negotiate(http, doi)] if doi else [response]


def _negotiate(http: Http, doi: str) -> Response:
    accept = {"Accept": "application/vnd.citationstyles.csl+json"}
    return http.get(f"https://doi.org/{quote(doi, safe='/')}", headers=accept)


def _alias_of(response: Response) -> str:
    """The DOI that the handle system has for a short DOI; empty if there is none."""
    handle = read_json(response)
    values = handle.get("values") if isinstance(handle, dict) else None
    for value in values if isinstance(values, list) else ():
        if isinstance(value, dict) and value.get("type") == "HS_ALIAS":
            return text(part(value, "data").get("value"))
    return ""


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """A fault of one agency's server is not one of the others, so it is never an error of the source as a whole."""
    (identifier,) = identifiers
    try:
        return {identifier: _answer(responses, identifier)}
    except SourceError as error:
        return {identifier: Unavailable(_NAME, str(error))}


def _answer(responses: Sequence[Response], identifier: Identifier) -> Answer:
    if identifier.scheme is Scheme.DOI:
        return _read(responses[0], identifier)
    if is_absent(responses[0], _ABSENT):
        return Absent(_NAME)
    doi = find_identifier(f"doi:{_alias_of(responses[0])}")
    if not doi or len(responses) < 2:
        return Unavailable(_NAME, f"doi.org does not say which DOI {identifier} is short for")
    answer = _read(responses[1], doi)
    if not isinstance(answer, Found):
        return Unavailable(_NAME, f"{identifier} is short for {doi}, for which there are no citation data")
    record = answer.record.evolve(identifiers=(*answer.record.identifiers, identifier))
    return Found(record, _NAME, answer.fetched, answer.related)


def _read(response: Response, identifier: Identifier) -> Answer:
    if is_absent(response, _ABSENT):
        return Absent(_NAME)
    check(response, allowed=(200, *_NO_DATA))
    if response.status in _NO_DATA or "html" in response.content_type:
        return Unavailable(_NAME, f"the registration agency of {identifier} has no citation data")
    item = read_json(response)
    item = item[0] if isinstance(item, list) and len(item) == 1 else item
    if not isinstance(item, dict) or identifier not in own_identifiers(item):
        return Unavailable(_NAME, f"doi.org returned something else for {identifier}")
    # Crossref returns its own fields, with the item in place of a list of one, and CSL types for most works.
    if item.get("source") == "Crossref" or item.get("type") not in TYPES:
        return answer_of(_NAME, identifier, record_of(item), response.fetched, related_to(item))
    return answer_of(_NAME, identifier, _from_csl(item), response.fetched)


def _from_csl(item: Mapping[str, Any]) -> Record | None:
    from moebib.formats.csl.reader import from_csl  # all sources are imported for any lookup, which rarely needs it

    author = people(item.get("author"))
    values = {name: _plain(item.get(name)) for name in _VARIABLES}
    if values["container-title"] == values["publisher"]:
        values["container-title"] = ""  # DataCite has the publisher there if there is no journal
    if values["type"] == "article-journal" and not values["container-title"]:
        values["type"] = "document"  # and any text is an article for it
    try:
        record = from_csl({"id": NEW, **values})
    except ValidationError:
        return None
    people_of_record = {"author": author, "editor": people(item.get("editor")) or ()}
    fields = {name: getattr(record, name) for name in type(record).model_fields if name not in ("id", "extra")}
    return None if author is None else make_record(**{**fields, **people_of_record})


def _plain(value: object) -> object:
    if isinstance(value, list):
        return " ".join(map(text, value))
    return value if isinstance(value, dict) else text(value)


SOURCE = Source(
    schemes=frozenset({Scheme.DOI, Scheme.SHORTDOI}),
    batch=1,
    load=load,
    parse=parse,
    absent=_ABSENT,
    last_resort=frozenset({Scheme.DOI}),
    limits=(Limit("doi.org", ((5, 1), (1000, 300))),),
    is_registrar=True,
    rank=Rank(venue=50, title=60, author=40, abstract=90),
    example="doi:10.5555/12345678",
)
