"""DataCite (https://support.datacite.org/docs/api): the agency of arXiv, Zenodo, Dagstuhl and university archives.

It has every arXiv paper as 10.48550/arXiv.ID, with the names of authors in parts. Records follow the DataCite Metadata
Schema 4.6 (https://datacite-metadata-schema.readthedocs.io).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, cast
from urllib.parse import quote

from moebib.errors import UnexpectedAnswer
from moebib.records.answer import Absent, Answer, Unavailable
from moebib.records.date import Date
from moebib.records.fields import TYPES, Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.sources._batch import groups
from moebib.sources._fields import (
    all_names,
    answer_of,
    identifiers,
    make_record,
    name_in_parts,
    organisation,
    part,
    person,
    published,
    text,
)
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
    """One request for all, and one for each DOI that contains a comma."""
    return [_request(http, group) for group in groups(identifiers)]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for a single unknown DOI is 404; in a list it is missing. DOIs of Crossref are unknown, too."""
    answers: dict[Identifier, Answer] = {}
    for group, response in zip(groups(identifiers), responses, strict=True):
        answers |= _read_list(response, group) if len(group) > 1 else {group[0]: _read_single(response, group[0])}
    return answers


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
    data = body.get("data") if isinstance(body, dict) else None
    if not isinstance(data, list):
        raise UnexpectedAnswer("api.datacite.org returned no list of works", url=response.url)
    works = [_attributes(item, response) for item in data]
    by_identifier = {identifier: work for work in works for identifier in _own_identifiers(work)}
    total = part(body, "meta").get("total")
    is_complete = total == len(works) == len(by_identifier.keys() & set(group))
    missing: Answer = Absent(_NAME) if is_complete else Unavailable(_NAME, "datacite returned an incomplete list")
    answers: dict[Identifier, Answer] = dict.fromkeys(group, missing)
    for identifier in answers.keys() & by_identifier.keys():
        answers[identifier] = _answer(identifier, by_identifier[identifier], response)
    return answers


def _answer(identifier: Identifier, attributes: Mapping[str, Any], response: Response) -> Answer:
    """Unavailable if the response is about another work, even a related one."""
    returned = _own_identifiers(attributes)
    if identifier not in returned:
        return Unavailable(_NAME, f"datacite returned {returned[0]} for {identifier}")
    return answer_of(_NAME, identifier, record_of(attributes, response.fetched), response.fetched)


def _attributes(data: object, response: Response) -> Mapping[str, Any]:
    attributes = data.get("attributes") if isinstance(data, dict) else None
    if not isinstance(attributes, dict) or not _own_identifiers(attributes):
        raise UnexpectedAnswer("api.datacite.org returned no work with a DOI", url=response.url)
    return attributes


def record_of(work: Mapping[str, Any], fetched: date) -> Record | None:
    """The record; ``None`` if its title or authors are invalid."""
    author = _people(work.get("creators"))
    if author is None:
        return None
    type_, is_preprint = _type(work), _general_type(work) == "Preprint"
    publisher = text(part(work, "publisher").get("name")) or text(work.get("publisher"))
    return make_record(
        type=type_,
        genre="preprint" if is_preprint else "",
        title=_title(work),
        author=author,
        editor=_people([person for person in _dicts(work, "contributors") if _is(person, "contributorType", "Editor")]),
        issued=_issued(work, fetched),
        publisher="" if is_preprint else publisher,
        language=text(work.get("language")),
        identifiers=_identifiers(work),
        abstract=_abstract(work),
        status=_status(work),
        **({"container_title": publisher} if is_preprint else _place(work, type_)),
    )


def _own_identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """The DOI of the work, which for an arXiv paper is parsed as its arXiv ID."""
    return identifiers(f"doi:{text(work.get('doi'))}")


