"""A work in DataCite's JSON."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from moebib.normalise.fields import identifiers, make_record, name_or_text, part, published, text, with_subtitle
from moebib.normalise.names import all_names, display_name, name_in_parts, organisation, untyped_name
from moebib.normalise.written_names import is_organisation
from moebib.records.answer import Related, RelatedKind
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.date import Date
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.sources.datacite._types import kind_of

__all__ = ["own_identifiers", "record_of", "related_to"]

_SERIES = ("Collection", "Series")
_PARTS = ("volume", "issue", "number", "firstPage", "lastPage")
# Those within one work. All others lead to other works: supplements, parts, sequels, sources and reviews.
_VERSIONS = ("IsVersionOf", "HasVersion", "IsNewVersionOf", "IsPreviousVersionOf", "Obsoletes", "IsObsoletedBy")
_RELATIONS: Mapping[str, RelatedKind] = {
    **dict.fromkeys(_VERSIONS, "version"), "IsTranslationOf": "translation", "HasTranslation": "translation",
    "IsIdenticalTo": "same-work", "IsVariantFormOf": "same-work", "IsOriginalFormOf": "same-work",
}  # fmt: skip
_VERSIONED = ("software", "dataset")
_DATA = ("Dataset", "Software", "ComputationalNotebook", "Workflow", "Model")
_IN_CONTAINERS = ("article-journal", "paper-conference", "chapter")
# Older records have the volume and pages in one text, which DataCite takes apart as well as it can.
_BEHIND_TITLE = re.compile(
    r"(?P<title>.*[^\W\d].*?)[,;] *(?P<volume>\d+)(?:(?=:)| ?\((?P<issue>[\d/-]+)\))(?:[:,] *(?P<page>\S+))?"
)
_NUMBER = re.compile(r"(?=.*\d)[\w./-]+|[IVXLC]+")
_PAGE = re.compile(r"(?=.*\d)\S{1,20}|[ivxlc]+", re.I)
# What repositories register in place of a publisher that they do not know.
_NO_PUBLISHER = re.compile(
    r"\W*(?:s\. ?n\.?|n/a|none|null|tba|not available|un(?:ac|al|ap|as|av|kn)|unknown|unpublished)\W*", re.I
)


def record_of(work: Mapping[str, Any], fetched: date) -> Record | None:
    """The record; ``None`` if its title or authors are invalid."""
    author = _people(work.get("creators"))
    if author is None:
        return None
    place = _place(work)
    type_, genre = kind_of(part(work, "types"), place["container_title"])
    # Some archives register their texts as articles.
    if type_ in ("article-journal", "document") and any(map(archive_of_identifier, own_identifiers(work))):
        type_, genre = "article", "preprint"
    publisher = name_or_text(work.get("publisher"))
    publisher = "" if _NO_PUBLISHER.fullmatch(publisher) else publisher
    if genre == "preprint":
        place, publisher = _archive(work, publisher)
    elif type_ not in _IN_CONTAINERS and not _items(work):
        place |= {"container_title": "", "collection_title": place["container_title"], "page": ""}
    return make_record(
        type=type_,
        genre=genre,
        title=_title(work),
        author=author,
        editor=_people([person for person in _dicts(work, "contributors") if _is(person, "contributorType", "Editor")]),
        issued=_issued(work, fetched),
        publisher=publisher,
        version=text(work.get("version")) if type_ in _VERSIONED else "",
        language=text(work.get("language")),
        identifiers=_identifiers(work),
        abstract=_abstract(work),
        status=_status(work),
        **place,
    )


def related_to(work: Mapping[str, Any], type_: Type) -> Iterator[Related]:
    """The publications that DataCite relates to a work of *type_* as other versions, copies or translations of it."""
    own = own_identifiers(work)
    for item in _dicts(work, "relatedIdentifiers"):
        relation, general = text(item.get("relationType")), text(item.get("resourceTypeGeneral"))
        is_of_same_kind = not general or (general in _DATA) == (type_ in _VERSIONED)
        if relation not in _RELATIONS or not is_of_same_kind:  # as an article beside its data
            continue
        for other in identifiers(_prefixed(item, "DOI", "arXiv", "URL")):
            if other not in own and other.scheme in (Scheme.DOI, Scheme.ARXIV):
                yield Related(_kind(relation, own[0], other, type_), other)


def _kind(relation: str, own: Identifier, other: Identifier, type_: Type) -> RelatedKind:
    """What *other* is to the work. Within one repository, even an identical deposit is another version.

    arXiv states the publication of a paper as the one of which the paper is a version.
    """
    kind = _RELATIONS[relation]
    is_same_place = own.scheme is other.scheme is Scheme.DOI and _prefix(own) == _prefix(other)
    if kind == "translation" or is_same_place:
        return kind if kind == "translation" else "version"
    if kind == "version" and type_ not in _VERSIONED:
        is_published = type_ == "article" and relation in ("IsVersionOf", "IsPreviousVersionOf", "IsObsoletedBy")
        return "published-as" if is_published else "preprint" if other.scheme is Scheme.ARXIV else "same-work"
    return kind


def _prefix(doi: Identifier) -> str:
    return doi.value.partition("/")[0]


def own_identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """The DOI of the work, which for an arXiv paper is parsed as its arXiv ID."""
    return identifiers(f"doi:{text(work.get('doi'))}")


def _dicts(work: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """The objects in a list; some repositories register one object in place of a list of one."""
    value = work.get(name)
    values = value if isinstance(value, list) else [value]
    return [item for item in values if isinstance(item, dict)]


def _is(item: Mapping[str, Any], name: str, *values: str) -> bool:
    return text(item.get(name)) in values


def _title(work: Mapping[str, Any]) -> str:
    main, subtitle = _titled(work, ""), _titled(work, "Subtitle")
    if re.fullmatch(r"\(?:\w{4}\)", main, re.I):
        return ""  # "(:unav)" and the like stand for a title that is not known
    return with_subtitle(main, subtitle)


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


def _place(work: Mapping[str, Any]) -> dict[str, str]:
    """Where it appeared, by ``relatedItems``, and in older records by ``container``."""
    items = _items(work)
    volume = next((item for item in items if not _is(item, "relatedItemType", *_SERIES)), {})
    series = next((item for item in items if _is(item, "relatedItemType", *_SERIES)), {})
    container = part(work, "container")
    parts = {name: text(volume.get(name)) or text(container.get(name)) for name in _PARTS}
    title, parts = _split(text(container.get("title")), parts)
    pages = [parts[name].rpartition("; ")[2] for name in ("firstPage", "lastPage")]  # "Spain; 3353"
    return {
        "container_title": _volume(volume) or title,
        "collection_title": _titled(series, ""),
        "volume": parts["volume"] if _NUMBER.fullmatch(parts["volume"]) else "",
        "issue": parts["issue"] if _NUMBER.fullmatch(parts["issue"]) else "",
        "number": parts["number"],
        "page": "-".join(filter(None, pages)) if all(map(_PAGE.fullmatch, filter(None, pages))) else "",
    }


def _archive(work: Mapping[str, Any], publisher: str) -> tuple[dict[str, str], str]:
    """The place and the publisher of a preprint: its archive, unless it is the repository of an institution."""
    archives = filter(None, (*map(archive_of_identifier, own_identifiers(work)), archive_of(publisher)))
    archive = next((archive.name for archive in archives), "")
    return (
        ({}, publisher)
        if not archive and is_organisation(publisher)
        else ({"container_title": archive or publisher}, "")
    )


def _items(work: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    return [item for item in _dicts(work, "relatedItems") if _is(item, "relationType", "IsPublishedIn")]


def _volume(item: Mapping[str, Any]) -> str:
    """The title of the volume; "LIPIcs, Volume 1, XY 2024" has the name of the conference as its subtitle."""
    title = _titled(item, "")
    return (_titled(item, "Subtitle") if re.search(r"\bVolume \d", title) else "") or title


def _split(title: str, parts: dict[str, str]) -> tuple[str, dict[str, str]]:
    """A title without the volume, issue and page that older records have behind it, and these."""
    if not (behind := _BEHIND_TITLE.fullmatch(title)):
        return title, parts
    found = {"volume": behind["volume"], "issue": behind["issue"] or "", "firstPage": behind["page"] or ""}
    return behind["title"], {name: value or found.get(name, "") for name, value in parts.items()}


def _identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """Those of the work, then of the volume or journal."""
    volumes = [
        _prefixed(item, "ISBN", "ISSN")
        for item in _dicts(work, "relatedIdentifiers")
        if _is(item, "relationType", "IsPartOf", "IsPublishedIn")
    ]
    container = part(work, "container")
    if _is(container, "identifierType", "ISBN", "ISSN"):
        volumes.append(f"{text(container.get('identifierType'))}:{text(container.get('identifier'))}".lower())
    return identifiers(*map(str, own_identifiers(work)), *volumes)


def _prefixed(item: Mapping[str, Any], *kinds: str) -> str:
    kind, value = text(item.get("relatedIdentifierType")), text(item.get("relatedIdentifier"))
    bare = value.removeprefix("doi:") if kind == "DOI" else re.sub("^arxiv:", "", value, flags=re.I)
    return "" if kind not in kinds else value if kind == "URL" else f"{kind.lower()}:{bare}"


def _abstract(work: Mapping[str, Any]) -> str:
    abstracts = (item for item in _dicts(work, "descriptions") if _is(item, "descriptionType", "Abstract"))
    return next((text(abstract.get("description")) for abstract in abstracts), "")


def _status(work: Mapping[str, Any]) -> Status | None:
    withdrawn = next((date for _, date in _dates(work, "Withdrawn")), None)
    return Status(kind="withdrawn", date=withdrawn, source="datacite") if withdrawn else None


def _people(value: object) -> tuple[Name, ...] | None:
    """The names of creators or contributors, in order; ``None`` if one is invalid."""
    creators: list[Any] = value if isinstance(value, list) else [value]
    if not all(isinstance(creator, dict) for creator in creators):
        return None
    return all_names(_name(creator, [other.get("name") for other in creators]) for creator in creators)


def _name(creator: Mapping[str, Any], names: Sequence[object]) -> Name | None:
    """A person if it is declared or written as one; otherwise an organisation."""
    name, kind = creator.get("name"), text(creator.get("nameType"))
    if kind == "Organizational":
        return organisation(name)
    if family := text(creator.get("familyName")):
        given = text(creator.get("givenName"))
        # The whole name is written family first; some have entered its parts in the wrong fields.
        return name_in_parts(*((given, family) if text(name) == f"{given}, {family}" else (family, given)))
    return display_name(name) if kind == "Personal" else untyped_name(name, names)
