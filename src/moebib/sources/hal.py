"""HAL (https://api.archives-ouvertes.fr/docs/search): the open archive of France, in all its portals.

A deposit is a copy of an article, a thesis or another work, or a preprint of its own. The DOI of a preprint is that of
its publication.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moebib.errors import UnexpectedAnswer
from moebib.normalise.fields import (
    answer_of,
    identifiers,
    link,
    make_record,
    part,
    published,
    related_as,
    text,
    with_subtitle,
)
from moebib.normalise.names import all_names, display_name, name_in_parts
from moebib.records.answer import Absent, Answer, Related, Unavailable
from moebib.records.archives import archive_of_identifier
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_json

_NAME = "hal"
_ABSENT = (
    AbsentResponse(
        200, ("application/json",), r'\{.*"response"\s*:\s*\{[^{}\[\]]*"numFound"\s*:\s*\d+\b.*"docs"\s*:\s*\[.*'
    ),
)
_PREPRINT: tuple[Type, str] = ("article", "preprint")
_TYPES: Mapping[str, tuple[Type, str]] = {
    "ART": ("article-journal", ""), "COMM": ("paper-conference", ""), "POSTER": ("speech", "poster"),
    "COUV": ("chapter", ""), "OUV": ("book", ""), "DOUV": ("book", ""), "PROCEEDINGS": ("book", ""),
    "ISSUE": ("periodical", ""), "THESE": ("thesis", "PhD thesis"), "HDR": ("thesis", "Habilitation"),
    "MEM": ("thesis", "Master's thesis"), "REPORT": ("report", ""), "UNDEFINED": _PREPRINT, "PREPRINT": _PREPRINT,
    "WORKINGPAPER": ("report", "working paper"), "LECTURE": ("speech", "lecture"), "PATENT": ("patent", ""),
    "SOFTWARE": ("software", ""), "BLOG": ("post-weblog", ""), "NOTICE": ("entry-encyclopedia", ""),
    "VIDEO": ("motion_picture", ""), "IMG": ("graphic", ""), "SON": ("song", ""), "MAP": ("map", ""),
}  # fmt: skip
_EDITED = ("DOUV", "PROCEEDINGS", "ISSUE")
"""The types whose authors are editors."""
_FIELDS = (
    "halId_s", "docType_s", "title_s", "subTitle_s", "authFullName_s", "authFirstName_s", "authLastName_s",
    "producedDate_s", "publicationDate_s", "journalTitle_s", "journalIssn_s", "bookTitle_s", "conferenceTitle_s",
    "volume_s", "issue_s", "page_s", "publisher_s", "authorityInstitution_s", "doiId_s", "arxivId_s", "pubmedId_s",
    "pubmedcentralId_s", "isbn_s", "abstract_s", "fileMain_s",
)  # fmt: skip


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request for all."""
    ids = " OR ".join(f'"{identifier.value}"' for identifier in identifiers)
    params = {"q": f"halId_s:({ids})", "fl": ",".join(_FIELDS), "rows": str(len(identifiers) + 1), "wt": "json"}
    return [http.get("https://api.archives-ouvertes.fr/search/", params=params)]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Unknown deposits are missing from the list, which says how many there are."""
    (response,) = responses
    found = part(read_json(response), "response")
    listed = found.get("docs")
    if not isinstance(listed, list) or not all(isinstance(deposit, dict) for deposit in listed):
        raise UnexpectedAnswer("api.archives-ouvertes.fr returned no deposits", url=response.url)
    deposits = {text(deposit.get("halId_s")).lower(): deposit for deposit in listed}
    is_expected = deposits.keys() <= {identifier.value for identifier in identifiers}
    is_complete = is_expected and found.get("numFound") == len(deposits) == len(listed) and is_absent(response, _ABSENT)
    missing: Answer = (
        Absent(_NAME) if is_complete else Unavailable(_NAME, "HAL returned an incomplete list of deposits")
    )
    answers: dict[Identifier, Answer] = dict.fromkeys(identifiers, missing)
    for identifier in answers:
        if deposit := deposits.get(identifier.value):
            record = _record(deposit)
            answers[identifier] = answer_of(_NAME, identifier, record, response.fetched, _related(deposit))
    return answers


def _record(deposit: Mapping[str, Any]) -> Record | None:
    names = _names(deposit)
    if not names:
        return None
    kind, genre = _TYPES.get(_first(deposit, "docType_s"), ("document", ""))
    is_edited = _first(deposit, "docType_s") in _EDITED
    return make_record(
        type=kind,
        genre=genre,
        title=with_subtitle(_first(deposit, "title_s"), _first(deposit, "subTitle_s")),
        author=() if is_edited else names,
        editor=names if is_edited else (),
        issued=published(_first(deposit, "publicationDate_s")) or published(_first(deposit, "producedDate_s")),
        **_container(deposit, is_preprint=genre == "preprint"),
        publisher=_first(deposit, "authorityInstitution_s") if kind == "thesis" else _first(deposit, "publisher_s"),
        identifiers=identifiers(*_spelled_identifiers(deposit, is_preprint=genre == "preprint")),
        abstract=_first(deposit, "abstract_s"),
        links={"pdf": link(_first(deposit, "fileMain_s"))},
    )


def _names(deposit: Mapping[str, Any]) -> tuple[Name, ...] | None:
    """The authors; in parts unless one of them has only one."""
    whole, given, family = (_list(deposit, f"auth{name}_s") for name in ("FullName", "FirstName", "LastName"))
    if len(whole) == len(given) == len(family):
        return all_names(map(name_in_parts, family, given))
    return all_names(map(display_name, whole))


def _container(deposit: Mapping[str, Any], *, is_preprint: bool) -> dict[str, str]:
    if is_preprint:
        return {"container_title": "HAL"}
    journal, book, conference = (_first(deposit, f"{name}Title_s") for name in ("journal", "book", "conference"))
    container = journal or book or conference
    return {
        "container_title": container,
        "event_title": "" if conference == container else conference,
        "volume": _first(deposit, "volume_s"),
        "issue": _first(deposit, "issue_s"),
        "page": _first(deposit, "page_s"),
    }


def _spelled_identifiers(deposit: Mapping[str, Any], *, is_preprint: bool) -> Iterator[str]:
    """The ID of the deposit, and of a copy those of its publication."""
    yield f"hal:{_first(deposit, 'halId_s')}"
    of_publication = (("doi", "doiId_s"), ("pmid", "pubmedId_s"), ("pmcid", "pubmedcentralId_s"), ("isbn", "isbn_s"),
                      ("issn", "journalIssn_s"))  # fmt: skip
    yield from () if is_preprint else (f"{scheme}:{_first(deposit, field)}" for scheme, field in of_publication)


def _related(deposit: Mapping[str, Any]) -> tuple[Related, ...]:
    """The publication of a preprint, and its other deposits; the preprint of a publication."""
    is_preprint = _TYPES.get(_first(deposit, "docType_s")) == _PREPRINT
    on_arxiv = related_as("same-work" if is_preprint else "preprint", f"arxiv:{_first(deposit, 'arxivId_s')}")
    dois = identifiers(f"doi:{_first(deposit, 'doiId_s')}") if is_preprint else ()
    return (*on_arxiv, *(Related("same-work" if archive_of_identifier(doi) else "published-as", doi) for doi in dois))


def _list(deposit: Mapping[str, Any], field: str) -> list[str]:
    value = deposit.get(field)
    return [text(item) for item in value] if isinstance(value, list) else []


def _first(deposit: Mapping[str, Any], field: str) -> str:
    """The value of a field, or the first one: a title may be in two languages, of which the first is its own."""
    value = deposit.get(field)
    return text(value[0] if isinstance(value, list) and value else value)


SOURCE = Source(
    schemes=frozenset({Scheme.HAL}),
    batch=30,
    load=load,
    parse=parse,
    absent=_ABSENT,
    limits=(Limit("api.archives-ouvertes.fr"),),  # it documents no rate
    rank=Rank(venue=85, title=85, author=85, abstract=85),
    types=frozenset({*(kind for kind, _ in _TYPES.values()), "document"}),
    example="hal:hal-01234567",
)
