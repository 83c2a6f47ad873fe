"""DataCite (https://support.datacite.org/docs/api): the agency of arXiv, Zenodo, Dagstuhl and university archives.

It has every arXiv paper, under the DOI 10.48550/arXiv.ID, with the names of authors in parts.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import TYPES, Record, Status, Type
from moebib.sources import Rank, Source
from moebib.sources._batch import groups, read_groups
from moebib.sources._fields import (
    answer_of,
    identifiers,
    in_parts,
    make_record,
    organisation,
    person,
    published,
    text,
    whole,
)
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, check, read_json

_NAME = "datacite"
_DOIS = "https://api.datacite.org/dois"
_TYPES: Mapping[str, Type] = {
    "Preprint": "article", "JournalArticle": "article-journal", "DataPaper": "article-journal",
    "ConferencePaper": "paper-conference", "ConferenceProceeding": "book", "Book": "book", "BookChapter": "chapter",
    "Dissertation": "thesis", "Report": "report", "Software": "software", "ComputationalNotebook": "software",
    "Dataset": "dataset", "PeerReview": "review", "Standard": "standard", "Journal": "periodical",
}  # fmt: skip
_SERIES = ("Collection", "Series")
_PARTS = ("volume", "issue", "number", "firstPage", "lastPage")
_SAME_WORK = ("IsVersionOf", "IsIdenticalTo")


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
        raise UnexpectedAnswer("api.datacite.org returned an unexpected 404", url=response.url)
    attributes = _attributes(answer.get("data") if isinstance(answer, dict) else None, response)
    return _answer(asked, attributes, response)


def _read_list(response: Response, group: Sequence[Identifier]) -> dict[Identifier, Answer]:
    answer = read_json(response)
    data = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(data, list):
        raise UnexpectedAnswer("api.datacite.org returned no list of works", url=response.url)
    works = [_attributes(one, response) for one in data]
    by_identifier = {own: work for work in works for own in own_identifiers(work)}
    meta = answer.get("meta")
    total = meta.get("total") if isinstance(meta, dict) else None
    is_whole = total == len(works) == len(by_identifier.keys() & set(group))
    missing: Answer = Absent(_NAME) if is_whole else Unavailable(_NAME, "datacite returned an incomplete list")
    return {one: _answer(one, by_identifier[one], response) if one in by_identifier else missing for one in group}


def _answer(asked: Identifier, attributes: Mapping[str, Any], response: Response) -> Answer:
    """An answer about another work is none, even if it is related to the one asked for."""
    own = own_identifiers(attributes)
    if asked not in own:
        return Unavailable(_NAME, f"datacite returned {own[0]} for {asked}")
    return answer_of(_NAME, asked, record_of(attributes, response.fetched), response.fetched)


def _attributes(data: object, response: Response) -> Mapping[str, Any]:
    attributes = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(attributes, dict) or not own_identifiers(attributes):
        raise UnexpectedAnswer("api.datacite.org returned no work with a DOI", url=response.url)
    return attributes


def _is_not_found(answer: object) -> bool:
    """JSON:API 1.1, section 11: {"errors": [{"status": "404", ...}]}."""
    errors = answer.get("errors") if isinstance(answer, dict) else None
    return isinstance(errors, list) and any(isinstance(one, dict) and str(one.get("status")) == "404" for one in errors)


def record_of(work: Mapping[str, Any], fetched: date) -> Record | None:
    """The record; ``None`` if its title or its authors cannot be used."""
    author = people(work.get("creators"))
    if author is None:
        return None
    type_, is_preprint = _type(work), _general_type(work) == "Preprint"
    publisher = text(_of(work, "publisher").get("name")) or text(work.get("publisher"))
    return make_record(
        type=type_,
        genre="preprint" if is_preprint else "",
        title=_title(work),
        author=author,
        editor=people([one for one in _dicts(work, "contributors") if _is(one, "contributorType", "Editor")]),
        issued=_issued(work, fetched),
        publisher="" if is_preprint else publisher,
        language=text(work.get("language")),
        identifiers=_identifiers(work),
        abstract=_abstract(work),
        status=_status(work),
        **({"container_title": publisher} if is_preprint else _place(work, type_)),
    )


def own_identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """Its DOI; of an arXiv paper, that is its arXiv ID."""
    return identifiers(f"doi:{text(work.get('doi'))}")


def _of(work: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = work.get(name)
    return value if isinstance(value, dict) else {}


def _dicts(work: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = work.get(name)
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _is(one: Mapping[str, Any], name: str, *values: str) -> bool:
    return text(one.get(name)) in values


def _general_type(work: Mapping[str, Any]) -> str:
    return text(_of(work, "types").get("resourceTypeGeneral"))


def _type(work: Mapping[str, Any]) -> Type:
    """Of a mere "Text", what DataCite makes of the publisher's own word for it; its "article" says nothing."""
    citeproc = text(_of(work, "types").get("citeproc"))
    told = cast("Type", citeproc) if citeproc in TYPES and citeproc != "article" else "document"
    return _TYPES.get(_general_type(work), told)


