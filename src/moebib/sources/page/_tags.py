"""The fields in the ``<meta>`` tags of a page."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urljoin

from moebib.errors import InputError
from moebib.normalise.fields import identifiers, is_article_number, link
from moebib.normalise.names import all_names, display_name
from moebib.records.archives import Archive, archive_at, archive_of, archive_of_identifier
from moebib.records.date import Date
from moebib.records.fields import Type
from moebib.records.name import Name
from moebib.records.publication import ARXIV_PREPRINT
from moebib.records.series import is_book_series, is_of_conference
from moebib.records.written_date import read_written_date
from moebib.sources.page._html import Page

__all__ = ["date_of", "fields_of", "pages_or_number", "title_of", "type_in"]

_TITLE = ("citation_title", "dc.title", "dcterms.title", "og:title")
_AUTHORS = ("citation_author", "dc.creator", "dcterms.creator", "dc.creator.personalname")
_ISSUED = ("citation_publication_date", "citation_cover_date", "citation_date", "dc.issued", "dcterms.issued",
           "citation_year", "prism.publicationdate", "dc.date", "dcterms.date", "citation_online_date")  # fmt: skip
_JOURNAL = ("citation_journal_title", "prism.publicationname")
_BOOK = ("citation_inbook_title", "citation_book_title")
_CONFERENCE = ("citation_conference_title", "citation_conference")
_THESIS = ("citation_dissertation_institution",)
_REPORT = ("citation_technical_report_institution",)
_PUBLISHER = ("citation_publisher", "dc.publisher")
_ABSTRACT = ("citation_abstract", "dcterms.abstract", "dc.description.abstract", "dc.description")
_FIRST_PAGE = ("citation_firstpage", "prism.startingpage")
_LAST_PAGE = ("citation_lastpage", "prism.endingpage")
_DOIS = ("citation_doi", "prism.doi", "dc.identifier.doi", "dc.identifier")
# On arXiv those of a paper and of its errata are in one tag.
_DOI = re.compile(r"(?:^|[\s,;]|doi:\s*|doi\.org/|info:doi/)(10\.\d{4,9}(?:/|%2F)\S+?)(?=[,;]?(?:\s|$))", re.I)
_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?(?!\d)")
_DAY_AND_MONTH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_WRITTEN = re.compile(
    rf"(?<![\w/\u2013-])(?:\d{{1,2}}(?:st|nd|rd|th)?[ -])?{_MONTH}[ -]*(?:\d{{1,2}}(?:st|nd|rd|th)?,?[ -]+)?\d{{4}}\b|"
    rf"\b\d{{4}}[ -]{_MONTH}(?:[ -]\d{{1,2}})?\b",
    re.I,
)
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_SUFFIX_LAST = re.compile(r"([^,]+),([^,]+),\s*((?:Jr|Sr)\.?|II|III|IV)")
_SUFFIX_BEFORE = re.compile(r"([^,]+?)\s+((?:Jr|Sr)\.?|II|III|IV),\s*([^,]+)")


def title_of(page: Page) -> str:
    """The title in the citation data; empty if only the window has one."""
    return _first(page, _TITLE)


def fields_of(page: Page, url: str) -> dict[str, Any]:
    """The fields in the tags; ``author`` is ``None`` if a name is invalid."""
    from_tags = identifiers(*_spelled_identifiers(page))
    fields: dict[str, Any] = {"title": title_of(page), "author": _authors(page), "issued": _issued(page)}
    fields |= {"identifiers": from_tags, **_container(page), **_pages(page)}
    if archive := archive_of(fields["container_title"]) or _archive_without_container(fields, url):
        fields |= {**ARXIV_PREPRINT, "container_title": archive.name}
    return fields | {
        "volume": _first(page, ("citation_volume", "prism.volume")),
        "issue": _first(page, ("citation_issue", "prism.number")),
        "abstract": _first(page, _ABSTRACT),
        "links": {"pdf": link(_joined(url, _first(page, ("citation_pdf_url",))))},
    }


def _archive_without_container(fields: Mapping[str, Any], url: str) -> Archive | None:
    """The archive of a page that names no journal, by its host or by the identifiers in its tags."""
    if fields["type"] != "document":
        return None
    return archive_at(url) or next(filter(None, map(archive_of_identifier, fields["identifiers"])), None)


def _first(page: Page, names: tuple[str, ...]) -> str:
    return next((page.meta[name][0] for name in names if name in page.meta), "")


def _authors(page: Page) -> tuple[Name, ...] | None:
    """The names in the first kind of tag that the page has."""
    if "citation_author" not in page.meta and "citation_authors" in page.meta:
        return all_names(map(_name, _split("; ".join(page.meta["citation_authors"]))))
    tags = next((page.meta[name] for name in _AUTHORS if name in page.meta), ())
    half = len(tags) // 2
    if half and tags[:half] == tags[half:]:  # once for each language of the page
        tags = tags[:half]
    # Some sites write all names into one tag.
    names = (name.strip() for text in tags for name in text.split(";"))
    return all_names(_name(name) for name in names if name)


def _split(text: str) -> list[str]:
    """Names separated by ";", or by "," if that cannot be the comma of "Family, Given"; otherwise [""]."""
    parts = [part.strip() for part in text.split(";" if ";" in text else ",")]
    if ";" in text or (len(parts) > 2 and all(" " in part for part in parts)):
        return [part for part in parts if part]
    is_one = len(parts) == 1 or (len(parts) == 2 and not all(" " in part for part in parts))
    return [text if is_one else ""]


def _name(text: str) -> Name | None:
    """A name in either order. "King, Martin, Jr." and "King Jr., Martin" are brought into the order of BibTeX."""
    return display_name(_SUFFIX_BEFORE.sub(r"\1, \2, \3", _SUFFIX_LAST.sub(r"\1, \3,\2", text)))


def _issued(page: Page) -> Date | None:
    return next((date for name in _ISSUED for text in page.meta.get(name, ()) if (date := date_of(text))), None)


def date_of(text: str) -> Date | None:
    """The date in 2021/07/01, 2021-7, "Jul 1, 2021" or 31/7/2021; of a form that is not clear (1/7/2021) the year.

    Sites write 1 January if they only know the year.
    """
    if re.search(r"[A-Za-z]{3}", text) and (date := _written(text)):
        return date
    if match := _DATE.match(text):
        return _checked(*(int(part) if part else None for part in match.groups()))
    if match := _DAY_AND_MONTH.fullmatch(text.strip()):
        first, second, year = map(int, match.groups())
        day, month = (first, second) if first > 12 else (second, first)
        return _checked(year, month, day) if day > 12 or day == month else Date(year)
    years = set(_YEAR.findall(text))
    return Date(int(years.pop())) if len(years) == 1 else None


def _written(text: str) -> Date | None:
    """The date with the name of a month, perhaps after a weekday and before a time."""
    match = _WRITTEN.search(text)
    date = read_written_date(match[0]) if match else None
    return _checked(*date.parts) if date and not date.is_range else None


def _checked(year: int | None, month: int | None = None, day: int | None = None) -> Date | None:
    """The date, or its year if there is no such day or it is 1 January."""
    try:
        return Date(year or 0) if (month, day) == (1, 1) else Date(year or 0, month, day)
    except InputError:
        return Date(year or 0)


def _container(page: Page) -> dict[str, Any]:
    """The type and publisher, and where the work appeared."""
    journal, book, conference = (_first(page, names) for names in (_JOURNAL, _BOOK, _CONFERENCE))
    series = journal if is_book_series(journal) else ""
    container = ("" if series else journal) or book or conference
    institution = _first(page, (*_THESIS, *_REPORT))
    return {
        "type": _type(page, container),
        "genre": "PhD thesis" if re.fullmatch("phdthesis|phd thesis", _first(page, ("dc.type",)), re.I) else "",
        "container_title": container,
        "collection_title": series,
        "event_title": "" if conference == container else conference,
        "publisher": institution or _first(page, _PUBLISHER),
    }


def _type(page: Page, container: str) -> Type:
    if _first(page, _THESIS):
        return "thesis"
    if _first(page, _REPORT):
        return "report"
    if _first(page, _CONFERENCE):
        return "paper-conference"
    return type_in(container, is_journal=container == _first(page, _JOURNAL))


def type_in(container: str, *, is_journal: bool) -> Type:
    """The type of a work in *container*, which a page calls a journal or not: of proceedings, many pages do."""
    if is_of_conference(container):
        return "paper-conference"
    return "document" if not container else "article-journal" if is_journal else "chapter"


def _pages(page: Page) -> dict[str, str]:
    number = _first(page, ("citation_technical_report_number",))
    return {"number": number, **pages_or_number(_first(page, _FIRST_PAGE), _first(page, _LAST_PAGE))}


def pages_or_number(first: str, last: str) -> dict[str, str]:
    """The pages; a single "first page" with many digits or a letter is an article number."""
    if last in ("", first) and is_article_number(first):
        return {"number": first}
    return {"page": first if last in ("", first) else f"{first}-{last}" if first else ""}


def _spelled_identifiers(page: Page) -> Iterator[str]:
    for name in _DOIS:
        for text in page.meta.get(name, ()):
            yield from (f"doi:{doi}" for doi in _DOI.findall(text))
    for scheme, name in (("arxiv", "citation_arxiv_id"), ("isbn", "citation_isbn"), ("issn", "citation_issn"),
                         ("issn", "prism.issn"), ("pmid", "citation_pmid")):  # fmt: skip
        yield from (f"{scheme}:{text}" for text in page.meta.get(name, ()))


def _joined(url: str, reference: str) -> str:
    try:
        return urljoin(url, reference) if reference else ""
    except ValueError:
        return ""
