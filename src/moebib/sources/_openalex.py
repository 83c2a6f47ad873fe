"""A work of OpenAlex as a record (https://developers.openalex.org/api-reference/works)."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import Record, Status, Type
from moebib.sources._people import displayed, whole
from moebib.sources._values import identifiers, link, make_record, published, text

__all__ = ["identifiers_of", "own_identifiers", "record_of"]

_Work = Mapping[str, Any]

_TYPES: Mapping[str, Type] = {
    "article": "article-journal",
    "book": "book",
    "book-chapter": "chapter",
    "conference-paper": "paper-conference",
    "dataset": "dataset",
    "dissertation": "thesis",
    "editorial": "article-journal",
    "erratum": "article-journal",
    "letter": "article-journal",
    "peer-review": "review",
    "reference-entry": "entry",
    "report": "report",
    "retraction": "article-journal",
    "review": "article-journal",
    "software": "software",
    "standard": "standard",
}
_IN_A_CONTAINER = ("article-journal", "paper-conference", "chapter", "entry", "review")
_PROCEEDINGS = ("proceedings-article", "proceedings")
# Lists are cut there: https://docs.openalex.org/api-entities/authors/limitations
_AUTHORS_IN_LISTS = 100


def record_of(work: _Work, *, in_list: bool = False) -> Record | None:
    """The record of a work; without authors where not all of them are told. ``None`` if it has no title."""
    type_, genre = _type(work)
    return make_record(
        type=type_,
        genre=genre,
        title=text(work.get("title")),
        author=_authors(work, in_list=in_list),
        issued=_issued(work),
        **_container(work, type_),
        **_biblio(work),
        identifiers=identifiers_of(work),
        abstract=_abstract(work.get("abstract_inverted_index")),
        links={"pdf": _pdf(work)},
        status=Status(kind="retracted", source="openalex") if work.get("is_retracted") is True else None,
    )


def _part(value: object, name: str) -> Mapping[str, Any]:
    found = value.get(name) if isinstance(value, Mapping) else None
    return found if isinstance(found, Mapping) else {}


def _type(work: _Work) -> tuple[Type, str]:
    """The type and genre; "article" is also said of what stands in proceedings, or in an archive only."""
    location, said = _part(work, "primary_location"), text(work.get("type"))
    source = text(_part(location, "source").get("type"))
    archived = said == "article" and source == "repository" and location.get("is_published") is not True
    if said == "preprint" or archived or _arxiv_doi(work):
        return "article", "preprint"
    raw = (text(location.get("raw_type")), text(work.get("type_crossref")))
    if said == "article" and (source == "conference" or set(raw) & set(_PROCEEDINGS)):
        return "paper-conference", ""
    return _TYPES.get(said, "document"), ""


def _arxiv_doi(work: _Work) -> bool:
    return "10.48550/arxiv." in text(work.get("doi")).lower()


def _authors(work: _Work, *, in_list: bool) -> tuple[Name, ...]:
    """All names as printed, or none."""
    authorships = work.get("authorships")
    if not isinstance(authorships, list) or work.get("is_authors_truncated") is True:
        return ()
    if in_list and len(authorships) >= _AUTHORS_IN_LISTS:
        return ()
    return whole(displayed(_printed(one)) for one in authorships) or ()


def _printed(authorship: object) -> object:
    printed = authorship.get("raw_author_name") if isinstance(authorship, dict) else None
    return printed or _part(authorship, "author").get("display_name")


def _issued(work: _Work) -> Date | None:
    day = published(work.get("publication_date"), first_is_unknown=True)
    return day or published(work.get("publication_year"))


def _container(work: _Work, type_: Type) -> dict[str, Any]:
    """Where it appeared; of a repository the name without the host: "arXiv (Cornell University)"."""
    location = _part(work, "primary_location")
    source = _part(location, "source")
    name = text(source.get("display_name"))
    host = text(source.get("host_organization_name"))
    if type_ == "article":
        return {"container_title": re.sub(r" \([^()]*\)$", "", name)}
    if text(source.get("type")) == "repository":
        return {"publisher": host or name}
    if type_ not in _IN_A_CONTAINER:
        return {"publisher": host}
    return {"container_title": name or text(location.get("raw_source_name")), "publisher": host}


def _biblio(work: _Work) -> dict[str, str]:
    biblio = _part(work, "biblio")
    pages = dict.fromkeys((text(biblio.get("first_page")), text(biblio.get("last_page"))))
    told = {"volume": text(biblio.get("volume")), "issue": text(biblio.get("issue"))}
    return told | {"page": "-".join(page for page in pages if page)}


def own_identifiers(work: _Work) -> tuple[Identifier, ...]:
    """Those of this version: a preprint and what was published of it are two works."""
    ids = _part(work, "ids")
    return identifiers(f"doi:{text(work.get('doi'))}", work.get("id"), ids.get("pmid"))


def identifiers_of(work: _Work) -> tuple[Identifier, ...]:
    """Its own, the journal's, and the arXiv ID where a copy is there."""
    source = _part(_part(work, "primary_location"), "source")
    issn = text(source.get("issn_l")) if text(source.get("type")) == "journal" else ""
    archived = (one for one in identifiers(*_addresses(work)) if one.scheme is Scheme.ARXIV)
    return tuple(dict.fromkeys((*own_identifiers(work), *identifiers(f"issn:{issn}"), *archived)))


def _addresses(work: _Work) -> Iterator[object]:
    locations = work.get("locations")
    for location in locations if isinstance(locations, list) else ():
        yield location.get("landing_page_url") if isinstance(location, dict) else None


def _pdf(work: _Work) -> tuple[str, ...]:
    return link(_part(work, "best_oa_location").get("pdf_url")) or link(_part(work, "primary_location").get("pdf_url"))


def _abstract(index: object) -> str:
    """Abstracts are given as word -> its places.

    >>> _abstract({"learn": [1, 3], "Experts": [0], "to": [2]})
    'Experts learn to learn'
    """
    words = index.items() if isinstance(index, dict) else ()
    places = [(at, word) for word, found in words if isinstance(found, list) for at in found if isinstance(at, int)]
    return text(" ".join(word for _, word in sorted(places)))