def _dicts(work: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    value = work.get(name)
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _is(item: Mapping[str, Any], name: str, *values: str) -> bool:
    return text(item.get(name)) in values


def _general_type(work: Mapping[str, Any]) -> str:
    return text(part(work, "types").get("resourceTypeGeneral"))


def _type(work: Mapping[str, Any]) -> Type:
    """The type; for a mere "Text", what DataCite derives from the publisher's word. Its "article" means nothing."""
    citeproc = text(part(work, "types").get("citeproc"))
    derived = cast("Type", citeproc) if citeproc in TYPES and citeproc != "article" else "document"
    return _TYPES.get(_general_type(work), derived)


def _title(work: Mapping[str, Any]) -> str:
    main, subtitle = _titled(work, ""), _titled(work, "Subtitle")
    return f"{main}{' ' if main[-1] in ':?!' else ': '}{subtitle}" if main and subtitle else main


def _titled(work: Mapping[str, Any], kind: str) -> str:
    titles = (title for title in _dicts(work, "titles") if _is(title, "titleType", kind))
    return next((text(title.get("title")) for title in titles), "")


def _dates(work: Mapping[str, Any], kind: str) -> Iterator[tuple[str, Date]]:
    """The dates of one kind, each with its remark ("v1")."""
    for item in _dicts(work, "dates"):
        if _is(item, "dateType", kind) and (date := published(item.get("date"))):
            yield text(item.get("dateInformation")), date


def _issued(work: Mapping[str, Any], fetched: date) -> Date | None:
    """The date; for an arXiv paper the day of its first version, of which "Issued" has only the year.

    A date in the future is wrong, or of another calendar.
    """
    first = (date for remark, date in _dates(work, "Submitted") if remark == "v1")
    issued = (date for _, date in _dates(work, "Issued"))
    date = next(first, None) or next(issued, None) or published(work.get("publicationYear"))
    return date if date and 0 < date.year <= fetched.year + 1 else None


def _place(work: Mapping[str, Any], type_: Type) -> dict[str, str]:
    """Where it appeared, by ``relatedItems``, and in older records by ``container``, which for a book is a series."""
    items = [item for item in _dicts(work, "relatedItems") if _is(item, "relationType", "IsPublishedIn")]
    volume = next((item for item in items if not _is(item, "relatedItemType", *_SERIES)), {})
    series = next((item for item in items if _is(item, "relatedItemType", *_SERIES)), {})
    container = part(work, "container")
    is_part = type_ in ("article-journal", "paper-conference", "chapter")
    parts = {name: text(volume.get(name)) or text(container.get(name)) for name in _PARTS}
    return {
        "container_title": _titled(volume, "") or (text(container.get("title")) if is_part else ""),
        "collection_title": _titled(series, "") or ("" if is_part else text(container.get("title"))),
        "volume": parts["volume"],
        "issue": parts["issue"],
        "number": parts["number"],
        "page": "-".join(page for page in (parts["firstPage"], parts["lastPage"]) if page),
    }


def _identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """Those of the work, then of its other versions, then of the volume or journal."""
    related = _dicts(work, "relatedIdentifiers")
    return identifiers(
        *map(str, _own_identifiers(work)),
        *(_prefixed(item, "DOI") for item in related if _is(item, "relationType", *_SAME_WORK)),
        *(
            _prefixed(item, "ISBN", "ISSN")
            for item in related
            if _is(item, "relationType", "IsPartOf", "IsPublishedIn")
        ),
    )


def _prefixed(item: Mapping[str, Any], *kinds: str) -> str:
    kind = text(item.get("relatedIdentifierType"))
    return f"{kind.lower()}:{text(item.get('relatedIdentifier'))}" if kind in kinds else ""


def _abstract(work: Mapping[str, Any]) -> str:
    abstracts = (item for item in _dicts(work, "descriptions") if _is(item, "descriptionType", "Abstract"))
    return next((text(abstract.get("description")) for abstract in abstracts), "")


def _status(work: Mapping[str, Any]) -> Status | None:
    withdrawn = next((date for _, date in _dates(work, "Withdrawn")), None)
    return Status(kind="withdrawn", date=withdrawn, source="datacite") if withdrawn else None


def _people(value: object) -> tuple[Name, ...] | None:
    """The names of creators or contributors, in order; ``None`` if one is invalid."""
    return all_names(map(_name, value)) if isinstance(value, list) else None


def _name(creator: object) -> Name | None:
    """A person if it is declared or written as one; otherwise an organisation."""
    if not isinstance(creator, dict):
        return None
    name, kind = creator.get("name"), text(creator.get("nameType"))
    if kind != "Organizational" and text(creator.get("familyName")):
        return name_in_parts(creator.get("familyName"), creator.get("givenName"))
    if kind == "Personal" or (not kind and text(name).count(",") == 1):
        return person(name) or organisation(name)
    return organisation(name)


SOURCE = Source(
    schemes=frozenset({Scheme.DOI, Scheme.ARXIV}),
    batch=100,
    load=load,
    parse=parse,
    absent=_ABSENT,
    limits=(
        Limit("api.datacite.org", ((3, 1), (1000, 300)), with_mailto=True),
        Limit("api.datacite.org", ((3, 1), (500, 300))),
    ),
    is_registrar=True,
    rank=Rank(venue=70, title=70, author=50, abstract=50, identity=40),
    types=frozenset({*_TYPES.values(), "document"}),
    example="doi:10.5281/zenodo.1",
)
