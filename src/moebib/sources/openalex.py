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
from moebib.records.answer import Absent, Answer, Found, Related, Unavailable
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.date import Date
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.sources._fields import (
    all_names,
    answer_of,
    display_name,
    identifiers,
    link,
    make_notice,
    make_record,
    part,
    published,
    related_as,
    text,
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
_Work = Mapping[str, Any]
_TYPES: Mapping[str, Type] = {
    "book": "book",
    "book-chapter": "chapter",
    "conference-paper": "paper-conference",
    "dataset": "dataset",
    "dissertation": "thesis",
    "peer-review": "review",
    "reference-entry": "entry",
    "report": "report",
    "software": "software",
    "standard": "standard",
}
# What is in a journal, in proceedings, in an archive or anywhere else.
_ARTICLES = ("article", "editorial", "letter", "preprint", "review")
# OpenAlex does not say what they are about.
_NOTICES = ("erratum", "retraction")
_IN_A_CONTAINER = ("article-journal", "paper-conference", "chapter", "entry", "review")
_PROCEEDINGS = ("proceedings-article", "proceedings")
# Lists are truncated to that: https://docs.openalex.org/api-entities/authors/limitations
_AUTHORS_IN_LISTS = 100


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
    by_identifier: dict[Identifier, Mapping[str, Any]] = {}
    works = _works(body, response)
    for identify in (_of_publication, _copies):
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


def _works(body: Any, response: Response) -> Sequence[Mapping[str, Any]]:
    results = body.get("results") if isinstance(body, dict) else None
    if not isinstance(results, list) or not all(map(_is_work, results)) or _count(body) is None:
        raise UnexpectedAnswer("api.openalex.org returned no list of works", url=response.url)
    return results


def _is_work(value: Any) -> bool:
    return isinstance(value, dict) and str(value.get("id")).startswith("https://openalex.org/W")


def _count(body: Mapping[str, Any]) -> int | None:
    count = part(body, "meta").get("count")
    return count if isinstance(count, int) else None


def record_of(work: _Work, *, in_list: bool = False) -> Record | None:
    """The record of a work, without authors if not all are given; ``None`` if it has no title."""
    type_, genre = _type(work)
    is_notice = text(work.get("type")) in _NOTICES
    is_retracted = work.get("is_retracted") is True and not is_notice
    make = make_notice if is_notice else make_record
    return make(
        type=type_,
        genre=genre,
        title=text(work.get("title")),
        author=_authors(work, in_list=in_list),
        issued=None if _is_mixed(work, genre) else _issued(work),
        **_container(work, type_),
        **({} if genre == "preprint" else _biblio(work)),
        identifiers=identifiers(work.get("id"), f"issn:{_issn(work)}"),
        abstract=_abstract(work.get("abstract_inverted_index")),
        links={"pdf": _pdf(work)},
        status=Status(kind="retracted", source="openalex") if is_retracted else None,
    )


def related_to(work: _Work, asked: Identifier | None = None) -> tuple[Related, ...]:
    """The identifiers of its publication and of its copies in archives.

    Copies in other repositories (of universities, of PubMed Central) are left out, except for the one *asked* for.
    """
    copies = (copy for copy in _copies(work) if copy == asked or archive_of_identifier(copy))
    return related_as("same-work", *map(str, (*_of_publication(work), *copies)))


def _type(work: _Work) -> tuple[Type, str]:
    """The type and genre. OpenAlex has "article" also for papers in proceedings, for preprints and for other texts."""
    given = text(work.get("type"))
    if given not in _ARTICLES and given not in _NOTICES:
        return _TYPES.get(given, "document"), ""
    location = part(work, "primary_location")
    source = part(location, "source")
    kind, raw = text(source.get("type")), {text(location.get("raw_type")), text(work.get("type_crossref"))}
    archive = archive_of(text(source.get("display_name")))
    # Some archives also take copies of articles.
    if archive and (archive.doi or archive.host or given == "preprint") and given in _ARTICLES:
        return "article", "preprint"
    if kind == "conference" or raw & {*_PROCEEDINGS}:
        return "paper-conference", ""
    if kind == "journal":
        return "article-journal", ""
    # A repository that is no archive has copies and reports of all kinds.
    if "posted-content" in raw or (given == "preprint" and kind != "repository"):
        return "article", "preprint"
    return "article-journal" if "journal-article" in raw else "document", ""


def _is_mixed(work: _Work, genre: str) -> bool:
    """Whether its date may be that of a copy in an archive, and its place that of its publication, or vice versa."""
    if genre == "preprint":
        dois = [identifier for identifier in _of_publication(work) if identifier.scheme is Scheme.DOI]
        return not all(map(archive_of_identifier, dois))
    return any(map(archive_of_identifier, (*_of_publication(work), *_copies(work))))


def _authors(work: _Work, *, in_list: bool) -> tuple[Name, ...]:
    """All names as printed; empty if one is missing or invalid."""
    authorships = work.get("authorships")
    if not isinstance(authorships, list) or work.get("is_authors_truncated") is True:
        return ()
    if in_list and len(authorships) >= _AUTHORS_IN_LISTS:
        return ()
    return all_names(display_name(_printed(authorship)) for authorship in authorships) or ()


def _printed(authorship: object) -> object:
    printed = authorship.get("raw_author_name") if isinstance(authorship, dict) else None
    return printed or part(authorship, "author").get("display_name")


def _issued(work: _Work) -> Date | None:
    day = published(work.get("publication_date"), first_is_unknown=True)
    return day or published(work.get("publication_year"))


def _container(work: _Work, type_: Type) -> dict[str, Any]:
    """Where it appeared. An archive is named without its host: "engrXiv (Open Engineering Inc)"."""
    location = part(work, "primary_location")
    source = part(location, "source")
    kind, name = text(source.get("type")), text(source.get("display_name"))
    host = text(source.get("host_organization_name"))
    if type_ == "article":
        archive = archive_of(name)
        return {"container_title": archive.name if archive else re.sub(r" \([^()]*\)$", "", name)}
    if kind == "repository":
        return {"publisher": host or name}
    if type_ not in _IN_A_CONTAINER or kind == "ebook platform":
        return {"publisher": host}
    if kind == "book series":
        return {"collection_title": name, "publisher": host}
    return {"container_title": name or text(location.get("raw_source_name")), "publisher": host}


def _biblio(work: _Work) -> dict[str, str]:
    biblio = part(work, "biblio")
    pages = dict.fromkeys((text(biblio.get("first_page")), text(biblio.get("last_page"))))
    page = "-".join(page for page in pages if page)
    return {"volume": text(biblio.get("volume")), "issue": text(biblio.get("issue")), "page": page}


def _of_publication(work: _Work) -> tuple[Identifier, ...]:
    """The DOI and the numbers in PubMed: OpenAlex often has a preprint and its publication as two works."""
    ids = part(work, "ids")
    pmcid = text(ids.get("pmcid")).rpartition("/")[2]
    return identifiers(f"doi:{text(work.get('doi'))}", ids.get("pmid"), f"pmcid:{pmcid}")


def _copies(work: _Work) -> tuple[Identifier, ...]:
    """The identifiers in the landing pages of all copies, without those of data in them."""
    locations = work.get("locations")
    copies = (copy for copy in (locations if isinstance(locations, list) else ()) if isinstance(copy, dict))
    return identifiers(*(copy.get("landing_page_url") for copy in copies if not _is_data(copy)))


def _is_data(copy: Mapping[str, Any]) -> bool:
    return bool(re.fullmatch(r"dataset|image", text(copy.get("raw_type")), re.I))


def _issn(work: _Work) -> str:
    source = part(part(work, "primary_location"), "source")
    return text(source.get("issn_l")) if text(source.get("type")) == "journal" else ""


def _pdf(work: _Work) -> tuple[str, ...]:
    """The best one of the same version, published or not."""
    best, primary = part(work, "best_oa_location"), part(work, "primary_location")
    is_same = best.get("is_published") == primary.get("is_published")
    return (link(best.get("pdf_url")) if is_same else ()) or link(primary.get("pdf_url"))


def _abstract(index: object) -> str:
    """The abstract from an index: word -> its positions.

    >>> _abstract({"learn": [1, 3], "Experts": [0], "to": [2]})
    'Experts learn to learn'
    """
    words = index.items() if isinstance(index, dict) else ()
    pairs = ((position, word) for word, positions in words if isinstance(positions, list) for position in positions)
    return text(" ".join(word for _, word in sorted(pair for pair in pairs if isinstance(pair[0], int))))


SOURCE = Source(
    schemes=frozenset({Scheme.DOI, Scheme.ARXIV, Scheme.OPENALEX, Scheme.PMID}),
    batch=50,
    load=load,
    parse=parse,
    absent=_ABSENT,
    search=search,
    candidates=candidates,
    about="work",
    # 100/s are allowed; the real limit is a daily budget.
    limits=(Limit("api.openalex.org", ((10, 1),)),),
    rank=Rank(venue=80, title=90, author=80, abstract=70),
    types=frozenset({*_TYPES.values(), "article", "article-journal", "document"}),
    example="doi:10.5555/12345678",
)
