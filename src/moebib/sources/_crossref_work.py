"""A work in Crossref's JSON (https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md).

Two services send it: Crossref's API and, for the DOIs of Crossref, doi.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from moebib.errors import InputError
from moebib.formats.csl.values import from_date
from moebib.records.date import Date
from moebib.records.fields import Type
from moebib.records.identifier import Identifier
from moebib.records.name import Name
from moebib.records.publication import Status
from moebib.records.record import Record
from moebib.sources._fields import all_names, identifiers, make_record, name_in_parts, organisation, part, text

__all__ = ["TYPES", "own_identifiers", "people", "record_of"]

# The first of these dates is that of the version people cite. "created" is when Crossref received the record.
_DATES = {
    "dissertation": ("approved", "published-print", "published-online", "issued", "posted"),
    "posted-content": ("posted", "issued", "published-online"),
}
_ANY_DATE = ("published-print", "published-online", "issued", "published", "posted", "approved")
_SERIES = re.compile(
    r"lecture notes (?:in|of|on)|ln(?:ai|bip|cs|ee|icst|ns)\b|communications in computer and information science|"
    r"ifip advances|advances in (?:information and communication|intelligent systems)|studies in computational|"
    r"smart innovation|springer proceedings|leibniz international|ceur workshop",
    re.I,
)
_VOLUME = re.compile(r"\d|\b(?:conference|proceedings|symposium|workshops?)\b", re.I)
_TYPES: Mapping[str, Type] = {
    "journal-article": "article-journal", "proceedings-article": "paper-conference", "posted-content": "article",
    "book-chapter": "chapter", "book-part": "chapter", "book-section": "chapter", "book-track": "chapter",
    "book": "book", "edited-book": "book", "monograph": "book", "reference-book": "book", "proceedings": "book",
    "book-series": "collection", "book-set": "collection", "proceedings-series": "collection",
    "report-series": "collection", "reference-entry": "entry", "dissertation": "thesis", "report": "report",
    "report-component": "report", "dataset": "dataset", "database": "dataset", "software": "software",
    "standard": "standard", "standard-series": "standard", "peer-review": "review", "journal": "periodical",
    "journal-volume": "periodical", "journal-issue": "periodical",
}  # fmt: skip
# The types of posted content other than preprints.
_SUBTYPES: Mapping[str, Type] = {"dissertation": "thesis", "report": "report", "letter": "article", "other": "article"}
TYPES: frozenset[Type] = frozenset({*_TYPES.values(), *_SUBTYPES.values(), "document"})
_STATUSES = {
    "retraction": "retracted", "withdrawal": "withdrawn", "removal": "withdrawn", "correction": "corrected",
    "corrigendum": "corrected", "erratum": "corrected", "partial_retraction": "corrected",
}  # fmt: skip
_SEVERITY = ("retracted", "withdrawn", "corrected")
# Publishers also prefix titles with it. The title of a notice differs in case ("Retracted: ...").
_LABEL = re.compile(r"(RETRACTED|WITHDRAWN)(?: (?:ARTICLE|CHAPTER|PAPER))?\s*:\s*(?=\S)")


def record_of(work: Mapping[str, Any]) -> Record | None:
    """The record; ``None`` if its title or authors are invalid. A list of one item may be given as that item."""
    author = people(work.get("author"))
    if author is None:
        return None
    type_, genre = _type_of(text(work.get("type")), text(work.get("subtype")))
    series, container = _containers(work, type_)
    institution = _institution(work)
    return make_record(
        type=type_,
        genre=_first(work, "degree") if type_ == "thesis" else genre,
        title=_title(work),
        author=author,
        editor=people(work.get("editor")),
        issued=_issued(work),
        container_title=container or (institution if genre == "preprint" else ""),
        container_title_short="" if series else _first(work, "short-container-title"),
        collection_title=series,
        event_title=text(part(work, "event").get("name")),
        event_place=text(part(work, "event").get("location")),
        publisher=(institution if type_ == "thesis" else "") or text(work.get("publisher")),
        publisher_place=text(work.get("publisher-location")),
        volume=text(work.get("volume")),
        issue=text(work.get("issue")),
        page=text(work.get("page")),
        number=text(work.get("article-number")) or text(work.get("report-number")),
        edition=text(work.get("edition-number")),
        language=text(work.get("language")),
        identifiers=_identifiers(work),
        abstract=text(work.get("abstract")),
        status=_status_of(_first(work, "title"), _list(work, "updated-by"), own_identifiers(work)),
    )


def own_identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """The DOI of the work, and its aliases."""
    return identifiers(*(f"doi:{text(doi)}" for doi in (work.get("DOI"), *_list(work, "aliases"))))


def _list(work: Mapping[str, Any], name: str) -> list[Any]:
    value = work.get(name)
    return value if isinstance(value, list) else [value] if isinstance(value, (str, dict)) else []


def _first(work: Mapping[str, Any], name: str) -> str:
    return next(filter(None, map(text, _list(work, name))), "")


def _title(work: Mapping[str, Any]) -> str:
    title, subtitle = _without_label(_first(work, "title")), _first(work, "subtitle")
    if not title or not subtitle or subtitle.casefold() in title.casefold():
        return title
    return f"{title}{' ' if title[-1] in ':?!' else ': '}{subtitle}"


def people(value: object) -> tuple[Name, ...] | None:
    """The names in a list of people; empty without a list, ``None`` if one is invalid."""
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(person, dict) for person in value):
        return None
    return all_names(map(_person, value))


def _person(person: Mapping[str, Any]) -> Name | None:
    name = organisation(person.get("name")) or organisation(person.get("literal"))
    return name or name_in_parts(person.get("family"), person.get("given"), person.get("suffix"))


def _issued(work: Mapping[str, Any]) -> Date | None:
    names = _DATES.get(text(work.get("type")), _ANY_DATE)
    return next((date for name in names if (date := _date_of(work.get(name)))), None)


def _containers(work: Mapping[str, Any], type_: Type) -> tuple[str, str]:
    """The series and the volume in it, which are in one list, in either order."""
    titles = [title for title in map(text, _list(work, "container-title")) if title]
    if len(titles) < 2 or type_ not in ("paper-conference", "chapter", "book"):
        return "", titles[0] if titles else ""
    candidates = (
        *(title for title in titles if _SERIES.match(title)),
        *(title for title in titles if not _VOLUME.search(title)),
        titles[0],
    )
    series = candidates[0]
    volume = next((title for title in titles if title != series), "")
    return (series, volume) if volume else ("", series)


def _institution(work: Mapping[str, Any]) -> str:
    institutions = (item for item in _list(work, "institution") if isinstance(item, dict))
    return next((text(institution.get("name")) for institution in institutions), "")


def _identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """Those of the work, then of its preprint or published version, then of the volume or journal."""
    relation = part(work, "relation")
    related = [version for name in ("is-preprint-of", "has-preprint") for version in _list(relation, name)]
    return identifiers(
        *map(str, own_identifiers(work)),
        *(f"{text(version.get('id-type'))}:{text(version.get('id'))}" for version in related if _is_of_work(version)),
        # Some are URLs: http://id.crossref.org/isbn/9780000000002.
        *(f"isbn:{text(isbn).rpartition('/')[2]}" for isbn in _list(work, "ISBN")),
        *(f"issn:{text(issn).rpartition('/')[2]}" for issn in _list(work, "ISSN")),
    )


def _is_of_work(related: object) -> bool:
    return isinstance(related, dict) and related.get("id-type") in ("doi", "arxiv")


def _type_of(type_: str, subtype: str) -> tuple[Type, str]:
    """The CSL type and genre; "document" for types that Crossref may add.

    >>> _type_of("posted-content", "preprint"), _type_of("dissertation", ""), _type_of("something-new", "")
    (('article', 'preprint'), ('thesis', ''), ('document', ''))
    """
    if type_ == "posted-content":
        return (_SUBTYPES[subtype], "") if subtype in _SUBTYPES else ("article", "preprint")
    return _TYPES.get(type_, "document"), ""


def _status_of(title: str, updates: Sequence[object], identifiers_of_work: Sequence[Identifier]) -> Status | None:
    """The most severe status of the work with *identifiers_of_work*, by its title or by notices."""
    label = _LABEL.match(title)
    statuses = [
        *_by_notices(updates, identifiers_of_work),
        *([Status(kind=label[1].lower(), source="crossref")] if label else []),
    ]
    return min(statuses, key=lambda status: _SEVERITY.index(status.kind), default=None)


def _without_label(title: str) -> str:
    """The title as it was before the work was retracted.

    >>> _without_label("RETRACTED ARTICLE: On Gates"), _without_label("Retracted: On Gates")
    ('On Gates', 'Retracted: On Gates')
    """
    return _LABEL.sub("", title, count=1) if _LABEL.match(title) else title


def _date_of(value: object) -> Date | None:
    """The date; ``None`` if it has no parts, as ``[[null]]``."""
    try:
        date, _ = from_date(value)
    except InputError:
        return None
    return date if date.year else None


def _by_notices(updates: Sequence[object], identifiers_of_work: Sequence[Identifier]) -> Iterator[Status]:
    for update in updates:
        kind = _STATUSES.get(text(update.get("type")).lower().replace("-", "_")) if isinstance(update, dict) else None
        if not kind or not isinstance(update, dict):
            continue
        for notice in identifiers(f"doi:{text(update.get('DOI'))}"):
            # Some publishers name the work itself as the notice.
            if notice not in identifiers_of_work:
                yield Status(kind=kind, date=_date_of(update.get("updated")), source=notice.url or "crossref")
