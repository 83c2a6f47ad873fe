"""Whether what a list says of a work agrees with its record."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property, lru_cache

from markdown_it.common.utils import unescapeAll

from moebib.errors import InputError
from moebib.formats.paper_list.edit.authors import written_names
from moebib.formats.paper_list.edit.dates import read_date_forms
from moebib.formats.paper_list.edit.shapes import FilledSlot, ListedBlock, Slot, repository_at
from moebib.formats.paper_list.edit.urls import read_url, same_pages
from moebib.records.archives import archive_of
from moebib.records.equivalence import equivalent_dates, equivalent_names, equivalent_text, equivalent_venues, words_of
from moebib.records.identifier import Scheme
from moebib.records.name import Name, Names, parse_name
from moebib.records.publication import Publication
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.urls import is_http_url

__all__ = ["Facts", "derived_text", "is_preprint_word", "is_word_for_type", "name_of_slot", "short_name", "shown_text"]

_LINKS = ("code", "weights", "data", "pdf", "project", "slides", "video")
_NAMES = {"authors": "authors", "keyword": "keywords", "name": "short name", "repository": "repository"}


def name_of_slot(slot: Slot) -> str:
    """What a slot holds, for messages.

    >>> name_of_slot(Slot("url", "pdf")), name_of_slot(Slot("url", "paper")), name_of_slot(Slot("venue"))
    ('PDF link', 'link', 'venue')
    """
    if slot.role == "url":
        return "link" if slot.kind in ("", "paper") else f"{'PDF' if slot.kind == 'pdf' else slot.kind} link"
    return _NAMES.get(slot.role, slot.role)


@lru_cache(maxsize=20_000)
def shown_text(written: str) -> str:
    """The text that a reader sees in place of *written*, which is a part of a list, on one line."""
    return " ".join(unescapeAll(re.sub(r"(?<!\\)[*_`]+(?=\W|$)|(?<!\w)[*_`]+|<[^<>]*>", "", written)).split())


def short_name(title: str) -> str:
    """What is before the colon of a title, "" if there is no colon.

    >>> short_name("Warm: Experts on One GPU"), short_name("Experts on One GPU")
    ('Warm', '')
    """
    name, colon, _ = plain(title).partition(":")
    return name.strip() if colon else ""


def derived_text(slot: Slot, record: Record) -> str:
    """What follows for a slot from the facts of a work: its short name, its arXiv ID, or the repository of its code."""
    if slot == Slot("name", "arxiv"):
        identifier = record.identifier(Scheme.ARXIV)
        return identifier.value if identifier else ""
    if slot.role == "name":
        return short_name(record.title)
    repository = next(filter(None, map(repository_at, record.links.code)), "")
    return repository.rpartition("/")[2] if slot.kind == "label" else repository


def is_preprint_word(venue: str) -> bool:
    """Whether a list calls any preprint so.

    >>> is_preprint_word("Preprint"), is_preprint_word("arXiv preprint"), is_preprint_word("ICML")
    (True, True, False)
    """
    return fold(venue).strip(" .,") in ("preprint", "preprints", "pre-print", "arxiv preprint", "arxiv")


_TYPES = {
    "webpage": "blog|web|post|page|site",
    "post-weblog": "blog|post",
    "post": "blog|post",
    "software": "git|software|repo|code|tool",
    "report": "tech|report|white",
    "thesis": "thesis|dissertation|phd|master",
    "book": "book",
    "dataset": "data",
}


def is_word_for_type(venue: str, type: str) -> bool:
    """Whether what a list has in place of a venue says what a work is.

    >>> is_word_for_type("Tech Report", "report"), is_word_for_type("ICML", "report")
    (True, False)
    """
    words = _TYPES.get(type)
    return words is not None and re.match(rf"\W*(?:{words})", fold(venue)) is not None


class Facts:
    """The facts of one work, as lists state them."""

    def __init__(self, record: Record, venues: Mapping[str, str]) -> None:
        """*venues* has, folded, the spellings of venues in moebib.toml and what they stand for."""
        self.record = record
        self._venues = venues

    @cached_property
    def _pages(self) -> frozenset[str]:
        """What links to any page of the work have in common."""
        record = self.record
        urls = [record.url, *(version.url for version in record.versions), *_all_links(record)]
        pages = set().union(*(same_pages(url) for url in urls if url))
        for identifier in record.all_identifiers:
            pages.add(str(identifier.canonical))
            if identifier.url:
                pages |= same_pages(identifier.url)
        return frozenset(pages)

    def agree(self, text: str, work: ListedBlock, part: FilledSlot, *, strictly: bool) -> bool:
        """Whether a part of the list, whose whole text is *text*, says the same as the record.

        *strictly*: as the version to cite; otherwise, any version of the work will do. What only a person or the list
        itself can say, or what follows from other facts, always agrees.
        """
        written, role = text[part.start : part.end], part.slot.role
        if part.slot.kind == "unmarked":
            return True
        publications = [self.record] if strictly else [self.record, *self.record.versions]
        if role == "title":
            titles = [plain(self.record.title)] if strictly else self.record.titles
            listed = plain(work.block.item.title)
            return any(equivalent_text(listed, title) for title in titles)
        if role == "url":
            return self._agree_on_link(read_url(written))
        if role == "venue":
            return any(self._agree_on_venue(shown_text(written), publication) for publication in publications)
        if role == "date":
            return any(_agree_on_date(shown_text(written), work, publication) for publication in publications)
        if role == "authors":
            if not self.record.author:
                return not work.block.item.authors
            return any(
                _agree_on_authors(shown_text(written), work, publication)
                for publication in publications
                if publication.author
            )
        if role == "keyword":
            listed_labels = set(_labels(written, part.separator))
            labels = set(map(fold, self.record.keyword))
            return listed_labels == labels if strictly else listed_labels <= labels
        return True

    def _agree_on_link(self, url: str) -> bool:
        if not is_http_url(url) or not self._pages.isdisjoint(same_pages(url)):
            return True
        # With something behind it, as a comma and another link.
        return any(
            identifier.scheme is Scheme.ARXIV and identifier.value in url for identifier in self.record.all_identifiers
        )

    def _agree_on_venue(self, listed: str, publication: Publication) -> bool:
        venue = publication.venue
        names = [name for name in (publication.container_title_short, plain(publication.container_title)) if name]
        if not names and is_word_for_type(listed, publication.type):
            return True
        if any(fold(listed) == fold(name) for name in names):
            return True
        if publication.type == "article" and publication.genre == "preprint" and is_preprint_word(listed):
            return not venue or archive_of(venue) is not None
        meant = self._venues.get(
            fold(listed), re.sub(r"\W*\b(?:to appear|in press|forthcoming)\W*$", "", listed, flags=re.I)
        )
        return any(fold(meant) == fold(name) or equivalent_venues(meant, name) for name in names)

    def is_like(self, other: Record, slot: Slot) -> bool:
        """Whether the fact of a slot is the same in *other*, the record of the work at another time."""
        return _fact(self.record, slot) == _fact(other, slot)


def _fact(record: Record, slot: Slot) -> object:
    if slot.role in ("title", "name"):
        return record.title
    if slot.role == "url":
        return record.url, record.all_identifiers, record.links
    if slot.role == "venue":
        return record.container_title, record.container_title_short, record.type, record.genre
    return {
        "authors": record.author, "date": record.issued, "keyword": record.keyword, "repository": record.links.code,
    }.get(slot.role)  # fmt: skip


def _all_links(record: Record) -> Iterator[str]:
    for name in _LINKS:
        yield from getattr(record.links, name)


def _agree_on_authors(listed: str, work: ListedBlock, publication: Publication) -> bool:
    item = work.block.item
    names = [*map(_parsed, item.authors or written_names(listed))]
    if equivalent_names(Names(names, others=item.has_more_authors), publication.author):
        return True
    # With affiliations and notes between the names.
    letters = "".join(words_of(listed))
    return all("".join(words_of(name.display())) in letters for name in publication.author)


def _agree_on_date(listed: str, work: ListedBlock, publication: Publication) -> bool:
    dates = [date for date, _ in read_date_forms(listed)]
    if not dates and work.block.item.issued:
        dates = [work.block.item.issued]
    issued = publication.issued
    return issued is not None and any(equivalent_dates(date, issued) for date in dates)


def _parsed(name: str) -> Name:
    try:
        return parse_name(name)
    except InputError:
        return Name(literal=" ".join(re.sub(r"[{}\s]+", " ", name).split()) or "?")


def _labels(written: str, separator: str) -> Iterable[str]:
    labels = written.split(separator) if separator else [written]
    return (fold(shown_text(label)) for label in labels)
