"""A work in Crossref's JSON (https://github.com/CrossRef/rest-api-doc/blob/master/api_format.md).

Two services send it: Crossref's API and, for the DOIs of Crossref, doi.org.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from itertools import chain
from typing import Any

from moebib.errors import InputError
from moebib.formats.crossref.relations import status_of, subjects
from moebib.formats.crossref.values import date_of, first_text, listed, own_identifiers, people
from moebib.normalise.fields import identifiers, is_abbreviated, make_notice, make_record, part, text, with_subtitle
from moebib.records import fields
from moebib.records.archives import archive_of, archive_of_identifier
from moebib.records.date import Date
from moebib.records.fields import Type
from moebib.records.identifier import Identifier
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.records.series import is_book_series
from moebib.text.stop_words import STOP_WORDS

__all__ = ["SELECT", "TYPES", "record_of"]

SELECT = (
    "DOI,type,title,subtitle,original-title,author,editor,degree,issued,published,published-print,"
    "published-online,posted,approved,container-title,short-container-title,group-title,event,publisher,"
    "publisher-location,volume,issue,page,article-number,ISBN,ISSN,abstract,relation,updated-by,update-to"
)
"""The fields that are read and can be selected. Crossref cannot select subtype, institution, language, aliases and the
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


def record_of(work: Mapping[str, Any]) -> Record | None:
    """The record; ``None`` if its title or authors are invalid. A list of one item may be given as that item."""
    author = people(work.get("author"))
    if author is None:
        return None
    title = _title(work)
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
    make = make_notice if is_by_journal or any(True for _ in subjects(work)) else make_record
    return make(
        type=type_,
        genre=first_text(work, "degree") if type_ == "thesis" else genre,
        title=title,
        author=author,
        editor=people(work.get("editor")),
        translator=people(work.get("translator")),
        issued=_issued(work),
        container_title=container,
        container_title_short="" if series else _short_name(work, container),
        collection_title=series,
        event_title=text(part(work, "event").get("name")),
        event_place=text(part(work, "event").get("location")),
        event_date=_event_date(work),
        publisher=(institution if type_ == "thesis" else "") or text(work.get("publisher")) or institution,
        publisher_place=text(work.get("publisher-location")),
        volume=text(work.get("volume")),
        issue=text(work.get("issue")),
        page=text(work.get("page")),
        number=text(work.get("article-number")) or text(work.get("report-number")),
        edition=text(work.get("edition-number")),
        language=text(work.get("language")),
        identifiers=own_identifiers(work) if genre == "preprint" else _identifiers(work),
        abstract=text(work.get("abstract")),
        status=None if make is make_notice else status_of(work, title),
    )


def _title(work: Mapping[str, Any]) -> str:
    """The title with its subtitle; the original title if there is no other."""
    title, subtitle = first_text(work, "title", "original-title"), first_text(work, "subtitle")
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


def _issued(work: Mapping[str, Any]) -> Date | None:
    names = _DATES.get(text(work.get("type")), _ANY_DATE)
    return next((date for name in names if (date := date_of(work.get(name)))), None)


def _event_date(work: Mapping[str, Any]) -> Date | None:
    start, end = (date_of(part(work, "event").get(name)) for name in ("start", "end"))
    try:
        return replace(start, end=end) if start and end and start != end else start
    except InputError:  # it ends before it starts
        return start


def _containers(work: Mapping[str, Any], type_: Type) -> tuple[str, str]:
    """The series and the volume in it, which are in one list, in either order; for a journal, its name in full."""
    titles = [title for title in map(text, listed(work, "container-title")) if title]
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
    others = (text(title) for title in listed(work, "container-title") if text(title) != container)
    # ACM and IEEE have the acronym at the end of the name: "Proceedings of ... - INV '24", "2024 ... (INV)".
    acronym = re.search(
        r"(?: - (?P<acm>[A-Z][\w/+&-]*) ?['\u2019]\d\d|\((?P<ieee>[A-Z][A-Za-z/+&-]*[A-Z])\))$", container
    )
    at_end = (acronym["acm"] or acronym["ieee"]) if acronym else ""
    return first_text(work, *names) or next(filter(is_abbreviated, others), at_end)


def _archive(work: Mapping[str, Any]) -> str:
    """The archive by the DOI, the institution or the group, which is a subject in others ("Genomics")."""
    names = (*listed(work, "container-title"), _institution(work), work.get("group-title"))
    by_doi = map(archive_of_identifier, own_identifiers(work))
    archives = filter(None, chain(by_doi, (archive_of(text(name)) for name in names)))
    return next((archive.name for archive in archives), "")


def _institution(work: Mapping[str, Any]) -> str:
    institutions = (item for item in listed(work, "institution") if isinstance(item, dict))
    return next((text(institution.get("name")) for institution in institutions), "")


def _identifiers(work: Mapping[str, Any]) -> tuple[Identifier, ...]:
    """Those of the work, then of the volume or journal."""
    return identifiers(
        *map(str, own_identifiers(work)),
        # Some are URLs: http://id.crossref.org/isbn/9780000000002.
        *(f"isbn:{text(isbn).rpartition('/')[2]}" for isbn in listed(work, "ISBN")),
        *(f"issn:{text(issn).rpartition('/')[2]}" for issn in listed(work, "ISSN")),
    )


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
