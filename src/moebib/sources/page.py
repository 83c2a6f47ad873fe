"""Landing pages of papers on any site: PMLR, NeurIPS, MLSys, USENIX, CVF, ISCA, publishers and repositories.

Their citation data are ``<meta>`` tags: those of Highwire Press, which Google Scholar wants
(https://scholar.google.com/intl/en/scholar/inclusion.html), then of PRISM and Dublin Core, in the order in which Zotero
reads them. OpenGraph has a title, but no authors. A BibTeX entry with the same title takes precedence: it marks family
names, and gives the volume of a series.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple
from urllib.parse import urljoin, urlsplit

from lxml import etree

from moebib.errors import InputError
from moebib.records.answer import Answer, Found, Unavailable
from moebib.records.archives import Archive, archive_at, archive_of, archive_of_identifier
from moebib.records.date import Date
from moebib.records.equivalence import equivalent_text, is_archive
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.publication import ARXIV_PREPRINT
from moebib.records.record import Record
from moebib.records.series import is_book_series
from moebib.sources import Rank, Source
from moebib.sources._bibtex import single_record
from moebib.sources._fields import all_names, display_name, identifiers, link, make_record
from moebib.web.response import Http, Response, read_html

_NAME = "page"
_MOST_ENTRIES = 5
# A PDF has no citation data; these sites have a landing page for it.
_PAGES_OF_PDFS = (
    (r"(proceedings\.mlr\.press/v\d+/[^/]+)/[^/]+\.pdf", r"\1.html"),
    (r"((?:papers\.nips\.cc|proceedings\.(?:neurips\.cc|mlsys\.org))/.+)/file/(\w+)-Paper(.*)\.pdf",
     r"\1/hash/\2-Abstract\3.html"),
    (r"(openaccess\.thecvf\.com/.+)/papers/(.+)\.pdf", r"\1/html/\2.html"),
)  # fmt: skip
# With one of these, the record needs no link to the page.
_LANDING = (Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW, Scheme.ARXIV)
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
# Proceedings whose pages call them a journal.
_PROCEEDINGS = re.compile(
    r"Advances in Neural Information Processing Systems|Proceedings of Machine Learning and Systems|"
    r".*\b(?:conference|symposium|workshops?|meeting)\b",
    re.I,
)
_ARTICLE_NUMBER = re.compile(r"e\d+|0\d+|\d{5,}", re.I)
# `<code id="bibtex">` of PMLR, `<div class="bibref">` of CVF, `<pre class="bibtex">`.
_BOXES = ("code", "div", "pre", "textarea")
_IS_BIB = re.compile(r"bib|cit(?:e|ation)", re.I)
_ENTRY = re.compile(r"@[a-z]+\s*\{", re.I)
_LONGEST_ENTRY = 20_000
_AUTHOR = re.compile(r"citation_author|dc(?:terms)?\.creator", re.I)
_AFTER_HEAD = re.compile(r"</head|<body|<div|<main|<h1|</html", re.I)


def takes(identifier: Identifier) -> bool:
    """Whether it is any page but one of GitHub, which has no citation data in its pages."""
    return urlsplit(identifier.value).hostname not in ("github.com", "www.github.com")


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One request per page."""
    return [http.get(_landing(identifier.value)) for identifier in identifiers]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Never absent: a page that is missing, or has no citation data, proves nothing."""
    pairs = zip(identifiers, responses, strict=True)
    return {identifier: _answer(response, identifier) for identifier, response in pairs}


def _landing(url: str) -> str:
    for pattern, page in _PAGES_OF_PDFS:
        url = re.sub(rf"(?<=://){pattern}$", page, url)
    return url


def _answer(response: Response, identifier: Identifier) -> Answer:
    page = _read_page(read_html(response))
    fields = _fields_of(page, response.url)
    fields |= _entry_fields(page, fields)
    if why := _missing(page, fields):
        return Unavailable(_NAME, f"{response.url}: {why}")
    record = make_record(**fields | _identity(fields, identifier))
    why = f"{response.url}: the page has an invalid title or author name"
    return Found(record, _NAME, response.fetched) if record else Unavailable(_NAME, why)


def _missing(page: _Page, fields: Mapping[str, Any]) -> str:
    """Why the page cannot be used; empty if it can."""
    if not any(name.startswith(("citation_", "dc.", "dcterms.", "prism.")) for name in page.meta) and not page.entries:
        return "the page has no citation data"
    if not fields["title"]:
        return "the page has no title in its citation data"
    if not fields["author"]:
        return "the page has no authors, or invalid ones, in its citation data"
    if not page.is_whole:
        return "the page ends within its list of authors"
    if "\ufffd" in fields["title"] + " ".join(map(str, fields["author"])):
        return "the page is not in the encoding it declares"
    return ""


def _entry_fields(page: _Page, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of the BibTeX entry, which replace those of the tags, except for less complete names and dates."""
    entry = _entry(page)
    if entry is None:
        return {}
    fields_of_entry = {
        name: value for name, value in entry if value and name not in ("id", "extra", "url", "note", "links")
    }
    if fields_of_entry["type"] == "document":
        del fields_of_entry["type"]
    date = fields["issued"]
    if date and entry.issued and _is_in(date, entry.issued):
        fields_of_entry["issued"] = date
    if fields["author"] and _initials(entry.author) > _initials(fields["author"]):
        del fields_of_entry["author"]
    fields_of_entry["identifiers"] = (*entry.identifiers, *identifiers(entry.url), *fields["identifiers"])
    return fields_of_entry


