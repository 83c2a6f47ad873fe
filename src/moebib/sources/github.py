"""GitHub (https://docs.github.com/en/repositories): the preferred citation in the CITATION.cff of a repository.

Without one, it is the software or data in the repository.

The file is requested from the host that serves files, which does not have the low rate limit of the API. Its format:
https://github.com/citation-file-format/citation-file-format (1.2.0).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from moebib.errors import InputError, UnexpectedAnswer
from moebib.normalise.fields import identifiers, is_abbreviated, link, make_record, name_or_text, published, text
from moebib.normalise.names import all_names, name_in_parts, organisation
from moebib.records.answer import Absent, Answer, Found, Related, Unavailable
from moebib.records.archives import Archive, archive_of, archive_of_identifier
from moebib.records.date import Date
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.publication import ARXIV_PREPRINT
from moebib.records.record import Record
from moebib.records.series import series_named
from moebib.sources import AbsentResponse, Rank, Source, is_absent
from moebib.text import yaml
from moebib.web.limits import Limit
from moebib.web.response import Http, Response, read_text

_NAME = "github"
_ABSENT = (AbsentResponse(404, ("text/plain",), "404: Not Found"),)
# The CITATION.cff is not about a single folder or file of the repository.
_REPOSITORY = re.compile(
    r"https?://(?:www\.)?github\.com/(?P<owner>[a-z\d-]+)/(?P<name>[\w.-]+?)(?:\.git)?"
    r"(?:/|/tree/[^/?]+/?|/blob/[^/?]+/(?:README\.md|CITATION\.cff))?(?:\?[^?]*)?",
    re.I | re.A,
)
_NO_OWNERS = {"apps", "collections", "features", "marketplace", "orgs", "settings", "sponsors", "topics", "users"}
# Of one of these, a publication has another one than its preprint.
_OF_TEXTS = (Scheme.ACL, Scheme.ARXIV, Scheme.DOI)
# "The concept DOI of the work", which is that of all versions.
_CONCEPT = re.compile(r"\bconcept\b|\b(?:all|any|latest|every) versions?\b", re.I)
_LONGEST_FILE = 200_000
_CONTENT_TYPES = ("text/plain", "text/yaml", "application/yaml", "text/x-yaml")
_TYPES: Mapping[str, Type] = {
    "article": "article-journal", "blog": "post-weblog", "book": "book", "conference": "book",
    "conference-paper": "paper-conference", "data": "dataset", "database": "dataset", "dataset": "dataset",
    "dictionary": "book", "edited-work": "book", "encyclopedia": "book", "magazine-article": "article-magazine",
    "manual": "report", "map": "map", "newspaper-article": "article-newspaper", "pamphlet": "pamphlet",
    "patent": "patent", "personal-communication": "personal_communication", "proceedings": "book", "report": "report",
    "software": "software", "software-code": "software", "software-container": "software",
    "software-executable": "software", "software-virtual-machine": "software", "standard": "standard",
    "thesis": "thesis", "unpublished": "manuscript", "video": "motion_picture", "website": "webpage",
}  # fmt: skip


_NOT_TEXTS: tuple[Type, ...] = ("dataset", "software")


def takes(identifier: Identifier) -> bool:
    """Whether it is the URL of a repository."""
    return _repository(identifier) is not None


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request per repository."""
    files = [f"https://raw.githubusercontent.com/{repo}/HEAD/CITATION.cff" for repo in map(_repository, identifiers)]
    return [http.get(file) for file in files]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """The response for an unknown file or repository is 404 with a line of text."""
    pairs = zip(identifiers, responses, strict=True)
    return {identifier: _answer(response, identifier) for identifier, response in pairs}


def _repository(identifier: Identifier) -> str | None:
    match = _REPOSITORY.fullmatch(identifier.value)
    return f"{match['owner']}/{match['name']}" if match and match["owner"].lower() not in _NO_OWNERS else None


