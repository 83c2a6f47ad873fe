"""Zotero's own JSON, which its web API and Better BibTeX give, as items of CSL-JSON.

Item types, fields and kinds of creators, and what each is in CSL: https://api.zotero.org/schema (Zotero's own mapping).
Attachments, notes and annotations are no works, and are left, as are rights and relations; collections, and when an
item was added or changed, say nothing of a work.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from moebib.formats import Left, ParsedFile
from moebib.formats._json import collected
from moebib.formats.csl.foreign import make, with_keys
from moebib.formats.csl.items import read_values
from moebib.formats.csl.types import ZOTERO_TYPES
from moebib.text.json_values import JsonValue

__all__ = ["read"]

_NO_WORKS = frozenset({"attachment", "note", "annotation"})
_CREATORS = {
    **dict.fromkeys(
        ("author", "artist", "cartographer", "inventor", "programmer", "presenter", "podcaster", "sponsor",
         "interviewee", "attorneyAgent"), "author"
    ),
    "editor": "editor", "translator": "translator", "seriesEditor": "collection-editor",
    "bookAuthor": "container-author", "reviewedAuthor": "reviewed-author", "interviewer": "interviewer",
    "recipient": "recipient", "director": "director", "producer": "producer", "scriptwriter": "script-writer",
    "composer": "composer", "performer": "performer", "castMember": "performer", "guest": "guest",
    "executiveProducer": "executive-producer", "host": "host", "narrator": "narrator", "chair": "chair",
    "originalCreator": "original-author", "creator": "author",
}  # fmt: skip
"""Other creators are contributors."""
_VARIABLES: Mapping[str, tuple[str, ...]] = {
    "abstract": ("abstractNote",), "accessed": ("accessDate",), "archive": ("archive",),
    "archive_location": ("archiveLocation",), "authority": ("court", "legislativeBody", "issuingAuthority"),
    "call-number": ("callNumber", "applicationNumber"), "chapter-number": ("session",),
    "citation-key": ("citationKey",),
    "collection-number": ("seriesNumber",), "collection-title": ("series", "seriesTitle"),
    "container-title": (
        "publicationTitle", "bookTitle", "proceedingsTitle", "encyclopediaTitle", "dictionaryTitle", "websiteTitle",
        "blogTitle", "forumTitle", "programTitle", "reporter", "code",
    ),
    "container-title-short": ("journalAbbreviation",),
    "dimensions": ("artworkSize", "runningTime"), "DOI": ("DOI",), "edition": ("edition",),
    "event-title": ("conferenceName", "meetingName"), "event-place": ("eventPlace",),
    "genre": (
        "thesisType", "reportType", "manuscriptType", "mapType", "letterType", "websiteType", "postType",
        "presentationType", "genre", "type",
    ),
    "ISBN": ("ISBN",), "ISSN": ("ISSN",), "issue": ("issue",),
    "issued": ("date", "issueDate", "dateDecided", "dateEnacted"), "language": ("language",),
    "medium": ("system", "artworkMedium", "interviewMedium", "audioRecordingFormat", "videoRecordingFormat"),
    "note": ("extra",),
    "number": (
        "number", "reportNumber", "patentNumber", "billNumber", "documentNumber", "docketNumber", "publicLawNumber",
        "episodeNumber", "archiveID", "identifier",
    ),
    "number-of-pages": ("numPages",), "number-of-volumes": ("numberOfVolumes",), "original-date": ("originalDate",),
    "page": ("pages", "codePages", "firstPage"), "PMCID": ("PMCID",), "PMID": ("PMID",),
    "publisher": (
        "publisher", "university", "institution", "label", "distributor", "studio", "network", "company", "repository",
        "organization", "assignee",
    ),
    "publisher-place": ("place",), "references": ("history", "references"), "scale": ("scale",),
    "section": ("section", "committee"), "source": ("libraryCatalog",), "status": ("legalStatus", "status"),
    "title": ("title", "caseName", "subject", "nameOfAct"), "title-short": ("shortTitle",), "URL": ("url",),
    "version": ("versionNumber",), "volume": ("volume", "codeNumber", "codeVolume", "reporterVolume"),
}  # fmt: skip
_FIELDS = {field: variable for variable, fields in _VARIABLES.items() for field in fields}
_CITATION_KEY = re.compile(r"^citation[ -]key:[ \t]*(\S+)[ \t]*(?:\n|\Z)", re.I | re.M)
_LEFT = ("attachments", "notes", "relations", "rights", "seeAlso")
"""What a record has no place for."""
_TEXTS = ("note", "annotationText", "annotationComment", "title", "filename", "path", "url")
"""The fields of notes and attachments that say what they are."""
_NO_VARIABLES = frozenset({
    "itemType", "creators", "tags", "key", "version", "itemKey", "itemID", "libraryID", "collections", "dateAdded",
    "dateModified", "parentItem", "inPublications", "deleted", "uri", "select", *_LEFT,
})  # fmt: skip


def read(text: str) -> ParsedFile:
    """The works in *text*; an item without a citation key gets one."""
    items = list(_items(text))
    works = [item for item in items if not _is_no_work(item.value)]
    as_csl = (work._replace(value=_item(work.value)) if isinstance(work.value, dict) else work for work in works)
    made = list(map(make, with_keys(as_csl)))
    left = [
        Left(_own_key(item.value), item.value["itemType"], _in_words(item.value), item.line)
        for item in items
        if _is_no_work(item.value)
    ]
    for work, (record, _) in zip(works, made, strict=True):
        if record and isinstance(work.value, dict):
            left += _left(record.id, work.value, work.line)
    parsed = collected(made)
    findings = tuple(finding for finding in parsed.findings if (finding.code, finding.field) != ("MB113", "id"))
    return ParsedFile(parsed.records, findings=findings, left=tuple(left))


def _items(text: str) -> Iterator[JsonValue]:
    """The data of each item."""
    for value in read_values(text):
        # Better BibTeX has its settings before the items.
        inner = value.value.get("items") if isinstance(value.value, dict) else None
        for item in inner if isinstance(inner, list) else [value.value]:
            data = item.get("data", item) if isinstance(item, dict) else item
            yield value._replace(value=data if isinstance(data, dict) else item)


def _is_no_work(data: Any) -> bool:
    return isinstance(data, dict) and str(data.get("itemType")) in _NO_WORKS


def _own_key(data: Mapping[str, Any]) -> str:
    return str(data.get("key") or data.get("itemKey") or data.get("itemType"))


def _in_words(value: Any) -> tuple[str, ...]:
    """What a note, an attachment, a list of these, or anything else has."""
    if isinstance(value, list):
        return tuple(text for item in value for text in _in_words(item))
    if not isinstance(value, dict):
        return (str(value),)
    texts = tuple(text for name in _TEXTS if isinstance(text := value.get(name), str) and text)
    return texts or (json.dumps(value, ensure_ascii=False),)


def _left(key: str, data: Mapping[str, Any], line: int) -> Iterator[Left]:
    yield from (Left(key, name, _in_words(data[name]), line) for name in _LEFT if data.get(name))


def _item(data: Mapping[str, Any]) -> dict[str, Any]:
    item: dict[str, Any] = {"type": ZOTERO_TYPES.get(str(data.get("itemType")), data.get("itemType"))}
    for field, value in data.items():
        if field in _NO_VARIABLES or value in ("", None, [], {}):
            continue
        variable = _FIELDS.get(field, field)
        if variable in item and item[variable] != value:
            variable = field
        item[variable] = _date(value) if variable in ("issued", "accessed", "original-date") else value
    if key := _CITATION_KEY.search(str(item.get("note", ""))):  # of Better BibTeX, in the field "extra"
        item.setdefault("citation-key", key[1])
        item["note"] = (item["note"][: key.start()] + item["note"][key.end() :]).strip("\n")
    for creator in _list(data.get("creators")):
        if isinstance(creator, dict):
            role = _CREATORS.get(str(creator.get("creatorType")), "contributor")
            item.setdefault(role, []).append(_name(creator))
    keywords = [tag.get("tag") if isinstance(tag, dict) else tag for tag in _list(data.get("tags"))]
    words = [word.strip() for word in keywords if isinstance(word, str) and word.strip()]
    return item | ({"custom": {"moebib": {"keyword": list(dict.fromkeys(words))}}} if words else {})


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _date(value: Any) -> Any:
    """A date as people write it; one of access has the time, and Zotero writes 00 for what is not known."""
    if not isinstance(value, str):
        return value
    day = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?(?:[T ]\d\d?:.*)?$", value)
    parts = [part for part in day.groups() if part and part != "00"] if day else []
    return {"raw": "-".join(parts) if day else value}


def _name(creator: Mapping[str, Any]) -> dict[str, Any]:
    """A creator in two fields, with the particle in front of the family, or in one, which is an organisation in CSL."""
    if creator.get("name"):
        return {"literal": creator["name"]}
    family = creator.get("lastName")
    particle = re.match(r"(?:[a-z]+['\u2019]? )+(?=[A-Z])", family) if isinstance(family, str) else None
    parts = {
        "family": family[particle.end() :] if particle and family else family,
        "given": creator.get("firstName"),
        "non-dropping-particle": particle[0].strip() if particle else "",
    }
    named = {part: text for part, text in parts.items() if text}
    return named if "family" in named or not named else {"literal": named["given"]}
