"""A work in Crossref's JSON (https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md).

Two services send it: Crossref's API and, for the DOIs of Crossref, doi.org.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from moebib.errors import InputError
from moebib.formats.csl.values import from_date
from moebib.normalise.fields import (
    identifiers,
    is_abbreviated,
    make_notice,
    make_record,
    part,
    related_as,
    text,
    with_subtitle,
)
from moebib.normalise.labels import is_titled_as_notice, without_label
from moebib.normalise.names import all_names, name_in_parts, organisation, untyped_name
from moebib.records import fields
from moebib.records.answer import Related, RelatedKind
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.date import Date
from moebib.records.fields import Type
from moebib.records.identifier import Identifier
from moebib.records.name import Name
from moebib.records.publication import Status, StatusKind
from moebib.records.record import Record
from moebib.records.series import is_book_series
from moebib.text.stop_words import STOP_WORDS

__all__ = ["SELECT", "TYPES", "own_identifiers", "people", "record_of", "related_to"]

SELECT = (
    "DOI,type,title,subtitle,original-title,author,editor,degree,issued,published,published-print,"
    "published-online,posted,approved,container-title,short-container-title,group-title,event,publisher,"
    "publisher-location,volume,issue,page,article-number,ISBN,ISSN,abstract,relation,updated-by,update-to"
)
"""The fields read here that Crossref can select. It cannot select subtype, institution, language, aliases and the
numbers of editions and reports, of which most works have some: only results of a search are selected from, because the
one that matches is requested as a whole by its DOI."""
# The first of these dates is that of the version people cite. "issued" is the earliest, in print or online, and
# "created" is when Crossref received the record.
_DATES = {
    "dissertation": ("approved", "published-print", "issued", "published-online", "posted"),
    "posted-content": ("posted", "issued", "published-online"),
}
_ANY_DATE = ("published-print", "issued", "published-online", "published", "posted", "approved")
# Names of series of books and proceedings, of which one is beside the name of each volume.
_SERIES = re.compile(
    r"springer|spie proceedings|proceedings of spie|(?:aip|ifmbe|iop) (?:conference )?(?:proceedings|series)|"
    r"contemporary mathematics|methods in molecular|(?:graduate|undergraduate) texts|.*\bseries\b",
    re.I,
)
_VOLUME = re.compile(r"\d|\b(?:conference|proceedings|symposium|workshops?)\b|\s[IVX]+$", re.I)
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
# The types of posted content other than preprints, and the genre.
_SUBTYPES: Mapping[str, tuple[Type, str]] = {
    "dissertation": ("thesis", ""), "report": ("report", ""), "working_paper": ("report", "working paper"),
    "letter": ("article", ""), "review": ("review", ""), "blog": ("post-weblog", ""), "other": ("article", ""),
}  # fmt: skip
TYPES: frozenset[Type] = frozenset({*_TYPES.values(), *(type_ for type_, _ in _SUBTYPES.values()), "document"})
_STATUSES: Mapping[str, StatusKind] = {
    "retraction": "retracted", "withdrawal": "withdrawn", "removal": "withdrawn", "correction": "corrected",
    "corrigendum": "corrected", "erratum": "corrected", "partial_retraction": "corrected",
}  # fmt: skip
_SEVERITY = ("retracted", "withdrawn", "corrected")
# The updates that are no notices: the work itself was replaced.
_NEW_TEXTS = ("new_version", "new_edition")
# https://www.crossref.org/documentation/schema-library/markup-guide-metadata-segments/relationships/: those within one
# work. All others lead to other works: reviews, comments, supplements, data, parts and sequels.
_RELATIONS: Mapping[str, RelatedKind] = {
    "is-preprint-of": "published-as", "is-manuscript-of": "published-as", "has-preprint": "preprint",
    "has-manuscript": "same-work", "is-version-of": "version", "has-version": "version", "replaces": "version",
    "is-replaced-by": "version", "is-translation-of": "translation", "has-translation": "translation",
    "is-identical-to": "same-work", "is-same-as": "same-work", "is-expression-of": "same-work",
    "has-expression": "same-work", "is-manifestation-of": "same-work", "has-manifestation": "same-work",
    "is-format-of": "same-work", "has-format": "same-work", "is-variant-form-of": "same-work",
    "is-original-form-of": "same-work",
}  # fmt: skip


def record_of(work: Mapping[str, Any]) -> Record | None:
    """The record; ``None`` if its title or authors are invalid. A list of one item may be given as that item."""
    author = people(work.get("author"))
    if author is None:
        return None
    type_, genre = _type_of(work)
    series, container = _containers(work, type_)
    institution = _institution(work)
    if genre == "preprint":
        container = _archive(work) or container or institution
    elif text(work.get("type")) == "posted-content":
        container = container or text(work.get("group-title"))  # the name of the blog
    # A journal may be the author of its notices, whose name is registered as that of a person.
    author = tuple(Name(literal=container) if name.display() == container else name for name in author)
    is_by_journal = bool(author and container) and all(name.literal == container for name in author)
    make = make_notice if is_by_journal or any(True for _ in _subjects(work)) else make_record
    return make(
        type=type_,
        genre=_first(work, "degree") if type_ == "thesis" else genre,
        title=_title(work),
        author=author,
        editor=people(work.get("editor")),
        issued=_issued(work),
        container_title=container,
        container_title_short="" if series else _short_name(work, container),
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
        identifiers=own_identifiers(work) if genre == "preprint" else _identifiers(work),
        abstract=text(work.get("abstract")),
        status=None if make is make_notice else _status_of(work),
    )


def related_to(work: Mapping[str, Any]) -> Iterator[Related]:
    """The publications that Crossref relates to the work: others of the same work, and what it is a notice of."""
    own = own_identifiers(work)
    stated = [related_as(kind, *map(_target, _list(part(work, "relation"), name))) for name, kind in _RELATIONS.items()]
    notices = related_as("notice-of", *(str(subject) for subject in _subjects(work)))
    yield from (related for related in (*notices, *chain(*stated)) if related.identifier not in own)


def own_identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """The DOI of the work, and its aliases."""
    return identifiers(*(f"doi:{text(doi)}" for doi in (work.get("DOI"), *_list(work, "aliases"))))


def _list(work: Mapping[str, Any], name: str) -> list[Any]:
    value = work.get(name)
    return value if isinstance(value, list) else [value] if isinstance(value, (str, dict)) else []


def _first(work: Mapping[str, Any], *names: str) -> str:
    return next(filter(None, (text(value) for name in names for value in _list(work, name))), "")


def _title(work: Mapping[str, Any]) -> str:
    """The title with its subtitle; the original title if there is no other."""
    title, subtitle = _first(work, "title", "original-title"), _first(work, "subtitle")
    return title if _is_no_subtitle(subtitle, title) else with_subtitle(title, subtitle)


def _is_no_subtitle(subtitle: str, title: str) -> bool:
    """Whether it is part of the title, a number, the name of a section, or the title shortened for the page header.

    The last one is in capitals, consists of words of the title, or is beside a title that has its own subtitle.

    >>> [_is_no_subtitle(text, "Routing of Gates: a review") for text in ("Letters", "4abc", "Gate routing", "For All")]
    [True, True, True, False]
    """
    if subtitle.casefold() in title.casefold() or re.fullmatch(r"\(?[\w-]*\d[\w-]*\)?", subtitle):
        return True
    if re.fullmatch(r"letters?(?: to the editor)?|editorials?", subtitle, re.I):
        return True
    words = {word for word in re.findall(r"\w{3,}", subtitle.casefold()) if word not in STOP_WORDS}
    shared = sum(any(word[:4] == other[:4] for other in re.findall(r"\w+", title.casefold())) for word in words)
    is_header = subtitle.isupper() and not title.isupper() and len(words) > 2
    return is_header or (shared > 1 and shared * (2 if ":" in title else 1) >= len(words))


def people(value: object) -> tuple[Name, ...] | None:
    """The names in a list of people; empty without a list, ``None`` if one is invalid.

    Some publishers register a person without any name beside the others, which is left out.
    """
    if value is None:
        return ()
    if not isinstance(value, list) or not all(isinstance(person, dict) for person in value):
        return None
    named = [
        person for person in value if any(text(person.get(part)) for part in ("family", "given", "name", "literal"))
    ]
    return all_names(_person(person, [other.get("literal") for other in named]) for person in named)


def _person(person: Mapping[str, Any], literals: Sequence[object]) -> Name | None:
    if name := organisation(person.get("name")):
        return name
    if text(person.get("literal")):  # other agencies than Crossref write people so, too
        return untyped_name(person.get("literal"), literals)
    return name_in_parts(person.get("family"), person.get("given"), person.get("suffix"))


def _issued(work: Mapping[str, Any]) -> Date | None:
    names = _DATES.get(text(work.get("type")), _ANY_DATE)
    return next((date for name in names if (date := _date_of(work.get(name)))), None)


def _containers(work: Mapping[str, Any], type_: Type) -> tuple[str, str]:
    """The series and the volume in it, which are in one list, in either order; for a journal, its name in full."""
    titles = [title for title in map(text, _list(work, "container-title")) if title]
    if len(titles) < 2 or type_ not in ("paper-conference", "chapter", "book", "document"):
        return "", next((title for title in titles if not is_abbreviated(title)), titles[0] if titles else "")
    candidates = (
        *(title for title in titles if is_book_series(title) or _SERIES.match(title)),
        *(title for title in titles if not _VOLUME.search(title)),
        titles[0],
    )
    series = candidates[0]
    volume = next((title for title in titles if title != series), "")
    return (series, volume) if volume else ("", series)


def _short_name(work: Mapping[str, Any], container: str) -> str:
    names = ("short-container-title", "container-title-short")
    others = (text(title) for title in _list(work, "container-title") if text(title) != container)
    # ACM and IEEE have the acronym at the end of the name: "Proceedings of ... - INV '24", "2024 ... (INV)".
    acronym = re.search(
        r"(?: - (?P<acm>[A-Z][\w/+&-]*) ?['\u2019]\d\d|\((?P<ieee>[A-Z][A-Za-z/+&-]*[A-Z])\))$", container
    )
    at_end = (acronym["acm"] or acronym["ieee"]) if acronym else ""
    return _first(work, *names) or next(filter(is_abbreviated, others), at_end)


def _archive(work: Mapping[str, Any]) -> str:
    """The archive by the DOI, the institution or the group, which is a subject in others ("Genomics")."""
    names = (*_list(work, "container-title"), _institution(work), work.get("group-title"))
    by_doi = map(archive_of_identifier, own_identifiers(work))
    archives = filter(None, chain(by_doi, (archive_of(text(name)) for name in names)))
    return next((archive.name for archive in archives), "")


def _institution(work: Mapping[str, Any]) -> str:
    institutions = (item for item in _list(work, "institution") if isinstance(item, dict))
    return next((text(institution.get("name")) for institution in institutions), "")


def _identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """Those of the work, then of the volume or journal."""
    return identifiers(
        *map(str, own_identifiers(work)),
        # Some are URLs: http://id.crossref.org/isbn/9780000000002.
        *(f"isbn:{text(isbn).rpartition('/')[2]}" for isbn in _list(work, "ISBN")),
        *(f"issn:{text(issn).rpartition('/')[2]}" for issn in _list(work, "ISSN")),
    )


def _target(related: object) -> str:
    """The identifier of a related publication; empty if it is none of a publication, as an ISSN."""
    if not isinstance(related, dict) or related.get("id-type") not in ("doi", "arxiv"):
        return ""
    return f"{related['id-type']}:{text(related.get('id'))}"


def _subjects(work: Mapping[str, Any]) -> Iterator[Identifier]:
    """The works of which this one is a correction, retraction or other notice."""
    own = own_identifiers(work)
    for update in _list(work, "update-to"):
        if isinstance(update, dict) and _kind(update) not in _NEW_TEXTS:
            yield from (subject for subject in identifiers(f"doi:{text(update.get('DOI'))}") if subject not in own)


def _type_of(work: Mapping[str, Any]) -> tuple[Type, str]:
    """The CSL type and genre; "document" for types that Crossref may add. doi.org has CSL types for most works.

    >>> [_type_of({"type": type_}) for type_ in ("posted-content", "dissertation", "something-new")]
    [('article', 'preprint'), ('thesis', ''), ('document', '')]
    """
    type_, subtype = text(work.get("type")), text(work.get("subtype")).replace("-", "_")
    if type_ == "posted-content":
        return _SUBTYPES.get(subtype, ("article", "preprint"))
    known = _TYPES.get(type_) or (type_ if type_ in fields.TYPES else "document")
    # SSRN registered its preprints as articles of a journal.
    is_preprint = known == "article-journal" and any(map(archive_of_identifier, own_identifiers(work)))
    return ("article", "preprint") if is_preprint else (known, "")


def _status_of(work: Mapping[str, Any]) -> Status | None:
    """The most severe status of the work, by notices or by its title."""
    _, label = without_label(_title(work))
    statuses = [*_by_notices(work), *([Status(kind=label, source="crossref")] if label else [])]
    return min(statuses, key=lambda status: _SEVERITY.index(status.kind), default=None)


def _date_of(value: object) -> Date | None:
    """The date; ``None`` if it has no parts, as ``[[null]]``, or not only such as a date can have."""
    try:
        date, is_whole = from_date(value.get("date-parts") if isinstance(value, dict) else value)
    except InputError:
        return None
    return date if date.year and is_whole else None


def _by_notices(work: Mapping[str, Any]) -> Iterator[Status]:
    own = own_identifiers(work)
    for update in _list(work, "updated-by"):
        kind = _STATUSES.get(_kind(update)) if isinstance(update, dict) else None
        if not kind:
            continue
        # Some publishers name the work itself as the notice; Retraction Watch does so if there is only one page.
        is_own_possible = text(update.get("source")) == "retraction-watch" and not is_titled_as_notice(_title(work))
        for notice in identifiers(f"doi:{text(update.get('DOI'))}"):
            if notice not in own or is_own_possible:
                yield Status(kind=kind, date=_date_of(update.get("updated")), source=notice.url or "crossref")


def _kind(update: Mapping[str, Any]) -> str:
    return text(update.get("type")).lower().replace("-", "_")
