"""Landing pages of papers on any site: PMLR, NeurIPS, MLSys, USENIX, CVF, ISCA, publishers and repositories.

Their citation data are ``<meta>`` tags: those of Highwire Press, which Google Scholar wants
(https://scholar.google.com/intl/en/scholar/inclusion.html), then of PRISM and Dublin Core, in the order in which Zotero
reads them. OpenGraph has a title, but no authors. JSON-LD about the same work, in the words of schema.org, gives what
the tags lack. A BibTeX entry with the same title takes precedence: it marks family names, and gives the volume of a
series. A page that names no authors leads to its DOI.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from moebib.normalise.fields import identifiers, make_record
from moebib.normalise.names import count_initials
from moebib.records.answer import Answer, Found, Unavailable
from moebib.records.date import Date
from moebib.records.equivalence import equivalent_text, is_archive
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.sources import Rank, Source
from moebib.sources._bibtex import single_record
from moebib.sources.page._html import Page, read_page
from moebib.sources.page._json_ld import linked_fields
from moebib.sources.page._tags import fields_of, title_of
from moebib.web.response import Http, Response, read_html

_NAME = "page"
_MOST_ENTRIES = 5
# A PDF has no citation data; these sites have a landing page for it.
_PAGES_OF_PDFS = (
    (r"(proceedings\.mlr\.press/v\d+/[^/]+)/[^/]+\.pdf", r"\1.html"),
    (r"((?:papers\.nips\.cc|proceedings\.(?:neurips\.cc|mlsys\.org))/.+)/file/(\w+)-Paper(.*)\.pdf",
     r"\1/hash/\2-Abstract\3.html"),
    (r"(openaccess\.thecvf\.com/.+)/papers/(.+)\.pdf", r"\1/html/\2.html"),
    (r"raw\.githubusercontent\.com/mlresearch/(v\d+)/[^/]+/assets/[^/]+/([^/]+)\.pdf",
     r"proceedings.mlr.press/\1/\2.html"),
    (r"(papers\.nips\.cc/paper/\d+-[\w-]+)\.pdf", r"\1"),
    (r"((?:www\.)?jmlr\.org/papers)/volume(\d+)/([^/]+)/[^/]+\.pdf", r"\1/v\2/\3.html"),
    (r"(eprint\.iacr\.org/\d+/\d+)\.pdf", r"\1"),
    (r"((?:www\.)?isca-archive\.org/.+)\.pdf", r"\1.html"),
    # Open Journal Systems
    (r"([^/?]+/(?:[^?]+/)?index\.php/[^/]+/article)/(?:download|view)/(\d+)/\d+(?:/\d+)?", r"\1/view/\2"),
)  # fmt: skip
# With one of these, the record needs no link to the page.
_LANDING = (Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW, Scheme.ARXIV)


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
    page = read_page(read_html(response))
    if page.is_of_several:
        return Unavailable(_NAME, f"{response.url}: the page has the citation data of several works")
    fields = fields_of(page, response.url)
    fields |= _linked(page, response.url, fields)
    fields |= _entry_fields(page, fields)
    if why := _missing(page, fields):
        return Unavailable(_NAME, f"{response.url}: {why}")
    record = make_record(**fields | _identity(fields, identifier))
    why = f"{response.url}: the page has an invalid title or author name"
    return Found(record, _NAME, response.fetched) if record else Unavailable(_NAME, why)


def _linked(page: Page, url: str, fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields in the JSON-LD that the tags lack."""
    if not _has_tags(page):  # a title of OpenGraph may have the name of the site
        return {name: value for name, value in linked_fields(page.linked_data, url, "").items() if value}
    known = {name for name, value in fields.items() if value and value != "document"}
    linked = linked_fields(page.linked_data, url, fields["title"])
    return {name: value for name, value in linked.items() if value and name not in known}


def _has_tags(page: Page) -> bool:
    return any(name.startswith(("citation_", "dc.", "dcterms.", "prism.")) for name in page.meta)


def _missing(page: Page, fields: Mapping[str, Any]) -> str:
    """Why the page cannot be used; empty if it can."""
    has_doi = any(identifier.scheme is Scheme.DOI for identifier in fields["identifiers"])
    if not (_has_tags(page) or page.entries or fields["author"] or has_doi):
        return "the page has no citation data"
    if not fields["title"]:
        return "the page has no title in its citation data"
    if not fields["author"] and not has_doi:
        return "the page has no authors, or invalid ones, in its citation data"
    if not page.is_whole:
        return "the page ends within its list of authors"
    if "\ufffd" in fields["title"] + " ".join(map(str, fields["author"] or ())):
        return "the page is not in the encoding it declares"
    return ""


def _entry_fields(page: Page, fields: Mapping[str, Any]) -> dict[str, Any]:
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
    printed = fields["author"] or ()
    if printed and count_initials(entry.author) > count_initials(printed):
        del fields_of_entry["author"]
    elif len(printed) == len(entry.author):
        fields_of_entry["author"] = entry.author.with_names(map(_fuller, entry.author, printed))
    fields_of_entry["identifiers"] = (*entry.identifiers, *identifiers(entry.url), *fields["identifiers"])
    return fields_of_entry


def _fuller(name: Name, printed: Name) -> Name:
    """The name in the entry, which marks its family name, with the middle names that only the tags have."""
    family = f" {name.particle} {name.family}".replace("  ", " ")
    given = printed.display().removesuffix(family)
    is_fuller = printed.display().endswith(family) and given.startswith(f"{name.given} ") and not name.suffix
    return replace(name, given=given) if is_fuller and name.given else name


def _is_in(date: Date, other: Date) -> bool:
    """Whether *other* is less precise: without the day, or the days of the conference."""
    return date.year == other.year if other.is_range else date.parts[: len(other.parts)] == other.parts


def _entry(page: Page) -> Record | None:
    """The BibTeX entry of this paper, but not of its preprint. The smallest box around one is tried first."""
    title = title_of(page) or page.title
    for text in sorted(page.entries, key=len)[:_MOST_ENTRIES]:
        entry = single_record(text)
        if entry and entry.author and equivalent_text(entry.title, title) and not is_archive(entry.container_title):
            return entry
    return None


def _identity(fields: Mapping[str, Any], identifier: Identifier) -> dict[str, Any]:
    from_tags = dict.fromkeys(fields["identifiers"])
    has_landing_page = any(other.scheme in _LANDING for other in from_tags)
    return {"identifiers": (*from_tags, identifier), "url": None if has_landing_page else _landing(identifier.value)}


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