def _is_in(date: Date, other: Date) -> bool:
    """Whether *other* is less precise: without the day, or the days of the conference."""
    return date.year == other.year if other.is_range else date.parts[: len(other.parts)] == other.parts


def _initials(names: Iterable[Name]) -> int:
    """How many names have only initials."""
    return sum(bool(re.fullmatch(r"(?:\w\b\W*)+", name.given)) for name in names)


def _entry(page: _Page) -> Record | None:
    """The BibTeX entry of this paper, but not of its preprint. The smallest box around one is tried first."""
    title = _title_of(page) or page.title
    for text in sorted(page.entries, key=len)[:_MOST_ENTRIES]:
        entry = single_record(text)
        if entry and entry.author and equivalent_text(entry.title, title) and not is_archive(entry.container_title):
            return entry
    return None


def _identity(fields: Mapping[str, Any], identifier: Identifier) -> dict[str, Any]:
    from_tags = dict.fromkeys(fields["identifiers"])
    has_landing_page = any(other.scheme in _LANDING for other in from_tags)
    return {"identifiers": (*from_tags, identifier), "url": None if has_landing_page else _landing(identifier.value)}


def _title_of(page: _Page) -> str:
    """The title in the citation data; empty if only the window has one."""
    return _first(page, _TITLE)


def _fields_of(page: _Page, url: str) -> dict[str, Any]:
    """The fields in the tags; ``author`` is ``None`` if a name is invalid."""
    from_tags = identifiers(*_spelled_identifiers(page))
    fields: dict[str, Any] = {"title": _title_of(page), "author": _authors(page), "issued": _issued(page)}
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


def _first(page: _Page, names: tuple[str, ...]) -> str:
    return next((page.meta[name][0] for name in names if name in page.meta), "")


def _authors(page: _Page) -> tuple[Name, ...] | None:
    """The names in the first kind of tag that the page has."""
    if "citation_author" not in page.meta and "citation_authors" in page.meta:
        return all_names(map(_name, _split("; ".join(page.meta["citation_authors"]))))
    tags = next((page.meta[name] for name in _AUTHORS if name in page.meta), ())
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


def _issued(page: _Page) -> Date | None:
    return next((date for name in _ISSUED for text in page.meta.get(name, ()) if (date := _date(text))), None)


def _date(text: str) -> Date | None:
    """The date in 2021/07/01, 2021-7 or 2021; from any other form ("May 2021") the year."""
    if match := _DATE.match(text):
        year, month, day = (int(part) if part else None for part in match.groups())
        try:
            # Sites write 1 January if they only know the year.
            return Date(year or 0) if (month, day) == (1, 1) else Date(year or 0, month, day)
        except InputError:
            return Date(year or 0)
    years = set(_YEAR.findall(text))
    return Date(int(years.pop())) if len(years) == 1 else None