def _answer(response: Response, identifier: Identifier) -> Answer:
    if is_absent(response, _ABSENT):
        return Absent(_NAME)
    text = read_text(response, types=_CONTENT_TYPES)
    if len(text) > _LONGEST_FILE:
        raise UnexpectedAnswer(f"invalid CITATION.cff: longer than {_LONGEST_FILE:,} characters", url=response.url)
    try:
        cff = yaml.read(text)
    except ValueError as error:
        raise UnexpectedAnswer(f"invalid CITATION.cff: {error}", url=response.url) from error
    if not isinstance(cff, dict) or "cff-version" not in cff:
        raise UnexpectedAnswer("not a CITATION.cff file", url=response.url)
    work, default = _cited(cff)
    record = _record(work, Identifier(Scheme.URL, f"https://github.com/{_repository(identifier)}"), default)
    if record is None:
        return Unavailable(_NAME, f"{response.url} has no title or no complete list of authors")
    return Found(record, _NAME, response.fetched, tuple(_related(work, record)))


def _cited(cff: Mapping[str, Any]) -> tuple[Any, Type]:
    """The paper to cite in place of the software, or the software, with the type it has if it names none."""
    paper = cff.get("preferred-citation")
    return (cff, "software") if paper is None else (paper, "document")


def _record(work: Any, repository: Identifier, default: Type) -> Record | None:
    author = _authors(work) if isinstance(work, dict) else None
    if not author:
        return None
    kind = _type(work, default)
    all_identifiers = _identifiers(work)
    is_text = kind not in _NOT_TEXTS
    fields: dict[str, Any] = {
        "type": kind,
        "title": text(work.get("title")),
        "author": author,
        "issued": _issued(work),
        "volume": text(work.get("volume")),
        "issue": text(work.get("issue")),
        "page": "-".join(dict.fromkeys(page for name in ("start", "end") if (page := text(work.get(name))))),
        "publisher": name_or_text(work.get("publisher")) or name_or_text(work.get("institution")),
        "version": "" if is_text else text(work.get("version")),
        "abstract": text(work.get("abstract")),
        "links": {"code": link(repository.value)},
        **_container(work),
    }
    archive = _archive(kind, _venue(work), all_identifiers)
    if archive:
        of_preprint = {**ARXIV_PREPRINT, "container_title": archive.name}
        fields |= {**of_preprint, "volume": "", "issue": "", "event_title": ""}
    own = _own(all_identifiers, archive) if is_text else (*_own_dois(work), repository)
    url = None if is_text else repository.value
    return make_record(**fields, identifiers=own, url=url)


def _type(work: Mapping[str, Any], default: Type) -> Type:
    """The type; what is called an article may be in proceedings."""
    kind = _TYPES.get(text(work.get("type")), default)
    if kind in ("article-journal", "document") and (series := series_named(_venue(work))):
        return "article-journal" if series.kind == "journal" else "paper-conference"
    return kind


def _own(all_identifiers: Iterable[Identifier], archive: Archive | None) -> tuple[Identifier, ...]:
    """Those of a publication: of an archive only if it is there, and one DOI."""
    # The DOIs of some archives are those of software and data, too.
    archives = (archive,) if archive is None or archive.has_only_texts else (archive, None)
    own = [other for other in all_identifiers if archive_of_identifier(other) in archives or not other.is_of_one_work]
    copies = [other for other in own if other.scheme is Scheme.DOI][1:]
    return tuple(other for other in own if other not in copies and other.scheme is not Scheme.HAL)


