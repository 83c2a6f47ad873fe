"""Landing pages of papers, of whatever site: PMLR, NeurIPS, MLSys, USENIX, CVF, ISCA, publishers and repositories.

They tell what they are about in ``<meta>`` tags (``_page_fields``). Where a page also has an entry of BibTeX for the
same title, that goes first: it says which part of a name is the family, and in which volume of which series a paper is.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from moebib.records.answer import Absent, Answer, Found, Unavailable
from moebib.records.equivalence import alike_text
from moebib.records.identifier import Identifier, Scheme
from moebib.records.name import Name
from moebib.records.record import Record
from moebib.records.venue import is_archive
from moebib.sources import Rank, Source
from moebib.sources._bib import one_entry
from moebib.sources._html import Page, read_page
from moebib.sources._page_fields import fields_of, title_of
from moebib.sources._values import identifiers as told_in
from moebib.sources._values import make_record
from moebib.web.response import Http, Response, check, read_html

_NAME = "page"
_GONE = (404, 410)
_MOST_ENTRIES = 5
# A PDF says nothing of itself; these sites have its landing page beside it.
_PAGES_OF_PDFS = (
    (r"(proceedings\.mlr\.press/v\d+/[^/]+)/[^/]+\.pdf", r"\1.html"),
    (r"((?:papers\.nips\.cc|proceedings\.(?:neurips\.cc|mlsys\.org))/.+)/file/(\w+)-Paper(.*)\.pdf",
     r"\1/hash/\2-Abstract\3.html"),
    (r"(openaccess\.thecvf\.com/.+)/papers/(.+)\.pdf", r"\1/html/\2.html"),
)  # fmt: skip
# With one of these a reader finds the work without the page.
_LANDING = (Scheme.DOI, Scheme.ACL, Scheme.OPENREVIEW, Scheme.ARXIV)


def takes(identifier: Identifier) -> bool:
    """Pages of GitHub are of software, and have no citation data."""
    return urlsplit(identifier.value).hostname not in ("github.com", "www.github.com")


def load(http: Http, identifiers: Sequence[Identifier]) -> Sequence[Response]:
    """One page a request."""
    return [http.get(_landing(one.value)) for one in identifiers]


def parse(responses: Sequence[Response], identifiers: Sequence[Identifier]) -> Mapping[Identifier, Answer]:
    """Absent only if the site says that there is no such page; a page that says nothing of itself proves nothing."""
    return {one: _answer(response, one) for response, one in zip(responses, identifiers, strict=True)}


def _landing(url: str) -> str:
    for pattern, page in _PAGES_OF_PDFS:
        url = re.sub(rf"(?<=://){pattern}$", page, url)
    return url


def _answer(response: Response, identifier: Identifier) -> Answer:
    check(response, allowed=(200, *_GONE))
    html = read_html(response, allowed=(200, *_GONE))
    if response.status in _GONE:
        return Absent(_NAME)
    page = read_page(html)
    fields = fields_of(page, response.url)
    fields |= _entry_fields(page, fields)
    if why := _missing(page, fields):
        return Unavailable(_NAME, f"{response.url}: {why}")
    record = make_record(**fields | _identity(fields, identifier))
    why = f"{response.url}: the page has a title or names that cannot be used"
    return Found(record, _NAME, response.fetched) if record else Unavailable(_NAME, why)


def _missing(page: Page, fields: Mapping[str, Any]) -> str:
    """What keeps the page from being used; empty if nothing does."""
    if not any(name.startswith(("citation_", "dc.", "dcterms.", "prism.")) for name in page.meta) and not page.entries:
        return "the page has no citation data"
    if not fields["title"]:
        return "the page has no title in its citation data"
    if not fields["author"]:
        return "the page names no authors, or not in a form that can be read"
    if not page.is_whole:
        return "the page ends before its list of authors does"
    if "\ufffd" in fields["title"] + " ".join(map(str, fields["author"])):
        return "the page is in another encoding than it says"
    return ""


def _entry_fields(page: Page, fields: Mapping[str, Any]) -> dict[str, Any]:
    """What the entry of BibTeX says, in place of the tags; the fuller list of names, the more exact date of the two."""
    entry = _entry(page)
    if entry is None:
        return {}
    said = {name: value for name, value in entry if value and name not in ("id", "extra", "url", "note", "links")}
    if said["type"] == "document":
        del said["type"]
    date = fields["issued"]
    if date and entry.issued and date.parts[: len(entry.issued.parts)] == entry.issued.parts:
        said["issued"] = date
    if fields["author"] and _initials(entry.author) > _initials(fields["author"]):
        del said["author"]
    said["identifiers"] = (*entry.identifiers, *told_in(entry.url), *fields["identifiers"])
    return said


def _initials(names: Iterable[Name]) -> int:
    """How many have no given name in full."""
    return sum(bool(re.fullmatch(r"(?:\w\b\W*)+", name.given)) for name in names)


def _entry(page: Page) -> Record | None:
    """The entry of this paper and not of a preprint of it. The smallest box around it is tried first."""
    title = title_of(page) or page.title
    for text in sorted(page.entries, key=len)[:_MOST_ENTRIES]:
        entry = one_entry(text)
        if entry and entry.author and alike_text(entry.title, title) and not is_archive(entry.container_title):
            return entry
    return None


def _identity(fields: Mapping[str, Any], identifier: Identifier) -> dict[str, Any]:
    told = dict.fromkeys(fields["identifiers"])
    leads = any(one.scheme in _LANDING for one in told)
    return {"identifiers": (*told, identifier), "url": None if leads else _landing(identifier.value)}


SOURCE = Source(
    schemes=frozenset({Scheme.URL}),
    batch=1,
    load=load,
    parse=parse,
    takes=takes,
    rank=Rank(venue=20, title=30, author=20, abstract=60),
    example="https://press.example/berg",
)
