"""A work as DataCite tells it (DataCite Metadata Schema 4.6, https://datacite-metadata-schema.readthedocs.io)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, cast

from moebib.records.date import Date
from moebib.records.identifier import Identifier
from moebib.records.record import TYPES, Record, Status, Type
from moebib.sources._datacite_people import people
from moebib.sources._values import identifiers, make_record, published, text

__all__ = ["own_identifiers", "record_of"]

_TYPES: Mapping[str, Type] = {
    "Preprint": "article", "JournalArticle": "article-journal", "DataPaper": "article-journal",
    "ConferencePaper": "paper-conference", "ConferenceProceeding": "book", "Book": "book", "BookChapter": "chapter",
    "Dissertation": "thesis", "Report": "report", "Software": "software", "ComputationalNotebook": "software",
    "Dataset": "dataset", "PeerReview": "review", "Standard": "standard", "Journal": "periodical",
}  # fmt: skip
_SERIES = ("Collection", "Series")
_PARTS = ("volume", "issue", "number", "firstPage", "lastPage")
_SAME_WORK = ("IsVersionOf", "IsIdenticalTo")


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