def _own_dois(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """The DOI of software or data; of several that of this version, if it is known."""
    given = identifiers(f"doi:{text(work.get('doi'))}")
    listed = [item for item in _listed(work) if item.get("type") == "doi"]
    versions = [item for item in listed if not _CONCEPT.search(text(item.get("description")))]
    dois = (*given, *identifiers(*(f"doi:{text(item.get('value'))}" for item in (*versions, *listed))))
    return tuple(doi for doi in dois if not archive_of_identifier(doi))[:1]


def _related(work: Mapping[str, Any], record: Record) -> Iterator[Related]:
    """The preprint or publication of a text, and the other versions of software or data, or the papers about it."""
    for other in _identifiers(work):
        if other in record.identifiers or not other.is_of_one_work:
            continue
        if record.type in _NOT_TEXTS:
            is_version = other.scheme is Scheme.DOI and not archive_of_identifier(other)
            yield Related("version" if is_version else "same-work", other)
        elif record.is_preprint:
            yield Related("same-work" if archive_of_identifier(other) else "published-as", other)
        else:
            yield Related("preprint" if archive_of_identifier(other) else "same-work", other)


def _archive(kind: Type, container: str, identifiers_of_work: tuple[Identifier, ...]) -> Archive | None:
    """The archive of an article that appeared nowhere else; software only refers to such a work."""
    if kind not in ("article-journal", "document", "manuscript"):
        return None
    if container:
        return archive_of(container)
    archives = [archive_of_identifier(other) for other in identifiers_of_work if other.scheme in _OF_TEXTS]
    return archives[0] if archives and all(archives) else None


def _venue(work: Mapping[str, Any]) -> str:
    return text(work.get("journal")) or text(work.get("collection-title")) or name_or_text(work.get("conference"))


def _container(work: Mapping[str, Any]) -> dict[str, str]:
    container, conference = _venue(work), name_or_text(work.get("conference"))
    name = "container_title_short" if is_abbreviated(container) and not archive_of(container) else "container_title"
    return {name: container, "event_title": "" if conference == container else conference}


def _authors(work: Mapping[str, Any]) -> tuple[Name, ...] | None:
    authors = work.get("authors")
    return all_names(map(_name, authors)) if isinstance(authors, list) else None


def _name(author: Any) -> Name | None:
    """A person in parts, or an entity with a ``name``, or else an ``alias``."""
    if not isinstance(author, dict):
        return None
    family, given, particle = (text(author.get(part)) for part in ("family-names", "given-names", "name-particle"))
    if family and particle:
        return _with_particle(family, given, particle, text(author.get("name-suffix")))
    if family or given:
        return name_in_parts(family, given, author.get("name-suffix"))
    return organisation(author.get("name")) or organisation(author.get("alias"))


def _with_particle(family: str, given: str, particle: str, suffix: str) -> Name | None:
    try:
        return Name(family, given, "", particle, suffix)
    except InputError:
        return None


def _issued(work: Mapping[str, Any]) -> Date | None:
    """The day of a publication or release, or ``year`` and ``month``."""
    if day := published(work.get("date-published")) or published(work.get("date-released")):
        return day
    year, month = text(work.get("year")), text(work.get("month"))
    return published(f"{year}-{month:0>2}") or published(year)


def _identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """All of them; those of models and records in databases are about something else."""
    spelled = identifiers(*_spelled_identifiers(work))
    return tuple(identifier for identifier in spelled if identifier.scheme.row.names != "database")


def _spelled_identifiers(work: Mapping[str, Any]) -> Iterator[str]:
    for scheme in ("doi", "isbn", "issn", "pmid"):
        yield f"{scheme}:{text(work.get(scheme))}"
    for identifier in _listed(work):
        if identifier.get("type") in ("doi", "url", "other"):
            value = text(identifier.get("value"))
            yield f"doi:{value}" if identifier["type"] == "doi" else value
    yield text(work.get("url"))


def _listed(work: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    listed = work.get("identifiers")
    return [item for item in listed if isinstance(item, dict)] if isinstance(listed, list) else []


SOURCE = Source(
    schemes=frozenset({Scheme.URL}),
    batch=1,
    load=load,
    parse=parse,
    absent=_ABSENT,
    takes=takes,
    # Files have no documented limit. The API has one, for links to it.
    limits=(
        Limit("raw.githubusercontent.com"),
        Limit("api.github.com", ((1, 1), (5000, 3600)), with_key=_NAME, budget="requests"),
        Limit("api.github.com", ((1, 1), (60, 3600)), budget="requests"),
    ),
    rank=Rank(venue=120, title=120, author=120, abstract=120),
    types=frozenset({*_TYPES.values(), "article", "document"}),
    example="https://github.com/berg/things",
)
