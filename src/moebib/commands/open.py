"""`moebib open`: the page, the PDF or the code of a work or a model."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal
from urllib.parse import quote

from moebib.library.library import Library
from moebib.records.model import Model
from moebib.records.pages import kind_of_page
from moebib.records.record import Record
from moebib.text.urls import is_http_url

__all__ = ["Wanted", "find_page", "safe_url"]

Wanted = Literal["page", "pdf", "code"]


def find_page(library: Library, entry: Record | Model, wanted: Wanted) -> str | None:
    """The URL of what is *wanted* of a work or a model; what a model does not have, its papers may have.

    >>> hydra = Record(id="doe2024", type="article", identifiers=["arxiv:2401.00010"])
    >>> find_page(Library([hydra]), hydra, "pdf")
    'https://arxiv.org/pdf/2401.00010'
    """
    pages = _of_model(library, entry, wanted) if isinstance(entry, Model) else _of_work(entry, wanted)
    return next((url for url in pages if url and is_http_url(url)), None)


def _of_model(library: Library, model: Model, wanted: Wanted) -> Iterator[str | None]:
    if wanted == "page":
        yield model.url
    else:
        yield from getattr(model.links, wanted)
    for paper in filter(None, map(library.find_key, model.papers)):
        yield from _of_work(paper, wanted)


def _of_work(work: Record, wanted: Wanted) -> Iterator[str | None]:
    """The URLs, best first: those of the work, then those of its versions."""
    identifiers = work.all_identifiers  # first those of the version to cite
    if wanted == "page":
        yield work.link
        yield from (identifier.url for identifier in identifiers)
        return
    yield from getattr(work.links, wanted)
    pages = [work.url, *(identifier.url for identifier in identifiers), *(version.url for version in work.versions)]
    yield from (url for url in pages if url and kind_of_page(url) == wanted)
    if wanted == "pdf":
        yield from (identifier.pdf for identifier in identifiers)


def safe_url(url: str) -> str:
    """*url* with escapes for what a shell could take for something else, if a browser is a script that is careless.

    >>> safe_url("https://a.example/$(rm)`b`'c;d?e=f&g=h")
    'https://a.example/%24%28rm%29%60b%60%27c%3Bd?e=f&g=h'
    """
    return quote(url, safe="/:?#[]@&+,=%")
