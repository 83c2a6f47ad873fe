"""An entry of a list -> Record: what the list states, and what follows from its links.

An identifier follows from a link whatever its label is. From the identifiers, the sites of the links and the name of
the venue follow the type and, where the list does not state them, the venue and the date.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from moebib.errors import Finding
from moebib.formats.paper_list.entries import ListItem, link_kind
from moebib.formats.paper_list.people import read_authors
from moebib.formats.paper_list.urls import repair_url
from moebib.matching.venue_types import type_of_venue
from moebib.records.archives import Archive, archive_at, archive_of, archive_of_identifier, arxiv_month
from moebib.records.fields import Type
from moebib.records.identifier import Identifier, Scheme, find_identifier
from moebib.records.identifiers_in_text import identifiers_in
from moebib.records.links import find_link
from moebib.records.pages import PageKind, kind_of_page, type_of_page
from moebib.records.proceedings import Appearance, appearance_at, appearance_of
from moebib.records.publication import ARXIV_PREPRINT, Status, Version
from moebib.records.record import Links, Record
from moebib.records.series import series_named
from moebib.text.fold import fold
from moebib.text.markdown import clean

__all__ = ["make_record"]

_OF_PAPERS = ("", "paper", "pdf")
"""The kinds of labels of links to the paper itself; "" is the kind of a title, and of a label that says nothing."""
_OPEN = (Scheme.ARXIV, Scheme.ACL, Scheme.OPENREVIEW)
"""The schemes of which the file of a work follows from its identifier."""
_LONG_LABEL = 5
"""A label of this many words is the title of another work, which a comment mentions."""


class _ListedPage(NamedTuple):
    """A link of an entry."""

    url: str
    label: str
    """The kind that its label says: a field of ``Links``, "paper", or "" for the title and for an unknown label."""
    kind: PageKind
    identifier: Identifier | None
    """The identifier of a work to which it leads; not a URL."""

    @property
    def is_of_paper(self) -> bool:
        """Whether it is the paper itself, or a page about it."""
        return self.label in _OF_PAPERS and self.kind in ("paper", "pdf", "page", "post")


def make_record(
    item: ListItem, tags: tuple[str, ...], venues: Mapping[str, str], *, without: Collection[Identifier] = ()
) -> tuple[Record, list[Finding]]:
    """The record of *item*, whose key is not made yet, and the findings about its links.

    *venues* maps folded spellings of venues to their short names. The identifiers *without* are those of other works,
    although *item* has a link to them.
    """
    findings: list[Finding] = []
    main = _page("", item.url, item.line, findings) if item.url else None
    others = [page for link in item.links if (page := _page(link.text, link.url, item.line, findings))]
    identifiers = _identifiers(main, others, item, without)
    page, links = _page_and_links(main, others, identifiers)
    known = page.identifier if page and page.identifier in identifiers else None
    leads_there = known is not None and known.scheme is not Scheme.HF
    pages = [*filter(None, [main]), *others]
    place = _place(item, venues, pages, identifiers)
    record = Record(
        id="new",
        title=item.title,
        author=read_authors(item.authors, has_more=item.has_more_authors),
        identifiers=identifiers,
        url=page.url if page and not leads_there else None,
        keyword=item.labels,
        tags=tags,
        links=Links(**links),
        **place,
    )
    if known and leads_there and record.link != known.url:  # another identifier would lead to another page
        record = record.evolve(url=known.url)
    return record, findings


# --- links


def _page(label: str, written: str, line: int, findings: list[Finding]) -> _ListedPage | None:
    """The page at the URL that is *written*; ``None`` if there is none."""
    url, repair = repair_url(written)
    if repair:
        findings.append(Finding("MB104", f"link repaired, {repair}: {written!r}", line=line))
    if not url:
        reason = f"not an http(s) URL: {clean(written)!r}" if written else "it has no URL"
        findings.append(Finding("MB104", f"link not imported, {reason}", line=line))
        return None
    identifier = find_link(url)
    if identifier is None or identifier.scheme is Scheme.URL:
        identifier = _arxiv_in(url)
    kind = "paper" if identifier and identifier.scheme is Scheme.ARXIV else kind_of_page(url)
    mentions_another = len(label.split()) >= _LONG_LABEL
    return _ListedPage(url, "project" if mentions_another else link_kind(label), kind, identifier)


def _arxiv_in(url: str) -> Identifier | None:
    """The arXiv ID in the URL of a mirror of arXiv, or in one that is misspelt."""
    number = re.search(r"(?<!\d)\d{4}\.\d{4,5}(?:v\d+)?(?!\d)", url) if "arxiv" in url.lower() else None
    return find_identifier(f"arxiv:{number[0]}") if number else None


def _identifiers(
    main: _ListedPage | None, others: Sequence[_ListedPage], item: ListItem, without: Collection[Identifier]
) -> tuple[Identifier, ...]:
    """The identifiers of links to papers, and the first one of each other scheme: of other links, and in the text."""
    identifiers: dict[Identifier, None] = {}
    for page in (*filter(None, [main]), *sorted(others, key=lambda page: page.label not in _OF_PAPERS)):
        identifier = page.identifier
        if identifier is None or identifier.canonical in without:
            continue
        # Code and data have DOIs of their own, and models have pages.
        is_of_work = identifier.scheme is Scheme.ARXIV or (page.label in _OF_PAPERS and page.kind in ("paper", "pdf"))
        is_second = any(identifier.scheme is known.scheme for known in identifiers)
        if page is main or (is_of_work and (page.label == "paper" or not is_second)):
            identifiers.setdefault(identifier)
    for text in (item.venue, item.other_text, *item.labels):
        for written in identifiers_in(text):
            identifier = written.identifier
            is_known = any(identifier.scheme is known.scheme for known in identifiers)
            if identifier.is_of_one_work and identifier.canonical not in without and not is_known:
                identifiers.setdefault(identifier)
    return tuple(identifiers)


def _page_and_links(
    main: _ListedPage | None, others: Sequence[_ListedPage], identifiers: Sequence[Identifier]
) -> tuple[_ListedPage | None, dict[str, tuple[str, ...]]]:
    """The page of a work, and its other links by field.

    A repository to which the title leads is code, if another link leads to the paper. The files on arXiv and the like
    follow from the identifier; those at publishers, which not everybody can open, do not.
    """
    papers = [page for page in others if page.label == "paper" and page.is_of_paper]
    has_paper = bool(papers) or any(identifier.scheme is not Scheme.HF for identifier in identifiers)
    links: dict[str, dict[str, None]] = {name: {} for name in Links.model_fields}
    page = main
    if main and has_paper and not main.is_of_paper:
        links[_field(main)][main.url] = None
        page = None
    page = page or next(iter(papers), None)
    for other in others:
        is_known = other.identifier in identifiers
        follows = is_known and other.identifier and other.identifier.scheme in _OPEN
        is_page = is_known or (page and other.url == page.url)
        if not (follows if other.label == "pdf" else is_page and other.label in ("", "paper")):
            links[_field(other)][other.url] = None
    return page, {name: tuple(urls) for name, urls in links.items()}


def _field(page: _ListedPage) -> str:
    """The field of ``Links`` for a page: what its label says, else what is there."""
    if page.label in Links.model_fields:
        return page.label
    return page.kind if page.kind in Links.model_fields else "project"


# --- venue, type and date

_TO_APPEAR = re.compile(
    r"(?:^|\s+)\((?:to appear|forthcoming|in press)\)$|(?:^|[\s,]+)(?:to appear|forthcoming|in press)$", re.I
)
_PREPRINT = re.compile(r"(?:e-?)?pre-?prints?|working papers?|under review.*|.*\b(?:under review|in submission)|"
                       r"submitted\b.*", re.I)  # fmt: skip
_TRACK = re.compile(r"(?:findings|workshops?|demos?|tutorials?|tiny papers?|datasets and benchmarks)(?: track)?", re.I)
_YEAR_WITHIN = re.compile(r"(?<=\w)[\s,]*(?:['\u2019]?\b(?:19|20)\d\d|['\u2019]\d\d)\b[\s,:]*(?=\w)")
_NO_VENUE = frozenset(("thesis", "report", "book", "patent", "post-weblog", "webpage", "software"))
"""The types of which a list writes the name in the place of a venue: "PhD thesis", "Blog"."""
_PUBLISHED = frozenset(("article-journal", "paper-conference", "book", "thesis"))


def _stated_venue(item: ListItem) -> str:
    """The venue with its track and without its year: "EMNLP (Findings)", "ICLR Workshop" of "ICLR 2024 Workshop"."""
    venue = _YEAR_WITHIN.sub(" ", item.venue)
    track = next((text for text in item.other_text.split("; ") if _TRACK.fullmatch(text)), "")
    return f"{venue} ({track})" if venue and track and series_named(venue) else venue


def _place(
    item: ListItem, venues: Mapping[str, str], pages: Sequence[_ListedPage], identifiers: Sequence[Identifier]
) -> dict[str, Any]:
    """Type, venue, date and status: what is stated, else what follows from the links."""
    stated = _stated_venue(item)
    venue = _TO_APPEAR.sub("", stated)
    status = {"status": Status(kind="accepted")} if venue != stated else {}
    venue = venues.get(fold(venue), venue)
    papers = [page for page in pages if page.is_of_paper]
    appeared = (*(appearance_at(page.url) for page in papers), *map(appearance_of, identifiers))
    appearance = next(filter(None, appeared), None)
    if appearance and not venue:
        fields: dict[str, Any] = {"container_title_short": appearance.venue}
    else:
        of_papers = (*map(archive_of_identifier, identifiers), *(archive_at(page.url) for page in papers))
        fields = _fields_of_venue(venue, next(filter(None, of_papers), None))
    fields.setdefault("type", _type_of_links(item, pages, identifiers, appearance))

    arxiv = next((identifier for identifier in identifiers if identifier.scheme is Scheme.ARXIV), None)
    if item.issued:
        fields["issued"] = item.issued
    elif appearance and appearance.year and fields["type"] in _PUBLISHED:
        fields["issued"] = str(appearance.year)
    elif arxiv and fields["type"] not in _PUBLISHED:
        fields["issued"] = arxiv_month(arxiv)
    elif arxiv:  # the month is that of the preprint, and nothing says when it was published
        fields["versions"] = (Version(**ARXIV_PREPRINT, issued=arxiv_month(arxiv), identifiers=(arxiv,)),)
    if arxiv and arxiv.version and fields.get("genre") == "preprint":
        fields["label"] = f"v{arxiv.version}"  # the version that the list links to
    return fields | status


def _type_of_links(
    item: ListItem, pages: Sequence[_ListedPage], identifiers: Sequence[Identifier], appearance: Appearance | None
) -> Type:
    """The type of a work of which no venue is known: a repository is software, unless anything shows a paper."""
    if appearance:
        return "article-journal" if appearance.series.kind == "journal" else "paper-conference"
    is_paper = any(page.label in ("paper", "pdf") or page.kind in ("paper", "pdf") for page in pages)
    has_identifier = any(identifier.scheme is not Scheme.HF for identifier in identifiers)
    if is_paper or has_identifier or item.authors or not pages:
        return "document"
    return type_of_page(pages[0].url) or "document"


def _fields_of_venue(venue: str, archive: Archive | None) -> dict[str, Any]:
    """Venue, genre and type, if the type is known; *archive* has the work by its links."""
    archive = archive_of(venue) or (archive if not venue or _PREPRINT.fullmatch(venue) else None)
    if archive and archive.name == "arXiv":
        return {**ARXIV_PREPRINT}
    if archive or _PREPRINT.fullmatch(venue):
        return {"type": "article", "genre": "preprint", "container_title": archive.name if archive else ""}
    kind = type_of_venue(venue)
    if kind in _NO_VENUE:
        return {"type": kind, "genre": venue if kind in ("thesis", "report") else ""}
    return {"container_title_short": venue} | ({"type": kind} if kind else {})
