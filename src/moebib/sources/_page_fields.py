"""The fields of a record in the ``<meta>`` tags of a page.

Names as of Highwire Press, which Google Scholar asks for (https://scholar.google.com/intl/en/scholar/inclusion.html),
then of PRISM and Dublin Core, in the order in which Zotero reads them. OpenGraph has a title, but no authors.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urljoin

from moebib.errors import InputError
from moebib.records.date import Date
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import Type
from moebib.sources._html import Page
from moebib.sources._people import displayed, whole
from moebib.sources._values import identifiers, link

__all__ = ["fields_of", "title_of"]

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

_DATE = re.compile(r"(\d{4})(?:[/-](\d{1,2}))?(?:[/-](\d{1,2}))?(?!\d)")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d\b")
_SUFFIX_LAST = re.compile(r"([^,]+),([^,]+),\s*((?:Jr|Sr)\.?|II|III|IV)")
_SUFFIX_BEFORE = re.compile(r"([^,]+?)\s+((?:Jr|Sr)\.?|II|III|IV),\s*([^,]+)")
# Proceedings that their pages call a journal.
_PROCEEDINGS = re.compile(
    r"Advances in Neural Information Processing Systems|Proceedings of Machine Learning and Systems|"
    r".*\b(?:conference|symposium|workshops?|meeting)\b",
    re.I,
)
# A series is not the venue.
_SERIES = re.compile(r"Proceedings of Machine Learning Research|Lecture Notes in .*", re.I)
_ARTICLE_NUMBER = re.compile(r"e\d+|0\d+|\d{5,}", re.I)


def title_of(page: Page) -> str:
    """The title; empty if there is none but that of the window."""
    return _first(page, _TITLE)


def fields_of(page: Page, url: str) -> dict[str, Any]:
    """The fields, as far as they are told; ``author`` is ``None`` if a name cannot be read."""
    told = _identifiers(page)
    fields = {"title": title_of(page), "author": _authors(page), "issued": _issued(page), "identifiers": told}
    fields |= _container(page) | _pages(page)
    if fields["type"] == "document" and any(one.scheme is Scheme.ARXIV for one in told):
        fields |= {"type": "article", "genre": "preprint", "container_title": "arXiv"}
    return fields | {
        "volume": _first(page, ("citation_volume", "prism.volume")),
        "issue": _first(page, ("citation_issue", "prism.number")),
        "abstract": _first(page, _ABSTRACT),
        "links": {"pdf": link(_joined(url, _first(page, ("citation_pdf_url",))))},
    }


def _first(page: Page, names: tuple[str, ...]) -> str:
    return next((page.meta[name][0] for name in names if name in page.meta), "")


def _authors(page: Page) -> tuple[Name, ...] | None:
    """Those of the first kind of tag that there is."""
    if "citation_author" not in page.meta and "citation_authors" in page.meta:
        return whole(map(_name, _split("; ".join(page.meta["citation_authors"]))))
    said = next((page.meta[name] for name in _AUTHORS if name in page.meta), ())
    # Some sites write all names into one tag.
    names = (name.strip() for text in said for name in text.split(";"))
    return whole(_name(name) for name in names if name)


def _split(text: str) -> list[str]:
    """Names between ";", or between "," where that cannot be the comma of "Family, Given"; else nothing to be read."""
    parts = [part.strip() for part in text.split(";" if ";" in text else ",")]
    if ";" in text or (len(parts) > 2 and all(" " in part for part in parts)):
        return [part for part in parts if part]
    is_one = len(parts) == 1 or (len(parts) == 2 and not all(" " in part for part in parts))
    return [text if is_one else ""]


def _name(text: str) -> Name | None:
    """A name in either order; in "King, Martin, Jr." and "King Jr., Martin" the suffix is not where BibTeX has it."""
    return displayed(_SUFFIX_BEFORE.sub(r"\1, \2, \3", _SUFFIX_LAST.sub(r"\1, \3,\2", text)))


def _issued(page: Page) -> Date | None:
    return next((date for name in _ISSUED for text in page.meta.get(name, ()) if (date := _date(text))), None)


def _date(text: str) -> Date | None:
    """2021/07/01, 2021-7 or 2021; of any other form ("May 2021") the year."""
    if found := _DATE.match(text):
        year, month, day = (int(part) if part else None for part in found.groups())
        try:
            # Who does not know the day writes the first of January.
            return Date(year or 0) if (month, day) == (1, 1) else Date(year or 0, month, day)
        except InputError:
            return Date(year or 0)
    years = set(_YEAR.findall(text))
    return Date(int(years.pop())) if len(years) == 1 else None


def _container(page: Page) -> dict[str, Any]:
    """Type and publisher, and where it appeared."""
    journal, book, conference = (_first(page, names) for names in (_JOURNAL, _BOOK, _CONFERENCE))
    series = journal if _SERIES.fullmatch(journal) else ""
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
    if _first(page, _CONFERENCE) or _PROCEEDINGS.match(container):
        return "paper-conference"
    if container and container == _first(page, _JOURNAL):
        return "article-journal"
    return "chapter" if container else "document"


def _pages(page: Page) -> dict[str, str]:
    """A single "first page" of many digits, or with a letter, is the number of the article."""
    first, last = _first(page, _FIRST_PAGE), _first(page, _LAST_PAGE)
    number = _first(page, ("citation_technical_report_number",))
    if last in ("", first) and _ARTICLE_NUMBER.fullmatch(first):
        return {"number": first}
    return {"page": first if last in ("", first) else f"{first}-{last}" if first else "", "number": number}


def _identifiers(page: Page) -> tuple[Identifier, ...]:
    return identifiers(*_spelled(page))


def _spelled(page: Page) -> Iterator[str]:
    for name in _DOIS:
        for text in page.meta.get(name, ()):
            yield text if text.lower().startswith(("doi:", "https://doi.org/", "http://dx.doi.org/")) else f"doi:{text}"
    for scheme, name in (("arxiv", "citation_arxiv_id"), ("isbn", "citation_isbn"), ("issn", "citation_issn"),
                         ("issn", "prism.issn"), ("pmid", "citation_pmid")):  # fmt: skip
        yield from (f"{scheme}:{text}" for text in page.meta.get(name, ()))


def _joined(url: str, address: str) -> str:
    try:
        return urljoin(url, address) if address else ""
    except ValueError:
        return ""
