"""Finds the work that each block of a paper list is about."""

from __future__ import annotations

from collections.abc import Iterator

from moebib.formats.paper_list.document import ListDocument, WorkBlock
from moebib.library.library import Library
from moebib.records.links import find_link
from moebib.records.record import Record
from moebib.text.fold import fold
from moebib.text.markup import plain
from moebib.text.urls import without_scheme

__all__ = ["match_blocks"]


def match_blocks(document: ListDocument, library: Library, base: Library | None = None) -> tuple[str | None, ...]:
    """The key of the work of each block, in *library* or else in *base*; ``None`` if there is none.

    A work is known by its title, its identifiers and its pages; it may have several blocks, in several sections. Of two
    works with one page, that with the title is taken; of two with one title, that with the page.
    """
    known = [(library, _by_page(library)) for library in (library, base) if library]
    return tuple(
        next(filter(None, (_key(block, library, by_page) for library, by_page in known)), None)
        for block in document.blocks
    )


def _by_page(library: Library) -> dict[str, Record]:
    by_page: dict[str, Record] = {}
    for record in library:
        for url in (record.url, *record.links.pdf, *(version.url for version in record.versions)):
            if url:
                by_page.setdefault(url, record)
                by_page.setdefault(without_scheme(url), record)
    return by_page


def _key(block: WorkBlock, library: Library, by_page: dict[str, Record]) -> str | None:
    title = plain(block.item.title)
    linked = sorted(_linked(block, library, by_page), key=lambda record: block.tag not in record.tags)
    titles = {record.id: [fold(title) for title in record.titles] for record in linked}
    with_title = next((record for record in linked if fold(title) in titles[record.id]), library.titled(title))
    return next((record.id for record in (with_title, *linked) if record), None)


def _linked(block: WorkBlock, library: Library, by_page: dict[str, Record]) -> Iterator[Record]:
    """The works to which the block links."""
    urls = [block.item.url, *(link.url for link in block.item.links)]
    for url in filter(None, urls):
        identifier = find_link(url)
        by_identifier = library.find(identifier) if identifier else None
        if record := by_identifier or by_page.get(url) or by_page.get(without_scheme(url)):
            yield record