def _container(page: _Page) -> dict[str, Any]:
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


def _type(page: _Page, container: str) -> Type:
    if _first(page, _THESIS):
        return "thesis"
    if _first(page, _REPORT):
        return "report"
    if _first(page, _CONFERENCE) or _PROCEEDINGS.match(container):
        return "paper-conference"
    if container and container == _first(page, _JOURNAL):
        return "article-journal"
    return "chapter" if container else "document"


def _pages(page: _Page) -> dict[str, str]:
    """The pages; a single "first page" with many digits or a letter is an article number."""
    first, last = _first(page, _FIRST_PAGE), _first(page, _LAST_PAGE)
    number = _first(page, ("citation_technical_report_number",))
    if last in ("", first) and _ARTICLE_NUMBER.fullmatch(first):
        return {"number": first}
    return {"page": first if last in ("", first) else f"{first}-{last}" if first else "", "number": number}


def _spelled_identifiers(page: _Page) -> Iterator[str]:
    for name in _DOIS:
        for text in page.meta.get(name, ()):
            yield text if text.lower().startswith(("doi:", "https://doi.org/", "http://dx.doi.org/")) else f"doi:{text}"
    for scheme, name in (("arxiv", "citation_arxiv_id"), ("isbn", "citation_isbn"), ("issn", "citation_issn"),
                         ("issn", "prism.issn"), ("pmid", "citation_pmid")):  # fmt: skip
        yield from (f"{scheme}:{text}" for text in page.meta.get(name, ()))


def _joined(url: str, reference: str) -> str:
    try:
        return urljoin(url, reference) if reference else ""
    except ValueError:
        return ""


class _Page(NamedTuple):
    """The citation data of a page."""

    title: str
    meta: Mapping[str, Sequence[str]]
    """The contents in order, by name in lower case ("citation_author", "dc.title", "og:title")."""
    entries: Sequence[str]
    """What looks like a BibTeX entry."""
    is_whole: bool
    """Whether the page continues after the last author."""


def _read_page(html: str) -> _Page:
    """The page; any HTML is accepted.

    >>> page = _read_page("<title>T</title><meta content='Invented Things' name=citation_title><body>")
    >>> page.title, dict(page.meta)
    ('T', {'citation_title': ['Invented Things']})
    """
    root = _parse(html)
    if root is None:
        return _Page("", {}, (), is_whole=False)
    meta: dict[str, list[str]] = {}
    for tag in root.iter("meta"):
        name = (tag.get("name") or tag.get("property") or "").strip().lower()
        content = (tag.get("content") or "").strip()
        if name and content:
            meta.setdefault(name, []).append(content)
    title = " ".join((root.findtext(".//title") or "").split())
    return _Page(title, meta, tuple(dict.fromkeys(_entries(root))), is_whole=_is_whole(html))


def _parse(html: str) -> etree._Element | None:
    # html.parser of the standard library takes minutes for 200 kB of "<a ": see docs/decisions/0006-html.md.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
    try:
        return etree.fromstring(html.encode("utf-8", errors="replace"), parser)
    except etree.LxmlError:
        return None


def _entries(root: etree._Element) -> Iterator[str]:
    for box in root.iter(*_BOXES):
        if _IS_BIB.search(f"{box.get('id', '')} {box.get('class', '')}"):
            text = "".join(map(str, box.itertext())).strip()
            if len(text) <= _LONGEST_ENTRY and _ENTRY.match(text):
                yield text


def _is_whole(html: str) -> bool:
    last = max((match.end() for match in _AUTHOR.finditer(html)), default=0)
    return bool(_AFTER_HEAD.search(html, last))


SOURCE = Source(
    schemes=frozenset({Scheme.URL}),
    batch=1,
    load=load,
    parse=parse,
    absent=(),  # a page that is missing today may have moved, and any proxy may say so
    takes=takes,
    rank=Rank(venue=20, title=30, author=20, abstract=60),
    example="https://press.example/berg",
)