def _title(work: Mapping[str, Any]) -> str:
    main, subtitle = _titled(work, ""), _titled(work, "Subtitle")
    return f"{main}{' ' if main[-1] in ':?!' else ': '}{subtitle}" if main and subtitle else main


def _titled(work: Mapping[str, Any], kind: str) -> str:
    return next((text(one.get("title")) for one in _dicts(work, "titles") if _is(one, "titleType", kind)), "")


def _dates(work: Mapping[str, Any], kind: str) -> Iterator[tuple[str, Date]]:
    """The dates of one kind, each with what is said about it ("v1")."""
    for one in _dicts(work, "dates"):
        if _is(one, "dateType", kind) and (found := published(one.get("date"))):
            yield text(one.get("dateInformation")), found


def _issued(work: Mapping[str, Any], fetched: date) -> Date | None:
    """Of an arXiv paper, the day of the first version: "Issued" is only the year of it.

    What lies in the future was written down by another calendar, or wrong.
    """
    first = (found for version, found in _dates(work, "Submitted") if version == "v1")
    issued = (found for _, found in _dates(work, "Issued"))
    found = next(first, None) or next(issued, None) or published(work.get("publicationYear"))
    return found if found and 0 < found.year <= fetched.year + 1 else None


def _place(work: Mapping[str, Any], type_: Type) -> dict[str, str]:
    """Where it appeared: by ``relatedItems``, and in older records by ``container``, of books a series."""
    items = [one for one in _dicts(work, "relatedItems") if _is(one, "relationType", "IsPublishedIn")]
    volume = next((one for one in items if not _is(one, "relatedItemType", *_SERIES)), {})
    series = next((one for one in items if _is(one, "relatedItemType", *_SERIES)), {})
    container = _of(work, "container")
    is_part = type_ in ("article-journal", "paper-conference", "chapter")
    told = {name: text(volume.get(name)) or text(container.get(name)) for name in _PARTS}
    return {
        "container_title": _titled(volume, "") or (text(container.get("title")) if is_part else ""),
        "collection_title": _titled(series, "") or ("" if is_part else text(container.get("title"))),
        "volume": told["volume"],
        "issue": told["issue"],
        "number": told["number"],
        "page": "-".join(page for page in (told["firstPage"], told["lastPage"]) if page),
    }


def _identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """Of the work itself first, then of other versions of it, then of the volume or journal."""
    related = _dicts(work, "relatedIdentifiers")
    return identifiers(
        *map(str, own_identifiers(work)),
        *(_prefixed(one, "DOI") for one in related if _is(one, "relationType", *_SAME_WORK)),
        *(_prefixed(one, "ISBN", "ISSN") for one in related if _is(one, "relationType", "IsPartOf", "IsPublishedIn")),
    )


def _prefixed(one: Mapping[str, Any], *kinds: str) -> str:
    kind = text(one.get("relatedIdentifierType"))
    return f"{kind.lower()}:{text(one.get('relatedIdentifier'))}" if kind in kinds else ""


def _abstract(work: Mapping[str, Any]) -> str:
    told = _dicts(work, "descriptions")
    return next((text(one.get("description")) for one in told if _is(one, "descriptionType", "Abstract")), "")


def _status(work: Mapping[str, Any]) -> Status | None:
    withdrawn = next((found for _, found in _dates(work, "Withdrawn")), None)
    return Status(kind="withdrawn", date=withdrawn, source="datacite") if withdrawn else None


def people(value: object) -> tuple[Name, ...] | None:
    """All of them, in order; ``None`` if one of them cannot be read."""
    return whole(map(_name, value)) if isinstance(value, list) else None


def _name(one: object) -> Name | None:
    """A name that is neither said to be of a person nor written as one stays whole."""
    if not isinstance(one, dict):
        return None
    name, kind = one.get("name"), text(one.get("nameType"))
    if kind != "Organizational" and text(one.get("familyName")):
        return in_parts(one.get("familyName"), one.get("givenName"))
    if kind == "Personal" or (not kind and text(name).count(",") == 1):
        return person(name) or organisation(name)
    return organisation(name)


SOURCE = Source(
    schemes=frozenset({Scheme.DOI, Scheme.ARXIV}),
    batch=100,
    load=load,
    parse=parse,
    # 500 requests in 5 minutes without a contact address.
    limits=(Limit("api.datacite.org", ((3, 1), (500, 300))),),
    rank=Rank(venue=70, title=70, author=50, abstract=50, identity=40),
    types=frozenset({*_TYPES.values(), "document"}),
    example="doi:10.5281/zenodo.1",
)
